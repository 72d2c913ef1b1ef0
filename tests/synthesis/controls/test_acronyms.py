from __future__ import annotations

import pytest

from participation_lib.synthesis.controls import check_sentence


def acronyms(text: str) -> list[tuple[str, str]]:
    found = [remark for remark in check_sentence(text) if remark.control == "sigle-non-developpe"]
    return [(text[remark.start : remark.end], remark.suggestion) for remark in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le PLU est cité.", [("PLU", "plan local d'urbanisme (PLU)")]),
        ("L’EHPAD est cité.", [("EHPAD", "établissement d'hébergement pour personnes âgées dépendantes (EHPAD)")]),
        ("Les ZFE sont citées.", [("ZFE", "zones à faibles émissions (ZFE)")]),
        # The words would not go with what stands before.
        ("Les PMI sont citées.", [("PMI", "")]),
        ("Le AMO est cité.", [("AMO", "")]),
        ("La DVTP est citée, puis la DVTP encore.", [("DVTP", "")]),
        ("Le plan local d'urbanisme (PLU) est cité, le PLU est long.", []),
        ("Le PLU (plan local d'urbanisme) est cité.", []),
        ("Le PLU (8 idées, à 3 tables) est cité.", [("PLU", "plan local d'urbanisme (PLU)")]),
        ("Le RER A, la SNCF et un fichier PDF sont cités.", []),
        ("L'ESSEC est citée.", []),
        ("Le XXIe siècle, François Ier, l'A15, la RD 14.", []),
        ("Deux idées, et NON trois, ou JAMAIS.", []),
        ("LE PLU EST CITÉ À TROIS TABLES.", []),
    ],
)
def test_acronyms(text: str, expected: list[tuple[str, str]]) -> None:
    assert acronyms(text) == expected
