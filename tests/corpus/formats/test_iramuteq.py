from __future__ import annotations

import pytest

from participation_lib.corpus.formats.iramuteq import IramuteqCorpus, is_iramuteq, read_iramuteq
from participation_lib.errors import InputError

CORPUS = """
**** *quartier_nord *age_18-25 *var
Le bus est rare.
-*avenir
Il en faudrait
deux.

**** *quartier_sud_est *age_60
Un banc.
"""


def test_texts_and_variables() -> None:
    assert is_iramuteq(CORPUS)
    table = read_iramuteq(CORPUS, "corpus.txt")
    assert list(table.columns["texte"]) == ["Le bus est rare.\nIl en faudrait\ndeux.", "Un banc."]
    assert list(table.columns["quartier"]) == ["nord", "sud_est"]
    assert list(table.rows) == [2, 8]
    assert any("1 repère" in remark for remark in table.remarks)
    layout = IramuteqCorpus().layout(table)
    assert layout.parts[0].group_name == "quartier"
    assert list(layout.parts[0].group.cells) == ["nord", "sud_est"]


@pytest.mark.parametrize("text", ["**** gras ****\nun titre", "* une puce\n**** *x", "texte\nici", ""])
def test_other_texts_are_no_corpus(text: str) -> None:
    assert not is_iramuteq(text)


def test_a_corpus_without_words_is_refused() -> None:
    with pytest.raises(InputError, match="aucun texte"):
        read_iramuteq("**** *a_1\n\n**** *a_2\n", "corpus.txt")
