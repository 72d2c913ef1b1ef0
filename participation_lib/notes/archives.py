"""Word and OpenDocument files seen as what they are: zip archives of parts."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

__all__ = ["read_parts", "write_parts"]


def read_parts(archive: bytes) -> dict[str, bytes]:
    """Give the parts of an archive by name, in the order they were stored.

    Raises
    ------
    zipfile.BadZipFile
        These bytes are not an archive.
    """
    with zipfile.ZipFile(BytesIO(archive)) as source:
        return {name: source.read(name) for name in source.namelist() if not name.endswith("/")}


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """Give an archive without clock, user or machine: the same parts make the same bytes.

    Examples
    --------
    >>> write_parts({"a": b"1"}) == write_parts({"a": b"1"})
    True
    """
    result = BytesIO()
    with zipfile.ZipFile(result, "w") as target:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # Python writes the system it runs on, unless told
            entry.external_attr = 0o644 << 16
            # OpenDocument wants its type readable without decompressing.
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return result.getvalue()
