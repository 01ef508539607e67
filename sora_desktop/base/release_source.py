"""Where this build looks for new versions, and by which key it knows who told of them: data of the build, or nothing."""

import base64
import binascii
import json
import logging
from pathlib import Path

from sora_desktop.base.url_guard import UnsafeUrlError, split_url
from sora_desktop.base.values import dataclass

log = logging.getLogger(__name__)

FILE_NAME = "releases.json"
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class ReleaseSource:
    """`feed` is an https address; beside it, under the same with `.sig`, lies its signature. `key` is an Ed25519 one."""

    feed: str
    key: bytes


def read_source(folder: Path) -> ReleaseSource | None:
    """Out of the resources of this build: `{"feed": "https://…", "key": "BASE64"}`. None where there is none that holds."""
    path = folder / FILE_NAME
    if not path.is_file():
        return None
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        source = ReleaseSource(str(told["feed"]), base64.b64decode(str(told["key"]), validate=True))
        holds = split_url(source.feed).scheme == "https" and len(source.key) == KEY_BYTES
    except (OSError, ValueError, KeyError, TypeError, binascii.Error, UnsafeUrlError) as error:
        log.info("%s of this build is not usable: %s", FILE_NAME, type(error).__name__)
        return None
    return source if holds else None
