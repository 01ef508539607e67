"""What a connection is called before a person gives it a name."""

from collections.abc import Collection
from itertools import count
from urllib.parse import urlsplit

from sora_desktop.base.addresses import is_private_host
from sora_desktop.domain.connection import normalise_base_url
from sora_desktop.domain.format_facts import FormatFacts
from sora_desktop.domain.presets import Preset
from sora_desktop.ui.connections.address_words import address_problem
from sora_desktop.ui.language import tr


def suggested_name(typed: str, facts: FormatFacts | None, kind: Preset | None, taken: Collection[str]) -> str:
    """The host of what was typed as an address; "" where it is none.

    On a person's own network a host says little: there it is the `kind`, where that is known, else host and port. What
    another connection is called already, `taken` in the case of `casefold`, gets a number.
    """
    if facts is None or not typed.strip() or address_problem(typed, facts):
        return ""
    parts = urlsplit(normalise_base_url(typed, facts))
    name = parts.hostname or ""
    if is_private_host(name):
        name = tr(kind.label) if kind else parts.netloc
    names = (name if number == 1 else f"{name} {number}" for number in count(1))
    return next(each for each in names if each.casefold() not in taken)
