"""The annex: every contribution, or those that sentences name when there are too many."""

from __future__ import annotations

from typing import Any

from participation_lib.notes.document_note import build_document_note
from participation_lib.notes.method_facts import MethodFacts
from participation_lib.notes.model import Link, Note, Paragraph, Span, Text
from participation_lib.notes.structure import check_structure
from participation_lib.schema import Version


def anchors(note: Note) -> set[str]:
    return {block.anchor for block in note.blocks if isinstance(block, Paragraph) and block.anchor.startswith("c")}


def words(note: Note) -> str:
    return " ".join(
        part.content
        for block in note.blocks
        if isinstance(block, Paragraph)
        for part in block.content
        if isinstance(part, Text)
    )


def test_a_short_annex_holds_the_contributions_that_sentences_name(small_runs: dict[str, Any]) -> None:
    synthesis = small_runs["publiable"].synthesis
    facts_of = synthesis.note
    short = rebuilt(synthesis, full_annex=False)
    assert anchors(short) < anchors(facts_of)
    assert "trop nombreuses" in words(short)
    assert "trop nombreuses" not in words(facts_of)


def test_a_duplicate_points_at_the_contribution_kept_by_its_number(small_runs: dict[str, Any]) -> None:
    assert "(même texte que le n° 1, à la même table)" in words(small_runs["publiable"].synthesis.note)


def test_no_reference_of_a_short_annex_leads_nowhere(small_runs: dict[str, Any]) -> None:
    short = rebuilt(small_runs["publiable"].synthesis, full_annex=False)
    known = check_structure(short.blocks)
    targets = {
        part.target
        for block in short.blocks
        if isinstance(block, Paragraph)
        for inline in block.content
        for part in (inline.content if isinstance(inline, Span) else (inline,))
        if isinstance(part, Link)
    }
    assert targets
    assert targets <= known


def rebuilt(synthesis: Any, *, full_annex: bool) -> Note:
    facts = MethodFacts((), 0.5, 0, Version.PUBLISHABLE, "participation_lib", "encodeur", 0)
    return build_document_note(synthesis.draft, synthesis.evidence, facts, full_annex=full_annex)
