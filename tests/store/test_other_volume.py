"""A library on another volume than the downloads: a real second file system, in a namespace that needs no rights."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sora_desktop.store.files import sweep_arrivals
from tests.support.patience import patient

OTHER_VOLUME = 'mount -t tmpfs -o size=$4 none "$1/library" && exec "$2" -c "$3" "$1"'

ADOPT = """
import sys
from pathlib import Path
from sora_desktop.domain.errors import DownloadError
from sora_desktop.base import atomic_files
from sora_desktop.store import files
from tests.support.disk import Deeds

root = Path(sys.argv[1])
part, final = root / "incoming" / "a.part", root / "library" / "a.mp4"
part.write_bytes(bytes(range(256)) * 4096)
print(part.stat().st_dev != final.parent.stat().st_dev)
deeds = Deeds.watched(files, atomic_files)
try:
    files.adopt(part, final)
except DownloadError as error:
    print(type(error).__name__)
print(part.exists(), final.exists() and final.stat().st_size, [path.name for path in final.parent.rglob("*.part")])
print(deeds.done)
"""


def on_another_volume(folder: Path, size: str) -> "subprocess.CompletedProcess[str]":
    for name in ("incoming", "library"):
        (folder / name).mkdir()
    unshare = shutil.which("unshare") or "unshare"
    command = [unshare, "-rm", "sh", "-c", OTHER_VOLUME, "sh", str(folder), sys.executable, ADOPT, size]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=patient())


@pytest.fixture
def volumes(tmp_path: Path) -> Path:
    """Skips where the system lets nobody mount a volume in a namespace of their own."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system gives no second volume")
    return tmp_path


def test_a_clip_that_goes_to_another_volume_is_whole_there_before_the_download_goes(volumes: Path) -> None:
    ended = on_another_volume(volumes, "4m")

    assert 0 == ended.returncode, ended.stderr
    assert [
        "True",
        "False 1048576 []",
        "['sync a.part', 'sync a.part of .arriving', 'name a.mp4', 'sync library', 'gone a.part', 'sync incoming']",
    ] == ended.stdout.splitlines()


def test_another_volume_that_is_full_costs_nothing(volumes: Path) -> None:
    ended = on_another_volume(volumes, "512k")

    assert 0 == ended.returncode, ended.stderr
    assert ["True", "DiskFullError", "True False []", "['sync a.part', 'gone a.part of .arriving']"] == (
        ended.stdout.splitlines()
    )


def test_half_a_copy_of_an_earlier_start_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / ".arriving").mkdir()
    (tmp_path / ".arriving" / "a.part").write_bytes(b"half")
    (tmp_path / "a.mp4").write_bytes(b"whole")
    sweep_arrivals(tmp_path)
    sweep_arrivals(tmp_path)

    assert ["a.mp4"] == [path.name for path in tmp_path.iterdir()]
