"""Every story in the window is watched for keys that leave their place, and has a patient studio."""

import pytest

from sora_desktop.studio.connections import engine_process
from tests.support.canary import no_key_leaves
from tests.support.patience import patient
from tests.support.quick_studio import no_engine_in_vain, quick_studio, with_engine, with_sparing_engine

__all__ = ["no_engine_in_vain", "no_key_leaves", "quick_studio", "with_engine", "with_sparing_engine"]


@pytest.fixture(autouse=True)
def _a_slow_engine_is_no_broken_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where much else runs an engine may take longer to start than a person would wait for it."""
    monkeypatch.setattr(engine_process, "START_SECONDS", patient())
