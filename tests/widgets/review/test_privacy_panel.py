"""The panel of personal data without a browser: what each gesture does, and what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from participation_lib.dossier import create_dossier, open_dossier
from participation_lib.review.desk import ReviewDesk
from participation_lib.widgets.review.privacy import PrivacyPanel
from participation_lib.widgets.review.workspace import PRIVACY, ReviewWorkspace
from tests.review.names import ROWS, named_batch
from tests.widgets.review.small_review import send


@pytest.fixture
def page(tmp_path: Path, letters: Any) -> Iterator[ReviewWorkspace]:
    with create_dossier(tmp_path / "d") as dossier:
        dossier.add_batch(replace(named_batch(), batch_id=0), author="Ana")
        made = ReviewWorkspace(ReviewDesk(dossier, author="Léa", encoder=letters, learns=False))
        made.show(PRIVACY)
        yield made


def panel_of(page: ReviewWorkspace) -> PrivacyPanel:
    found: PrivacyPanel = page.panel(PRIVACY)
    return found


def ask(page: ReviewWorkspace, do: str, **content: Any) -> dict[str, Any]:
    """Make a gesture on the passage in sight, and give what the page shows then."""
    panel = panel_of(page)
    current = panel.widget.state["current"] or {}
    passage = {name: current[name] for name in ("contribution", "start", "end", "kind") if name in current}
    send(panel.widget, do=do, **{**passage, **content})
    state: dict[str, Any] = panel.widget.state
    return state


def test_one_gesture_for_every_mention_then_the_next_and_back(page: ReviewWorkspace) -> None:
    state = panel_of(page).widget.state
    assert state["current"]["words"] == "Verte"
    assert state["current"]["now"].startswith("Masqué par prudence")
    assert state["current"]["alike"] == "(2 autres dans ce dossier)"
    assert state["progress"] == "0 passage décidé, 3 à décider."
    state = ask(page, "keep", reason=" une  place ")
    assert state["decided"][0]["where"].endswith(": une place")
    assert state["current"] is None
    assert state["end"].startswith("Aucun passage n’attend")
    assert [(row["words"], row["what"], row["shown"]) for row in state["decided"]] == [("Verte", "gardé", "")]
    assert page.live.message.startswith("3 passages gardés")
    assert ask(page, "undo")["current"]["words"] == "Verte"
    assert ask(page, "redo")["current"] is None
    state = ask(page, "undo_one", decision=state["decided"][0]["decision"])
    assert state["current"]["words"] == "Verte"
    assert state["decided"] == []


def test_one_mention_alone_and_the_arrows(page: ReviewWorkspace) -> None:
    places = [ask(page, "skip")["current"]["place"] for _ in range(3)]
    assert len(set(places)) == 3
    ask(page, "general", words="une place", everywhere=False)
    texts = [found.text for found in page.desk.review.contributions.values()]
    assert texts[1] == "ZOE attend devant la place une place"
    assert "[PERSONNE 2]" in texts[2]


def test_a_passage_she_finds_and_selects(page: ReviewWorkspace) -> None:
    told: list[dict[str, Any]] = []
    panel_of(page).widget.send = lambda content, buffers=None: told.append(content)
    for wanted in ("1", "n° 1", "Mme [PERSONNE 1] aide"):
        send(panel_of(page).widget, do="find", wanted=wanted)
        assert [(row["id"], row["text"]) for row in told[-1]["rows"]] == [("c0001", ROWS[0][2])]
    start = ROWS[0][2].index("Zoé")
    state = ask(page, "mask", selected=True, contribution="c0001", start=start, end=start + 3, kind="PERSONNE")
    assert state["decided"][0]["shown"] == "[PERSONNE 3]"
    send(panel_of(page).widget, do="find", wanted="zoé attend")
    assert told[-1]["rows"] == []
    assert told[-1]["message"].startswith("Aucune contribution")


def test_a_refusal_is_one_sentence_and_nothing_changes(page: ReviewWorkspace) -> None:
    before = panel_of(page).widget.state
    assert ask(page, "general", words=" ") == before
    assert page.live.problem.startswith("Écrivez ce qui remplace")
    assert ask(page, "mask", selected=True, contribution="c0001", start=3, end=3) == before
    assert "sélectionn" in page.live.problem


def test_where_nothing_can_be_written_it_is_only_read(page: ReviewWorkspace, letters: Any) -> None:
    with open_dossier(page.desk.dossier.folder, read_only=True) as dossier:
        other = ReviewWorkspace(ReviewDesk(dossier, author="BL", encoder=letters, learns=False))
        other.show(PRIVACY)
        assert panel_of(other).widget.state["read_only"]
        assert ask(other, "keep")["current"]["words"] == "Verte"
        assert "lecture seule" in other.live.problem
