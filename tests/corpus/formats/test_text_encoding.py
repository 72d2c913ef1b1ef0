from __future__ import annotations

import codecs
import gzip

import pytest

from participation_lib.corpus.formats.encoding import decode, decompress, refuse_binary
from participation_lib.errors import InputError

FRENCH = "texte\nL’été, où ça ? « Forêt » à Noël, naïve œuvre à 3 €\n" * 3


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(FRENCH.encode(), "UTF-8", id="utf8"),
        pytest.param(FRENCH.encode("utf-8-sig"), "UTF-8 avec BOM", id="utf8-bom"),
        pytest.param(FRENCH.encode("cp1252"), "Windows-1252", id="cp1252"),
        pytest.param(codecs.BOM_UTF16_LE + FRENCH.encode("utf-16-le"), "UTF-16 LE", id="utf16-le"),
        pytest.param(codecs.BOM_UTF16_BE + FRENCH.encode("utf-16-be"), "UTF-16 BE", id="utf16-be"),
        pytest.param(FRENCH.encode("utf-16-le"), "UTF-16 LE", id="utf16-le-without-mark"),
    ],
)
def test_the_characters_come_back(data: bytes, name: str) -> None:
    refuse_binary(data, "a.csv")
    text, found, remarks = decode(data)
    assert (text, found, remarks) == (FRENCH, name, ())


@pytest.mark.parametrize("encoding", ["latin_1", "cp850", "mac_roman"])
def test_older_encodings(encoding: str) -> None:
    text = "texte\nà l'école, dès l'été, la forêt où ça gêne\n" * 5
    assert decode(text.encode(encoding))[0] == text


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    data = ("é" * 100 + "\n").encode() + "d'été\n".encode("cp1252")
    text, name, remarks = decode(data)
    assert text.endswith("d'été\n")
    assert name == "UTF-8"
    assert len(remarks) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"PK\x03\x04" + b"x" * 40, "classeur Excel", id="zip"),
        pytest.param(b"%PDF-1.7 ...", "un PDF", id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "une image", id="png"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien classeur", id="xls"),
        pytest.param(b"\x00\x01\x02\x00\x00\x05\x07" * 50, "binaire", id="nul-bytes"),
        pytest.param(b"<!DOCTYPE html><html>", "page web", id="html"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        refuse_binary(data, "faux.csv")


def test_gzip() -> None:
    assert decompress(gzip.compress(b"texte\nici\n"), "a.csv.gz") == b"texte\nici\n"
    for broken in (b"texte\nici\n", gzip.compress(b"texte\nici\n" * 1000)[:-12]):
        with pytest.raises(InputError, match=r"archive \.gz lisible"):
            decompress(broken, "a.csv.gz")
