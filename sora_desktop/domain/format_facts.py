"""What is special about a wire format, as values that every floor may know: the format says them, nobody else does.

A format is named by its id, a plain text that is stored with connections, jobs and recipes.
"""

import re
from enum import StrEnum

from sora_desktop.base.values import dataclass

DEFAULT_FORMAT = "uniall"
"""What a connection speaks that does not say it: `SORA_FORMAT` left out, and the engine, which speaks it too."""


class LocalImage(StrEnum):
    """What a connection does with a picture that lies on this machine.

    NATIVE: it goes as a file; where the format has no place for one, in a sister format of the same service.
    DATA_URL: the picture is written into the request as a data URL.
    REFUSE: nothing can be done, and Generate says so before any money is spent.
    """

    NATIVE = "native"
    DATA_URL = "data-url"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What can be done with the jobs of a service. A format says what is so where nobody says otherwise.

    `lists_jobs`: whether it may be asked for a list of its jobs, about those whose outcome is unknown.
    `honours_idempotency_keys`: whether it promises that one key is billed once.
    `can_cancel`: whether it may be asked to end a job; else a cancelled job is waited for and kept.
    """

    lists_jobs: bool = False
    honours_idempotency_keys: bool = False
    can_cancel: bool = False


@dataclass(frozen=True, slots=True)
class PictureWays:
    """How a picture can go along. `local`: the choices for one of this machine, the first is that of a new connection.

    `links`: whether a public web address can stand in a request.
    `file_format`: the sister format that a whole job with a file goes in; "" where the format takes files itself.
    """

    local: tuple[LocalImage, ...] = (LocalImage.REFUSE,)
    links: bool = True
    file_format: str = ""

    @property
    def takes_files(self) -> bool:
        """Whether a request of this very format has a place for a file."""
        return LocalImage.NATIVE in self.local and not self.file_format


@dataclass(frozen=True, slots=True)
class BodyWays:
    """What the body of a request can say. `sizes`: the exact frame, else its ratio only. `forms`: it can be a form.

    `fields` are those that the format itself writes at the top of it, and `image_field` is that of a first frame whose
    entry names none: nothing else may stand there. `last_field` and `reference_field` are those of the other roles, where
    the format has a place for them; roles may share one, as each picture says there what it is.
    `changes_in` is the format that a request goes in which changes a clip, "" where there is none: of the same service.
    `characters_in` likewise is that of a request that asks for characters, and of what makes one.
    `frames_alone`: what is to be seen in a clip is dropped in silence where a frame of it goes along.
    """

    sizes: bool = True
    forms: bool = True
    fields: tuple[str, ...] = ()
    image_field: str = ""
    last_field: str = ""
    reference_field: str = ""
    frames_alone: bool = False
    changes_in: str = ""
    characters_in: str = ""

    @property
    def taken(self) -> frozenset[str]:
        """All fields that have a use of the format's own."""
        return frozenset({*self.fields, self.image_field, self.last_field, self.reference_field} - {""})


@dataclass(frozen=True, slots=True)
class KeyHeader:
    """The header that carries the key: its name in lower case, and the word before the key, "" for none."""

    name: str = "authorization"
    scheme: str = "Bearer"

    def headers(self, key: str) -> tuple[tuple[str, str], ...]:
        """Nothing where there is no key."""
        return ((self.name, f"{self.scheme} {key}" if self.scheme else key),) if key else ()

    def bare(self, typed: str) -> str:
        """The key in what a person pasted, with or without the word that documentation shows before it."""
        key, word = typed.strip(), f"{self.scheme or 'Bearer'} "
        return key[len(word) :].strip() if key.lower().startswith(word.lower()) else key


class KeyAs(StrEnum):
    """How a service wants its key where it differs from others of its format.

    OWN:     as the format has it
    BARE:    alone in `Authorization`, without a word before it
    API_KEY: in a header of its own, `api-key`
    """

    OWN = "own"
    BARE = "bare"
    API_KEY = "api-key"


_KEY_HEADERS = {KeyAs.BARE: KeyHeader(scheme=""), KeyAs.API_KEY: KeyHeader("api-key", "")}
KEY_HEADER_NAMES = tuple({each.name for each in _KEY_HEADERS.values()})


@dataclass(frozen=True, slots=True)
class FormatFacts:
    """`label` and `help` are what the connection form shows: source texts, marked with `N_`.

    `root` is what each route begins with, from the slash on, and `routes` are what documentation shows below it: people
    paste the whole of it. `key` says how the key is sent.
    """

    id: str
    label: str
    help: str
    root: str
    routes: tuple[str, ...] = ()
    key: KeyHeader = KeyHeader()
    pictures: PictureWays = PictureWays()
    capabilities: Capabilities = Capabilities()
    body: BodyWays = BodyWays()

    def base_path(self, path: str) -> str:
        """The path of a base URL in what a person pasted: without `root`, what stands behind it, and slashes at the end.

        Of a root such as `/api/v1` people paste the first half, too.
        """
        root, *routes = (_pattern(each) for each in (self.root, *self.routes))
        half = _pattern(self.root.rpartition("/")[0])
        below = f"(/+({'|'.join(routes)})(/.*)?)?" if routes else ""
        end = re.compile(rf"/+{root}{below}/*$" + (rf"|/+{half}/*$" if half else ""))
        before = ""
        while path != before:
            before, path = path, end.sub("", path).rstrip("/")
        return path

    def key_header(self, key_as: KeyAs) -> KeyHeader:
        """The header for the key at a service that wants it so."""
        return _KEY_HEADERS.get(key_as, self.key)


def _pattern(path: str) -> str:
    """A path as a pattern: slashes count once, and not at its ends."""
    return "/+".join(re.escape(each) for each in path.split("/") if each)
