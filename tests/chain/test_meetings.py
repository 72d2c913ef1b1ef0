"""« Table 1 » of another evening is another table; the same evening typed further is not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation_lib.chain import Options, add_files, open_from_files, synthesise, synthesise_dossier, write_synthesis
from participation_lib.cli import main
from participation_lib.corpus.meetings import MeetingRule, group_in_meeting, last_meeting, split_group
from participation_lib.dossier import Dossier, open_dossier
from participation_lib.errors import InputError
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.search import group_names
from participation_lib.themes.encoding import SentenceEncoder
from tests.conftest import SMALL_ROWS, write_rows

LATER = (
    ("1", "Planter des arbres le long de l'avenue"),  # said at table 1 of the first evening too
    ("1", "Un bus de plus le dimanche"),
    ("9", "Des bancs devant la gare"),
)


@pytest.fixture
def options(letters: Any) -> Options:
    return Options(encoder=letters, formats=("html",))


@pytest.fixture
def dossier(tmp_path: Path, small_csv: Path, options: Options) -> Any:
    with open_from_files(tmp_path / "dossier", [small_csv], options) as found:
        yield found


def later(tmp_path: Path, rows: Sequence[Sequence[str]] = LATER, name: str = "juin.csv") -> Path:
    return write_rows(tmp_path / name, rows)


def came_in(dossier: Dossier) -> tuple[list[str], list[str]]:
    """Give the groups and the statuses of the last batch."""
    contributions = dossier.batches()[-1].contributions
    return contributions["group"].tolist(), contributions["status"].tolist()


def test_files_added_later_are_another_meeting(dossier: Dossier, options: Options, tmp_path: Path) -> None:
    before = synthesise_dossier(dossier, options)
    added = add_files(dossier, [later(tmp_path)], options)
    assert added.remarks == ("Autre séance (séance 2) : ses tables comptent à part.",)
    groups, statuses = came_in(dossier)
    assert groups == ["1 (séance 2)", "1 (séance 2)", "9 (séance 2)"]
    assert statuses == ["retenue"] * 3
    assert [source.meeting for batch in dossier.batches() for source in batch.sources] == [1, 2]
    after = synthesise_dossier(dossier, options)
    assert after.evidence.n_groups == before.evidence.n_groups + 2
    desk = ReviewDesk(dossier, author="CM", encoder=options.encoder)
    assert group_names(desk.review) == ["1", "2", "3", "4", "1 (séance 2)", "9 (séance 2)"]
    write_synthesis(after, tmp_path / "note")
    note = (tmp_path / "note" / "synthese.html").read_text(encoding="utf-8")
    assert "table 1 (séance 2)" in note.replace("\u00a0", " ").replace("\u202f", " ")
    assert after.note.subtitle == "petit.csv (séance 1) ; juin.csv (séance 2)"
    method = json.loads((tmp_path / "note" / "methode.json").read_text(encoding="utf-8"))
    assert [source["meeting"] for source in method["sources"]] == [1, 2]


def test_one_meeting_may_be_completed(dossier: Dossier, options: Options, tmp_path: Path) -> None:
    before = synthesise_dossier(dossier, options).evidence.n_groups
    same = Options(**{**vars(options), "meetings": MeetingRule.SAME})
    added = add_files(dossier, [later(tmp_path)], same)
    assert added.remarks == ("Suite de la séance 1 : mêmes tables.",)
    assert came_in(dossier) == (["1", "1", "9"], ["doublon", "retenue", "retenue"])
    assert synthesise_dossier(dossier, options).evidence.n_groups == before + 1


def test_what_was_typed_further_is_not_counted_twice(dossier: Dossier, options: Options, tmp_path: Path) -> None:
    added = add_files(dossier, [later(tmp_path, (*SMALL_ROWS, *LATER[1:]))], options)
    assert added.remarks == (
        "La plupart de ces textes étaient déjà dans la séance 1, aux mêmes tables : c’en est la suite.",
    )
    contributions = dossier.batches()[-1].contributions
    assert contributions.loc[contributions["status"] == "retenue", "text"].tolist() == [text for _, text in LATER[1:]]
    other = add_files(dossier, [later(tmp_path, (*SMALL_ROWS, *LATER), "copie.csv")], _each_file(options))
    assert other.remarks == ("Autre séance (séance 2) : ses tables comptent à part.",), "unless she says otherwise"


def _each_file(options: Options) -> Options:
    return Options(**{**vars(options), "meetings": MeetingRule.EACH_FILE})


def test_files_given_together_are_one_meeting_or_one_each(options: Options, tmp_path: Path) -> None:
    files = [later(tmp_path, name="mars.csv"), later(tmp_path, name="juin.csv")]
    together = synthesise(files, options)
    assert together.evidence.n_groups == 2
    assert (together.contributions["status"] == "doublon").sum() == 3
    apart = synthesise(files, _each_file(options))
    assert apart.evidence.n_groups == 4
    assert (apart.contributions["status"] == "retenue").all()
    write_synthesis(together, tmp_path / "note")
    assert "meeting" not in (tmp_path / "note" / "methode.json").read_text(encoding="utf-8")


def test_a_neighbourhood_is_the_same_whenever_it_is_spoken_of(options: Options, tmp_path: Path) -> None:
    files = [
        write_rows(tmp_path / f"{name}.csv", [("Centre", f"Planter des {name}")] * 2, ("quartier", "texte"))
        for name in ("arbres", "fleurs")
    ]
    with open_from_files(tmp_path / "dossier", files[:1], _each_file(options)) as dossier:
        assert last_meeting(dossier.batches()) == 0
        with pytest.raises(InputError, match="pas encore de séance"):
            add_files(dossier, files[1:], Options(**{**vars(options), "meetings": MeetingRule.SAME}))
        assert add_files(dossier, files[1:], options).remarks == ()
        assert came_in(dossier) == (["Centre", "Centre"], ["retenue", "retenue"])
        evening = add_files(dossier, [later(tmp_path)], options)
        assert (evening.remarks, came_in(dossier)[0]) == ((), ["1", "1", "9"]), "the first meeting of this dossier"


def test_two_voices_of_one_neighbourhood_stay_two_beside_tables(options: Options, tmp_path: Path) -> None:
    said = "Planter des arbres le long de l'avenue"
    areas = write_rows(tmp_path / "quartiers.csv", [("Centre", said)] * 2, ("quartier", "texte"))
    tables = later(tmp_path, [("1", said)] * 2)
    found = synthesise([areas, tables], options).contributions
    assert found["status"].tolist() == ["retenue", "retenue", "retenue", "doublon"]


def test_the_terminal_says_which_meeting(
    tmp_path: Path, small_csv: Path, letters: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SentenceEncoder, "encode", lambda _, texts: letters.encode(texts))
    place, file = str(tmp_path / "dossier"), str(later(tmp_path))
    assert main(["ouvrir", place, file, "--meme-seance"]) == 2
    assert "--meme-seance" in capsys.readouterr().err
    assert main(["ouvrir", place, str(small_csv)]) == 0
    assert "séance" not in capsys.readouterr().err
    assert main(["ouvrir", place, file, "--meme-seance"]) == 0
    assert "Suite de la séance 1 : mêmes tables." in capsys.readouterr().err
    assert main(["synthese", place, "--seance-par-fichier"]) == 2
    assert "--seance-par-fichier" in capsys.readouterr().err
    with open_dossier(tmp_path / "dossier") as dossier:
        assert last_meeting(dossier.batches()) == 1


@given(st.text(min_size=1), st.integers(2, 99))
def test_the_name_of_a_group_says_its_meeting(label: str, meeting: int) -> None:
    assert split_group(group_in_meeting(label, meeting)) == (label, meeting)
    assert group_in_meeting(label, 1) == label
