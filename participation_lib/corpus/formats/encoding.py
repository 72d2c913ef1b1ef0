"""From the bytes of a text file to its characters, or a French sentence saying why not."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from typing import Final

from charset_normalizer import from_bytes

from participation_lib.corpus.formats.repair import repair_text, said_of_repairs
from participation_lib.corpus.formats.wording import quoted
from participation_lib.errors import InputError

__all__ = ["decode", "decompress", "refuse_binary"]

ACCEPTED: Final = (
    "sont acceptés : CSV (.csv, .tsv, .txt, et les mêmes en .gz), Excel (.xlsx, .xlsm), Word (.docx), "
    "Writer (.odt), notes (.txt, .md) et corpus IRaMuTeQ (.txt)"
)

# First bytes of files that are often renamed .csv, with what they are.
_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PK\x03\x04", "un classeur Excel, un document ou une archive ZIP"),
    (b"PK\x05\x06", "une archive ZIP vide"),
    (b"\xd0\xcf\x11\xe0", "un ancien classeur Excel (.xls) ou un document protégé"),
    (b"%PDF", "un PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"SQLite format 3", "une base de données"),
    (b"7z\xbc\xaf", "une archive 7z"),
    (b"Rar!", "une archive RAR"),
    (b"\x7fELF", "un programme"),
    (b"MZ\x90", "un programme"),
    (b"{\\rtf", "un document RTF"),
    (b"\x1f\x8b", "une archive gzip sans l’extension .gz"),
    (b"BZh", "une archive bzip2"),
    (b"ID3", "un son"),
    (b"OggS", "un son"),
)
_LARGEST_DECOMPRESSED: Final = 4 * 1024**3
_SAMPLE: Final = 64 * 1024
# Western encodings only: a French file read as Greek or Chinese would be worse than a refusal.
_WESTERN: Final = ["cp1252", "latin_1", "mac_roman", "cp850"]
_SPOKEN_NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 avec BOM",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1252": "Windows-1252",
    "latin_1": "ISO-8859-1",
    "mac_roman": "Mac Roman",
    "cp850": "DOS 850",
}
# What French text is made of beyond ASCII: the right encoding gives nothing else.
_FRENCH_LETTERS: Final = frozenset("éèêëàâùûüçîïôœÉÈÊÀÂÇÔŒ’«»€–…°")


def decompress(data: bytes, file_name: str) -> bytes:
    """Give the content of a gzip file.

    Raises
    ------
    InputError
        The archive is damaged, or its content passes 4 GB.
    """
    pieces: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as archive:
            while piece := archive.read(16 * 1024 * 1024):
                size += len(piece)
                if size > _LARGEST_DECOMPRESSED:
                    raise InputError(
                        f"Le fichier {quoted(file_name)} contient plus de 4 Go une fois décompressé : "
                        "découpez-le en plusieurs fichiers."
                    )
                pieces.append(piece)
    except (OSError, EOFError, zlib.error):
        raise InputError(
            f"Le fichier {quoted(file_name)} n’est pas une archive .gz lisible : refaites l’export ou "
            "décompressez-le d’abord."
        ) from None
    return b"".join(pieces)


def refuse_binary(data: bytes, file_name: str) -> None:
    """Stop when these bytes are not text, whatever the name of the file says.

    Raises
    ------
    InputError
        The first bytes are those of another kind of file, or hold NULs that no UTF-16 explains.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"Le fichier {quoted(file_name)} n’est pas du texte mais {kind} ; {ACCEPTED}.")
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise InputError(f"Le fichier {quoted(file_name)} est une page web ou du XML, pas un tableau ; {ACCEPTED}.")
    if data[:4] in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        raise InputError(f"Le fichier {quoted(file_name)} est en UTF-32 : enregistrez-le en UTF-8.")
    if _utf16(data) is None and b"\0" in data[:_SAMPLE]:
        raise InputError(f"Le fichier {quoted(file_name)} n’est pas du texte (fichier binaire) ; {ACCEPTED}.")


def _utf16(data: bytes) -> str | None:
    """Give "utf-16-le" or "utf-16-be" where the bytes say so, with or without a mark."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    # Western text in UTF-16: nearly every second byte is zero, and only those.
    if odd > 0.6 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    broken = error.object[error.start : error.end]
    return broken.decode("cp1252", errors="replace"), error.end


codecs.register_error("participation_cp1252", _as_cp1252)


def _western(data: bytes) -> str:
    sample = data[:_SAMPLE]
    if all(byte < 0x80 for byte in sample):
        sample = bytes(byte for byte in data if byte >= 0x80)[:_SAMPLE]
    guessed = [str(match.encoding) for match in from_bytes(sample, cp_isolation=_WESTERN)]
    candidates = dict.fromkeys(["cp1252", *(name for name in guessed if name in _WESTERN)])

    def french_share(name: str) -> float:
        letters = [char for char in sample.decode(name, errors="replace") if char >= "\x80"]
        return sum(char in _FRENCH_LETTERS for char in letters) / max(1, len(letters))

    return max(candidates, key=french_share)


def decode(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Give the characters of a text file, the name of its encoding and remarks in French.

    Text that was damaged before it was written is put right where there is no doubt.

    Parameters
    ----------
    data
        The whole file, not compressed, already known not to be binary.
    """
    text, encoding, remarks = _decoded(data)
    text, n_repaired = repair_text(text)
    return text, encoding, (*remarks, *said_of_repairs(n_repaired, "ligne"))


def _decoded(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    utf16 = _utf16(data)
    if utf16 is not None:
        text = data.decode(utf16, errors="replace").removeprefix("\ufeff")
        remark = "Quelques caractères illisibles ont été remplacés par « \ufffd »."
        return text, _SPOKEN_NAMES[utf16], (remark,) if "\ufffd" in text else ()
    name = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        return data.decode(name), _SPOKEN_NAMES[name], ()
    except UnicodeDecodeError:
        pass
    # A UTF-8 file where some lines were pasted from elsewhere: most sequences are right.
    mixed = data.decode(name, errors="replace")
    broken = mixed.count("\ufffd")
    whole = sum(1 for char in mixed if char > "\x7f") - broken
    if broken and whole > 20 * broken:
        text = data.decode(name, errors="participation_cp1252")
        remark = "Quelques caractères n’étaient pas en UTF-8 : ils ont été lus comme du Windows-1252."
        return text, _SPOKEN_NAMES[name], (remark,)
    western = _western(data)
    return data.decode(western, errors="replace"), _SPOKEN_NAMES[western], ()
