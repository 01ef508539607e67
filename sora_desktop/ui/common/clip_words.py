"""What a clip says on screen. Pure functions over a `Clip`."""

from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale

from sora_desktop.base.safe_text import one_line
from sora_desktop.domain.clip import Clip
from sora_desktop.ui import language
from sora_desktop.ui.common import sentences as text
from sora_desktop.ui.common.job_words import unchecked_words
from sora_desktop.ui.language import tr, without_marks

_CODECS = {
    "h264": "H.264",
    "openh264": "H.264",
    "hevc": "H.265",
    "dav1d": "AV1",
    "av1": "AV1",
    "aom": "AV1",
    "vpx-vp9": "VP9",
    "vpx": "VP8",
    "prores": "ProRes",
    "mpeg4": "MPEG-4",
}


def seconds_words(seconds: float) -> str:
    return tr(text.LIBRARY_SECONDS, seconds=_short(seconds))


def _short(seconds: float) -> str:
    return language.number_words(seconds, 1)


def meta_words(clip: Clip) -> str:
    """Model, connection, size and length, for the line under the prompt."""
    return _fill(text.CLIP_META, clip)


def outside_words(clip: Clip) -> str:
    """The like of a film that lies outside of the library: its size and length, and that it does."""
    return _fill(text.CLIP_OUTSIDE, clip)


def sentence(clip: Clip) -> str:
    """All of it for a screen reader."""
    return " ".join([_fill(text.LIBRARY_CLIP, clip), *_unchecked(clip)])


def tip(clip: Clip) -> str:
    words = [_fill(text.LIBRARY_CLIP_TIP, clip)]
    if not clip.wanted:
        words.append(tr(text.LIBRARY_NOT_WANTED))
    return "\n".join([*words, *_unchecked(clip)])


def _unchecked(clip: Clip) -> list[str]:
    if clip.unchecked is None:
        return []
    return [tr(text.CLIP_UNCHECKED_FOR_ALL, why=unchecked_words(clip.unchecked))]


def _fill(source: str, clip: Clip) -> str:
    return tr(
        source,
        prompt=one_line(clip.prompt),
        model=language.one_line(clip.recipe.request.model.title),
        connection=language.service_name(clip.recipe.connection_name),
        seconds=_short(clip.media.seconds or clip.recipe.request.seconds),
        size=clip.size.words,
        date=moment_words(clip.added_at),
    )


def moment_words(moment: datetime) -> str:
    """Day and time, short, in the person's own way and time zone."""
    when = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    return without_marks(QLocale().toString(when, QLocale.FormatType.ShortFormat))


def codec_words(codec: str) -> str:
    """The name by which people know a codec; `codec` is what FFmpeg calls it, or the decoder that it has for it."""
    name = codec.removeprefix("lib").lower()
    return next((known for start, known in _CODECS.items() if name.startswith(start)), name.upper())


def day_words(day: date, today: date) -> str:
    """`Today`, `Yesterday`, or the date in the person's own way."""
    days_ago = (today - day).days
    if days_ago == 0:
        return tr(text.LIBRARY_TODAY)
    if days_ago == 1:
        return tr(text.LIBRARY_YESTERDAY)
    return without_marks(QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat))
