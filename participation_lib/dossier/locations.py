"""Where a folder really is: on this machine, or on a share that other machines write to.

SQLite's write-ahead log needs memory that all its users share, which a network file system
does not give. Where the place cannot be known, it is taken for a share: that is slower,
never unsafe.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Final

__all__ = ["is_on_share", "is_synchronised", "linux_mounts", "mac_mounts", "network_mount"]

_NETWORK_TYPES: Final = frozenset(
    {
        *("9p", "acfs", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "davfs2", "drvfs", "gfs2"),
        *("glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs3", "nfs4", "ocfs2", "orangefs", "prl_fs", "smb3"),
        *("smbfs", "vboxsf", "virtiofs", "vmhgfs", "webdav", "ftp"),
    }
)
# Programs that show something of this machine through FUSE; any other is taken for a share.
_LOCAL_FUSE: Final = frozenset(
    {"fuseblk", "fuse.ntfs-3g", "fuse.ntfs", "fuse.exfat", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs"}
    | {"fuse.fuse-overlayfs", "fuse.mergerfs", "fuse.bindfs", "fusectl"}
)
_SYNCHRONISED_BY: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_DRIVE_REMOTE: Final = 4


def _is_network_type(kind: str) -> bool:
    kind = kind.lower()
    return kind in _NETWORK_TYPES or (kind.startswith(("fuse", "macfuse", "osxfuse")) and kind not in _LOCAL_FUSE)


def linux_mounts(mountinfo: str) -> list[tuple[str, str]]:
    r"""Give mount points with their types, in the order of `/proc/self/mountinfo`.

    Examples
    --------
    >>> linux_mounts("36 25 0:31 / /mnt/service\\040communication rw shared:1 - cifs //mairie/public rw")
    [('/mnt/service communication', 'cifs')]
    """
    found: list[tuple[str, str]] = []
    for line in mountinfo.splitlines():
        place, separator, nature = line.partition(" - ")
        if separator and len(fields := place.split(" ")) > 4:
            point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[4])
            found.append((point, nature.split(" ")[0]))
    return found


def mac_mounts(output: str) -> list[tuple[str, str]]:
    """Give mount points with their types, as the command `mount` of macOS prints them.

    Examples
    --------
    >>> mac_mounts("//agent@mairie/public on /Volumes/public (smbfs, nodev, nosuid)")
    [('/Volumes/public', 'smbfs')]
    """
    return re.findall(r"^.* on (/.*) \(([^,)]+)", output, flags=re.MULTILINE)


def network_mount(folder: PurePath, mounts: Iterable[tuple[str, str]]) -> bool:
    """Tell whether the mount a folder is in is of a network type; True where none is found.

    Examples
    --------
    >>> from pathlib import PurePosixPath
    >>> mounts = [("/", "ext4"), ("/mnt/public", "nfs4")]
    >>> network_mount(PurePosixPath("/mnt/public/plan vélo"), mounts)
    True
    >>> network_mount(PurePosixPath("/mnt/publications"), mounts)
    False
    """
    deepest, network = -1, True
    for point, kind in mounts:
        depth = len(PurePath(point).parts)
        # Of two mounts at the same point, the last covers the first. "autofs" only waits for the real one.
        if kind != "autofs" and folder.is_relative_to(point) and depth >= deepest:
            deepest, network = depth, _is_network_type(kind)
    return network


def is_synchronised(folder: PurePath, environment: Mapping[str, str]) -> bool:
    """Tell whether a folder is in OneDrive, which copies files to other machines as they change.

    Examples
    --------
    >>> from pathlib import PurePosixPath
    >>> is_synchronised(PurePosixPath("/c/moi/OneDrive/plan"), {"OneDrive": "/c/moi/OneDrive"})
    True
    """
    roots = [environment[name] for name in _SYNCHRONISED_BY if environment.get(name)]
    return any(folder.is_relative_to(root) for root in roots)


def is_on_share(folder: Path) -> bool:
    """Tell whether other machines may write to a folder, or whether that cannot be known.

    It does not see that a folder of this machine is itself lent to others.
    """
    try:
        place = folder.resolve()
        if is_synchronised(place, os.environ):
            return True
        if sys.platform == "win32":
            return _is_windows_share(place)
        if sys.platform == "darwin":
            listing = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=True, timeout=10)
            return network_mount(place, mac_mounts(listing.stdout))
        text = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
        return network_mount(place, linux_mounts(text))
    except (OSError, subprocess.SubprocessError):
        return True


if sys.platform == "win32":

    def _is_windows_share(place: Path) -> bool:
        import ctypes

        if place.drive.startswith("\\\\"):
            return True
        return ctypes.windll.kernel32.GetDriveTypeW(f"{place.drive}\\") == _DRIVE_REMOTE
