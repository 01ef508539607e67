"""A connection: a service to talk to, as data. Its key is never part of it."""

import re
from dataclasses import field
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from sora_desktop.base.addresses import is_private_host
from sora_desktop.base.sentences import N_, Message, message
from sora_desktop.base.values import dataclass
from sora_desktop.domain.catalog import CATALOG, VideoModel
from sora_desktop.domain.charge import Settling
from sora_desktop.domain.format_facts import (
    DEFAULT_FORMAT,
    BodyWays,
    Capabilities,
    FormatFacts,
    KeyAs,
    LocalImage,
    PictureWays,
)
from sora_desktop.domain.pricing import PriceList
from sora_desktop.domain.told import NOTHING_TOLD, Told
from sora_desktop.domain.wire_options import AS_THE_FORMAT_HAS_IT, SourceAs, WireOptions


class ConnectionKind(StrEnum):
    ENGINE = "engine"
    ENVIRONMENT = "environment"
    SAVED = "saved"


class KeyPlace(StrEnum):
    """Where the key of a connection is."""

    KEYRING = "keyring"
    SESSION = "session"
    ENVIRONMENT = "environment"
    NOT_NEEDED = "not-needed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Connection:
    """`base_url` has no trailing slash and no root of a format; for the engine it is empty and resolved at use.

    `format` is the id of its wire format. `pictures` and `body` are the ways of that format, `file_body` are those of its
    sister that takes files, filled in by the registry; never stored.
    `preset` is the kind of server it is, "" where nobody says: what was not changed of the connection follows it.
    `wire` is how this very service wants the bodies of its format spelled.
    `models` and `prices` are what a person made of what the preset has and the service has `told`.
    `deadline_seconds`: after so long without an end a job is `no_answer`, never `failed`.
    `concurrency`: jobs of this connection that are at the service at one time.
    `submissions_per_minute`: how fast jobs go out; 0 is as fast as there are places.
    `lists_jobs`, `honours_idempotency_keys`, `can_cancel`: see Capabilities.
    `settling`: how its service is asked what a job cost.
    `key_mark`: another one each time that a person replaces the key by another; it tells nothing of the key.
    `is_inside`: its name leads to an address that is not public, as it was last looked up; never stored.
    """

    id: str
    name: str
    base_url: str
    format: str = DEFAULT_FORMAT
    preset: str = ""
    kind: ConnectionKind = ConnectionKind.SAVED
    local_image: LocalImage = LocalImage.NATIVE
    pictures: PictureWays = field(default=PictureWays(), metadata={"stored": False})
    body: BodyWays = field(default=BodyWays(), metadata={"stored": False})
    file_body: BodyWays = field(default=BodyWays(), metadata={"stored": False})
    wire: WireOptions = AS_THE_FORMAT_HAS_IT
    models: tuple[VideoModel, ...] = CATALOG
    prices: PriceList = PriceList()
    told: Told = NOTHING_TOLD
    concurrency: int = 4
    deadline_seconds: int = 3600
    submissions_per_minute: int = 0
    lists_jobs: bool = False
    honours_idempotency_keys: bool = False
    can_cancel: bool = False
    settling: Settling = Settling()
    key_as: KeyAs = KeyAs.OWN
    key_place: KeyPlace = KeyPlace.MISSING
    key_mark: str = ""
    is_inside: bool = field(default=False, metadata={"stored": False})

    def model(self, model_id: str) -> VideoModel | None:
        return next((model for model in self.models if model.id == model_id), None)

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(self.lists_jobs, self.honours_idempotency_keys, self.can_cancel)

    @property
    def is_public(self) -> bool:
        """Whether the base URL is out on the internet, so that a private image URL cannot work."""
        inside = self.kind is ConnectionKind.ENGINE or self.is_inside
        return not inside and not is_private_host(urlsplit(self.base_url).hostname or "")


_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = r"(?!-)[A-Za-z0-9_\-\u0080-\U0010ffff]{1,63}(?<!-)"
"""Compiled when an address is looked at: that takes longer than all else in this module."""


def normalise_base_url(text: str, facts: FormatFacts) -> str:
    """The base of a service as a person typed it, without the routes of its format, and trailing slashes.

    One service has one spelling: jobs of two connections are told apart by it.

    Raises ValueError where it is no http(s) URL with a host, or carries a user name, a query, a fragment or a space.
    """
    url = text.strip()
    if any(char.isspace() or not char.isprintable() for char in url):
        raise ValueError(text)
    parts = urlsplit(url if "://" in url else f"{_unsaid_scheme(url)}://{url}")
    if parts.scheme not in ("http", "https") or not parts.hostname or _is_half_a_scheme(url):
        raise ValueError(text)
    if not _may_be_a_host(parts.hostname):
        raise ValueError(text)
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError(text)
    netloc = parts.netloc.lower()
    if parts.port in (None, _DEFAULT_PORTS[parts.scheme]):
        netloc = re.sub(r":\d*$", "", netloc)
    return f"{parts.scheme}://{netloc}{facts.base_path(parts.path)}"


def _unsaid_scheme(url: str) -> str:
    """What a person means who writes `localhost:8091`: nobody encrypts what stays on one machine."""
    host = urlsplit(f"//{url}").hostname or ""
    return "http" if re.fullmatch(r"localhost|127(\.\d+){3}|::1", host) else "https"


def _is_half_a_scheme(url: str) -> bool:
    """Whether it has `http`, or a word like it, without what belongs behind that, or twice."""
    start = re.sub(r"^https?://", "", url, count=1, flags=re.IGNORECASE)
    half = r"https?([:;/]|$)" if start != url else r"https?([:;/]|$)|[a-z]+:/"
    return re.match(half, start, re.IGNORECASE) is not None


def _may_be_a_host(host: str) -> bool:
    """An IP address, or a name of labels that a name service could know; names in any script."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        labels = host.rstrip(".").split(".")
        return len(host) <= 253 and all(re.fullmatch(_LABEL, label) for label in labels)
    return True


def base_url_problem(text: str, facts: FormatFacts) -> Message | None:
    """What is wrong with a base URL as a person types it; None where `normalise_base_url` takes it."""
    try:
        normalise_base_url(text, facts)
    except ValueError:
        return message(_base_url_fault(text.strip()))
    return None


def _base_url_fault(url: str) -> str:
    if not url:
        return N_("Enter the address of the service.")
    scheme, separator, rest = url.partition("://")
    if (separator and scheme.lower() not in ("http", "https")) or _is_half_a_scheme(url):
        return N_("The address must start with https:// or http://, once.")
    if "@" in rest:
        return N_("Leave the user name and password out of the address. The key has its own field.")
    if "?" in url or "#" in url:
        return N_("Leave out everything after “?” or “#”: only the base address of the service goes here.")
    return N_("That isn't a web address. It looks like https://service.example.com.")


def new_connection(facts: FormatFacts) -> Connection:
    """An unnamed connection as its format has it before a person says anything."""
    return Connection(
        id="",
        name="",
        base_url="",
        format=facts.id,
        local_image=facts.pictures.local[0],
        pictures=facts.pictures,
        body=facts.body,
        lists_jobs=facts.capabilities.lists_jobs,
        honours_idempotency_keys=facts.capabilities.honours_idempotency_keys,
        can_cancel=facts.capabilities.can_cancel,
    )


ENGINE_ID = "engine"
ENGINE_NAME = N_("Local engine")
ENVIRONMENT_ID = "environment"
ENVIRONMENT_NAME = N_("Environment")
OWN_NAMES = frozenset({ENGINE_NAME, ENVIRONMENT_NAME})
"""Of connections that nobody named: they are kept in English, and shown in the language of the person."""


def engine_connection() -> Connection:
    """The connection that comes with the app: free, offline, without a key of its own."""
    return Connection(
        id=ENGINE_ID,
        name=ENGINE_NAME,
        base_url="",
        kind=ConnectionKind.ENGINE,
        wire=WireOptions(remix=SourceAs.ID, extend=SourceAs.ID, thumbnails=True, characters=True),
        prices=PriceList(free=True),
        concurrency=2,
        deadline_seconds=1800,
        lists_jobs=True,
        honours_idempotency_keys=True,
        can_cancel=True,
        key_place=KeyPlace.NOT_NEEDED,
    )
