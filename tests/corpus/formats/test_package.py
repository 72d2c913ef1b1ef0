from __future__ import annotations

import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_files import archive

from participation_lib.corpus.formats.package import open_package
from participation_lib.corpus.formats.workbook import read_workbook
from participation_lib.errors import InputError


def test_a_bomb_is_not_opened() -> None:
    bomb = archive({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"\0" * (60 * 1024 * 1024)})
    assert len(bomb) < 100_000
    with pytest.raises(InputError, match="démesuré"):
        read_workbook(bomb, "a.xlsx")


def test_an_archive_of_too_many_parts_is_not_opened() -> None:
    parts = {f"xl/part{number}": b"" for number in range(20_001)}
    with pytest.raises(InputError, match="démesuré"):
        open_package(archive(parts), "a.xlsx", "xlsx")


def test_a_part_locked_with_a_password_is_told() -> None:
    content = bytearray(archive({"word/document.xml": b"<x/>"}))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + place] |= 1
    with pytest.raises(InputError, match="mot de passe"):
        open_package(bytes(content), "a.docx", "docx")


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["xlsx", "docx", "odt"]))
def test_any_bytes_are_an_archive_or_are_refused(data: bytes, kind: str) -> None:
    for content in (data, b"PK\x03\x04" + data):
        try:
            assert isinstance(open_package(content, "a", kind), zipfile.ZipFile)
        except InputError:
            continue
