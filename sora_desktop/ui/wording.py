"""All wording of the window. Source texts are English; `tr` and `say` put them into the language of the person.

One section a room of the window. Sentences that belong to a rule (why a request may not go, what an error
means) stand beside that rule in `domain`, as `Message`, and pass through `say` here.
"""

from html import escape

from PySide6.QtCore import QCoreApplication

from sora_desktop.base import safe_text as plain
from sora_desktop.base.sentences import Message
from sora_desktop.domain.job import Billed, JobState

CONTEXT = "sora"

_TIP_LIMIT = 1_000
_TIP_LINE = 100
"""A longer tip is written as markup, as only that is broken into lines."""


def tr(source: str, **values: object) -> str:
    """`source` in the language of the person, with `{named}` places filled from `values`, made safe to show."""
    translated = QCoreApplication.translate(CONTEXT, source)
    return translated.format(**{name: _safe(value) for name, value in values.items()}) if values else translated


def _safe(value: object) -> object:
    return plain.shown(value) if isinstance(value, str) else value


def say(message: Message) -> str:
    """The sentence in the language of the person, made safe to show: it may come out of an old or damaged ledger."""
    translated = QCoreApplication.translate(CONTEXT, plain.shown(message.source))
    return plain.shown(Message.filled(translated, {name: _safe(value) for name, value in message.values.items()}))


def one_line(text: str, limit: int = 120) -> str:
    """A stranger's text as one short line: no control or bidi characters, cut at `limit`."""
    return plain.one_line(text, limit)


def tip_text(text: str) -> str:
    """A tool tip that shows `text` as it is. Qt takes a tip for markup where it looks like it, and has no switch."""
    safe = plain.shown(text, _TIP_LIMIT)
    if len(safe) <= _TIP_LINE and not set("<&") & set(safe):
        return safe
    return f'<span style="white-space: pre-wrap">{escape(safe, quote=False)}</span>'


# ---------------------------------------------------------------- the app
APP_NAME = "Sora Desktop"

# ---------------------------------------------------------------- compose
COMPOSE_TITLE = "Compose"
COMPOSE_NAME = "Compose a request"
COMPOSE_PROMPT = "Prompt"
COMPOSE_PROMPT_NAME = "Prompt: what should be seen"
COMPOSE_PROMPT_EXAMPLE = "Subject, place, light, camera: a red fox runs through snow at dawn, slow pan left…"
COMPOSE_COUNTER = "{count} / {limit}"
COMPOSE_COUNTER_NAME = "{count} of {limit} characters"
COMPOSE_IMAGE = "Reference image"
COMPOSE_IMAGE_HELP = "Drop a picture, paste it with Ctrl+V, or press Enter to browse. Delete removes it."
COMPOSE_IMAGE_EMPTY = "Drop or paste a picture"
COMPOSE_IMAGE_KINDS = "PNG, JPEG or WebP"
COMPOSE_IMAGE_BROWSE = "Browse…"
COMPOSE_IMAGE_PASTE = "Paste"
COMPOSE_IMAGE_REMOVE = "Remove"
COMPOSE_IMAGE_REMOVE_NAME = "Remove {name}"
COMPOSE_IMAGE_BACK_NAME = "Remove {name} and go back to {former}"
COMPOSE_IMAGE_LOOKING = "Looking…"
COMPOSE_IMAGE_ARRIVING = "Taking the picture in…"
COMPOSE_IMAGE_REFUSED = "Cannot be used"
COMPOSE_IMAGE_ACCEPT = "Use it as it is now"
COMPOSE_IMAGE_ANOTHER = (
    "The picture's file has changed since you chose it. Use it as it is now, drop another one, or remove it."
)
COMPOSE_IMAGE_CHANGED = "The picture's file has changed: this is how it looks now. Press Generate again to use it."
COMPOSE_IMAGE_CHANGED_SIZE = (
    "The picture's file has changed: it was {before}, now it is {now}. Press Generate again to use it."
)
COMPOSE_IMAGE_DIALOG = "Pick a reference image"
COMPOSE_IMAGE_FILTER_PICTURES = "Pictures"
COMPOSE_IMAGE_FILTER_ALL = "All files"
COMPOSE_IMAGE_PASTED_NAME = "pasted picture"
COMPOSE_IMAGE_EXACT = "{size}, fits exactly"
COMPOSE_IMAGE_CROPPED = "{size} → {target}, cropped"
COMPOSE_IMAGE_PADDED = "{size} → {target}, bars"
COMPOSE_IMAGE_BLURRED = "{size} → {target}, blurred"
COMPOSE_IMAGE_SCALED = "{size} → {target}"
COMPOSE_IMAGE_BY_SERVICE = "{size}, fitted by the service"
COMPOSE_IMAGE_BY_SERVICE_UNKNOWN = "Link, fitted by the service"
COMPOSE_IMAGE_NAME_FULL = "Reference image: {name}, {detail}"
COMPOSE_DROP_MANY = "Drop one picture: {count} were dropped, and none was taken."
COMPOSE_DROP_NOTHING = "There is no picture in that. Drop a picture file, a picture from a browser, or its link."
COMPOSE_DROP_REMOTE = "That picture lies on another computer. Copy it to this one, and drop the copy."
COMPOSE_PASTE_NOTHING = "There is no picture to paste. Copy a picture or its link first."
COMPOSE_FIT = "Fit…"
COMPOSE_FIT_NAME = "Fit the picture to the frame"
COMPOSE_FIT_DONE = "Done"
COMPOSE_FIT_CROP = "Crop"
COMPOSE_FIT_PAD = "Bars"
COMPOSE_FIT_BLUR = "Blur"
COMPOSE_FIT_MODE_NAME = "How the picture fills the frame"
COMPOSE_FIT_CROP_HELP = "Drag the frame, or move it with the arrow keys."
COMPOSE_FIT_PAD_HELP = "The whole picture, with black bars."
COMPOSE_FIT_BLUR_HELP = "The whole picture, with its own blur around it."
COMPOSE_FIT_EXACT_HELP = "The picture has the shape of the frame: nothing is cut off."
COMPOSE_FIT_CANVAS_NAME = "Part of the picture that is used"
COMPOSE_FIT_CANVAS_VALUE = "{across} % across, {down} % down"
COMPOSE_ORIENTATION = "Shape"
COMPOSE_SECONDS = "Seconds"
COMPOSE_ANY = "Any"
COMPOSE_LANDSCAPE_NAME = "Landscape, 16:9"
COMPOSE_PORTRAIT_NAME = "Portrait, 9:16"
COMPOSE_SECONDS_NAME = "{seconds} seconds"
COMPOSE_FIXED = "{value} fixed"
COMPOSE_FIXED_TIP = "{model} always makes {value}. It is not sent: the model's name says it."
COMPOSE_DEFAULT = "{value} default"
COMPOSE_DEFAULT_TIP = "“Any” leaves all models in the list. {model} gets {value}."
COMPOSE_VALUE_SECONDS = "{seconds} s"
COMPOSE_MODEL = "Model"
COMPOSE_MODEL_NAME = "Model"
COMPOSE_MODEL_FIT = "{count} of {total} fit"
COMPOSE_MODEL_ALL = "{total} models"
COMPOSE_MODEL_NONE = "No model of “{connection}” makes {wish}."
COMPOSE_MODEL_NONE_AT_ALL = "“{connection}” offers no models. Add some to the connection."
COMPOSE_MODEL_SHOW_ALL = "Show all {total} models"
COMPOSE_WISH = "{ratio} clips of {seconds} s"
COMPOSE_WISH_ORIENTATION = "{ratio} clips"
COMPOSE_WISH_SECONDS = "clips of {seconds} s"
COMPOSE_MODEL_SIZE = "{width} × {height}"
COMPOSE_MODEL_ABOUT_SIZE = "≈ {width} × {height}"
COMPOSE_MODEL_LENGTH = "{seconds} s"
COMPOSE_MODEL_LENGTH_OF = "{seconds} s of {shortest} to {longest}"
COMPOSE_MODEL_IF_ENABLED = "if your account has it"
COMPOSE_PRICE_FREE = "free"
COMPOSE_PRICE_UNKNOWN = "price unknown"
COMPOSE_PRICE_ABOUT = "about {money}"
COMPOSE_MODEL_SPOKEN = "{model}, {orientation}, {size}, {length}, {price}"
COMPOSE_MODEL_LANDSCAPE = "landscape"
COMPOSE_MODEL_PORTRAIT = "portrait"
COMPOSE_MODEL_ASSUMED = "{model}\nAssumed, since the service does not say: {what}."
COMPOSE_MODEL_ASSUMED_SIZE = "the size"
COMPOSE_MODEL_ASSUMED_LENGTHS = "the lengths"
COMPOSE_MODEL_ASSUMED_DEFAULTS = "what “Any” means"
COMPOSE_TAKES = "Takes"
COMPOSE_TAKES_NAME = "Takes: how many clips"
COMPOSE_TAKES_MORE = "One more take"
COMPOSE_TAKES_FEWER = "One take fewer"
COMPOSE_COST_NAME = "Price: {price}"
COMPOSE_GENERATE = "Generate"
COMPOSE_GENERATE_KEYS = "Ctrl ↵"
COMPOSE_GENERATE_TIP = "Generate (Ctrl+Enter)"
COMPOSE_GENERATING = "Adding to the queue…"
COMPOSE_GENERATED = "In the queue"
COMPOSE_REPLACED = "What you were writing has made room for this request. Ctrl+Z brings it back."
COMPOSE_PUT_BACK = "Put back what I was writing"
COMPOSE_NO_CONNECTION = "Getting ready…"

# ---------------------------------------------------------------- stage
STAGE_NAME = "Stage"
STAGE_EMPTY_TITLE = "Your clip plays here"
STAGE_EMPTY = "Write what should be seen, then press Generate. You see the price first."
STAGE_PLAY = "Play"
STAGE_PAUSE = "Pause"
STAGE_POSITION = "Position in the clip"
STAGE_TO_START = "To the start"
STAGE_TO_END = "To the last frame"
STAGE_FRAME_BACK = "One frame back"
STAGE_FRAME_ON = "One frame on"
STAGE_LOOP = "Play in a loop"
STAGE_MUTE = "Sound off"
STAGE_UNMUTE = "Sound on"
STAGE_VOLUME = "Volume"
STAGE_VOLUME_VALUE = "Volume {percent} %"
STAGE_FULL_SCREEN = "Full screen"
STAGE_LEAVE_FULL_SCREEN = "Leave full screen"
STAGE_TIMECODE = "Time: minutes, seconds, frames"
KEY_SPACE = "Space"
STAGE_WITH_KEY = "{action} ({key})"
STAGE_USE_AGAIN = "Use this prompt again"
STAGE_FILE_GONE_TITLE = "The clip is not there any more"
STAGE_FILE_GONE = "{path} was moved or deleted outside this app."
STAGE_CANNOT_PLAY_TITLE = "This clip cannot be played here"
STAGE_CANNOT_PLAY = "The file is safe in the library. The player says: {detail}"
STAGE_UNSEEN_TITLE = "This clip cannot be shown here"
STAGE_UNSEEN = "The player here gets no picture from its {codec} video. The file is whole and safe in the library; another player may show it."
STAGE_UNSEEN_UNCHECKED = (
    "The player here gets no picture from it. The file is safe in the library, as it came; another player may show it."
)
STAGE_OPEN_OUTSIDE = "Open in the system's player"

# clips, on the stage and in the library
CLIP_META = "{model} · {connection} · {size} · {seconds} s"
CLIP_OPEN_FOLDER = "Show in folder"
CLIP_OPEN_OUTSIDE = "Open outside"
CLIP_COPY_PATH = "Copy path"
CLIP_DELETE = "Delete to trash…"
CLIP_PATH_COPIED = "The path is copied: {path}"
CLIP_UNCHECKED = "Kept, could not be checked"
CLIP_UNCHECKED_NOTE = "Kept unchecked. {finding}"
CLIP_UNCHECKED_CAME = "A clip is here that could not be checked. {why}"
CLIP_UNCHECKED_MARK = "? not checked"
CLIP_UNCHECKED_WHY = "{finding} It is kept as it came: open it outside, or fetch it again."
CLIP_FETCH_AGAIN = "Fetch again"
CLIP_TRASH_ONE = "Move this clip to the trash?"
CLIP_TRASH_MANY = "Move {count} clips to the trash?"
CLIP_TRASH_HINT = "The file goes to the system's trash with its recipe, and can be put back from there."
CLIP_TRASH = "Move to trash"
CLIP_KEEP = "Keep"

# ---------------------------------------------------------------- queue
QUEUE_TITLE = "Queue"
QUEUE_NAME = "Jobs, newest first"
QUEUE_EMPTY_TITLE = "No jobs yet"
QUEUE_EMPTY = "Jobs appear here as soon as you press Generate, with their progress and what they cost."
QUEUE_ACTIVE = "{count} under way"
QUEUE_NEEDS_YOU = "{count} needs you"
QUEUE_NEED_YOU = "{count} need you"
QUEUE_PAUSED = "Paused: nothing new is sent"
QUEUE_PAUSE = "Pause"
QUEUE_PAUSE_HINT = "Send nothing new. What is at a service goes on."
QUEUE_RESUME = "Resume"
QUEUE_RESUME_HINT = "Send the waiting jobs."
QUEUE_CLEAR = "Clear ended"
QUEUE_CLEAR_HINT = "Take every job off this list that has surely ended. Clips and the record of costs stay."
QUEUE_MENU = "Actions for this job"

QUEUE_STATES: dict[JobState, str] = {
    JobState.WAITING: "Waiting for its turn",
    JobState.SUBMITTING: "Sending…",
    JobState.REFUSED: "Refused",
    JobState.UNKNOWN: "Not sure it arrived",
    JobState.NOT_FOUND: "Not found at the service",
    JobState.DISMISSED: "Dismissed",
    JobState.QUEUED: "Queued at the service",
    JobState.RUNNING: "Running",
    JobState.FAILED: "Failed",
    JobState.EXPIRED: "Expired at the service",
    JobState.LOST: "Gone at the service",
    JobState.NO_ANSWER: "No answer yet",
    JobState.CANCELLING: "Cancelling…",
    JobState.CANCELLED: "Cancelled",
    JobState.FETCHING: "Fetching the clip…",
    JobState.VERIFYING: "Checking the clip…",
    JobState.DONE: "Done",
    JobState.FETCH_FAILED: "Made, but not fetched yet",
}
QUEUE_WAITS_FOR_TWIN = "Waits for an equal job"
QUEUE_HELD = "Held until you send it"
QUEUE_UNCHECKED = "Kept, could not be checked"
QUEUE_MADE_ANYWAY = "Made all the same"
QUEUE_NOT_AS_ASKED = "Done, but not as asked"
QUEUE_PERCENT = "{state} {percent} %"
QUEUE_USUALLY = "{elapsed}, usually {usual}"

QUEUE_FREE = "free"
QUEUE_BILLED: dict[Billed, str] = {
    Billed.NO: "not billed",
    Billed.YES: "billed about {money}",
    Billed.UNKNOWN: "maybe billed {money}",
}
QUEUE_BILLED_NO_PRICE: dict[Billed, str] = {
    Billed.NO: "not billed",
    Billed.YES: "billed, price unknown",
    Billed.UNKNOWN: "maybe billed",
}

QUEUE_REASONS: dict[JobState, str] = {
    JobState.REFUSED: "The service refused it. Change the request and generate again.",
    JobState.UNKNOWN: "It may have arrived, but no clear answer came back. It is not sent again by itself: look at the service first.",
    JobState.NOT_FOUND: "The service's list does not show it. It may have been billed all the same: look at the service's own records.",
    JobState.FAILED: "The service says that it could not make the clip.",
    JobState.EXPIRED: "The service let it expire. It may have been billed: look at the service's own records.",
    JobState.LOST: "The service does not know this job any more. Look at its own records, or check again.",
    JobState.NO_ANSWER: "It took longer than this connection allows. The clip may still come: check again.",
    JobState.FETCH_FAILED: "The service says that the clip is finished, but it is not here yet. Fetch it again.",
}
QUEUE_HELD_REASON = "It is not sent by itself any more. Send it now, or cancel it."
QUEUE_TWIN = "Waits until the one before it is settled: two equal jobs could not be told apart."

QUEUE_CANCEL = "Cancel"
QUEUE_EDIT = "Edit"
QUEUE_EDIT_WAITING = "Cancel and edit"
QUEUE_USE_AGAIN = "Use again"
QUEUE_RETRY = "Retry"
QUEUE_RETRY_PAYS = "Retry (costs again)"
QUEUE_SUBMIT_AGAIN = "Submit again (may pay twice)"
QUEUE_SUBMIT_AGAIN_FREE = "Submit again"
QUEUE_CHECK = "Check again"
QUEUE_PASTE_ID = "Paste id…"
QUEUE_DISMISS = "Dismiss"
QUEUE_FETCH = "Fetch again"
QUEUE_SHOW = "Show"
QUEUE_REMOVE = "Remove from list"
QUEUE_COPY_ID = "Copy the service's id"
QUEUE_ANSWER = "Show the answer…"
QUEUE_KEEP = "Keep it as it is"
QUEUE_SEND_ON = "Send now"
QUEUE_SHOW_TWIN = "Show that job"
QUEUE_EARLIER = "Send earlier (Alt+Down)"
QUEUE_LATER = "Send later (Alt+Up)"
QUEUE_NEXT = "Next in line"
QUEUE_IN_LINE = "No. {number} in line"
QUEUE_ORDER_HINT = "The newest is on top. Drag a waiting job down, or press Alt+Down, to send it earlier."

QUEUE_PAY_TITLE = "Send it once more?"
QUEUE_PAY_HINT = "This is a new job and may cost about {money} more."
QUEUE_PAY_HINT_NO_PRICE = "This is a new job and may cost money once more. Its price is not known."
QUEUE_PAY_NO = "Do not send"
QUEUE_LOSE_TITLE = "Remove this job from the list?"
QUEUE_LOSE_HINT = "It may be paid for already. Its clip is not fetched any more, and may be lost."
QUEUE_LOSE_NO = "Keep it"

QUEUE_PASTE_TITLE = "Which job is it at the service?"
QUEUE_PASTE_HINT = "Look at the records of “{connection}”. If the job is there, paste its id here, and the clip is fetched without paying again."
QUEUE_PASTE_FIELD = "Id of the job at the service"
QUEUE_PASTE_USE = "Use this id"
QUEUE_PASTE_ALL_THE_SAME = "Use it all the same"
QUEUE_PASTE_ASKING = "Asking the service about it. This costs nothing…"
QUEUE_PASTE_CANCEL = "Not now"
QUEUE_ANSWER_TITLE = "What the service answered"
QUEUE_ANSWER_HINT = (
    "No id was found in this answer. If you see it, select it, and the clip is fetched without paying again."
)
QUEUE_ANSWER_NAME = "The service's answer, as text. Keys are hidden in it."
QUEUE_ANSWER_COPY = "Copy the answer"

QUEUE_META = "{model} · {connection} · {seconds} s"
QUEUE_WITH_IMAGE = "with an image"

# ---------------------------------------------------------------- library
LIBRARY_TITLE = "Library"
LIBRARY_NAME = "Clips"
LIBRARY_COUNT_ONE = "1 clip"
LIBRARY_COUNT = "{count} clips"
LIBRARY_COUNT_OF = "{shown} of {count}"
LIBRARY_SEARCH = "Search prompts, models, connections"
LIBRARY_SEARCH_NAME = "Search the library"
LIBRARY_SEARCH_CLEAR = "Clear the search"
LIBRARY_NEWEST = "Newest"
LIBRARY_OLDEST = "Oldest"
LIBRARY_SORT = "Order of the clips"
LIBRARY_SORT_NEWEST = "Newest first"
LIBRARY_SORT_OLDEST = "Oldest first"
LIBRARY_ALL = "All"
LIBRARY_ALL_HINT = "All clips"
LIBRARY_LANDSCAPE = "16:9"
LIBRARY_LANDSCAPE_HINT = "Landscape clips"
LIBRARY_PORTRAIT = "9:16"
LIBRARY_PORTRAIT_HINT = "Portrait clips"
LIBRARY_WITH_IMAGE = "With image"
LIBRARY_WITH_IMAGE_HINT = "Clips made from a reference image"
LIBRARY_TODAY = "Today"
LIBRARY_YESTERDAY = "Yesterday"
LIBRARY_EMPTY_TITLE = "No clips yet"
LIBRARY_EMPTY = "Every finished clip is kept here, as a plain video file in a folder of yours."
LIBRARY_NO_MATCH_TITLE = "No clip matches"
LIBRARY_NO_MATCH = "Use fewer words, or show all clips."
LIBRARY_SHOW_ALL = "Show all clips"
LIBRARY_PLAY = "Play"
LIBRARY_USE_AGAIN = "Use this prompt again"
LIBRARY_SECONDS = "{seconds} s"
LIBRARY_CLIP = "{prompt}. {model}, {connection}, {seconds} s, {size}, {date}."
LIBRARY_CLIP_TIP = "{prompt}\n{model} · {connection} · {size} · {seconds} s\n{date}"
LIBRARY_NOT_WANTED = "Made although it was cancelled."

# ---------------------------------------------------------------- connections, notices, top bar
TITLE_RUNNING = "({count}) {app}"
PICKER_NAME = "Connection: {name}, {state}"
PICKER_NOT_OPEN = "Not open"
PICKER_STARTING = "Getting ready…"
PICKER_STARTING_NAME = "Connection: getting ready"
PICKER_ADD = "Add a connection…"
PICKER_EDIT = "Edit “{name}”…"
PICKER_ASK = "Ask again whether it answers"
PICKER_HELP = "The service that makes the clips. Ctrl+L opens the list."
PICKER_ROW = "{name}  ·  {state}"
REACH_READY = "ready"
REACH_UNTRIED = "not asked yet"
REACH_ASKING = "asking…"
REACH_ANSWERS = "connected"
REACH_WRONG_KEY = "wrong key"
REACH_NOT_THE_FORMAT = "another format"
REACH_NO_ANSWER = "no answer"
REACH_STARTING = "starting…"
REACH_NEEDS_KEY = "needs its key"
SUMMARY_ACTIVE_ONE = "1 running"
SUMMARY_ACTIVE = "{count} running"
SUMMARY_WAITING = "{count} waiting"
SUMMARY_NEEDS_ONE = "1 needs you"
SUMMARY_NEEDS = "{count} need you"
SUMMARY_PAUSED = "queue paused"
TOP_LIBRARY = "Show the library"
TOP_LIGHT = "Light appearance"
TOP_DARK = "Dark appearance"
TOP_SETTINGS = "Settings"
TOP_MORE = "More"
NOTICES_NAME = "Notices"
NOTICE_INFO = "Note"
NOTICE_WARNING = "Careful"
NOTICE_ERROR = "Problem"
NOTICE_SPOKEN = "{severity}: {sentence}"
NOTICE_DISMISS = "Dismiss this notice"
NOTICE_MORE = "{count} more"
OPEN_AGAIN = "Try again"
NO_SCREEN = (
    "There is no screen here to open the window on. “tour FOLDER” leaves pictures of it in a folder, "
    "“generate” makes a clip without it."
)
ACTION_NEW = "Write a prompt"
ACTION_PASTE_IMAGE = "Paste a picture"
ACTION_SEARCH = "Search the library"
ACTION_CONNECTION = "Pick a connection"
ACTION_ADD_CONNECTION = "Add a connection…"
ACTION_LIBRARY = "Show the library"
ACTION_SETTINGS = "Settings…"
ACTION_FULL_SCREEN = "Full screen"
ACTION_ABOUT = "Shortcuts and about…"
ACTION_QUIT = "Quit"

# ---------------------------------------------------------------- dialogs
DIALOG_CLOSE = "Close"
CLOSE_ONE_TITLE = "One finished clip is not here yet. Close anyway?"
CLOSE_TITLE = "{count} finished clips are not here yet. Close anyway?"
CLOSE_HINT = (
    "What is finished may be paid for. It is fetched at the next start, as long as its service keeps it. "
    "Some keep a clip for an hour only."
)
CLOSE_ANYWAY = "Close"
CLOSE_STAY = "Stay"
DIALOG_CANCEL = "Cancel"
DIALOG_SAVE = "Save"
CONNECTION_ADD_TITLE = "Add a connection"
CONNECTION_EDIT_TITLE = "Edit a connection"
CONNECTION_INTRO = "A service that makes clips: a gateway, or a server of your own."
CONNECTION_NAME = "Name"
CONNECTION_NAME_EMPTY = "Give it a name."
CONNECTION_NAME_TAKEN = "There is a connection of this name already."
CONNECTION_URL = "Base URL"
CONNECTION_URL_EXAMPLE = "https://service.example.com"
CONNECTION_URL_HELP = "With or without /v1."
CONNECTION_URL_USED = "Will be asked at {url}"
CONNECTION_URL_OPEN = "Without https the key and the prompts travel unencrypted."
CONNECTION_FORMAT = "Format"
CONNECTION_FORMAT_UNIALL = "UniAll"
CONNECTION_FORMAT_UNIALL_HELP = "UniAll and gateways like it: POST /v1/video/generations"
CONNECTION_FORMAT_OPENAI = "OpenAI Videos"
CONNECTION_FORMAT_OPENAI_HELP = "LiteLLM, vLLM-Omni, SGLang and others: POST /v1/videos"
CONNECTION_IMAGE = "Pictures from this machine"
CONNECTION_IMAGE_NATIVE = "Send as a file"
CONNECTION_IMAGE_NATIVE_HELP = "The whole job goes in the OpenAI Videos format of the same service."
CONNECTION_IMAGE_DATA_URL = "Write into the request"
CONNECTION_IMAGE_DATA_URL_HELP = "As a data URL. Only few services take it."
CONNECTION_IMAGE_REFUSE = "Do not send"
CONNECTION_IMAGE_REFUSE_HELP = "Only public web addresses of pictures can be used."
CONNECTION_KEY = "Key"
CONNECTION_KEY_PASTE = "Paste the key"
CONNECTION_KEY_KEYRING = "Stored in the key store. Type to replace it."
CONNECTION_KEY_SESSION = "Kept for this session. Type to replace it."
CONNECTION_KEY_NONE = "The service needs no key"
CONNECTION_KEY_MOVED = "The stored key belongs to {host}. Paste the key for the new address."
CONNECTION_KEY_ODD = "A key has only plain letters, digits and signs, without spaces."
CONNECTION_KEY_HELP = "Goes into this system's key store, and nowhere else."
CONNECTION_TEST = "Test"
CONNECTION_TESTING = "Asking the service. This costs nothing…"
CONNECTION_TEST_ANSWERS = "It answers, in this format, and takes the key."
CONNECTION_TEST_ANSWERS_KEYLESS = "It answers, in this format."
CONNECTION_TEST_WRONG_KEY = "It answers, but does not accept the key."
CONNECTION_TEST_NOT_THE_FORMAT = "Something answers at this address, but not in this format."
CONNECTION_TEST_NO_ANSWER = "No answer from this address."
CONNECTION_SAVING = "Saving…"
CONNECTION_SAVED_KEYRING = "“{name}” is saved. Its key is in this system's key store."
CONNECTION_SAVED_SESSION = "“{name}” is saved, but this system has no key store that can be used: its key is kept only until you close Sora Desktop."
CONNECTION_SAVED_KEYLESS = "“{name}” is saved. It is used without a key."
CONNECTION_SAVED_MISSING = "“{name}” is saved. It needs its key before anything can be sent."
CONNECTION_REMOVE = "Remove…"
CONNECTION_REMOVE_ASK = "Remove “{name}”? Its key is forgotten once its last job has ended. Jobs and clips stay."
CONNECTION_REMOVE_SURE = "Remove"
CONNECTION_REMOVE_KEEP = "Keep"
SETTINGS_TITLE = "Settings"
SETTINGS_INTRO = "Changes take effect at once."
ABOUT_TITLE = "About Sora Desktop"
ABOUT_VERSION = "Version {version}"
ABOUT_WHAT = "A desktop studio for short videos from Sora-2-format services."
ABOUT_LICENCE = "Free software under the GNU General Public License, version 3 or later. It comes without any warranty."
ABOUT_FOLDER = "Your clips are in"
ABOUT_SHORTCUTS = "Keyboard"
ABOUT_GENERATE = "Generate"
ABOUT_PLAY = "On the stage: play or pause"
ABOUT_STEP_BACK = "On the stage: one frame back"
ABOUT_STEP_ON = "On the stage: one frame on"
ABOUT_LOOP = "On the stage: loop"
ABOUT_SOUND = "On the stage: sound on or off"
ABOUT_STAGE_FULL = "On the stage: full screen"
