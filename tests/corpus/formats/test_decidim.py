from __future__ import annotations

from pathlib import Path

import pytest

from participation_lib.corpus.formats.rich_text import rich_text_to_plain
from participation_lib.corpus.reading import read_files

GENERATIONS = {
    "2018": "id;category/id;category/name/fr;scope/id;scope/name/fr;title;body;votes;url;component/id",
    "0.24": "id;category/id;scope/id;scope/name/fr;participatory_space/id;component/id;"
    "title/fr;title/en;body/fr;body/en;supports;endorsements/user_endorsements;url",
    "0.30": "id;author/id;author/name;taxonomies/id;taxonomies/name/fr;component/id;title/fr;body/fr;"
    "address;latitude;votes;url",
}


@pytest.mark.parametrize("generation", GENERATIONS)
def test_three_generations_of_headers(generation: str, tmp_path: Path) -> None:
    names = GENERATIONS[generation].split(";")
    values = dict.fromkeys(names, "x")
    values |= {"title": "Un banc", "title/fr": "Un banc", "title/en": ""}
    values |= {"body": "Devant l’école", "body/fr": "Devant l’école"}
    values |= {"body/en": "", "scope/name/fr": "Sud", "author/id": "17", "author/name": "Zoé Martin"}
    path = tmp_path / "propositions.csv"
    record = ";".join(values[name] for name in names)
    path.write_text(f"{GENERATIONS[generation]}\n{record}\n", encoding="utf-8")
    reading = read_files([path])
    assert reading.records["text"].tolist() == ["Un banc\nDevant l’école"]
    assert reading.sources[0].description == "Export Decidim — propositions, 1 contribution"
    assert "Zoé" not in reading.records.to_csv()
    if generation == "0.30":
        assert reading.records["author"].tolist() == ["a1"]
        assert ("author/name", "personnelle") in reading.sources[0].set_aside
        assert ("latitude", "personnelle") in reading.sources[0].set_aside
    else:
        assert (reading.group_name, reading.records["group"].tolist()) == ("secteur", ["Sud"])


def test_a_proposal_in_another_language_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    header = "id;component/id;title/en;title/fr;body/en;body/fr"
    path.write_text(f"{header}\n1;2;A bench;;Here;\n", encoding="utf-8")
    assert read_files([path]).records["text"].tolist() == ["A bench\nHere"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("sans balise < ni > ici", "sans balise < ni > ici", id="plain"),
        pytest.param("<p>a</p><p>b&nbsp;: c &amp; d</p>", "a\nb\u00a0: c & d", id="paragraphs"),
        pytest.param("<ul><li>un</li><li>deux</li></ul>", "- un\n- deux", id="list"),
        pytest.param('voir <a href="https://x.fr">le plan</a><br/>ici', "voir le plan\nici", id="link"),
        pytest.param(
            "<p>ici <script>alert(1)</script> là</p>", "ici <script>alert(1)</script> là", id="script-is-text"
        ),
        pytest.param("<p>5 < 6 et <truc> reste</p>", "5 < 6 et <truc> reste", id="unknown-tag-stays"),
    ],
)
def test_rich_text(before: str, after: str) -> None:
    assert rich_text_to_plain(before) == after
