"""Nobody else gets a folder in which something of this process may still write, and everybody one that was let go."""

import asyncio
import threading
from pathlib import Path

import pytest

from sora_desktop.domain.errors import AppError, InUseError
from sora_desktop.store.lock import own
from sora_desktop.store.paths import Paths
from sora_desktop.studio import folder as taking
from sora_desktop.studio.build import open_studio
from sora_desktop.studio.folder import take_folder
from sora_desktop.studio.loop import StudioLoop


async def open_and_close(data_dir: Path, still_at_it: threading.Event | None) -> None:
    studio = await open_studio(data_dir, environment={})
    if still_at_it is not None:
        asyncio.get_running_loop().run_in_executor(None, still_at_it.wait)
    await studio.close()


@pytest.mark.parametrize("is_stuck", [False, True])
def test_a_folder_stays_owned_while_a_thread_may_still_write_in_it(tmp_path: Path, is_stuck: bool) -> None:
    still_at_it = threading.Event() if is_stuck else None
    with asyncio.Runner(loop_factory=StudioLoop) as runner:
        runner.run(open_and_close(tmp_path, still_at_it))
        try:
            if is_stuck:
                with pytest.raises(InUseError):
                    own(Paths(tmp_path))
            else:
                own(Paths(tmp_path)).release()
        finally:
            if still_at_it is not None:
                still_at_it.set()


async def test_a_start_that_fails_leaves_nothing_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await open_and_close(tmp_path, None)

    def broken(*_: object) -> None:
        raise AppError

    with monkeypatch.context() as patch:
        patch.setattr(taking, "open_database", broken)
        with pytest.raises(AppError) as caught:
            await take_folder(tmp_path)
    again = await take_folder(tmp_path)
    await again.resources.aclose()

    assert caught.value is not None
    assert not again.open_elsewhere
