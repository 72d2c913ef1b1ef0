from __future__ import annotations

import pytest

from participation_lib.corpus.formats.delimited import read_delimited
from participation_lib.corpus.formats.repair import repair_text

FRENCH = "L’été, où ça ? « Forêt » à Noël, cœur, École, déjà là – 3 €…"


def misread(text: str, times: int = 1) -> str:
    """Read UTF-8 as Windows-1252, as a spreadsheet does when it opens a CSV."""
    for _ in range(times):
        text = text.encode().decode("cp1252", errors="strict")
    return text


@pytest.mark.parametrize("times", [1, 2])
def test_accents_read_wrongly_come_back(times: int) -> None:
    plain = FRENCH.replace("à", "a")  # « à » gives a byte that Windows-1252 has no sign for
    assert repair_text(misread(plain, times)) == (plain, 1)


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("L\x92\xe9t\xe9 \x96 3 \x80", "L’été – 3 €"),
        ("une_x0001_ligne", "une ligne"),
        ("une_x000D_ligne", "une ligne"),
        ("dÃ©jÃ\xa0 lÃ\xa0", "déjà là"),
    ],
)
def test_leftovers(damaged: str, repaired: str) -> None:
    assert repair_text(damaged) == (repaired, 1)


@pytest.mark.parametrize("text", [FRENCH, "SÃO PAULO", "Âge ; â", "var_x1 _x00", "5\u202f000\u00a0€", "🌳 l’arbre"])
def test_sound_text_is_left_alone(text: str) -> None:
    assert repair_text(text) == (text, 0)


def test_repairs_are_counted_and_said() -> None:
    table = read_delimited(f"n;texte\n1;{misread('été')}\n2;été\n".encode(), "a.csv")
    assert list(table.columns["texte"]) == ["été", "été"]
    assert any("1 ligne" in remark for remark in table.remarks)
