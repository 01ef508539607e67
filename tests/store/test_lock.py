"""A data folder has one owner at a time, and a dead one is none."""

import threading
from pathlib import Path

import pytest

from sora_desktop.domain.errors import InUseError, StorageError
from sora_desktop.store.lock import own
from sora_desktop.store.paths import Paths
from tests.store.children import running

OWNER = """
import sys
from pathlib import Path
from sora_desktop.store.lock import own
from sora_desktop.store.paths import Paths
owner = own(Paths(Path(sys.argv[1])))
print("owned", flush=True)
sys.stdin.read()
"""


def test_a_second_owner_is_turned_away_at_once(paths: Paths) -> None:
    with own(paths), pytest.raises(InUseError, match="already has this data folder open"):
        own(paths)


def test_what_was_released_can_be_taken_again(paths: Paths) -> None:
    own(paths).release()

    with own(paths):
        pass
    with own(paths):
        pass


def test_it_can_be_released_in_another_thread(paths: Paths) -> None:
    owner = own(paths)
    thread = threading.Thread(target=owner.release)
    thread.start()
    thread.join()

    own(paths).release()


def test_another_process_is_an_owner_until_it_is_killed(paths: Paths) -> None:
    with running(OWNER, paths.root) as other:
        assert "owned" == other.line()
        with pytest.raises(InUseError):
            own(paths)

        other.kill()

        own(paths).release()


def test_a_lock_file_that_was_left_behind_means_nothing(paths: Paths) -> None:
    paths.lock.write_text("12345")

    own(paths).release()


def test_two_data_folders_have_two_owners(paths: Paths, tmp_path: Path) -> None:
    other = Paths(tmp_path / "other")
    other.make()

    with own(paths), own(other):
        pass


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(paths: Paths) -> None:
    paths.lock.mkdir()

    with pytest.raises(StorageError, match=rf"^{StorageError.what[:-1]}: .*lock.*{StorageError.todo}$"):
        own(paths)


def test_the_lock_is_for_this_person_only(paths: Paths) -> None:
    paths.lock.touch(mode=0o644)

    with own(paths):
        assert 0o600 == paths.lock.stat().st_mode & 0o777
