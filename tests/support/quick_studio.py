"""Studios of whole windows that wait for no clock where the test is not about the pace, and start no engine in vain.

The fixtures `quick_studio` and `no_engine_in_vain` are used by every test of a module (or folder) that imports them,
`with_engine` by those that ask the local engine for something:

    from tests.support.quick_studio import no_engine_in_vain, quick_studio, with_engine
"""

from functools import partial

import pytest

from sora_desktop import app
from sora_desktop.domain.errors import EngineError
from sora_desktop.studio import build
from sora_desktop.studio.connections import engine_process
from sora_desktop.studio.connections.engine_process import EngineAddress, EngineProcess
from sora_desktop.ui.window.gui_watchdog import GuiWatchdog
from tests.servers import sparing_engine
from tests.support.paces import OftenLooking
from tests.support.patience import patient


async def no_engine(_engine: EngineProcess) -> EngineAddress:
    """In place of a start: a studio wakes with the engine picked, and would start one that nobody asks anything."""
    raise EngineError


@pytest.fixture
def with_engine() -> None:
    """The studio of this test has its local engine."""


@pytest.fixture
def with_sparing_engine(with_engine: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The studio of this test has a local engine whose clips cost little: see `sparing_engine`."""
    monkeypatch.setattr(engine_process, "engine_command", sparing_engine.command)


@pytest.fixture(autouse=True)
def no_engine_in_vain(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """However a studio of this process is opened, its engine stays away, but in a test with the fixture `with_engine`."""
    if "with_engine" not in request.fixturenames:
        monkeypatch.setattr(EngineProcess, "address", no_engine)


@pytest.fixture(autouse=True)
def quick_studio(no_engine_in_vain: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the windows in this process. One that waits for a core does not hang."""
    monkeypatch.setattr(build, "Backoff", OftenLooking)
    monkeypatch.setattr(app, "GuiWatchdog", partial(GuiWatchdog, limit=patient()))
