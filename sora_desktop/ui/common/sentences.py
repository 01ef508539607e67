"""What a person reads of jobs and clips, wherever they are shown. Looked up where it is shown; see `base.sentences`."""

from sora_desktop.base.sentences import N_
from sora_desktop.domain.job import Billed, JobState
from sora_desktop.domain.pricing import Doubt

APP_NAME = "Sora Desktop"
STAGE_OPEN_OUTSIDE = N_("Open in your default player")
CLIP_META = N_("{model} · {connection} · {size} · {seconds} s")
CLIP_OUTSIDE = N_("Not in your library · {size} · {seconds} s")
CLIP_OPEN_FOLDER = N_("Show in folder")
CLIP_OPEN_OUTSIDE = N_("Open in default app")
CLIP_COPY_PATH = N_("Copy path")
CLIP_DELETE = N_("Move to trash")
CLIP_PATH_COPIED = N_("Path copied: {path}")
CLIP_UNCHECKED_FOR_ALL = N_("Kept, but not checked. {why}")
CLIP_UNCHECKED_NOTE = N_("Kept unchecked. {finding}")
CLIP_UNCHECKED_CAME = N_("A clip has arrived that couldn't be checked. {why}")
CLIP_UNCHECKED_MARK = N_("? not checked")
CLIP_UNCHECKED_WHY = N_("{finding} It is kept as received: open it in another app, or download it again.")
CLIP_FETCH_AGAIN = N_("Download again")
CHARGE_ENTER = N_("Enter what was billed…")
CHARGE_CHANGE = N_("Change what you entered…")
CLIP_JOB_GONE = N_("The job that this clip came from isn't on record here, so nothing can be entered for it.")
QUEUE_STATES: dict[JobState, str] = {
    JobState.WAITING: N_("Waiting"),
    JobState.SUBMITTING: N_("Sending…"),
    JobState.REFUSED: N_("Refused"),
    JobState.UNKNOWN: N_("Not sure it arrived"),
    JobState.NOT_FOUND: N_("Not found at the service"),
    JobState.DISMISSED: N_("Dismissed"),
    JobState.QUEUED: N_("Queued at the service"),
    JobState.RUNNING: N_("Running"),
    JobState.FAILED: N_("Failed"),
    JobState.EXPIRED: N_("Expired at the service"),
    JobState.LOST: N_("Lost at the service"),
    JobState.NO_ANSWER: N_("No result yet"),
    JobState.CANCELLING: N_("Cancelling…"),
    JobState.CANCELLED: N_("Cancelled"),
    JobState.FETCHING: N_("Downloading the clip…"),
    JobState.VERIFYING: N_("Checking the clip…"),
    JobState.DONE: N_("Done"),
    JobState.FETCH_FAILED: N_("Made, but not downloaded yet"),
}
QUEUE_WAITS_FOR_TWIN = N_("Waiting for an identical job")
QUEUE_HELD = N_("On hold until you send it")
QUEUE_UNCHECKED = N_("Kept, but not checked")
QUEUE_MADE_ANYWAY = N_("Made anyway")
QUEUE_NOT_AS_ASKED = N_("Done, but not as requested")
QUEUE_PERCENT = N_("{state} {percent}%")
QUEUE_USUALLY = N_("{elapsed}, usually {usual}")
QUEUE_FREE = N_("free")
QUEUE_BILLED: dict[Billed, str] = {
    Billed.NO: N_("not billed"),
    Billed.YES: N_("billed about {money}"),
    Billed.UNKNOWN: N_("maybe billed {money}"),
}
QUEUE_BILLED_AT_LEAST: dict[Billed, str] = {
    Billed.YES: N_("billed at least {money}"),
    Billed.UNKNOWN: N_("maybe billed {money} or more"),
}
MONEY_AT_LEAST = N_("at least {money}")
PRICE_DOUBTS: dict[Doubt, str] = {
    Doubt.UNIT: N_("The service doesn't say whether its price is per second or per clip. It is counted per clip."),
    Doubt.GROUP: N_("The service doesn't say which group of accounts your key belongs to. Some groups pay more."),
    Doubt.PICTURES: N_("The service charges more for pictures that go along."),
    Doubt.FURTHER: N_("The service may charge more, such as for larger frames or sound."),
}
QUEUE_SETTLED = N_("billed {money}")
QUEUE_ENTERED = N_("billed {money}, as you entered")
QUEUE_GIVEN_BACK = N_("billed {money}, then given back")
QUEUE_BILLED_NO_PRICE: dict[Billed, str] = {
    Billed.NO: N_("not billed"),
    Billed.YES: N_("billed, price unknown"),
    Billed.UNKNOWN: N_("maybe billed"),
}
QUEUE_REASONS: dict[JobState, str] = {
    JobState.REFUSED: N_("The service refused this request. Change it, then generate again."),
    JobState.UNKNOWN: N_(
        "The service may have received this job, but sent no clear answer. It is not sent again automatically, so check at the service first."
    ),
    JobState.NOT_FOUND: N_(
        "The service's list doesn't show this job. You may have been billed anyway: check your records at the service."
    ),
    JobState.FAILED: N_("The service says it couldn't make the clip."),
    JobState.EXPIRED: N_(
        "The service let this job expire. You may have been billed: check your records at the service."
    ),
    JobState.LOST: N_("The service no longer knows this job. Check your records there, or check again."),
    JobState.NO_ANSWER: N_("It is taking longer than this connection allows. The clip may still come: check again."),
    JobState.FETCH_FAILED: N_("The service says the clip is finished, but it isn't here yet. Download it again."),
}
QUEUE_HELD_REASON = N_("It is no longer sent automatically. Send it now, or cancel it.")
QUEUE_TWIN = N_("Waiting until the job before it is settled: the two are identical and could not be told apart.")
QUEUE_NEXT = N_("Next in line")
QUEUE_IN_LINE = N_("No. {number} in line")
QUEUE_META = N_("{model} · {connection} · {seconds} s")
QUEUE_WITH_IMAGE = N_("with an image")
BUDGET_TITLE = N_("Go over your budget?")
BUDGET_YES = N_("Generate anyway")
BUDGET_NO = N_("Don't generate")
LIBRARY_TODAY = N_("Today")
LIBRARY_YESTERDAY = N_("Yesterday")
LIBRARY_SECONDS = N_("{seconds} s")
LIBRARY_CLIP = N_("{prompt}. {model}, {connection}, {seconds} s, {size}, {date}.")
LIBRARY_CLIP_TIP = N_("{prompt}\n{model} · {connection} · {size} · {seconds} s\n{date}")
LIBRARY_NOT_WANTED = N_("Made although you cancelled it.")
DIALOG_CLOSE = N_("Close")
FIND = N_("Find in the text")
FIND_CLEAR = N_("Clear the search")
FIND_NOTHING = N_("Not found")
DIALOG_CANCEL = N_("Cancel")
DIALOG_SAVE = N_("Save")
CLIP_CHANGE = N_("Make a change…")
CLIP_EXTEND = N_("Make it longer…")
CLIP_CHARACTER = N_("Make a character of it…")
CLIP_CHANGES = N_("Change this clip")
