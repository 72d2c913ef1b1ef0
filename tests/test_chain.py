"""The output contract, on the plenary and on small corpora in several versions."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from participation_lib.chain import STEPS, choose_codebook, prepare_output, synthesise, write_synthesis
from participation_lib.errors import InputError
from participation_lib.schema import Nature, Status

if TYPE_CHECKING:
    from conftest import Run

HEADERS = {
    "contributions": "contribution_id;source_fichier;source_ligne;statut;motif;groupe;texte",
    "idees": "idee_id;contribution_id;debut;fin;texte;theme_id;theme;nature;confiance;a_relire;motif;"
    "themes_secondaires;reperes",
    "themes": "theme_id;theme;description;mots_cles;n_idees;n_contributions;n_groupes;solidite",
}
LETTERS = ("zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")


@pytest.fixture(params=["plenary", "publiable", "interne", "codebook", "ungrouped", "nothing"])
def run(request: pytest.FixtureRequest) -> Run:
    if request.param == "plenary":
        return request.getfixturevalue("plenary")
    return request.getfixturevalue("small_runs")[request.param]


def html_of(run: Run) -> BeautifulSoup:
    return BeautifulSoup((run.folder / "synthese.html").read_text(encoding="utf-8"), "html.parser")


def plain(text: str) -> str:
    """Give a text without what layout may change: kinds of spaces, apostrophes, ellipses."""
    return " ".join(text.replace("’", "'").replace("…", "...").split())


def texts_of(run: Run) -> dict[str, str]:
    return {row["contribution_id"]: row["texte"] for row in run.table("contributions")}


# Tables


@pytest.mark.parametrize("name", list(HEADERS))
def test_form_of_tables(run: Run, name: str) -> None:
    data = (run.folder / f"{name}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\xef\xbb\xbf") == 1
    text = data.decode("utf-8-sig")
    read = run.synthesis.contributions
    further = [column for column in ("sequence", "question", "votes") if (read[column] != "").any()]
    header = ";".join([HEADERS[name], *(further if name == "contributions" else ())])  # only what the files say
    assert text.split("\n", 1)[0] == header
    assert text.endswith("\n")
    rows = list(csv.reader(text.splitlines(keepends=True), delimiter=";", strict=True))
    assert {len(row) for row in rows} == {len(header.split(";"))}
    for row in rows:
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("name", list(HEADERS))
def test_only_cells_that_need_it_are_quoted(run: Run, name: str) -> None:
    text = (run.folder / f"{name}.csv").read_bytes().decode("utf-8-sig")
    rows = csv.reader(text.splitlines(keepends=True), delimiter=";", strict=True)

    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if re.search(r'[;"\n\r]', cell) else cell

    assert "".join(";".join(quoted(cell) for cell in row) + "\n" for row in rows) == text


def test_one_line_per_record_read(run: Run) -> None:
    contributions = run.table("contributions")
    records = run.synthesis.reading.records
    assert len(contributions) == len(records)
    assert [row["source_fichier"] for row in contributions] == records["source_file"].tolist()
    assert [int(row["source_ligne"]) for row in contributions] == records["source_row"].tolist()
    assert len({row["contribution_id"] for row in contributions}) == len(contributions)
    assert all(Path(row["source_fichier"]).name == row["source_fichier"] for row in contributions)


def test_statuses_and_reasons(run: Run) -> None:
    known = {row["contribution_id"] for row in run.table("contributions")}
    for row in run.table("contributions"):
        assert row["statut"] in set(Status)
        assert bool(row["motif"]) == (row["statut"] != "retenue")
        if row["statut"] == "vide":
            assert row["texte"].strip() == ""
        if row["statut"] == "doublon":
            assert set(re.findall(r"c\d+", row["motif"])) & known


def test_ideas_are_slices_of_retained_contributions(run: Run) -> None:
    contributions = {row["contribution_id"]: row for row in run.table("contributions")}
    ideas = run.table("idees")
    last: dict[str, int] = {}
    for row in ideas:
        owner = contributions[row["contribution_id"]]
        assert owner["statut"] == "retenue"
        start, end = int(row["debut"]), int(row["fin"])
        assert last.get(row["contribution_id"], 0) <= start < end <= len(owner["texte"])
        assert row["texte"] == owner["texte"][start:end]
        assert row["idee_id"].startswith(f"{row['contribution_id']}-")
        last[row["contribution_id"]] = end
    assert len({row["idee_id"] for row in ideas}) == len(ideas)
    assert set(last) == {key for key, row in contributions.items() if row["statut"] == "retenue"}


def test_coding_of_ideas(run: Run) -> None:
    labels = {row["theme_id"]: row["theme"] for row in run.table("themes")}
    for row in run.table("idees"):
        assert row["nature"] in set(Nature)
        assert re.fullmatch(r"\d{1,3}", row["confiance"])
        assert int(row["confiance"]) <= 100
        assert row["a_relire"] in ("oui", "non")
        if row["theme_id"] == "non_classe":
            assert row["theme"] == "Non classé"
            assert row["motif"]
        else:
            assert row["theme"] == labels[row["theme_id"]]
        if row["a_relire"] == "oui":
            assert row["motif"]


def test_themes_count_what_is_there(run: Run) -> None:
    groups = {row["contribution_id"]: row["groupe"] for row in run.table("contributions")}
    themes = run.table("themes")
    assert len({row["theme"].casefold() for row in themes}) == len(themes)
    for row in themes:
        members = [idea for idea in run.table("idees") if idea["theme_id"] == row["theme_id"]]
        owners = {idea["contribution_id"] for idea in members}
        assert row["theme_id"] != "non_classe"
        assert row["theme"]
        assert int(row["n_idees"]) == len(members) > 0
        assert int(row["n_contributions"]) == len(owners)
        expected = str(len({groups[owner] for owner in owners} - {""})) if run.has_groups else ""
        assert row["n_groupes"] == expected
        assert re.fullmatch(r"\d{1,3}", row["solidite"])
        assert int(row["solidite"]) <= 100


# Sentences


def test_statements_rest_on_ideas_of_the_tables(run: Run) -> None:
    ideas = {row["idee_id"]: row for row in run.table("idees")}
    groups = {row["contribution_id"]: row["groupe"] for row in run.table("contributions")}
    identifiers = [statement["id"] for statement in run.trace]
    assert len(set(identifiers)) == len(identifiers)
    for statement in run.trace:
        assert list(statement) == ["id", "section", "texte", "origine", "idees", "effectifs", "citations"]
        assert statement["texte"]
        assert statement["origine"] == "computed"
        assert statement["idees"]
        assert len(set(statement["idees"])) == len(statement["idees"])
        owners = {ideas[idea_id]["contribution_id"] for idea_id in statement["idees"]}
        assert statement["effectifs"] == {
            "idees": len(statement["idees"]),
            "contributions": len(owners),
            "groupes": len({groups[owner] for owner in owners} - {""}) if run.has_groups else None,
        }
        for quotation in statement["citations"]:
            assert quotation["idee_id"] in statement["idees"]
            assert quotation["texte"]
            assert quotation["texte"] in ideas[quotation["idee_id"]]["texte"]
            assert quotation["texte"] in statement["texte"]


def test_every_sentence_of_the_html_is_in_the_trace_and_back(run: Run) -> None:
    page = html_of(run)
    trace = {statement["id"]: statement for statement in run.trace}
    anchors = [tag for tag in page.find_all(id=True) if tag["id"] in trace]
    assert [tag["id"] for tag in anchors] == list(trace)
    for tag in anchors:
        shown, expected = plain(tag.get_text()), plain(trace[tag["id"]]["texte"])
        assert shown.startswith(expected)


def test_quotations_are_shown_to_the_letter(run: Run) -> None:
    page = html_of(run)
    for statement in run.trace:
        shown = " ".join(page.find(id=statement["id"]).get_text().split())
        for quotation in statement["citations"]:
            assert " ".join(quotation["texte"].split()) in shown


def test_references_lead_to_the_annex_and_back(run: Run) -> None:
    page = html_of(run)
    targets = {tag["id"] for tag in page.find_all(id=True)}
    links = [tag["href"] for tag in page.find_all("a", href=True)]
    assert all(link.startswith("#") and link[1:] in targets for link in links)
    owners = {row["idee_id"]: row["contribution_id"] for row in run.table("idees")}
    for statement in run.trace:
        anchor = page.find(id=statement["id"])
        cited = {owners[quotation["idee_id"]] for quotation in statement["citations"]}
        assert {f"#{owner}" for owner in cited} <= {tag["href"] for tag in anchor.find_all("a")}
        for owner in cited:
            assert page.find(id=owner).find("a", href=f"#{statement['id']}")


def test_the_annex_holds_every_retained_contribution(run: Run) -> None:
    page = html_of(run)
    for row in run.table("contributions"):
        if row["statut"] == "retenue":
            lines = " / ".join(part.strip() for part in row["texte"].splitlines() if part.strip())
            assert " ".join(lines.split()) in " ".join(page.find(id=row["contribution_id"]).get_text().split())


def own_words(statement: dict[str, Any]) -> str:
    text = statement["texte"]
    for quotation in statement["citations"]:
        text = text.replace(quotation["texte"], "…", 1)
    return re.sub(r"«\s[^»]*\s»", "«»", text)


def value(word: str) -> int:
    return LETTERS.index(word.lower()) if word.lower() in LETTERS else int(re.sub(r"\s", "", word))


NUMBER = r"(\d[\d\u202f]*|" + "|".join(LETTERS) + ")"


def test_numbers_of_sentences_are_recomputed(run: Run) -> None:
    ideas = {row["idee_id"]: row for row in run.table("idees")}
    tables = {row["groupe"] for row in run.table("contributions") if row["statut"] == "retenue"} - {""}
    natures = {
        "signale": "probleme",
        "propose": "proposition",
        "exprime une sat": "satisfaction",
        "fait un constat": "constat",
    }
    checked = 0
    for statement in run.trace:
        text, counts = own_words(statement), statement["effectifs"]
        for said in re.findall(rf"(?i)à {NUMBER} tables? sur {NUMBER}", text):
            checked += 1
            assert value(said[1]) == len(tables)
            if statement["section"] != "en_bref":
                assert value(said[0]) == counts["groupes"]
        if statement["section"].startswith("t") and "sur ce thème" in text:
            assert f"{counts['idees']} idée" in text
            assert f"sur {len(ideas)}" in text
        members = Counter(ideas[idea_id]["nature"] for idea_id in statement["idees"])
        for verb, nature in natures.items():
            found = re.search(rf"(?i){NUMBER} idées? {verb}", text)
            if found and statement["section"] != "en_bref":
                checked += 1
                assert value(found[1]) == counts["idees"] == members[nature]
    if run.has_groups and run.trace:
        assert checked


def test_the_first_sentence_counts_everything(run: Run) -> None:
    if not run.trace:
        assert not run.table("idees")
        return
    first = run.trace[0]
    kept = [row for row in run.table("contributions") if row["statut"] == "retenue"]
    assert re.match(rf"{len(kept)} contributions?\b", first["texte"])
    assert f"{len(run.table('idees'))} idée" in first["texte"]
    assert sorted(first["idees"]) == sorted(row["idee_id"] for row in run.table("idees"))


def test_every_idea_is_told_in_the_body(run: Run) -> None:
    told = {idea for statement in run.trace if statement["section"] != "en_bref" for idea in statement["idees"]}
    assert told == {row["idee_id"] for row in run.table("idees")}


def test_no_percentage_of_inhabitants(run: Run) -> None:
    for statement in run.trace:
        text = own_words(statement).lower()
        assert "habitant" not in text
        assert "unanim" not in text
        assert "consensus" not in text
        if run.synthesis.evidence.in_session:
            assert "%" not in text


# The method


def test_the_method_counts_each_step(run: Run) -> None:
    counts = run.method["effectifs"]
    statuses = Counter(row["statut"] for row in run.table("contributions"))
    ideas = run.table("idees")
    assert counts["enregistrements_lus"] == sum(statuses.values())
    assert all(counts[f"contributions_{status.value}"] == statuses[status.value] for status in Status)
    assert counts["idees"] == len(ideas) == counts["idees_classees"] + counts["idees_non_classees"]
    assert counts["idees_non_classees"] == sum(row["theme_id"] == "non_classe" for row in ideas)
    assert counts["idees_a_relire"] == sum(row["a_relire"] == "oui" for row in ideas)
    assert counts["themes"] == len(run.table("themes"))
    assert counts["enonces"] == len(run.trace)
    assert 0 <= run.method["stabilite"] <= 1


def test_the_method_says_how_to_do_it_again(plenary: Run) -> None:
    method = plenary.method
    assert method["programme"] == "participation_lib"
    assert {"graine", "themes", "version", "livre_de_codes", "formats", "question"} <= set(method["parametres"])
    assert all(re.fullmatch(r"[0-9a-f]{64}", source["sha256"]) for source in method["sources"])
    assert all(versions for versions in method["versions"].values())


def grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + 4]) for start in range(len(words) - 3)}


def test_the_method_holds_no_words_of_contributions(run: Run) -> None:
    said = set().union(*(grams(text) for text in run.synthesis.reading.records["text"]))
    assert not grams((run.folder / "methode.json").read_text(encoding="utf-8")) & said


def test_no_path_in_any_output(run: Run) -> None:
    from io import BytesIO
    from zipfile import ZipFile

    for path in run.folder.iterdir():
        data = path.read_bytes()
        if path.suffix in (".docx", ".odt"):
            with ZipFile(BytesIO(data)) as archive:
                data = b"".join(archive.read(name) for name in archive.namelist())
        for place in (str(run.folder), str(run.folder.parent), str(Path(__file__).parents[1]), str(Path.home()) + "/"):
            assert place.encode() not in data


def test_files_of_the_folder(run: Run) -> None:
    expected = {"contributions.csv", "idees.csv", "themes.csv", "trace.json", "methode.json"}
    expected |= {f"synthese.{name}" for name in run.synthesis.options.formats}
    if run.synthesis.options.version == "interne":
        expected.add("remplacements.csv")
    assert {path.name for path in run.folder.iterdir()} == expected


def test_json_is_plain(run: Run) -> None:
    for name in ("trace.json", "methode.json"):
        data = (run.folder / name).read_bytes()
        assert data.endswith(b"}\n")
        assert not data.startswith(b"\xef\xbb\xbf")
        assert b"\\u00e9" not in data
        json.loads(data)


# Versions


def test_what_is_to_moderate_is_published_nowhere(small_runs: dict[str, Run]) -> None:
    for name in ("publiable", "codebook"):
        run = small_runs[name]
        row = next(row for row in run.table("contributions") if row["statut"] == "a_moderer")
        assert row["texte"] == ""
        for path in run.folder.iterdir():
            assert "est un voleur" not in path.read_text(encoding="utf-8", errors="replace")


def test_what_is_to_moderate_is_kept_for_internal_eyes(small_runs: dict[str, Run]) -> None:
    run = small_runs["interne"]
    row = next(row for row in run.table("contributions") if row["statut"] == "a_moderer")
    assert row["texte"] == "Le maire est un voleur"


def test_the_plenary_publishes_nothing_to_moderate(plenary: Run) -> None:
    hidden = [row for row in plenary.table("contributions") if row["statut"] == "a_moderer"]
    texts = plenary.synthesis.reading.records["text"].tolist()
    assert hidden
    for row in hidden:
        assert row["texte"] == ""
        words = texts[int(row["contribution_id"][1:]) - 1]
        for name in ("contributions.csv", "idees.csv", "trace.json", "synthese.html"):
            assert words not in (plenary.folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("words", ["Kerlouan", "06 12 34 56 78"])
def test_personal_words_leave_by_one_door_only(small_runs: dict[str, Run], words: str) -> None:
    for name, run in small_runs.items():
        found = {path.name for path in run.folder.iterdir() if words in path.read_text(encoding="utf-8")}
        assert found == ({"remplacements.csv"} if name == "interne" else set())


def test_replacements(small_runs: dict[str, Run]) -> None:
    run = small_runs["interne"]
    assert (
        (run.folder / "remplacements.csv")
        .read_bytes()
        .startswith(b"\xef\xbb\xbfcontribution_id;marque;type;mots_remplaces\n")
    )
    texts = texts_of(run)
    rows = run.table("remplacements")
    assert len(rows) >= 2
    for row in rows:
        assert row["marque"] in texts[row["contribution_id"]]
        assert row["mots_remplaces"] not in texts[row["contribution_id"]]


def test_the_two_versions_differ_by_words_only(small_runs: dict[str, Run]) -> None:
    for name in ("idees.csv", "themes.csv"):
        assert (small_runs["publiable"].folder / name).read_bytes() == (
            small_runs["interne"].folder / name
        ).read_bytes()


# Options and steps


def test_the_steps_are_told_in_order(plenary: Run) -> None:
    assert plenary.steps == list(enumerate(STEPS))


def test_dangerous_cells_keep_their_text(small_runs: dict[str, Run]) -> None:
    texts = texts_of(small_runs["publiable"]).values()
    assert "=2+2 composteurs dans chaque résidence" in texts
    assert "- de béton\n- de goudron" in texts
    raw = (small_runs["publiable"].folder / "contributions.csv").read_text(encoding="utf-8-sig")
    assert ";'=2+2 composteurs" in raw


def test_markup_stays_words(small_runs: dict[str, Run]) -> None:
    page = html_of(small_runs["publiable"])
    assert not page.find_all("script")
    assert "<script>alert('x')</script>" in page.get_text()


def test_the_question_asked_is_shown(small_csv: Path, letters: Any, tmp_path: Path) -> None:
    from participation_lib.chain import Options

    options = Options(encoder=letters, formats=("html",), question="Quelle nature  <b>pour</b>\n2030 ?", seed=5)
    write_synthesis(synthesise([small_csv], options), tmp_path / "out")
    assert "Quelle nature <b>pour</b> 2030" in plain(
        BeautifulSoup((tmp_path / "out/synthese.html").read_text(), "html.parser").get_text()
    )
    assert json.loads((tmp_path / "out/methode.json").read_text())["parametres"]["graine"] == 5


def test_codebook_choices(tmp_path: Path) -> None:
    assert choose_codebook("aucun") is None
    shipped = choose_codebook("commune")
    assert shipped is not None
    assert shipped.name == "commune"
    with pytest.raises(InputError, match="introuvable"):
        choose_codebook(str(tmp_path / "absent.yaml"))


def test_the_codebook_is_an_input_like_another(small_csv: Path, letters: Any, tmp_path: Path) -> None:
    from hashlib import sha256

    from participation_lib.chain import Options

    book = tmp_path / "livre.yaml"
    book.write_text("themes:\n  - {id: nature, libelle: Nature en ville, descripteurs: [arbre]}\n", encoding="utf-8")
    options = Options(encoder=letters, formats=(), codebook=choose_codebook(str(book)))
    write_synthesis(synthesise([small_csv], options), tmp_path / "out")
    assert sha256(book.read_bytes()).hexdigest() in (tmp_path / "out/methode.json").read_text(encoding="utf-8")


def test_unknown_formats_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="« rtf »"):
        prepare_output(tmp_path / "out", ["html", "rtf"])
    assert not (tmp_path / "out").exists()


def test_several_files_are_one_corpus(tmp_path: Path, csv_of: Any, letters: Any) -> None:
    from participation_lib.chain import Options

    one = csv_of(tmp_path / "un.csv", [("1", "Planter des arbres"), ("1", "Des bancs")])
    two = csv_of(tmp_path / "deux.csv", [("1", "Planter des arbres"), ("2", "Des bus le soir")])
    found = synthesise([one, two], Options(encoder=letters))
    assert found.contributions["source_file"].tolist() == ["un.csv", "un.csv", "deux.csv", "deux.csv"]
    assert found.contributions["contribution_id"].tolist() == ["c0001", "c0002", "c0003", "c0004"]
    assert len(found.reading.sources) == 2


# Quality of the plenary, as the issue asks for it


def test_few_ideas_of_the_plenary_fit_nowhere(plenary: Run) -> None:
    counts = plenary.method["effectifs"]
    assert counts["idees_non_classees"] < 0.15 * counts["idees"]


def test_the_themes_of_the_plenary_have_real_names(plenary: Run) -> None:
    for row in plenary.table("themes"):
        assert not row["theme"].startswith("Idées diverses")
        assert row["theme"][0].isupper()
        assert not re.search(r"\b(moi|toi|svp|bcp|juillet|septembre)\b", row["mots_cles"])
