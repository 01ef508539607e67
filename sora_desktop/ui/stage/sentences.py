"""What a person reads of the stage. Looked up where it is shown; see `base.sentences`."""

from sora_desktop.base.sentences import N_

STAGE_NAME = N_("Stage")
STAGE_EMPTY_CHOOSE = N_("Click a clip to watch it, or press Enter.")
STAGE_EMPTY_TITLE = N_("Your clip plays here")
STAGE_EMPTY_PREVIEW = N_(
    "For now you get free previews, drawn on this computer: timing, framing and crop. Your video comes from a service."
)
STAGE_CONNECT = N_("Connect a service…")
STAGE_SAMPLE = N_("Try a sample")
STAGE_EMPTY = N_("Describe what you want to see, then press Generate. You see the price first.")
STAGE_PLAY = N_("Play")
STAGE_PAUSE = N_("Pause")
STAGE_POSITION = N_("Position in the clip")
STAGE_TO_START = N_("To the start")
STAGE_TO_END = N_("To the last frame")
STAGE_FRAME_BACK = N_("One frame back")
STAGE_FRAME_ON = N_("One frame forward")
STAGE_LOOP = N_("Play in a loop")
STAGE_MUTE = N_("Mute")
STAGE_UNMUTE = N_("Unmute")
STAGE_VOLUME = N_("Volume")
STAGE_VOLUME_VALUE = N_("Volume {percent}%")
STAGE_FULL_SCREEN = N_("Full screen")
STAGE_LEAVE_FULL_SCREEN = N_("Exit full screen")
STAGE_TIME = N_("Time {time} of {length}")
STAGE_TIMECODE = N_("Minutes, seconds, frames")
KEY_SPACE = N_("Space")
STAGE_WITH_KEY = N_("{action} ({key})")
STAGE_FOR_REAL = N_("Now for real")
STAGE_FOR_REAL_MONEY = N_("Now for real · {money}")
STAGE_FOR_REAL_COUNT = N_("Now {count} for real")
STAGE_FOR_REAL_COUNT_MONEY = N_("Now {count} for real · {money}")
STAGE_FOR_REAL_TIP = N_("Send the very request of this preview to “{name}”")
STAGE_SENT_FOR_REAL = N_("Sent for real")
STAGE_SENT_FOR_REAL_TIP = N_("This very request is sent. To make more of it, use its prompt again.")
STAGE_USE_AGAIN = N_("Use this prompt again")
STAGE_FILE_GONE_TITLE = N_("This clip's file is gone")
STAGE_FILE_GONE = N_("{path} was moved or deleted outside Sora Desktop.")
STAGE_CANNOT_PLAY_TITLE = N_("This clip can't be played here")
STAGE_CANNOT_PLAY = N_("The file is safe in your library. The player says: {detail}")
STAGE_UNSEEN_TITLE = N_("This clip can't be shown here")
STAGE_UNSEEN = N_(
    "The player here can't show its {codec} video. The file is complete and safe in your library, and another player may show it."
)
STAGE_UNSEEN_UNCHECKED = N_(
    "The player here can't show it. The file is safe in your library, as received, and another player may show it."
)
STAGE_JOB_LEFT = N_("{elapsed}, about {left} left")
STAGE_JOB_OVERDUE = N_("{elapsed}, longer than the usual {usual}")
STAGE_JOB_USUAL = N_("Usually takes {usual}")
STAGE_JOB_QUEUE = N_("Show in the queue")
