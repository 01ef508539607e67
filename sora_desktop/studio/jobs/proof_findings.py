"""What one clip that was made of a marked picture proves about a connection, in words. No I/O here."""

from sora_desktop.base.sentences import Message, Seconds, message
from sora_desktop.domain.clip import MediaFacts
from sora_desktop.domain.doctor import Check, Finding, Verdict
from sora_desktop.domain.job import ACTIVE, Job, JobState
from sora_desktop.domain.proof import Seen
from sora_desktop.domain.request import Request
from sora_desktop.studio.jobs.arrival_words import LENGTH_SLACK

_UNREADABLE = message("It can't be told: the clip can't be looked into.")


def made(job: Job) -> Finding:
    """What became of the job itself."""
    if job.state is JobState.DONE:
        return Finding(Check.MADE, Verdict.OK, message("The clip is in your library."))
    if job.state in ACTIVE:
        words = message("The clip is on its way: see the queue.")
        return Finding(Check.MADE, Verdict.NOT_TRIED, words)
    why = job.reason or message("No clip came of it.")
    return Finding(Check.MADE, Verdict.BAD, why)


def picture(request: Request, seen: Seen | None) -> Finding:
    """Whether the marked picture arrived; `seen` None where the clip could not be looked at."""
    if request.image is None:
        words = message("Not tried: no model here takes a first frame from this computer.")
        return Finding(Check.PICTURE, Verdict.NOT_TRIED, words)
    if seen is None:
        return Finding(Check.PICTURE, Verdict.NOT_TRIED, _UNREADABLE)
    verdict, words = _PICTURES[seen]
    return Finding(Check.PICTURE, verdict, words)


_PICTURES: dict[Seen, tuple[Verdict, Message]] = {
    Seen.ARRIVED: (Verdict.OK, message("The picture arrived: the clip begins with it.")),
    Seen.TURNED: (
        Verdict.BAD,
        message("The picture arrived, but mirrored or turned.").about(
            todo=message("Tell the operator, or turn your pictures before you use them.")
        ),
    ),
    Seen.UNCLEAR: (
        Verdict.CAREFUL,
        message("It can't be told whether the picture arrived.").about(
            todo=message("Play the clip: it should begin with a colour in each corner and a strip across.")
        ),
    ),
    Seen.ABSENT: (
        Verdict.BAD,
        message("The picture did not arrive: the clip begins with something else.").about(
            todo=message(
                "Choose another way of sending it: “Pictures from this computer”, or the field of its file, under “Advanced”, "
                "or for this model alone under “Models”."
            )
        ),
    ),
}


def length(request: Request, facts: MediaFacts) -> Finding:
    """Whether the clip is as long as was asked for."""
    if not facts.seconds:
        return Finding(Check.LENGTH, Verdict.NOT_TRIED, _UNREADABLE)
    asked, got = Seconds(request.seconds), Seconds(round(facts.seconds, 1))
    if abs(facts.seconds - request.seconds) <= LENGTH_SLACK:
        return Finding(Check.LENGTH, Verdict.OK, message("The clip is {time} long, as asked.", time=got))
    words = message("The clip is {got_time} long instead of {time}.", got_time=got, time=asked)
    return Finding(Check.LENGTH, Verdict.BAD, words.about(todo=_of_length(request)))


def _of_length(request: Request) -> Message:
    name = request.model.title
    if not request.sends_seconds:
        return message("Correct the length of {model} under “Models”.", model=name)
    return message(
        "Choose another “Length in a request” under “Advanced”, or correct the lengths of {model} under “Models”.",
        model=name,
    )


def frame(request: Request, facts: MediaFacts) -> Finding:
    """Whether the clip has the size that was asked for."""
    if facts.size is None:
        return Finding(Check.FRAME, Verdict.NOT_TRIED, _UNREADABLE)
    got, asked = facts.size.words, request.size.words
    if facts.size == request.size or (request.model.about_size and facts.size.shape is request.shape):
        return Finding(Check.FRAME, Verdict.OK, message("The clip is {size}, as asked.", size=got))
    todo = message("Correct the sizes of {model} under “Models”.", model=request.model.title)
    words = message("The clip is {got_size} instead of {size}.", got_size=got, size=asked)
    return Finding(Check.FRAME, Verdict.CAREFUL, words.about(todo=todo))
