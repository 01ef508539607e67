"""Network volumes are told from disks."""

from pathlib import Path

import pytest

from sora_desktop.store.volumes import is_shared_volume, volume_type

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/export /mnt/team nfs4 rw 0 0
//server/share /mnt/my\\040share cifs rw 0 0
/dev/sdb1 /mnt/team/local xfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/ann/data", "ext4"),
        ("/mnt/team", "nfs4"),
        ("/mnt/team/ann", "nfs4"),
        ("/mnt/teamwork", "ext4"),
        ("/mnt/my share/data", "cifs"),
        ("/mnt/team/local/data", "xfs"),
    ],
)
def test_the_nearest_mount_point_tells_the_kind(folder: str, kind: str) -> None:
    assert kind == volume_type(Path(folder), MOUNTS)


def test_without_a_table_nothing_is_said() -> None:
    assert "" == volume_type(Path("/home"), "")


def test_a_disk_of_this_machine_is_not_shared(tmp_path: Path) -> None:
    assert not is_shared_volume(tmp_path)
