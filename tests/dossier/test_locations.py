"""Where a folder is; where that cannot be known, it is taken for a share."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from participation_lib.dossier import locations
from participation_lib.dossier.locations import is_on_share, is_synchronised, linux_mounts, mac_mounts, network_mount

MOUNTINFO = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:29 / /home rw shared:2 - btrfs /dev/sdb rw
41 30 0:40 / /home/ana/Mairie\\040centre rw shared:9 - cifs //mairie/public rw
42 30 0:41 / /home/ana/vps rw shared:9 - fuse.sshfs ana@vps:/ rw
43 30 0:42 / /home/ana/coffre rw shared:9 - fuse.gocryptfs /home/ana/.coffre rw
44 22 0:43 / /net rw shared:9 - autofs systemd-1 rw
45 44 0:44 / /net/plans rw shared:9 - nfs4 plans:/ rw
46 30 0:45 / /home/ana/dav rw shared:9 - fuse https://mairie/dav rw
47 22 8:1 / /media/cle rw shared:9 - fuseblk /dev/sdc1 rw
48 22 0:46 / /mnt/c rw - 9p drvfs rw
49 22 0:47 / /mnt/deux rw - nfs4 plans:/ rw
50 22 0:48 / /mnt/deux rw - ext4 /dev/sdd rw
"""


@pytest.mark.parametrize(
    ("place", "shared"),
    [
        ("/home/ana/plan", False),
        ("/home/ana/Mairie centre", True),
        ("/home/ana/Mairie centre/2025/plan", True),
        ("/home/ana/Mairie centre bis", False),
        ("/home/ana/vps/plan", True),
        ("/home/ana/dav/plan", True),
        ("/home/ana/coffre/plan", False),
        ("/net/plans/vélo", True),
        ("/net/autre", False),
        ("/media/cle/plan", False),
        ("/mnt/c/Users/ana/plan", True),
        ("/mnt/deux/plan", False),
        ("/", False),
    ],
)
def test_places_of_linux(place: str, shared: bool) -> None:
    assert network_mount(PurePosixPath(place), linux_mounts(MOUNTINFO)) is shared


def test_places_of_macos() -> None:
    mounts = mac_mounts(
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//ana@mairie/Public on /Volumes/Public (smbfs, nodev, nosuid, mounted by ana)\n"
        "map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)\n"
    )
    assert network_mount(PurePosixPath("/Volumes/Public/plan"), mounts)
    assert not network_mount(PurePosixPath("/Users/ana/plan"), mounts)


def test_nothing_known_is_a_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert network_mount(PurePosixPath("/plan"), [])

    def fails(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "read_text", fails)
    monkeypatch.setattr(subprocess, "run", fails)
    if sys.platform != "win32":
        assert is_on_share(tmp_path)


def test_onedrive_is_a_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_synchronised(tmp_path, {"OneDrive": ""})
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path))
    assert is_on_share(tmp_path / "plan")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what Linux mounts")
def test_this_machine(tmp_path: Path) -> None:
    kinds = dict(linux_mounts(Path("/proc/self/mountinfo").read_text()))
    if any(locations._is_network_type(kind) for kind in kinds.values()):
        pytest.skip("a share is mounted here")
    assert not is_on_share(tmp_path)
    assert not is_on_share(tmp_path / "pas encore là")
