"""What a program of ours loads and makes at its first use: done once in the processes that programs are forked from."""

import importlib
from pathlib import Path

from sora_desktop.services.http.transport import _tls_context
from sora_desktop.store.codec import Codec
from tests.support.samples import sample_clip, sample_job

_LOADED_LATE = ("anyio._backends._asyncio", "sora_desktop.services.http.patient_transport")


def do_all() -> None:
    """What the first request loads, the list of authorities, and what reads and writes the values of a folder."""
    for name in _LOADED_LATE:
        importlib.import_module(name)
    _tls_context()
    codec = Codec()
    for value in (sample_job(), sample_clip(Path("clip.mp4"))):
        codec.structure(codec.plain(value), type(value))
