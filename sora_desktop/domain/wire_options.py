"""How one service wants the bodies of its wire format: what servers of the same format differ in, as data."""

from dataclasses import replace
from enum import StrEnum

from sora_desktop.base.values import dataclass
from sora_desktop.domain.format_facts import BodyWays, LocalImage


class SecondsAs(StrEnum):
    """How the length is spelled: as the format has it, as a text (`"8"`), or as a number (`8`)."""

    OWN = "own"
    TEXT = "text"
    NUMBER = "number"


class LinkAs(StrEnum):
    """How the web address of a picture goes along.

    OWN: as the format has it. TEXT: the address alone. OBJECT: `{"image_url": address}`.
    FILE: the app fetches the picture and sends it as it sends one of this machine.
    """

    OWN = "own"
    TEXT = "text"
    OBJECT = "object"
    FILE = "file"


class SourceAs(StrEnum):
    """How a service is told which clip is to be changed.

    NO: it can't. PATH: the id stands in the path, `/videos/{id}/remix`. ID: `{"video": {"id": …}}` in the body.
    FILE: the clip itself is sent.
    """

    NO = "no"
    PATH = "path"
    ID = "id"
    FILE = "file"


class SizeAs(StrEnum):
    """How the frame is spelled: as the format has it, `1280*720`, or by its short side, `720P` or `720p`."""

    OWN = "own"
    STAR = "star"
    NAME = "name"
    SMALL_NAME = "small-name"


class Unproved(StrEnum):
    """What may be dropped in silence and billed all the same, as nobody knows how it has to be sent."""

    PICTURES = "pictures"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class WireOptions:
    """Where nothing is said, the format's own way holds. A field such as `metadata.ratio` stands inside of another.

    `form`: every request is a form, also one without a file. `sends_model`: off for a server of one model that refuses
    any other name. `seconds_field` is where the length stands, `size_field` the frame, `ratio_field` its ratio beside it,
    "" where that is not said. `file_field` and `link_field` are where a first frame
    stands, as a file and as an address, whose entry names no field; `last_field` and `reference_field` are those of the
    other roles. `lists_links`: a field of addresses is a list, also of one, that roles may share: the first frame stands
    before the last one. `local` is what is done with a picture of this
    machine, whatever the connection says: for a model behind a gateway that takes none, or none as a file.
    `unproved` is not asked for before a clip has proved it, or a person says how it is sent.
    `remix` and `extend` are how it is told which clip gets other words, or goes on: never unless it is known to.
    `thumbnails`: it hands out a small picture of each clip, at its `/content`. Asked for nowhere else: another server
    may have the whole clip there, or another output. Of a connection alone; that of a model says nothing.
    `characters`: it makes characters of clips, and shows them where a request asks for them by their ids.
    """

    form: bool = False
    sends_model: bool = True
    seconds: SecondsAs = SecondsAs.OWN
    seconds_field: str = ""
    link: LinkAs = LinkAs.OWN
    link_field: str = ""
    file_field: str = ""
    last_field: str = ""
    reference_field: str = ""
    lists_links: bool = False
    size: SizeAs = SizeAs.OWN
    size_field: str = ""
    ratio_field: str = ""
    local: LocalImage | None = None
    unproved: tuple[Unproved, ...] = ()
    remix: SourceAs = SourceAs.NO
    extend: SourceAs = SourceAs.NO
    thumbnails: bool = False
    characters: bool = False

    @property
    def says_shape(self) -> bool:
        """Whether a clip of words alone can be asked for on edge: a short side says nothing of that."""
        return bool(self.ratio_field) or self.size in (SizeAs.OWN, SizeAs.STAR)

    def body(self, ways: BodyWays, *, as_files: bool) -> BodyWays:
        """What can be said in a body that is spelled so; `as_files`: its pictures are files."""
        own = self.file_field if as_files else self.link_field
        more = tuple(each for each in (self.seconds_field, self.size_field, self.ratio_field) if each)
        return replace(
            ways,
            fields=(*ways.fields, *more),
            image_field=own or ways.image_field,
            last_field=self.last_field or ways.last_field,
            reference_field=self.reference_field or ways.reference_field,
        )


AS_THE_FORMAT_HAS_IT = WireOptions()
