"""Figures: the same bytes for the same data, and words that say what is drawn."""

from __future__ import annotations

import sys
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from participation_lib.notes.drawing import USUAL, draw_grid, draw_stacks
from participation_lib.notes.figures import MOST_COLUMNS, group_grid, nature_bars, theme_bars
from tests.notes.samples import AWKWARD, HOSTILE


def test_the_alternative_text_is_computed_from_the_data() -> None:
    figure = theme_bars(["L'eau", "Vélo"], [1200, 1], [8, 1], n_groups_total=8)
    assert figure.alt == (
        "Barres horizontales, une par thème. L’eau\u00a0: 1\u202f200\u00a0idées, 8\u00a0tables sur 8\u202f; "
        "Vélo\u00a0: 1\u00a0idée, 1\u00a0table sur 8."
    )


def test_natures_are_said_and_kept() -> None:
    figure = nature_bars(["Arbres", "Vélo"], ["constats", "propositions", "questions"], [[1, 6, 0], [0, 0, 0]])
    assert figure.alt == (
        "Barres empilées, une par thème. Arbres\u00a0: 7\u00a0idées, dont 1\u00a0constat et 6\u00a0propositions\u202f; "
        "Vélo\u00a0: 0\u00a0idée."
    )
    assert figure.data is not None
    assert figure.data.header == ("Thème", "Constats", "Propositions", "Total")
    assert figure.data.rows == (("Arbres", 1, 6, 7), ("Vélo", 0, 0, 0))


def test_the_grid_names_the_groups_where_most_was_said() -> None:
    figure = group_grid(["Arbres", "Vélo"], ["1", "Gare", "3"], [[4, 4, 0], [0, 0, 0]], caption="c")
    assert figure.alt.endswith(
        "Arbres\u00a0: 8\u00a0idées, 2\u00a0tables sur 3, au plus 4 (table\u00a01, Gare)\u202f; "
        "Vélo\u00a0: 0\u00a0idée."
    )
    assert figure.data is not None
    assert figure.data.header == ("Thème", "Table\u00a01", "Gare", "Table\u00a03", "Total")
    even = group_grid(["Arbres"], ["1", "2", "3", "4"], [[2, 2, 2, 2]])
    assert even.alt.endswith("4\u00a0tables sur 4, au plus 2 (4 à égalité).")
    with pytest.raises(ValueError, match="24 groups at most"):
        group_grid(["A"], [str(n) for n in range(MOST_COLUMNS + 1)], [[1] * (MOST_COLUMNS + 1)])


def test_a_number_is_written_where_there_is_room_and_series_differ_without_colour() -> None:
    drawing = draw_stacks(["Arbres", "Vélo"], ["A", "B", "C"], [[40, 30, 1], [20, 0, 9]], ["71", "29"], USUAL)
    (axes,) = drawing.axes
    assert [text.get_text() for text in axes.texts] == ["40", "20", "30", "9", "71", "29"]
    looks = {(bar.get_facecolor(), bar.get_hatch()) for bar in axes.patches}
    assert len(looks) == 3
    grid = draw_grid(["Arbres"], ["1", "2", "3"], [[0, 5, 10]], "Tables", USUAL).axes[0]
    assert [text.get_text() for text in grid.texts] == ["0", "5", "10"]
    # From light to dark: shades of grey would tell as much.
    shades = [sum(cell.get_facecolor()[:3]) for cell in grid.patches]
    assert shades == sorted(shades, reverse=True)


def test_words_stay_inside_the_figure() -> None:
    names = ["Un nom de thème plutôt long, qui prend plusieurs lignes de la marge", "École"]
    figures = (
        theme_bars(names, [99_999, 1], [88, 1], n_groups_total=88),
        nature_bars(names, ["constats", "propositions"], [[9_999, 1], [3, 4]]),
        group_grid(names, ["Bords d'Oise", "Quartier de la gare"], [[9, 1], [3, 4]]),
    )
    for figure in figures:
        with Image.open(BytesIO(figure.png)) as image:
            grey = image.convert("L")
            edges = [(0, 0, 2, grey.height), (grey.width - 2, 0, grey.width, grey.height)]
            assert all(grey.crop(edge).getextrema() == (255, 255) for edge in edges)
        assert figure.large_svg is not None
        assert figure.large_svg() != figure.svg


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
    counts = [[0, 1]] * len(names)
    for figure in (
        theme_bars(names, [0] * len(names)),
        nature_bars(names, names[:2], counts),
        group_grid(names, names[:2], counts),
    ):
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
