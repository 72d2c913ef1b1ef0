"""Text damaged before it reached us, put right where there is no doubt: accents read twice, leftovers of codes.

What is doubtful stays as it is.
"""

from __future__ import annotations

import re
from typing import Final

from participation_lib.corpus.formats.wording import counted

__all__ = ["repair_cell", "repair_text", "said_of_repairs"]

# Windows-1252 read as ISO-8859-1 leaves control characters that nobody types: \x92 was an apostrophe.
_C1: Final = {
    byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_HAS_C1: Final = re.compile("[\x80-\x9f]")
# UTF-8 read as Windows-1252: « Ã© », « â€™ », « Å“ », and the same read so once more, « ÃƒÂ© ».
_AFTER: Final = "\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_MOJIBAKE: Final = re.compile(f"[ÂÃÅ][{_AFTER}]|â[€\x80]|Ã\xa0|ï»¿")
_LINE: Final = re.compile(r"[^\r\n]+")
# Excel writes a control character as a code, and programs that read its files leave the code.
_CODE: Final = re.compile(r"_x(00[01][0-9A-Fa-f]|007F)_")
_SPACES: Final = {0x09: " ", 0x0A: " ", 0x0D: " "}


def repair_text(text: str) -> tuple[str, int]:
    r"""Give a text with its accents right and without leftovers of codes, and how many lines were repaired.

    Does not guess: what is not surely damaged is kept letter for letter.

    Examples
    --------
    >>> repair_text("id;texte\n1;Lâ€™Ã©tÃ©\n2;SÃO Paulo")
    ('id;texte\n1;L’été\n2;SÃO Paulo', 1)
    """
    damaged = any(pattern.search(text) for pattern in (_HAS_C1, _MOJIBAKE, _CODE))
    if not damaged:
        return text, 0
    n_repaired = 0

    def repaired(found: re.Match[str]) -> str:
        nonlocal n_repaired
        line = repair_cell(found[0])
        n_repaired += line != found[0]
        return line

    return _LINE.sub(repaired, text), n_repaired


def repair_cell(text: str) -> str:
    """Give one cell or one line put right."""
    if _MOJIBAKE.search(text):
        text = _recoded(text)
    if _HAS_C1.search(text):
        text = text.translate(_C1)
    if "_x0" in text:
        text = _CODE.sub(lambda code: _SPACES.get(int(code[1], 16), _between_words(code)), text)
    return text


def _between_words(code: re.Match[str]) -> str:
    """Give a space where a code is all that parts two words."""
    around = code.string[max(0, code.start() - 1) : code.start()], code.string[code.end() : code.end() + 1]
    return " " if all(char.isalnum() for char in around) else ""


def _recoded(text: str) -> str:
    import ftfy

    fixed = ftfy.fix_encoding(text)
    # Half a repair would be worse than none: the next reader could not tell any more.
    return text if len(_MOJIBAKE.findall(fixed)) > len(_MOJIBAKE.findall(text)) / 2 else fixed


def said_of_repairs(n_repaired: int, noun: str) -> tuple[str, ...]:
    """Give the remark that tells of repairs, none where there was nothing to repair."""
    if not n_repaired:
        return ()
    return (f"Accents ou codes abîmés avant l’import, rétablis : {counted(n_repaired, noun)}.",)
