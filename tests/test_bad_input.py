"""Bad input: the right result or one clear sentence, and nothing half-written."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from participation_lib.chain import Options, Synthesis, synthesise, write_synthesis
from participation_lib.cli import main
from participation_lib.corpus.reading import read_files
from participation_lib.errors import InputError
from participation_lib.themes.encoding import SentenceEncoder

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(autouse=True)
def _fast_and_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, letters: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(SentenceEncoder, "encode", lambda _, texts: letters.encode(texts))


def csv_file(path: Path, texts: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["table", "texte"])
        writer.writerows((number % 4 + 1, text) for number, text in enumerate(texts))
    return path


def written(texts: list[str], tmp_path: Path, letters: Any, **options: Any) -> tuple[Path, Synthesis]:
    options = {"formats": ("html",), "encoder": letters} | options
    synthesis = synthesise([csv_file(tmp_path / "notes.csv", texts)], Options(**options))
    write_synthesis(synthesis, tmp_path / "sortie")
    return tmp_path / "sortie", synthesis


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    text = (folder / f"{name}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(keepends=True), delimiter=";", strict=True))


def bare(cell: str) -> str:
    guarded = cell.startswith("'") and cell.lstrip("'").startswith(("=", "+", "-", "@", "\t", "\r"))
    return cell[1:] if guarded else cell


BINARY = bytes(range(256)) * 40
CANARY = "CANARI jaune des Touleuses"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("vide.csv", b"", id="empty"),
        pytest.param("vide.xlsx", b"", id="empty-workbook"),
        pytest.param("blanc.csv", b"\n\n\n", id="blank-lines"),
        pytest.param("bom.csv", b"\xef\xbb\xbf", id="only-a-bom"),
        pytest.param("entete.csv", b"table;texte\n", id="only-a-header"),
        pytest.param("nombres.csv", b"table;age\n1;12\n2;14\n", id="no-text"),
        pytest.param("binaire.csv", BINARY, id="binary"),
        pytest.param("image.csv", b"\x89PNG\r\n\x1a\n" + BINARY, id="picture"),
        pytest.param("classeur.csv", b"PK\x03\x04" + BINARY, id="archive-named-csv"),
        pytest.param("faux.xlsx", f"table;texte\n1;{CANARY}\n".encode(), id="text-named-xlsx"),
        pytest.param("notes.pdf", b"%PDF-1.7 " + CANARY.encode(), id="another-kind"),
        pytest.param("notes.csv.gz", b"\x1f\x8b" + CANARY.encode(), id="damaged-gzip"),
    ],
)
def test_a_file_that_cannot_be_read(
    name: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    code = main(["synthese", name, "--formats", "html"])
    told = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("[")]
    assert code == 2
    assert len(told) == 1
    assert name in told[0]
    assert "CANARI" not in told[0]
    assert not (tmp_path / "exports").exists()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"{CANARY}\n{CANARY}, deux fois\n{CANARY} encore\n", id="no-header"),
        pytest.param(f'table;texte\n1;"{CANARY}\n2;b\n', id="open-quote"),
        pytest.param(f"table;texte\n1;{CANARY};{CANARY} en trop\n", id="cells-too-many"),
        pytest.param(f"table;{CANARY}\n1;12\n2;13\n", id="words-as-header"),
        pytest.param(f"table;texte;texte\n1;{CANARY};{CANARY} bis\n", id="same-header-twice"),
        pytest.param(f"table;texte\n{CANARY} pour tous;a\n", id="words-as-group"),
    ],
)
def test_no_message_repeats_the_words_of_a_bad_file(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.csv").write_text(content, encoding="utf-8")
    code = main(["synthese", "notes.csv", "--formats", "html"])
    out, err = capsys.readouterr()
    assert code in (0, 2)
    assert "CANARI" not in out + err
    method = tmp_path / "exports/notes/methode.json"
    if method.exists():
        assert "CANARI" not in method.read_text(encoding="utf-8")


def test_one_row(tmp_path: Path, letters: Any) -> None:
    folder, _ = written(["Planter des arbres"], tmp_path, letters, formats=("html", "docx"))
    assert len(rows(folder, "contributions")) == len(rows(folder, "idees")) == len(rows(folder, "themes")) == 1


@pytest.mark.parametrize("texts", [["RAS"], ["", " "], ["sdfghj", "idem", ""]], ids=["ras", "blank", "mixed"])
def test_nothing_to_synthesise(texts: list[str], tmp_path: Path, letters: Any) -> None:
    folder, _ = written(texts, tmp_path, letters, formats=("html", "pdf", "docx", "odt"))
    assert len(rows(folder, "contributions")) == len(texts)
    assert rows(folder, "idees") == rows(folder, "themes") == []
    assert "Aucune contribution exploitable" in (folder / "synthese.html").read_text(encoding="utf-8")


def test_a_million_empty_rows(tmp_path: Path) -> None:
    path = tmp_path / "vides.csv"
    path.write_bytes(b"table;texte\n" + b";\n" * 1_000_000 + b"1;Planter des arbres\n")
    reading = read_files([path])
    filled = reading.records.loc[reading.records["text"].str.strip() != ""]
    assert filled["text"].tolist() == ["Planter des arbres"]
    assert filled["source_row"].tolist() == [1_000_002]


TRAPS = [
    "<b>Planter</b> des <script>alert('arbres')</script>",
    '=HYPERLINK("http://exemple.org";"arbres")',
    "+33 arbres & haies",
    "-12 voitures dans la rue",
    "@mairie plantez des arbres",
    '#eval("arbres") *gras* _souligné_ $x$ `code` [lien](http://exemple.org)',
    "'=déjà avec une apostrophe",
    "\tune tabulation devant",
    "Planter 🌳🌳 et 👨‍👩‍👧 près du 🏊",
    "\\textbf{arbres} \\ \u202e renversé \u200b invisible",
    "Des arbres; \"des haies\"; 'des fleurs'",
    "ligne une\rligne deux\r\nligne trois\u2028ligne quatre",
    "une sonnerie \x07 dans le texte",
]


def test_markup_formulas_and_emoji_are_words(tmp_path: Path, letters: Any) -> None:
    folder, synthesis = written(TRAPS, tmp_path, letters, formats=("html", "pdf", "docx", "odt"))
    page = BeautifulSoup((folder / "synthese.html").read_text(encoding="utf-8"), "html.parser")
    assert not page.find_all("script")
    assert not page.find_all("b")
    assert "<script>alert('arbres')</script>" in page.get_text()
    texts = dict(zip(synthesis.contributions["contribution_id"], synthesis.contributions["text"], strict=True))
    for name in ("contributions", "idees"):
        for row in rows(folder, name):
            assert not row["texte"].startswith(("=", "+", "-", "@", "\t", "\r"))
    for row in rows(folder, "idees"):
        assert bare(row["texte"]) == texts[row["contribution_id"]][int(row["debut"]) : int(row["fin"])]


def test_what_is_read_back_is_what_was_written(tmp_path: Path, letters: Any) -> None:
    folder, synthesis = written(TRAPS, tmp_path, letters)
    for row, text in zip(rows(folder, "contributions"), synthesis.contributions["text"], strict=True):
        assert bare(row["texte"]) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Planter des arbres partout. " * 3_600, id="sentences"),
        pytest.param("a" * 6_000, id="one-word"),
        pytest.param("arbre, " * 4_000, id="commas"),
        pytest.param("[" * 500 + "arbres" + "(" * 500, id="brackets"),
        pytest.param("arbres et " * 2_000, id="joints"),
    ],
)
def test_a_very_long_contribution(text: str, tmp_path: Path, letters: Any) -> None:
    folder, _ = written([text, "Plus de bus le soir"], tmp_path, letters)
    assert len(rows(folder, "contributions")) == 2
    assert {row["contribution_id"] for row in rows(folder, "idees")} == {
        row["contribution_id"] for row in rows(folder, "contributions") if row["statut"] == "retenue"
    }


def test_another_language_is_kept_and_said(tmp_path: Path, letters: Any) -> None:
    folder, _ = written(
        ["نريد المزيد من الأشجار في الحي", "Planter des arbres"], tmp_path, letters, formats=("html", "pdf")
    )
    first = rows(folder, "contributions")[0]
    assert (first["statut"], first["texte"]) == ("inexploitable", "نريد المزيد من الأشجار في الحي")


@pytest.mark.parametrize("n_rows", [2, 5, 6, 31, 40])
@pytest.mark.parametrize("text", ["Planter des arbres", "oui", "Les barbecues"])
def test_all_rows_identical(n_rows: int, text: str, tmp_path: Path, letters: Any) -> None:
    path = tmp_path / "mêmes.csv"
    path.write_text("texte\n" + f"{text}\n" * n_rows, encoding="utf-8")
    synthesis = synthesise([path], Options(encoder=letters, formats=("html",)))
    write_synthesis(synthesis, tmp_path / "sortie")
    assert len(rows(tmp_path / "sortie", "idees")) == n_rows
    assert {row["confiance"] for row in rows(tmp_path / "sortie", "idees")} <= {str(value) for value in range(101)}


def test_one_odd_contribution_does_not_stop_the_others(tmp_path: Path, letters: Any) -> None:
    texts = ["Planter des arbres", "des arbres\n!« des bancs »", "une mare\n?(des haies)", "Plus de bus le soir"]
    folder, _ = written(texts, tmp_path, letters)
    assert len(rows(folder, "contributions")) == 4


@pytest.mark.parametrize("n_themes", [1, 200])
def test_more_themes_than_ideas(n_themes: int, tmp_path: Path, letters: Any) -> None:
    folder, _ = written(["Planter des arbres", "Plus de bus", "Un composteur"], tmp_path, letters, n_themes=n_themes)
    assert 1 <= len(rows(folder, "themes")) <= 3


def test_an_output_folder_that_is_not_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    csv_file(tmp_path / "notes.csv", ["Planter"])
    hers = tmp_path / "photos"
    hers.mkdir()
    (hers / "methode.json").write_text('{"programme": "un autre"}', encoding="utf-8")
    assert main(["synthese", "notes.csv", "--sortie", "photos"]) == 2
    assert "photos" in capsys.readouterr().err
    assert [path.name for path in hers.iterdir()] == ["methode.json"]


def test_a_workbook_that_holds_a_formula(tmp_path: Path, letters: Any) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["table", "texte"])
    book.active.append([1, "=1+1"])
    book.active.append([2, "Planter des arbres"])
    book.save(tmp_path / "classeur.xlsx")
    synthesis = synthesise([tmp_path / "classeur.xlsx"], Options(encoder=letters))
    assert len(synthesis.contributions) == 2


def test_a_damaged_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "classeur.xlsx", "w") as archive:
        archive.writestr("mimetype", "rien")
    with pytest.raises(InputError, match=r"classeur\.xlsx"):
        synthesise([tmp_path / "classeur.xlsx"])
