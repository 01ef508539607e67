"""What a person reads of the window around its rooms. Looked up where it is shown; see `base.sentences`."""

from sora_desktop.base.sentences import N_, NP_

TITLE_ENDED = N_("({count}) {app}")
SUMMARY_ACTIVE = NP_("{count} running", "{count} running")
SUMMARY_WAITING = NP_("{count} waiting", "{count} waiting")
SUMMARY_NEEDS = NP_("{count} needs you", "{count} need you")
NEEDS_YOU_HINT = N_("Show what needs you in the queue")
QUEUE_OPEN_HINT = N_("Show the queue")
AWAY_SUMMARY = N_("While you were away: {what}.")
AWAY_SUMMARY_MONEY = N_("While you were away: {what} · {money}")
AWAY_SUMMARY_MAYBE = N_("While you were away: {what} · {money}, or less")
AWAY_LIST = N_("{first}, {second}")
AWAY_DONE = NP_("{count} clip finished", "{count} clips finished")
AWAY_NEEDS = NP_("{count} needs you", "{count} need you")
AWAY_LOST = NP_("{count} ended without a clip", "{count} ended without a clip")
AWAKE_WHY = N_("Clips are being made")
STANDING_PAUSED = N_("The queue is paused. What you generate waits in it, and nothing is sent.")
STANDING_AWAY = N_("“{name}” doesn't answer now. What you generate waits in the queue until it does.")
STANDING_WRONG_KEY = N_("“{name}” doesn't accept its key.")
STANDING_ASK = N_("Ask again")
SUMMARY_PAUSED = N_("queue paused")
SPEND_TODAY = N_("Today {money}")
SPEND_TODAY_OF = N_("Today {money} of {limit}")
SPEND_TODAY_PLUS = N_("Today {money} and more")
SPEND_TODAY_PLUS_OF = N_("Today {money} and more, of {limit}")
SPEND_TODAY_UNKNOWN = NP_("Today {count} clip, price unknown", "Today {count} clips, price unknown")
SPEND_OPEN = N_("What was spent")
TOP_VIEWS = N_("View")
TOP_MAKE = N_("Make")
TOP_CHOOSE = N_("Choose")
TOP_VIEW_KEY = N_("{view} ({keys})")
TOP_LIGHT = N_("Light appearance")
TOP_DARK = N_("Dark appearance")
TOP_SETTINGS = N_("Settings")
TOP_MORE = N_("More")
NOTICES_NAME = N_("Notices")
NOTICE_INFO = N_("Note")
NOTICE_WARNING = N_("Warning")
NOTICE_ERROR = N_("Problem")
NOTICE_SPOKEN = N_("{severity}: {sentence}")
NOTICE_SPOKEN_UNDO = N_("{severity}: {sentence} {keys} undoes it.")
UNDO = N_("Undo")
UNDO_TIP = N_("Undo ({keys})")
NOTICE_DISMISS = N_("Dismiss this notice")
NOTICE_MORE = NP_("{count} more", "{count} more")
NOTICE_FEWER = N_("Show fewer")
OPEN_AGAIN = N_("Try again")
NO_SCREEN = N_(
    "There is no screen to open the window on. “tour FOLDER” leaves pictures of it in a folder, and “generate” makes a clip without it."
)
OPEN_LOOKING = N_("Opening {file}…")
OPEN_LEFT = NP_(
    "One clip plays at a time: {count} other is left out.", "One clip plays at a time: {count} others are left out."
)
OPEN_REFUSED = NP_("{count} more file can't be opened.", "{count} more files can't be opened.")
OPEN_LINKS = NP_(
    "A draft begins with one picture of the web: {count} other is left out.",
    "A draft begins with one picture of the web: {count} others are left out.",
)
OPEN_PREVIEW = N_("Write a prompt and press {keys}: it is drawn on this computer, for free.")
CLOSE_TITLE = NP_(
    "{count} finished clip isn't downloaded yet. Close anyway?",
    "{count} finished clips aren't downloaded yet. Close anyway?",
)
CLOSE_RUNNING_TITLE = NP_(
    "{count} clip is still being made. Close anyway?", "{count} clips are still being made. Close anyway?"
)
CLOSE_RUNNING_HINT = N_(
    "The service goes on, and bills as usual. What is finished is downloaded when you next open Sora Desktop, as long as its service keeps it."
)
CLOSE_HINT = N_(
    "You may have paid for it already. It is downloaded when you next open Sora Desktop, as long as its service keeps it. Some services keep a clip for only an hour."
)
CLOSE_ANYWAY = N_("Close")
CLOSE_STAY = N_("Stay")
ABOUT_TITLE = N_("About Sora Desktop")
ABOUT_VERSION = N_("Version {version}")
ABOUT_WHAT = N_("A desktop studio for short videos from Sora-2-format services.")
ABOUT_LICENCE = N_(
    "Free software under the GNU General Public License, version 3 or later. It comes without any warranty."
)
ABOUT_FOLDER = N_("Your clips are in")
ABOUT_SHORTCUTS = N_("Keyboard")
RELEASE_SHOW = N_("What's new")
RELEASE_TITLE = N_("Version {version} is out")
RELEASE_YOURS = N_("You have version {version}. It stays until you replace it yourself.")
RELEASE_NOTES = N_("What's new in this version")
RELEASE_ADDRESS = N_("It is to be had at")
RELEASE_OPEN = N_("Open the download page")
ABOUT_THIRD_PARTY = N_("Third-party licenses…")
THIRD_PARTY_TITLE = N_("Third-party licenses")
THIRD_PARTY_READING = N_("Reading what is installed…")
THIRD_PARTY_HINT = N_("What Sora Desktop uses of other people's work, under which license, and how to use another Qt.")
ACTIVITY_PERCENT = N_("{title} · {percent}%")
ACTIVITY_CANCEL = N_("Stop")
ACTIVITY_CANCEL_NAME = N_("Stop: {title}")
CRASH_SHOW = N_("Show the report")
REPORT_TITLE = N_("Diagnostic report")
REPORT_HINT = N_("It has no keys, prompts, addresses or paths in it, so you can post it where everybody sees it.")
REPORT_COPY = N_("Copy")
REPORT_SAVE = N_("Save…")
REPORT_SAVED = N_("The report is saved: {path}")
CLOSE_MAKING_TITLE = N_("A character is being made. Close anyway?")
CLOSE_MAKING_HINT = N_("If you close before its id is here, you may pay for a character that can't be used.")
