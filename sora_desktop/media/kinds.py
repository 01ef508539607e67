"""What a file is, by its content: never by its name, and never by what a service calls it."""

import re
from collections.abc import Callable
from typing import BinaryIO

from sora_desktop.base import signatures
from sora_desktop.base.sentences import N_, Message, counted, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.clip import FileVerdict
from sora_desktop.media import findings
from sora_desktop.media.boxes import TOP_KINDS, read_top
from sora_desktop.media.cuts import avi_lack, ebml_lack, gif_lack, gif_pictures, ogg_lack, riff_lack, transport_lack

HEAD = 256 * 1024
"""Bytes at the beginning that are looked at. Who sends a clip as text may send the prompt before it."""

_PRINTED = re.compile(rb"[^\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]*")
_MP4_AS_BASE64 = re.compile(rb"AAAA[A-Za-z0-9+/][GWm2]Z0eX[A-D]")
"""Three zeros, any byte, `ftyp`."""
_BEGINS = re.compile(rb"\x00\x00\x00[\x08-\xff]ftyp[ -~]{4}")

Lack = Callable[[BinaryIO], Message | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. `demuxer` is FFmpeg's name of the one reader that may open it, "" where none may.

    `lack` tells what is surely missing in a file of this kind, where that can be told. `finding` is what is said of a
    file in which nothing is missing; without one it is an MP4, which is judged by its own rules.
    """

    ending: str
    demuxer: str = ""
    finding: Message | None = None
    verdict: FileVerdict = FileVerdict.DOUBTFUL
    lack: Lack | None = None


MP4 = Kind(".mp4", "mp4")
QUICKTIME = Kind(".mov", "mov", message(findings.OTHER_CONTAINER, kind=message("a QuickTime movie")))


def _film(ending: str, demuxer: str, name: str, lack: Lack | None = None) -> Kind:
    return Kind(ending, demuxer, message(findings.OTHER_CONTAINER, kind=message(name)), lack=lack)


def _packed(ending: str, name: str) -> Kind:
    return Kind(ending, "", message(findings.PACKED, kind=name))


def _other(name: str, ending: str = "") -> Kind:
    return Kind(ending, "", message(findings.NOT_A_CLIP, kind=message(name)), FileVerdict.NOT_A_CLIP)


WEBM = _film(".webm", "matroska", N_("a WebM"), ebml_lack)
MKV = _film(".mkv", "matroska", N_("a Matroska film"), ebml_lack)
GIF = _film(".gif", "gif", N_("an animated GIF"), gif_lack)
TRANSPORT = _film(".ts", "mpegts", N_("an MPEG transport stream"), transport_lack)
NOTHING = Kind("", "", message(findings.EMPTY), FileVerdict.NOT_A_CLIP)
ZEROS = Kind("", "", message(findings.ONLY_ZEROS), FileVerdict.CUT)
BEGINNING = Kind(".mp4", "", message(findings.CUT_OFF), FileVerdict.CUT)
BASE64 = Kind(".txt", "", message(findings.AS_TEXT))
UNKNOWN = Kind("", "", message(findings.UNKNOWN))
NO_BEGINNING = Kind("", "", message(findings.HOLE), FileVerdict.CUT)

ENDINGS = frozenset(
    {"", ".mp4", ".mov", ".webm", ".mkv", ".gif", ".avi", ".ts", ".ogv", ".flv", ".wmv", ".mpg", ".ivf"}
    | {".webp", ".png", ".mp3", ".flac", ".wav", ".txt", ".gz", ".zip", ".zst", ".7z", ".xz", ".bz2"}
)
"""All that a kind can have, with none."""

_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (signatures.OGG, _film(".ogv", "ogg", N_("an Ogg film"), ogg_lack)),
    (b"FLV\x01", _film(".flv", "flv", N_("a Flash film"))),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", _film(".wmv", "asf", N_("a Windows Media film"))),
    (signatures.MPEG, _film(".mpg", "mpeg", N_("an MPEG film"))),
    (b"DKIF", _film(".ivf", "ivf", N_("an IVF film"))),
    (b"\x1f\x8b", _packed(".gz", "gzip")),
    (b"PK\3\4", _packed(".zip", "ZIP")),
    (b"\x28\xb5\x2f\xfd", _packed(".zst", "Zstandard")),
    (b"7z\xbc\xaf\x27\x1c", _packed(".7z", "7-Zip")),
    (b"\xfd7zXZ\0", _packed(".xz", "XZ")),
    (b"BZh", _packed(".bz2", "bzip2")),
    (signatures.JPEG, _other(N_("a picture (JPEG)"))),
    (b"BM", _other(N_("a picture (BMP)"))),
    (b"II*\0", _other(N_("a picture (TIFF)"))),
    (b"MM\0*", _other(N_("a picture (TIFF)"))),
    (b"8BPS", _other(N_("a picture (Photoshop)"))),
    (b"%PDF", _other(N_("a PDF"))),
    (b"ID3", _film(".mp3", "", N_("sound (MP3)"))),
    (b"fLaC", _film(".flac", "", N_("sound (FLAC)"))),
)

_TEXTS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"#EXTM3U|ffconcat|\[playlist\]", re.IGNORECASE), N_("a playlist")),
    (re.compile(rb"<\?xml|<error|<svg|<rss|<mpd", re.IGNORECASE), N_("XML")),
    (re.compile(rb"<", re.IGNORECASE), N_("a web page")),
    (re.compile(rb"[\[{]"), N_("JSON")),
)


def sniff(file: BinaryIO) -> Kind:
    """The kind of an open file."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        return NOTHING
    if not head[:4096].strip(b"\0"):
        return _zeros(head, file)
    for look in (_mp4, _ebml, _riff, _gif, _transport, _png, _by_start):
        if kind := look(head, file):
            return kind
    return _by_words(head)


def _mp4_behind(head: bytes) -> Kind | None:
    """An MP4 that begins behind something else."""
    found = _BEGINS.search(head, 1)
    return Kind(".mp4", "mp4", counted(findings.BYTES_BEFORE, found.start())) if found else None


def _zeros(head: bytes, file: BinaryIO) -> Kind:
    """A file that begins with nothing: perhaps something comes later."""
    if kind := _mp4_behind(head):
        return kind
    chunk = head
    while chunk and not chunk.strip(b"\0"):
        chunk = file.read(1 << 20)
    return NO_BEGINNING if chunk else ZEROS


def _mp4(head: bytes, file: BinaryIO) -> Kind | None:
    kind, length = head[4:8].decode("latin-1"), int.from_bytes(head[:4])
    if len(head) < 8:
        return BEGINNING if head[:1] == b"\0" else None
    if kind not in TOP_KINDS or 1 < length < 8:
        return None
    if signatures.is_boxed_still(head) and not read_top(file).has("moov"):
        return _other(N_("a picture (AVIF)") if head[8:12] in signatures.AVIF_BRANDS else N_("a picture (HEIC)"))
    return MP4


def _ebml(head: bytes, _file: BinaryIO) -> Kind | None:
    if not head.startswith(signatures.EBML):
        return None
    return WEBM if b"webm" in head[:64] else MKV


def _riff(head: bytes, _file: BinaryIO) -> Kind | None:
    if head[:4] not in (b"RIFF", b"RIFX"):
        return None
    if signatures.is_webp(head):
        moves = signatures.is_webp_that_moves(head)
        return _film(".webp", "", N_("an animated WebP"), riff_lack) if moves else _other(N_("a picture (WebP)"))
    if signatures.is_avi(head):
        return _film(".avi", "avi", N_("an AVI"), avi_lack)
    return _film(".wav", "", N_("sound (WAV)"), riff_lack) if head[8:12] == b"WAVE" else None


def _gif(head: bytes, file: BinaryIO) -> Kind | None:
    if head[:6] not in (b"GIF87a", b"GIF89a"):
        return None
    still = gif_pictures(file) == 1 and gif_lack(file) is None
    return _other(N_("a picture (GIF)")) if still else GIF


def _transport(head: bytes, _file: BinaryIO) -> Kind | None:
    """A packet every 188 bytes, or every 192 with a time before each."""
    for first, step in ((0, 188), (4, 192)):
        places = head[first : first + 5 * step : step]
        if len(head) > first + 2 * step and places == b"G" * len(places):
            return TRANSPORT
    return None


def _png(head: bytes, _file: BinaryIO) -> Kind | None:
    if not head.startswith(signatures.PNG):
        return None
    return _film(".png", "apng", N_("an animated PNG")) if b"acTL" in head[:200] else _other(N_("a picture (PNG)"))


def _by_start(head: bytes, _file: BinaryIO) -> Kind | None:
    return next((kind for start, kind in _STARTS if head.startswith(start)), None)


def _by_words(head: bytes) -> Kind:
    """A text of some kind; or an MP4 behind something else, as in the parts of a form."""
    if kind := _mp4_behind(head):
        return kind
    text = _as_text(head)
    if text is None:
        return UNKNOWN
    if _MP4_AS_BASE64.search(text) or text.startswith(b"data:video/"):
        return BASE64
    return next((_other(name) for starts, name in _TEXTS if starts.match(text)), _other(N_("text")))


def _as_text(head: bytes) -> bytes | None:
    """`head` where it is text in some encoding, without what may stand before its first word."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", errors="replace").encode()
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text if _PRINTED.fullmatch(text[:4096]) else None
