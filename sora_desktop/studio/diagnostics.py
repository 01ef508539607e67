"""A report for whoever helps, made to be shown to everybody: kinds, counts and versions, and no word of a person.

It is English, like a log. What is told of a connection, a job or the log is a word or a number of the program's own.
"""

import hashlib
import os
import platform
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

import sora_desktop
from sora_desktop.base.addresses import is_private_host
from sora_desktop.domain.connection import Connection
from sora_desktop.domain.events import Health
from sora_desktop.domain.job import Job
from sora_desktop.domain.presets import PRESETS
from sora_desktop.services.formats import FORMATS

_PACKAGES = ("PySide6", "qasync", "httpx", "httpcore", "av", "Pillow", "keyring", "cattrs", "starlette", "uvicorn")
_TELLING = ("XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "QT_QPA_PLATFORM", "LANGUAGE")
_NAMED_ONLY = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SORA_BASE_URL", "SORA_FORMAT")
HEADING = "There is no key, no prompt, no address of a service and no path of this computer in it."


def report(
    window: Sequence[str],
    connections: Sequence[Connection],
    health: Mapping[str, Health],
    jobs: Sequence[Job],
    clip_count: int,
    log: Sequence[str],
) -> str:
    """All of it. `window` is what the window says of itself, a line each, and `log` what `public_log` lets through."""
    parts = (
        ("App and system", system_facts()),
        ("Window", window),
        ("Connections", _connections(connections, health)),
        ("Jobs", _jobs(jobs)),
        ("Library", [f"clips: {clip_count}"]),
        ("Log: time, level, line of the program", log),
    )
    sections = ("\n".join((f"## {title}", *(lines or ["none"]))) for title, lines in ((t, list(ls)) for t, ls in parts))
    return "\n\n".join((f"Sora Desktop: diagnostic report\n{HEADING}", *sections)) + "\n"


def system_facts() -> Iterator[str]:
    """The app, the system and what the app is made of, a line each."""
    yield f"made: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    yield f"version: {sora_desktop.__version__}"
    yield f"system: {platform.system()} {platform.release()} {platform.machine()}, {os.cpu_count()} cores"
    yield f"libc: {' '.join(filter(None, platform.libc_ver())) or '-'}"
    yield f"python: {platform.python_version()} {platform.python_implementation()}"
    yield f"packages: {', '.join(f'{name} {_version(name)}' for name in _PACKAGES)}"
    words = (f"{name}={_word(os.environ[name])}" for name in _TELLING if os.environ.get(name))
    named = (name for name in _NAMED_ONLY if os.environ.get(name) or os.environ.get(name.lower()))
    yield f"environment: {', '.join([*words, *(f'{name} is set' for name in named)]) or '-'}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"


def _word(text: str) -> str:
    """A word of the system's settings; what is longer or holds more than a word has is not told."""
    return text if len(text) <= 24 and text.replace("-", "").replace("_", "").replace(":", "").isalnum() else "…"


def _connections(connections: Iterable[Connection], health: Mapping[str, Health]) -> Iterator[str]:
    """Kind, format and settings. Two of the same host have the same mark, which says nothing beyond this report."""
    salt = secrets.token_hex(8)
    for each in connections:
        reach = health[each.id].reach.value if each.id in health else "not asked"
        told = [
            f"kind {each.kind.value}",
            f"preset {_known(each.preset, {preset.id for preset in PRESETS})}",
            f"format {_known(each.format, FORMATS)}",
            _host(each.base_url, salt),
            f"key {each.key_place.value}",
            f"models {len(each.models)}",
            f"lists jobs {_yes(each.lists_jobs)}, cancels {_yes(each.can_cancel)}",
            f"at once {each.concurrency}, a minute {each.submissions_per_minute}, deadline {each.deadline_seconds} s",
            f"answers: {reach}",
        ]
        yield "- " + "; ".join(told)


def _known(word: str, known: Iterable[str]) -> str:
    """Only words of the program's own are told: a file may hold any."""
    return word if word in known else "other" if word else "-"


def _host(base_url: str, salt: str) -> str:
    parts = urlsplit(base_url)
    if not parts.hostname:
        return "no address"
    mark = hashlib.sha256(f"{salt}{parts.hostname}".encode()).hexdigest()[:6]
    scheme = parts.scheme if parts.scheme in ("http", "https") else "other scheme"
    return f"{scheme}, {'private' if is_private_host(parts.hostname) else 'public'} host {mark}"


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _jobs(jobs: Sequence[Job]) -> Iterator[str]:
    """How many of them are in each state, in each format, and refused for what."""
    for name, words in (
        ("state", (job.state.value for job in jobs)),
        ("billed", (job.billed.value for job in jobs)),
        ("format", (_known(job.format, FORMATS) for job in jobs)),
        ("refused", (job.refused.value for job in jobs if job.refused)),
        ("pictures", (str(len(job.request.images)) for job in jobs)),
    ):
        counted = ", ".join(f"{word} {count}" for word, count in sorted(Counter(words).items()))
        yield f"{name}: {counted or '-'}"
