"""A disk that is really full, not one that pretends to be."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.patience import patient

SMALL_DISK = 'mount -t tmpfs -o size=400k none "$1" && exec "$2" -c "$3" "$1"'

FILL = """
import sys
from contextlib import closing
from pathlib import Path
from sora_desktop.domain.errors import StorageError, UnsavedJobError
from sora_desktop.store.database import open_database
from sora_desktop.store.files import free_bytes
from sora_desktop.store.jobs import JobStore
from sora_desktop.store.settings import load_settings, save_settings
from sora_desktop.domain.settings import Settings
from tests.store import values

root = Path(sys.argv[1])
settings = root / "settings.json"
save_settings(settings, Settings(volume=7))
ballast = root / "ballast"
ballast.write_bytes(bytes(100_000))
with closing(open_database(root / "ledger.sqlite3")) as database:
    store, saved = JobStore(database), 0
    try:
        while True:
            store.add([values.job(root, saved), values.job(root, 10_000 + saved)])
            saved += 1
    except UnsavedJobError as error:
        print(error.detail)
        print(UnsavedJobError.money in str(error))
    print(2 * saved == len(store.all()) > 0)
    filler = (root / "filler").open("wb", buffering=0)
    try:
        while filler.write(bytes(512)):
            pass
    except OSError:
        filler.close()
    try:
        save_settings(settings, Settings(volume=8))
    except StorageError as error:
        print(error.detail)
    print(load_settings(settings).volume, sorted(path.name for path in root.glob(".*")))
    ballast.unlink()
    store.add([values.job(root, 99_999)])
    print(2 * saved + 1 == len(store.all()))
(root / "filler").unlink()
(root / "filler").write_bytes(bytes(free_bytes(root)))
print(free_bytes(root))
with closing(open_database(root / "ledger.sqlite3")) as database:
    print(free_bytes(root), database.kept_aside, 2 * saved + 1 == len(JobStore(database).all()))
(root / "filler").unlink()
with closing(open_database(root / "ledger.sqlite3")) as database:
    print(database.kept_aside, 2 * saved + 1 == len(JobStore(database).all()))
"""


def on_a_small_disk(folder: Path, code: str) -> "subprocess.CompletedProcess[str]":
    """Run Python on a volume of 400 kB, in a namespace of its own that needs no rights."""
    unshare = shutil.which("unshare") or "unshare"
    command = [unshare, "-rm", "sh", "-c", SMALL_DISK, "sh", str(folder), sys.executable, code]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=patient(240))


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """Skips where the system lets nobody mount a volume in a namespace of their own."""
    if shutil.which("unshare") is None or on_a_small_disk(tmp_path, "").returncode:
        pytest.skip("this system gives no volume to fill")
    return tmp_path


def test_a_full_disk_loses_nothing_and_all_goes_on_when_there_is_room_again(small_disk: Path) -> None:
    ended = on_a_small_disk(small_disk, FILL)

    assert 0 == ended.returncode, ended.stderr
    assert [
        "database or disk is full",
        "True",
        "True",
        "No space left on device",
        "7 []",
        "True",
        "0",
        "0 None True",
        "None True",
    ] == ended.stdout.splitlines()
