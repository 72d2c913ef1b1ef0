"""Dossiers from end to end: opened, added to, reviewed, drafted from, carried elsewhere, compared."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from participation_lib.chain import (
    Options,
    Settling,
    WritingDesk,
    add_files,
    compare_dossiers,
    debated_ideas,
    export_dossier_tables,
    open_from_files,
    read_review,
    synthesise,
    synthesise_dossier,
    verify_document,
    write_disagreements,
    write_synthesis,
)
from participation_lib.cli import main
from participation_lib.corpus.meetings import MeetingRule
from participation_lib.dossier import Dossier, archive_dossier, create_dossier, open_dossier, restore_dossier
from participation_lib.errors import InputError, OutputError
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.review import Review
from participation_lib.schema import (
    UNCLASSIFIED,
    AddSecondaryTheme,
    Flag,
    FlagIdeas,
    MergeThemes,
    MoveIdeas,
    RenameTheme,
    SetAsideIdeas,
    SetBatchAside,
    Voice,
)
from participation_lib.themes.encoding import SentenceEncoder
from tests.conftest import SMALL_ROWS, write_rows

TABLES = ("contributions.csv", "idees.csv", "themes.csv", "trace.json")
LATER_ROWS = (
    ("1", "Planter des arbres le long de l'avenue"),  # said before, at a table of the same number
    ("2", "Planter encore des arbres devant la gare"),
    ("2", "Voir avec Mme Geneviève Kerlouan pour les arbres"),
    ("3", "Voir avec M. Anselme Trividic pour le bus du dimanche"),
    ("4", "Un bus de plus le dimanche"),
)
STRANGE_ROWS = tuple(
    (str(number % 4 + 1), text)
    for number, text in enumerate(
        f"{verb} {what} {where}"
        for verb in ("Ouvrir", "Financer", "Agrandir")
        for what in ("une médiathèque numérique", "la ludothèque municipale")
        for where in ("au centre", "le jeudi", "pour les ados")
    )
)


@pytest.fixture
def options(letters: Any) -> Options:
    return Options(encoder=letters, formats=("html",))


@pytest.fixture
def dossier(tmp_path: Path, small_csv: Path, options: Options) -> Any:
    with open_from_files(tmp_path / "dossier", [small_csv], options, title="Petit", author="CM") as found:
        yield found


def review_of(dossier: Dossier) -> Review:
    return Review.of(dossier.batches(), dossier.decisions())


def written(dossier: Dossier, options: Options, folder: Path) -> dict[str, bytes]:
    write_synthesis(synthesise_dossier(dossier, options), folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def reviewed(dossier: Dossier, letters: Any) -> ReviewDesk:
    """Take one decision of each kind that shows in a note."""
    desk = ReviewDesk(dossier, author="CM", encoder=letters, learns=False)
    themes = list(desk.review.themes)
    ideas = list(desk.review.ideas)
    desk.decide(RenameTheme(themes[0], "Nature et ombre"))
    desk.decide(SetAsideIdeas((ideas[0],)), "hors du champ de la séance")
    desk.decide(MoveIdeas((ideas[1],), themes[0]))
    desk.decide(AddSecondaryTheme((ideas[1],), themes[1]))
    desk.decide(FlagIdeas((ideas[2],), Flag.OUTSIDE_COMPETENCE))
    desk.decide(MoveIdeas((ideas[3],), UNCLASSIFIED))
    return desk


def test_an_untouched_dossier_gives_what_its_files_give(
    dossier: Dossier, small_csv: Path, options: Options, tmp_path: Path
) -> None:
    from_dossier = written(dossier, options, tmp_path / "du_dossier")
    write_synthesis(synthesise([small_csv], options), tmp_path / "des_fichiers")
    for name in TABLES:
        assert from_dossier[name] == (tmp_path / "des_fichiers" / name).read_bytes(), name


def test_a_synthesis_of_a_dossier_can_be_verified_and_keeps_what_was_written(
    dossier: Dossier, options: Options, letters: Any, tmp_path: Path
) -> None:
    writing = WritingDesk.of(dossier, author="CM", encoder=letters)
    writing.add("synthese", "suites", "La Ville répondra par écrit.", voice=Voice.CITY)
    written(dossier, options, tmp_path / "synthese")
    (file,) = (tmp_path / "synthese").glob("*.html")
    found = verify_document(file, dossier, encoder=letters)
    assert (found.differences, found.n_same > 20) == ((), True)
    text = file.read_text(encoding="utf-8")
    assert "La Ville répondra par écrit." in text
    file.write_text(text.replace("répondra par écrit", "ne répondra pas"), encoding="utf-8")
    assert len(verify_document(file, dossier, encoder=letters).differences) == 1


def test_a_reviewed_dossier_says_what_was_decided(
    dossier: Dossier, options: Options, letters: Any, tmp_path: Path
) -> None:
    desk = reviewed(dossier, letters)
    synthesis = synthesise_dossier(dossier, options)
    write_synthesis(synthesis, tmp_path / "note")
    counts = synthesis.counts
    assert counts["idees_ecartees"] == 1
    assert counts["idees_classees"] + counts["idees_non_classees"] + counts["idees_ecartees"] == counts["idees"]
    ideas = {row["idee_id"]: row for row in rows_of(tmp_path / "note", "idees.csv")}
    assert len(ideas) == counts["idees"] == len(desk.review.ideas)
    names = list(desk.review.ideas)
    themes = list(desk.review.themes)
    assert (ideas[names[0]]["theme_id"], ideas[names[0]]["motif"]) == ("ecartee", "hors du champ de la séance")
    assert ideas[names[0]]["theme"] == "Écartée"
    assert (ideas[names[1]]["theme_id"], ideas[names[1]]["themes_secondaires"]) == (themes[0], themes[1])
    assert ideas[names[2]]["reperes"] == "hors_competence"
    assert ideas[names[3]]["theme_id"] == UNCLASSIFIED
    listed = rows_of(tmp_path / "note", "themes.csv")
    assert "Nature et ombre" in {row["theme"] for row in listed}
    assert sum(int(row["n_idees"]) for row in listed) == counts["idees_classees"]
    page = (tmp_path / "note" / "synthese.html").read_text(encoding="utf-8")
    for words in ("Nature et ombre", "hors du champ de la séance", "Le classement a été relu par"):
        assert words in page
    evidence = {idea_id for statement in synthesis.draft.statements for idea_id in statement.idea_ids}
    assert names[0] not in evidence, "no sentence rests on an idea that was set aside"


def test_the_same_dossier_gives_the_same_bytes_anywhere(
    dossier: Dossier, options: Options, letters: Any, tmp_path: Path
) -> None:
    reviewed(dossier, letters).cut("c0030-1", 5) if "c0030-1" in review_of(dossier).ideas else None
    before = written(dossier, options, tmp_path / "ici")
    archive = archive_dossier(dossier.folder, tmp_path / "dossier.zip")
    with restore_dossier(archive, tmp_path / "ailleurs" / "dossier") as elsewhere:  # its cache is empty
        assert written(elsewhere, options, tmp_path / "la") == before
        assert written(elsewhere, options, tmp_path / "encore") == before


def test_files_added_later_move_nothing(dossier: Dossier, options: Options, letters: Any, tmp_path: Path) -> None:
    reviewed(dossier, letters)
    before = review_of(dossier)
    file = write_rows(tmp_path / "suite.csv", LATER_ROWS)
    added = add_files(dossier, [file], options, author="CM")
    after = review_of(dossier)
    assert {name: after.ideas[name] for name in before.ideas} == dict(before.ideas)
    assert added.files == ("suite.csv",)
    assert added.n_contributions == len(LATER_ROWS)
    assert added.n_ideas == len(after.ideas) - len(before.ideas) > 0
    contributions = dossier.batches()[1].contributions
    assert contributions["contribution_id"].tolist() == [
        f"c{number:04d}" for number in range(len(SMALL_ROWS) + 1, len(SMALL_ROWS) + len(LATER_ROWS) + 1)
    ]
    assert contributions["status"].tolist()[0] == "retenue", "another evening, another table"
    first = next(text for text in dossier.batches()[0].contributions["text"] if "Voir avec" in text)
    known, unknown = contributions["text"][2], contributions["text"][3]
    mark = first[first.index("[PERSONNE") : first.index("]") + 1]
    assert mark in known, "the same person keeps the same mark"
    assert mark not in unknown
    assert "[PERSONNE" in unknown


def test_a_file_set_aside_counts_no_more_and_hides_nothing(
    dossier: Dossier, options: Options, letters: Any, tmp_path: Path
) -> None:
    before = synthesise_dossier(dossier, options).counts
    add_files(dossier, [write_rows(tmp_path / "erreur.csv", LATER_ROWS)], options)
    desk = ReviewDesk(dossier, author="CM", encoder=letters, learns=False)
    desk.decide(SetBatchAside(2), "fichier ajouté par erreur")
    synthesis = synthesise_dossier(dossier, options)
    counts = synthesis.counts
    assert counts["contributions_retenue"] == before["contributions_retenue"]
    assert counts["contributions_ecartee"] == len(LATER_ROWS)
    assert counts["enregistrements_lus"] == len(SMALL_ROWS) + len(LATER_ROWS)
    assert counts["idees_classees"] + counts["idees_non_classees"] == before["idees"]
    assert counts["idees"] == before["idees"] + counts["idees_ecartees"]
    write_synthesis(synthesis, tmp_path / "note")
    page = (tmp_path / "note" / "synthese.html").read_text(encoding="utf-8")
    assert "Écartées à la relecture, avec leur fichier" in page
    assert "fichier ajouté par erreur" in page
    assert "bus de plus le dimanche" not in page, "what may be of another démarche is not copied out"
    assert "bus de plus le dimanche" not in (tmp_path / "note" / "contributions.csv").read_text(encoding="utf-8-sig")
    right = [*LATER_ROWS[1:], ("4", "Un bus de plus le samedi")]
    same_meeting = replace(options, meetings=MeetingRule.SAME)
    add_files(dossier, [write_rows(tmp_path / "juste.csv", right)], same_meeting)
    statuses = dossier.batches()[2].contributions["status"].tolist()
    assert statuses == ["retenue"] * len(right), "what is said again after that is no duplicate"


def test_later_ideas_join_the_themes_as_they_are_now(
    dossier: Dossier, options: Options, letters: Any, tmp_path: Path
) -> None:
    desk = ReviewDesk(dossier, author="CM", encoder=letters, learns=False)
    trees = [i.idea_id for i in desk.review.ideas.values() if "arbre" in desk.review.text(i).lower()]
    theme = desk.create_theme("Arbres à planter")
    desk.move(trees, theme)
    gone = next(name for name in desk.review.themes if name != theme)
    desk.decide(MergeThemes(gone, theme))
    file = write_rows(tmp_path / "suite.csv", [("2", "Des arbres devant la gare, on cuit l'été")])
    add_files(dossier, [file], options)
    (new,) = dossier.batches()[1].ideas["theme_id"].tolist()
    assert new == theme


def test_what_is_debated_is_found_in_the_review(dossier: Dossier, letters: Any) -> None:
    desk = ReviewDesk(dossier, author="CM", encoder=letters, learns=False)
    sides = [desk.review.text(desk.review.ideas[name]) for name in debated_ideas(desk)]
    assert any(text.startswith("Interdire les barbecues") for text in sides)
    assert any(text.startswith("Oui aux barbecues") for text in sides)
    assert all("barbecue" in text.lower() for text in sides)


class Subjects:
    """An encoder that only hears what is said of books and games."""

    name = "sujets 1"

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        heard = [[("thèque" in text), ("thèque" not in text)] for text in texts]
        return np.array(heard, dtype=np.float32).reshape(len(texts), 2)


def test_what_fits_nowhere_is_proposed_apart(small_csv: Path, tmp_path: Path) -> None:
    options = Options(encoder=Subjects())
    with open_from_files(tmp_path / "autre", [small_csv], options) as dossier:
        before = review_of(dossier)
        file = write_rows(tmp_path / "ailleurs.csv", STRANGE_ROWS)
        added = add_files(dossier, [file], options)
        after = review_of(dossier)
    fresh = {name: theme for name, theme in after.themes.items() if name not in before.themes}
    assert fresh
    assert set(added.new_themes) == {theme.label for theme in fresh.values()}
    assert all(theme.proposed for theme in fresh.values())
    labels = [theme.label.casefold() for theme in after.themes.values()]
    assert len(set(labels)) == len(labels)


def test_the_same_file_twice_adds_nothing(dossier: Dossier, small_csv: Path, options: Options, tmp_path: Path) -> None:
    other = tmp_path / "copie.csv"
    shutil.copy(small_csv, other)
    added = add_files(dossier, [other], options)
    assert (added.files, added.known, added.n_contributions) == ((), ("copie.csv",), 0)
    assert len(dossier.batches()) == 1


def test_a_copy_given_with_the_file_adds_nothing_either(dossier: Dossier, options: Options, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "suite.csv", LATER_ROWS)
    shutil.copy(file, tmp_path / "copie.csv")
    added = add_files(dossier, [file, tmp_path / "copie.csv"], options)
    assert (added.files, added.known, added.n_contributions) == (("suite.csv",), ("copie.csv",), len(LATER_ROWS))
    assert [source.file_name for source in dossier.batches()[1].sources] == ["suite.csv"]


def test_an_opening_that_was_interrupted_is_taken_up(
    dossier: Dossier, small_csv: Path, options: Options, tmp_path: Path
) -> None:
    with create_dossier(tmp_path / "vide") as empty:
        with pytest.raises(InputError, match="vide"):
            synthesise_dossier(empty, options)
        assert add_files(empty, [small_csv], options).n_contributions == len(SMALL_ROWS)
        (batch,), (expected,) = empty.batches(), dossier.batches()
        assert batch.themes == expected.themes
        assert batch.ideas.equals(expected.ideas)


def test_the_same_number_of_another_kind_of_group_is_another_voice(options: Options, tmp_path: Path) -> None:
    said = [("1", "Planter des arbres le long de l'avenue")]
    by_area = write_rows(tmp_path / "a.csv", said, ("quartier", "texte"))
    by_table = write_rows(tmp_path / "b.csv", [*said, ("2", "Des bancs à l'ombre")], ("table", "texte"))
    with open_from_files(tmp_path / "dossier", [by_area], options) as dossier:
        add_files(dossier, [by_table], options)
        assert dossier.batches()[1].contributions["status"].tolist() == ["retenue", "retenue"]


def test_adding_files_is_no_review(dossier: Dossier, options: Options, tmp_path: Path) -> None:
    add_files(dossier, [write_rows(tmp_path / "suite.csv", LATER_ROWS)], options, author="CM")
    assert "a été relu" not in written(dossier, options, tmp_path / "note")["synthese.html"].decode()


def test_a_folder_that_is_taken_is_said_before_any_work(small_csv: Path, options: Options, tmp_path: Path) -> None:
    (tmp_path / "pris").mkdir()
    (tmp_path / "pris" / "photo.jpg").write_bytes(b"")
    steps: list[str] = []
    with pytest.raises(OutputError, match="contient autre chose"):
        open_from_files(tmp_path / "pris", [small_csv], options, lambda _, name: steps.append(name))
    assert steps == []


def test_a_file_that_cannot_be_read_makes_no_dossier(tmp_path: Path, options: Options) -> None:
    (tmp_path / "vide.csv").write_bytes(b"")
    with pytest.raises(InputError, match="vide"):
        open_from_files(tmp_path / "dossier", [tmp_path / "vide.csv"], options)
    assert not (tmp_path / "dossier").exists()


def test_everything_leaves_as_tables(dossier: Dossier, letters: Any, tmp_path: Path) -> None:
    reviewed(dossier, letters)
    files = {path.stem for path in export_dossier_tables(dossier, tmp_path / "tableaux")}
    before = {path.name: path.read_bytes() for path in (tmp_path / "tableaux").iterdir()}
    export_dossier_tables(dossier, tmp_path / "tableaux")  # once more, in place of the first
    assert {path.name: path.read_bytes() for path in (tmp_path / "tableaux").iterdir()} == before
    (tmp_path / "tableaux" / "idees.csv").write_text("corrigé à la main")
    with pytest.raises(OutputError, match="a été modifié"):
        export_dossier_tables(dossier, tmp_path / "tableaux")
    (tmp_path / "tableaux" / "idees.csv").write_bytes(before["idees.csv"])
    assert files >= {"contributions", "idees", "themes", "decisions", "sources", "remplacements"}
    assert len(rows_of(tmp_path / "tableaux", "contributions.csv")) == len(SMALL_ROWS)
    assert len(rows_of(tmp_path / "tableaux", "decisions.csv")) == len(dossier.decisions())


def test_two_reviews_are_compared_and_settled(
    dossier: Dossier, small_csv: Path, options: Options, letters: Any, tmp_path: Path
) -> None:
    with open_from_files(tmp_path / "autre", [small_csv], options, author="BL") as other:
        same = compare_dossiers(dossier, other)
        assert (same.kappa, same.alpha, same.share_same, same.disagreements) == (1.0, 1.0, 1.0, ())
        theirs = ReviewDesk(other, author="BL", encoder=letters, learns=False)
        for theme_id in list(theirs.review.themes):
            theirs.decide(RenameTheme(theme_id, f"Autre nom {theme_id}"))
        assert compare_dossiers(dossier, other).share_same == 1.0, "names do not matter, ideas do"
        first, second, *_ = theirs.review.themes
        moved = theirs.review.by_theme[first][0]
        theirs.move([moved.idea_id], second)
        found = compare_dossiers(dossier, other)
        assert 0 < found.share_same < 1
        assert found.kappa is not None
        assert found.alpha is not None
        assert 0 < found.alpha < 1
        (disagreement,) = found.disagreements
        assert moved.idea_id in disagreement.idea_ids
        table = write_disagreements(found, tmp_path / "desaccords.csv")
        assert len(rows_of(tmp_path, "desaccords.csv")) == 1
        with pytest.raises(OutputError, match="existe déjà"):
            write_disagreements(found, table)
        mine = ReviewDesk(dossier, author="CM", encoder=letters, learns=False)
        settling = Settling(mine, read_review(other.folder))
        assert settling.waiting == found.disagreements
        settling.take(disagreement)
        assert compare_dossiers(dossier, other).disagreements == ()


def test_reviews_of_other_contributions_are_not_compared(dossier: Dossier, options: Options, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "suite.csv", LATER_ROWS)
    with (
        open_from_files(tmp_path / "autre", [file], options) as other,
        pytest.raises(InputError, match="mêmes contributions"),
    ):
        compare_dossiers(dossier, other)


@pytest.fixture
def terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, letters: Any, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(SentenceEncoder, "encode", lambda _, texts: letters.encode(texts))

    def run(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        for _, text in SMALL_ROWS:
            assert len(text) < 12 or text not in said.out + said.err, "never a citizen's words"
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return run


def test_the_journey_from_a_terminal(
    terminal: Callable[..., tuple[int, str, str]], small_csv: Path, tmp_path: Path
) -> None:
    code, out, err = terminal("ouvrir", "seance", small_csv, "--titre", "Petit", "--auteur", "CM")
    assert (code, out) == (0, "seance\n")
    assert "Dossier créé : 36 contributions." in err
    assert "Contributions gardées jusqu’au" in err
    code, _, err = terminal("ouvrir", "seance", small_csv)
    assert code == 0
    assert "déjà dans ce dossier : rien n’a été ajouté" in err
    code, out, _ = terminal("historique", "seance")
    assert code == 0
    assert re.fullmatch(r".* — CM — Contributions conservées jusqu’au .* 20\d\d\n", out)
    with open_dossier(tmp_path / "seance") as dossier:
        ReviewDesk(dossier, author="CM").decide(RenameTheme("t01", "Nature et ombre"))
    code, out, _ = terminal("historique", "seance")
    assert code == 0
    assert "CM — Thème “" in out
    assert "renommé en “Nature et ombre”" in out
    code, out, _ = terminal("synthese", "seance", "--formats", "html")
    assert (code, out.strip()) == (0, "seance/exports/synthese/synthese.html")
    assert "Nature et ombre" in (tmp_path / out.strip()).read_text(encoding="utf-8")
    assert terminal("tableaux", "seance")[0] == 0
    assert terminal("archiver", "seance", "seance.zip")[0] == 0
    assert terminal("restaurer", "seance.zip", "ailleurs")[0] == 0
    assert terminal("historique", "ailleurs")[1] == terminal("historique", "seance")[1]
    code, _, err = terminal("comparer", "seance", "ailleurs", "--sortie", "desaccords.csv")
    assert code == 0
    assert "kappa de Cohen 1,00" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("historique", "rien"),
        ("tableaux", "rien"),
        ("archiver", "rien", "x.zip"),
        ("archiver", "seance", "pris.zip"),
        ("restaurer", "rien.zip", "ailleurs"),
        ("restaurer", "pris.zip", "ailleurs"),
        ("comparer", "seance", "rien"),
        ("ouvrir", "neuf", "absent.csv"),
        ("ouvrir", "occupe", "notes.csv"),
        ("ouvrir", "seance", "notes2.csv", "--titre", "Autre nom"),
        ("ouvrir", "seance", "notes2.csv", "--themes", "4"),
        ("ouvrir", "seance", "notes2.csv", "--livre-de-codes", "commune"),
        ("ouvrir", "seance", "absent.csv"),
        ("comparer", "seance", "seance", "--sortie", "pris.zip"),
        ("tableaux", "seance", "--sortie", "occupe"),
        ("synthese", "seance", "--themes", "4"),
        ("synthese", "seance", "notes.csv"),
        ("synthese", "occupe"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    arguments: tuple[str, ...], terminal: Callable[..., tuple[int, str, str]], small_csv: Path, tmp_path: Path
) -> None:
    terminal("ouvrir", "seance", small_csv)
    shutil.copy(small_csv, tmp_path / "notes.csv")
    write_rows(tmp_path / "notes2.csv", LATER_ROWS)
    (tmp_path / "pris.zip").write_bytes(b"pas une archive")
    (tmp_path / "occupe").mkdir()
    (tmp_path / "occupe" / "a_moi.txt").write_text("à moi", encoding="utf-8")
    code, out, err = terminal(*arguments)
    told = [line for line in err.splitlines() if not line.startswith("[")]
    sentences = told[-1:] if arguments[0] == "comparer" else told  # the comparison is told before the table fails
    assert (code, out, len(sentences)) == (2, "", 1)
    assert sentences[0].endswith((".", ")"))
    assert not (tmp_path / "neuf").exists()
    assert (tmp_path / "pris.zip").read_bytes() == b"pas une archive"
    assert (tmp_path / "occupe" / "a_moi.txt").read_text(encoding="utf-8") == "à moi"
