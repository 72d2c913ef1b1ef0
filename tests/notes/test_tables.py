from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation_lib.notes.tables import (
    write_contributions,
    write_ideas,
    write_json,
    write_replacements,
    write_themes,
    write_trace,
)
from participation_lib.schema import (
    CONTRIBUTION_COLUMNS,
    IDEA_COLUMNS,
    Counts,
    Origin,
    Quotation,
    Replacement,
    Statement,
    Theme,
)


def contributions(*texts: str, group: str = "1", sequence: str = "") -> pd.DataFrame:
    rows = [
        (f"c{n:04d}", "a.csv", n + 1, "retenue", "", group, sequence, text) for n, text in enumerate(texts, start=1)
    ]
    return pd.DataFrame(rows, columns=list(CONTRIBUTION_COLUMNS))


def ideas(frame: pd.DataFrame, theme_id: str = "t01") -> pd.DataFrame:
    rows = [
        (f"{owner}-1", owner, 0, len(text), theme_id, "constat", 71, True, "peu ressemblante")
        for owner, text in zip(frame["contribution_id"], frame["text"], strict=True)
    ]
    return pd.DataFrame(rows, columns=list(IDEA_COLUMNS))


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";", strict=True))


THEME = Theme("t01", "Arbres et ombre", "Idées qui parlent de : arbres.", ("arbres", "ombre"), 83)


def test_contributions_to_the_byte(tmp_path: Path) -> None:
    path = write_contributions(tmp_path / "contributions.csv", contributions("Planter", 'un "vrai" parc; ouvert'))
    assert path.read_bytes() == (
        b"\xef\xbb\xbfcontribution_id;source_fichier;source_ligne;statut;motif;groupe;texte\n"
        b"c0001;a.csv;2;retenue;;1;Planter\n"
        b'c0002;a.csv;3;retenue;;1;"un ""vrai"" parc; ouvert"\n'
    )


def test_sequences_are_a_further_column_where_there_are_any(tmp_path: Path) -> None:
    frame = pd.concat([contributions("Planter", sequence="constats"), contributions("Ombre")])
    assert read(write_contributions(tmp_path / "contributions.csv", frame)) == [
        ["contribution_id", "source_fichier", "source_ligne", "statut", "motif", "groupe", "texte", "sequence"],
        ["c0001", "a.csv", "2", "retenue", "", "1", "Planter", "constats"],
        ["c0001", "a.csv", "2", "retenue", "", "1", "Ombre", ""],
    ]


def test_ideas_to_the_byte(tmp_path: Path) -> None:
    frame = contributions("Planter")
    path = write_ideas(tmp_path / "idees.csv", ideas(frame), frame, [THEME])
    assert path.read_bytes().decode("utf-8-sig") == (
        "idee_id;contribution_id;debut;fin;texte;theme_id;theme;nature;confiance;a_relire;motif;themes_secondaires;reperes\n"
        "c0001-1;c0001;0;7;Planter;t01;Arbres et ombre;constat;71;oui;peu ressemblante;;\n"
    )


def test_an_idea_that_fits_nowhere(tmp_path: Path) -> None:
    frame = contributions("Planter")
    row = read(write_ideas(tmp_path / "i.csv", ideas(frame, "non_classe"), frame, [THEME]))[1]
    assert row[5:7] == ["non_classe", "Non classé"]


@pytest.mark.parametrize(("group", "n_groups"), [("1", "1"), ("", "")])
def test_themes_to_the_byte(group: str, n_groups: str, tmp_path: Path) -> None:
    frame = contributions("Planter", "Ombre", group=group)
    path = write_themes(tmp_path / "t.csv", [THEME], ideas(frame), frame)
    assert path.read_bytes().decode("utf-8-sig") == (
        "theme_id;theme;description;mots_cles;n_idees;n_contributions;n_groupes;solidite\n"
        f"t01;Arbres et ombre;Idées qui parlent de : arbres.;arbres, ombre;2;2;{n_groups};83\n"
    )


@pytest.mark.parametrize("text", ["=1+1", "+33", "-12", "@moi", "\tarbre", "\rarbre"])
def test_dangerous_cells_are_disarmed(text: str, tmp_path: Path) -> None:
    assert read(write_contributions(tmp_path / "c.csv", contributions(text)))[1][6] == f"'{text}"


@pytest.mark.parametrize("text", ["a=1", " =1", "arbre", "'a", "", "1-2"])
def test_other_cells_are_left_alone(text: str, tmp_path: Path) -> None:
    assert read(write_contributions(tmp_path / "c.csv", contributions(text)))[1][6] == text


@settings(
    derandomize=True, max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_comes_back(text: str, tmp_path: Path) -> None:
    path = write_contributions(tmp_path / "c.csv", contributions(text, "suite"))
    rows = read(path)
    cell = rows[1][6]
    assert len(rows) == 3
    guarded = cell.startswith("'") and cell.lstrip("'").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert (cell[1:] if guarded else cell) == text


def test_half_a_surrogate_does_not_stop_the_writing(tmp_path: Path) -> None:
    row = read(write_contributions(tmp_path / "c.csv", contributions("arbre \ud83c seul")))[1]
    assert len(row[6]) == len("arbre ? seul")


def test_empty_tables_have_a_header(tmp_path: Path) -> None:
    frame = contributions("a").iloc[:0]
    for path in (
        write_contributions(tmp_path / "c.csv", frame),
        write_ideas(tmp_path / "i.csv", ideas(frame), frame, []),
        write_themes(tmp_path / "t.csv", [], ideas(frame), frame),
        write_replacements(tmp_path / "r.csv", []),
    ):
        assert len(read(path)) == 1


def test_replacements(tmp_path: Path) -> None:
    path = write_replacements(tmp_path / "r.csv", [Replacement("c0001", "[TÉLÉPHONE 1]", "TÉLÉPHONE", "+33 6 12")])
    assert read(path) == [
        ["contribution_id", "marque", "type", "mots_remplaces"],
        ["c0001", "[TÉLÉPHONE 1]", "TÉLÉPHONE", "'+33 6 12"],
    ]


def test_trace(tmp_path: Path) -> None:
    statement = Statement(
        "e001",
        "t01",
        "Une idée : « été ».",
        Origin.COMPUTED,
        ("c0001-1",),
        Counts(1, 1, None),
        (Quotation("c0001-1", "été"),),
    )
    data = write_trace(tmp_path / "trace.json", [statement]).read_bytes()
    assert json.loads(data) == {
        "enonces": [
            {
                "id": "e001",
                "section": "t01",
                "texte": "Une idée : « été ».",
                "origine": "computed",
                "idees": ["c0001-1"],
                "effectifs": {"idees": 1, "contributions": 1, "groupes": None},
                "citations": [{"idee_id": "c0001-1", "texte": "été"}],
            }
        ]
    }
    assert "été".encode() in data
    assert data.endswith(b"}\n")


def test_json_refuses_what_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        write_json(tmp_path / "m.json", {"part": float("nan")})
    assert not (tmp_path / "m.json").exists()
