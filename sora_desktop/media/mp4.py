"""What the boxes of an MP4 prove of it, without decoding: what is in it, and whether something is missing."""

from typing import BinaryIO

from sora_desktop.base.sentences import Message, counted, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import NOTHING_KNOWN, MediaFacts
from sora_desktop.domain.shapes import Size
from sora_desktop.media import findings
from sora_desktop.media.boxes import Top, read_body, read_top
from sora_desktop.media.tables import Film, read_film

CODECS = {
    "avc1": "h264",
    "avc3": "h264",
    "hvc1": "hevc",
    "hev1": "hevc",
    "av01": "av1",
    "vp09": "vp9",
    "vp08": "vp8",
    "mp4v": "mpeg4",
    "jpeg": "mjpeg",
    "mp4a": "aac",
    "Opus": "opus",
    "ac-3": "ac3",
    "ec-3": "eac3",
    "fLaC": "flac",
    ".mp3": "mp3",
}
"""FFmpeg's names of what tables call by four letters."""

_SLACK = 0.15
_PADDING = 64
"""So many zeros may end the tables; a track takes more."""


@dataclass(frozen=True, slots=True)
class Mp4:
    """`facts` are the tables' own words. `lack`: bytes are surely missing. `doubt`: they may be."""

    facts: MediaFacts
    quicktime: bool
    lack: Message | None
    doubt: Message | None


def read_mp4(file: BinaryIO) -> Mp4:
    """Read the boxes of an open MP4."""
    top = read_top(file)
    film = read_film(file, top)
    quicktime = film.quicktime and _brand(file, top) in (b"qt  ", b"")
    return Mp4(_facts(film), quicktime, _lack(file, top, film), _doubt(file, top, film))


def _brand(file: BinaryIO, top: Top) -> bytes:
    kinds = top.all("ftyp")
    return read_body(file, kinds[0])[:4] if kinds else b""


def _facts(film: Film) -> MediaFacts:
    video, sound = film.picture, film.sound
    if video is None:
        return NOTHING_KNOWN
    size = Size(*video.sides) if all(video.sides) else None
    fps = video.samples * video.timescale / video.ticks if video.ticks else 0.0
    return MediaFacts(
        size=size.turned() if size and video.turned else size,
        seconds=video.seconds,
        fps=fps,
        frames=round(fps * video.seconds),
        video_codec=CODECS.get(video.codec, ""),
        audio_codec=CODECS.get(sound.codec, "") if sound else None,
    )


def _lack(file: BinaryIO, top: Top, film: Film) -> Message | None:
    """What is surely missing. The tables prove it: a box of another use may say of its length what it likes."""
    cut = top.cut
    if not top.has("moov"):
        return _cut_off(top) if cut else message(findings.PART_MISSING, part="moov")
    if film.end > top.length:
        return counted(findings.BYTES_MISSING, film.end - top.length)
    if not film.fragmented:
        return None
    if cut:
        return _cut_off(top)
    if film.all_read and not any(track.samples for track in film.tracks):
        return message(findings.PART_MISSING, part="moof")
    return _less_than_indexed(file, top) or (_shorter(film) if film.all_read else None)


def _cut_off(top: Top) -> Message:
    if top.cut is None or top.cut.length == 0:
        return message(findings.CUT_OFF)
    return counted(findings.BYTES_MISSING, top.cut.end - top.length)


def _shorter(film: Film) -> Message | None:
    """Fragments that end before the film does, or before one of its tracks does."""
    here = max((track.measured for track in film.tracks), default=0.0)
    lengths = [(film.declared, here), *((track.declared, track.measured) for track in film.tracks if track.samples)]
    for declared, came in lengths:
        if declared - came > _slack(film):
            return findings.shorter(declared, came)
    return None


def _slack(film: Film) -> float:
    """Seconds by which a whole film may be shorter than its muxer says: sound begins before it, pictures are put off."""
    video = film.picture
    return max(_SLACK, 2 * video.measured / video.samples if video and video.samples else 0.0)


def _less_than_indexed(file: BinaryIO, top: Top) -> Message | None:
    """An index of fragments tells how many bytes follow it."""
    for box in top.all("sidx"):
        body = read_body(file, box)
        wide = body[:1] != b"\0"
        offset = int.from_bytes(body[20:28] if wide else body[16:20])
        at = 28 if wide else 20
        count = int.from_bytes(body[at + 2 : at + 4])
        rows = [body[at + 4 + 12 * row : at + 8 + 12 * row] for row in range(count)]
        end = box.end + offset + sum(int.from_bytes(row) & 0x7FFFFFFF for row in rows)
        if end > top.length:
            return counted(findings.BYTES_MISSING, end - top.length)
    return None


def _doubt(file: BinaryIO, top: Top, film: Film) -> Message | None:
    """An end that looks cut off, although nothing that the tables speak of is missing; or tables that did not all come."""
    if len(film.rest) > _PADDING and not any(film.rest):
        return message(findings.TRACK_MISSING)
    if top.cut:
        return message(findings.LONGER_PART)
    if film.fragmented and 0 < top.tail < 8 and not top.has("mfra"):
        file.seek(-top.tail, 2)
        return message(findings.MAY_GO_ON) if file.read(1) == b"\0" else None
    return None
