"""What is said of the address of a service while it is typed."""

from urllib.parse import urlsplit

from sora_desktop.base.addresses import is_private_host
from sora_desktop.domain.connection import base_url_problem, normalise_base_url
from sora_desktop.domain.format_facts import FormatFacts
from sora_desktop.ui.connections import sentences as text
from sora_desktop.ui.language import say, tr


def address_problem(typed: str, facts: FormatFacts | None) -> str:
    """What is wrong with it; "" where nothing is."""
    problem = base_url_problem(typed, facts) if facts else None
    return say(problem) if problem else ""


def address_help(typed: str, facts: FormatFacts | None) -> str:
    """Where the requests will go."""
    if facts is None:
        return ""
    if address_problem(typed, facts):
        return tr(text.CONNECTION_URL_HELP, root=facts.root)
    return tr(text.CONNECTION_URL_USED, url=f"{normalise_base_url(typed, facts)}{facts.root}/…")


def address_caution(typed: str, facts: FormatFacts | None) -> str:
    """What may be read on the way."""
    if facts is None or address_problem(typed, facts):
        return ""
    parts = urlsplit(normalise_base_url(typed, facts))
    in_the_open = parts.scheme == "http" and not is_private_host(parts.hostname or "")
    return tr(text.CONNECTION_URL_OPEN) if in_the_open else ""


def origin(url: str) -> tuple[str, str]:
    """What a key belongs to."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
