"""Figures: the same bytes for the same data, and words that say what is drawn."""

from __future__ import annotations

import sys
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from participation_lib.notes.figures import theme_bars
from tests.notes.samples import AWKWARD, HOSTILE


def test_the_alternative_text_is_computed_from_the_data() -> None:
    figure = theme_bars(["L'eau", "Vélo"], [1200, 1], [8, 1], n_groups_total=8)
    assert figure.alt == (
        "Barres horizontales, une par thème. L’eau\u00a0: 1\u202f200\u00a0idées, 8\u00a0tables sur 8\u202f; "
        "Vélo\u00a0: 1\u00a0idée, 1\u00a0table sur 8."
    )


@pytest.mark.parametrize(
    ("plural", "singular"),
    [("tables", "table"), ("canaux", "canal"), ("tableaux", "tableau"), ("lieux", "lieu")],
)
def test_groups_agree_with_their_number(plural: str, singular: str) -> None:
    assert f"1\u00a0{singular}." in theme_bars(["A"], [2], [1], plural).alt


def test_a_long_series_is_summed_up() -> None:
    figure = theme_bars([f"Thème {n}" for n in range(30)], list(range(60, 30, -1)))
    assert figure.alt.endswith("et 18 autres thèmes, de 31 à 48\u00a0idées.")
    with Image.open(BytesIO(figure.png)) as image:
        assert image.height > image.width


def test_same_data_same_bytes_and_no_clock() -> None:
    first, second = (theme_bars(["A", "B"], [3, 2]) for _ in range(2))
    assert first == second
    assert b"<dc:date>" not in first.svg
    assert b"Matplotlib" not in first.png
    assert b"Matplotlib v" not in first.svg


def test_any_name_is_drawn_as_it_is() -> None:
    names = [text[:300] for text in (*HOSTILE, *AWKWARD)]
    figure = theme_bars(names, [0] * len(names))
    etree.fromstring(figure.svg)


def test_nothing_global_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib

    monkeypatch.delitem(sys.modules, "matplotlib.pyplot", raising=False)
    before = matplotlib.rcParams.copy()
    theme_bars(["A"], [0])
    assert matplotlib.rcParams.copy() == before
    assert "matplotlib.pyplot" not in sys.modules


@pytest.mark.parametrize(("labels", "counts", "groups"), [([], [], None), (["A"], [1, 2], None), (["A"], [1], [1, 2])])
def test_series_must_fit(labels: list[str], counts: list[int], groups: list[int] | None) -> None:
    with pytest.raises(ValueError, match="the same length"):
        theme_bars(labels, counts, groups)
