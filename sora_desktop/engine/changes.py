"""What may stand in a request that changes a video: a remix, an edit, an extension. And in one for a character. Pure.

The source is `{"video": {"id": …}}` in JSON, or a film as the file `video` of a form; a remix has its id in the path.
An edit keeps length, size and model of its source. An extension adds `seconds` to it: all of it is one clip then.
"""

from collections.abc import Mapping

from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import CATALOG, SECONDS_CHOICES, VideoModel
from sora_desktop.domain.shapes import Size
from sora_desktop.engine.http_errors import RequestError, shown
from sora_desktop.engine.order import Change, Film, Order, Source
from sora_desktop.engine.rules import MODELS, read_number, read_prompt, read_text, wrong_type
from sora_desktop.engine.store import EngineJob, EngineJobState
from sora_desktop.engine.wire_format import WireFormat

MOST_SECONDS = 120
_SLACK = 0.05
"""By so much a film may be wider or higher than the frames that are made."""
NAME_LIMIT = 80
_FIELDS = {Change.EDIT: {"prompt", "video"}, Change.EXTENSION: {"prompt", "video", "seconds"}}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to become of a video: of the one with the id `video_id`, or of `film`. `seconds` are those to add."""

    change: Change
    prompt: str
    video_id: str = ""
    film: bytes | None = None
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """The video that is to be changed, as far as its change depends on it."""

    model: VideoModel
    size: Size
    source: Source


def read_remix(fields: Mapping[str, object], video_id: str) -> Wish:
    _refuse_strangers(fields, {"prompt"})
    return Wish(Change.EDIT, read_prompt(fields), video_id)


def read_change(change: Change, fields: Mapping[str, object], film: bytes | None = None) -> Wish:
    """`film` is the file part of a form."""
    _refuse_strangers(fields, _FIELDS[change])
    prompt = read_prompt(fields)
    seconds = _added_seconds(fields) if change is Change.EXTENSION else 0
    return Wish(change, prompt, "" if film is not None else _video_id(fields), film, seconds)


def read_character(fields: Mapping[str, object], film: bytes | None) -> str:
    """The name of a new character."""
    _refuse_strangers(fields, {"name"})
    name = (read_text(fields, "name") or "").strip()
    if not 1 <= len(name) <= NAME_LIMIT or not name.isprintable():
        raise RequestError("invalid_name", f"A name has 1 to {NAME_LIMIT} characters.", parameter="name")
    if film is None:
        raise _missing("video")
    return name


def given_job(job: EngineJob, change: Change) -> Given:
    """A video of the engine itself; RequestError where it is not finished."""
    if job.state is not EngineJobState.COMPLETED:
        raise RequestError(
            "video_not_ready", f"The video {job.id} is not completed, it is {job.state}.", parameter="video"
        )
    story = f"{job.story}\n{job.prompt}" if job.change == Change.EXTENSION else job.story or job.prompt
    source = Source(change, job.id, story=story, edits=job.edits, seconds=job.seconds)
    return Given(MODELS.get(job.model, CATALOG[0]), job.size, source)


def given_film(film: Film, change: Change) -> Given:
    """A film that came along: the model is one that makes any length in its shape."""
    model, ratio = next(each for each in CATALOG if each.pro), film.size.width / film.size.height
    size = next((each for each in model.sizes if abs(ratio * each.height / each.width - 1) <= _SLACK), None)
    if size is None:
        offered = " or ".join(each.aspect_ratio for each in model.sizes)
        raise RequestError(
            "unsupported_video", f"The video is {film.size}, and not {offered} in its shape.", parameter="video"
        )
    source = Source(change, film=film.path, digest=film.digest, seconds=max(1, round(film.seconds)))
    return Given(model, size, source)


def order_of(wish: Wish, given: Given) -> Order:
    seconds = given.source.seconds + wish.seconds
    if seconds > MOST_SECONDS:
        raise RequestError("too_long", f"A video has at most {MOST_SECONDS} s: this one would have {seconds}.")
    return Order(WireFormat.OPENAI_VIDEOS, given.model, wish.prompt, given.size, seconds, source=given.source)


def _added_seconds(fields: Mapping[str, object]) -> int:
    seconds = read_number(fields, "seconds")
    if seconds is None:
        raise _missing("seconds")
    if seconds not in SECONDS_CHOICES:
        choices = ", ".join(map(str, SECONDS_CHOICES))
        raise RequestError(
            "unsupported_seconds", f"A video is made longer by {choices} s, not by {seconds}.", parameter="seconds"
        )
    return seconds


def _video_id(fields: Mapping[str, object]) -> str:
    video = fields.get("video")
    if video is None:
        raise _missing("video")
    if not isinstance(video, dict):
        raise wrong_type("video", "an object, or a file in a form", video)
    video_id = video.get("id")
    if set(video) != {"id"} or not isinstance(video_id, str):
        raise RequestError("invalid_video", "'video' takes exactly an 'id' (a string).", parameter="video")
    return video_id


def _missing(name: str) -> RequestError:
    return RequestError("missing_required_parameter", f"Missing required parameter: '{name}'.", parameter=name)


def _refuse_strangers(fields: Mapping[str, object], own: set[str]) -> None:
    for name in fields:
        if name not in own:
            raise RequestError("unknown_parameter", f"Unknown parameter: {shown(name)}.", parameter=shown(name)[1:-1])
