"""Good clips, and what services, copies and lines do to their bytes: nothing good is refused, nothing cut is whole.

Whatever is done around the pictures leaves a clip whole, and as long as it was. Where bytes of it are missing it is
never taken for whole; and what begins as a film is never taken for something else, which would not be kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sora_desktop.base.signatures import AVIF_BRANDS, HEIC_BRANDS
from sora_desktop.domain.clip import Examined, FileVerdict
from sora_desktop.media.probe import examine
from tests.faults.rules import FOLDER
from tests.media import recipes as make

SMALL = (64, 36)
FRAMES = 12
TELLS = 64
"""So many bytes a beginning has, at least, that tells what it is the beginning of."""
_NEAR = 48
"""Around the end of a fragment nothing in the file tells that there was more."""
_NOTES = 160
"""So many bytes of titles, and of notes on the sound, end the tables: a film goes without them."""


@dataclass(frozen=True)
class Kind:
    """`own`: a container that the app checks to the last picture; others it keeps, and says that it does not."""

    make: Callable[[], bytes]
    ending: str = ".mp4"
    own: bool = True
    tables: bool = True
    fragments: bool = False


def _film(
    flags: str = "", container: str = "mp4", codec: str = "libx264", group: int = 5, sound: str | None = "aac"
) -> bytes:
    return make.film(
        size=SMALL, count=FRAMES, group=group, movflags=flags, container=container, codec=codec, sound=sound
    )


def _by_edit_list() -> bytes:
    return make.edited(_film("faststart"), 0.0, FRAMES / make.FPS)


_PIECES = "frag_keyframe+empty_moov+default_base_moof"
KINDS: dict[str, Kind] = {
    "tables last": Kind(_film),
    "tables first": Kind(lambda: _film("faststart")),
    "silent": Kind(lambda: _film("faststart", sound=None)),
    "one group": Kind(lambda: _film(group=99)),
    "edit list": Kind(_by_edit_list),
    "fragments": Kind(lambda: _film(_PIECES), tables=False, fragments=True),
    "fragments behind a first part": Kind(lambda: _film("frag_keyframe"), tables=False, fragments=True),
    "indexed fragments": Kind(lambda: _film(f"{_PIECES}+dash+global_sidx"), tables=False, fragments=True),
    "QuickTime": Kind(lambda: _film(container="mov"), ".mov", own=False),
    "WebM": Kind(lambda: _film(container="webm", codec="libvpx", sound=None), ".webm", own=False, tables=False),
    "Matroska": Kind(lambda: _film(container="matroska"), ".mkv", own=False, tables=False),
}


@cache
def made(name: str) -> bytes:
    return KINDS[name].make()


boxes = st.builds(make.box, st.sampled_from([b"free", b"skip", b"wide", b"uuid"]), st.binary(min_size=16, max_size=99))
names = st.binary(max_size=24) | st.builds(
    lambda text, encoding: text.encode(encoding, "replace"),
    st.text(max_size=12),
    st.sampled_from(["utf-8", "gbk", "shift-jis", "koi8-r", "utf-16", "latin-1"]),
)
tails = st.one_of(
    st.just(b"\n"),
    st.binary(max_size=60),
    st.integers(1, 5_000).map(bytes),
    st.text(max_size=40).map(str.encode),
    st.binary(max_size=9).map(lambda tag: b"TAG" + tag.ljust(125)),
)
parts = st.floats(0.0, 1.0, exclude_max=True)


class OddFiles(RuleBasedStateMachine):
    """`film` is what is left of the clip, `tail` what came behind it. `cut`: bytes of the clip are missing, `missing` so many at its end."""

    @initialize(name=st.sampled_from(sorted(KINDS)))
    def begin(self, name: str) -> None:
        self.name, self.kind = name, KINDS[name]
        self.film, self.tail, self.missing = made(name), b"", 0
        self.cut = self.maybe_silent = False
        self.path = FOLDER / "odd" / "clip.mp4"
        self.path.parent.mkdir(exist_ok=True)

    def teardown(self) -> None:
        if hasattr(self, "path"):
            self.path.unlink(missing_ok=True)

    # What leaves a clip whole.

    @rule(tail=tails)
    def something_comes_behind_it(self, tail: bytes) -> None:
        self.tail = tail

    @rule(box=boxes)
    @precondition(lambda self: self.kind.ending == ".mp4" and not self.kind.fragments)
    def a_box_comes_before_it(self, box: bytes) -> None:
        self.film = make.first_in(self.film, box)

    @rule(name=st.binary(min_size=4, max_size=4))
    @precondition(lambda self: self.kind.own and b"ftyp" in self.film)
    def it_is_relabelled(self, name: bytes) -> None:
        """Not as a QuickTime, nor as a still picture: half of a file that says so is taken for what it says."""
        if name not in HEIC_BRANDS | AVIF_BRANDS | {b"qt  "}:
            self.film = make.brand(self.film, name)

    @rule(name=names)
    @precondition(lambda self: self.kind.tables and not self.cut)
    def it_gets_a_title(self, name: bytes) -> None:
        title = make.box(b"\xa9nam", len(name).to_bytes(2) + bytes(2) + name)
        self.film = make.grown_moov(self.film, make.box(b"udta", title))

    @rule(name=st.binary(min_size=12, max_size=12))
    @precondition(lambda self: not self.cut)
    def its_handler_gets_another_name(self, name: bytes) -> None:
        self.film = self.film.replace(b"VideoHandler", name, 1)

    @rule(count=st.integers(0, 12))
    @precondition(lambda self: self.kind.tables and not self.cut)
    def its_tables_end_with_zeros(self, count: int) -> None:
        self.film = make.grown_moov(self.film, bytes(count))

    @rule(change=st.sampled_from([make.tables_last, make.long_tables]))
    @precondition(lambda self: self.kind.tables and not self.cut)
    def its_parts_change_places(self, change: Callable[[bytes], bytes]) -> None:
        self.film = change(self.film)

    # What takes bytes from it.

    @rule(part=parts)
    def it_is_cut(self, part: float) -> None:
        length = max(1, int(len(self.film) * part))
        self.maybe_silent = self.maybe_silent or self.is_near_a_silent_end(length)
        self.missing += len(self.film) - length
        self.film, self.tail, self.cut = self.film[:length], b"", True

    @rule(part=st.floats(0.2, 0.9))
    @precondition(lambda self: self.kind.own and self.kind.tables and not self.cut)
    def its_end_is_zeros(self, part: float) -> None:
        """As what a download left, that had reserved its room."""
        length = int(len(self.film) * part)
        self.film, self.cut = self.film[:length] + bytes(len(self.film) - length), True

    def is_near_a_silent_end(self, length: int) -> bool:
        if not self.kind.fragments:
            return False
        ends = [box.end for box in make.boxes(made(self.name)) if box.kind in ("mdat", "moov")]
        return any(abs(length - end) <= _NEAR for end in ends)

    # What must hold.

    @invariant()
    def it_is_known_for_what_it_is(self) -> None:
        if not hasattr(self, "path"):
            return
        self.path.write_bytes(self.film + self.tail)
        self.judge(examine(self.path))

    def judge(self, found: Examined) -> None:
        if not self.cut:
            self.expect_whole(found)
        else:
            taken = found.verdict is FileVerdict.WHOLE
            may_be = self.is_shorter(found) or self.is_filled_up() or self.lacks_only_the_index()
            assert not taken or may_be, self.story(found)
            if len(self.film) >= TELLS:
                assert found.verdict is not FileVerdict.NOT_A_CLIP, self.story(found)

    def expect_whole(self, found: Examined) -> None:
        if self.kind.own:
            assert (FileVerdict.WHOLE, FRAMES) == (found.verdict, found.facts.frames), self.story(found)
        else:
            assert found.verdict in (FileVerdict.WHOLE, FileVerdict.DOUBTFUL), self.story(found)
        assert self.kind.ending == found.ending, self.story(found)

    def is_filled_up(self) -> bool:
        """Whether no more is missing than the notes at the end of the tables, and something else is in their place."""
        return 0 < self.missing <= min(_NOTES, len(self.tail))

    def is_shorter(self, found: Examined) -> bool:
        """Where nothing in it tells that there was more, the length that came is told, and is less than was asked."""
        return self.maybe_silent and found.facts.frames < FRAMES

    def lacks_only_the_index(self) -> bool:
        """Whether all pictures and all sound came, and what is missing is the list of where fragments begin."""
        data = [box.end for box in make.boxes(made(self.name)) if box.kind == "mdat"] if self.kind.fragments else []
        return bool(data) and len(self.film) >= max(data)

    def story(self, found: Examined) -> str:
        return f"{self.name}, {len(self.film)} of {len(made(self.name))} bytes + {len(self.tail)}: {found}"
