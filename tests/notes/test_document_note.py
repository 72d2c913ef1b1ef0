from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pytest

from participation_lib.notes.document_note import build_document_note
from participation_lib.notes.method_facts import MethodFacts
from participation_lib.notes.model import Heading, Link, Note, Quote, Span, Table, Text
from participation_lib.notes.structure import check_structure
from participation_lib.schema import Status, Version

if TYPE_CHECKING:
    from conftest import Run

RUNS = ["plenary", "publiable", "interne", "codebook", "ungrouped", "nothing"]


@pytest.fixture(params=RUNS)
def run(request: pytest.FixtureRequest) -> Run:
    if request.param == "plenary":
        return request.getfixturevalue("plenary")
    return request.getfixturevalue("small_runs")[request.param]


def parts(value: Any) -> Iterator[Any]:
    """Give every object of a note, in reading order."""
    if is_dataclass(value):
        yield value
        for field in fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from parts(item)


def words(value: Any) -> str:
    return " ".join(part.content for part in parts(value) if isinstance(part, Text))


def headings(note: Note, level: int = 1) -> list[str]:
    return [block.content for block in note.blocks if isinstance(block, Heading) and block.level == level]


def tables(note: Note) -> list[Table]:
    return [block for block in note.blocks if isinstance(block, Table)]


def test_the_note_is_well_built(run: Run) -> None:
    check_structure(run.synthesis.note.blocks)
    assert run.synthesis.note.title == "Synthèse des contributions"


def test_parts_come_in_the_order_of_the_plan(run: Run) -> None:
    found = headings(run.synthesis.note)
    plan = [
        "En bref",
        "Qui s'est exprimé et comment",
        "Thème par thème",
        "Regards sur la démarche",
        "Suites",
        "Note de méthode",
        "Annexes",
    ]
    assert [heading for heading in found if heading in plan] == [heading for heading in plan if heading in found]
    assert {"En bref", "Regards sur la démarche", "Suites", "Note de méthode", "Annexes"} <= set(found)


def test_every_statement_is_laid_out_once(run: Run) -> None:
    note = run.synthesis.note
    anchors = [part.anchor for part in parts(note) if isinstance(part, Span | Quote) and part.anchor]
    assert anchors == [statement.statement_id for statement in run.synthesis.draft.statements]


def test_what_came_in_is_what_is_accounted_for(run: Run) -> None:
    table = next(table for table in tables(run.synthesis.note) if "Ce que sont devenues" in table.caption)
    counts = {words(row[0]): int(words(row[1]).replace("\u202f", "")) for row in table.rows}
    assert counts.pop("Total lu") == len(run.synthesis.contributions) == sum(counts.values())


def test_ideas_by_theme_add_up(run: Run) -> None:
    found = [table for table in tables(run.synthesis.note) if table.caption.startswith("Idées par thème")]
    if not run.synthesis.draft.statements:
        assert not found
        return
    rows = [(words(row[:1]) or "lien", int(words(row[1]).replace("\u202f", ""))) for row in found[0].rows]
    assert sum(count for _, count in rows[:-1]) == rows[-1][1] == len(run.synthesis.ideas)


def test_the_sentence_on_representativity_is_always_there(run: Run) -> None:
    assert "n'ont pas été choisies pour représenter la population" in words(run.synthesis.note)


def test_links_lead_somewhere(run: Run) -> None:
    note = run.synthesis.note
    anchors = {part.anchor for part in parts(note) if hasattr(part, "anchor") and part.anchor}
    targets = {part.target for part in parts(note) if isinstance(part, Link)}
    assert targets <= anchors


def test_citizens_words_are_verbatim(run: Run) -> None:
    texts = {
        " / ".join(line.strip() for line in text.splitlines() if line.strip())
        for text, status in zip(run.synthesis.contributions["text"], run.synthesis.contributions["status"], strict=True)
        if status == Status.RETAINED
    }
    shown = {part.content for part in parts(run.synthesis.note) if isinstance(part, Text) and part.verbatim}
    assert texts <= shown


def test_texts_to_moderate_follow_the_version(small_runs: dict[str, Run]) -> None:
    assert "est un voleur" not in words(small_runs["publiable"].synthesis.note)
    assert "est un voleur" in words(small_runs["interne"].synthesis.note)


def test_a_table_to_moderate_cannot_slip_into_a_published_note(small_runs: dict[str, Run]) -> None:
    synthesis = small_runs["interne"].synthesis
    facts = MethodFacts((), 0.5, 0, Version.PUBLISHABLE, "p 1", "e 1", 0)
    assert "est un voleur" not in words(build_document_note(synthesis.draft, synthesis.evidence, facts))


def test_groups_are_listed_in_their_natural_order(plenary: Run) -> None:
    table = next(table for table in tables(plenary.synthesis.note) if "par table" in table.caption)
    assert [words(row[0]) for row in table.rows] == [str(number) for number in range(1, 9)]


def test_the_scale_of_words_is_printed(run: Run) -> None:
    table = next(table for table in tables(run.synthesis.note) if table.caption == "Mots de quantité")
    assert len(table.rows) == 9
