"""What a note must be before it is rendered."""

from __future__ import annotations

import pytest

from participation_lib.notes.model import (
    Block,
    BulletList,
    Heading,
    Link,
    Notice,
    Paragraph,
    Quote,
    Span,
    Table,
    Text,
)
from participation_lib.notes.structure import check_structure

CELL = (Text("x"),)


def test_anchors_are_found_wherever_they_are() -> None:
    blocks: tuple[Block, ...] = (
        Heading(1, "A", anchor="a"),
        Paragraph((Span("b", (Text("x"), Link("f", "y"))),), anchor="c"),
        Quote("x", (), anchor="d"),
        BulletList(((Span("e", ()),),)),
        Notice((Table("t", ("n",), ((CELL,)[:1],), anchor="f", row_anchors=("g",)),)),
    )
    assert check_structure(blocks) == set("abcdefg")


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        ((Heading(2, "A"),), "level 2 cannot follow one of level 0"),
        ((Heading(1, "A"), Heading(3, "B")), "level 3 cannot follow one of level 1"),
        ((Heading(1, "A", "x"), Paragraph((), "x")), "'x' is used twice"),
        ((Paragraph((Link("ailleurs", "x"),)),), "leads nowhere: 'ailleurs'"),
        ((Paragraph((), "deux mots"),), "cannot be an anchor"),
        ((Paragraph((), 'x"onclick="'),), "cannot be an anchor"),
        ((Paragraph((), "toc-x"),), "cannot be an anchor"),
        ((Notice((Heading(1, "A"),)),), "a notice holds no heading"),
        ((Table("t", ("a", "b"), ((CELL,),)),), "table 1: its rows do not fit 2 columns"),
        ((Table("t", ("a",), ((CELL,),), align=("left", "left")),), "its align do not fit"),
        ((Table("t", ("a",), ((CELL,),), widths=(0.5, 0.5)),), "its widths do not fit"),
        ((Table("t", ("a",), ((CELL,),), row_anchors=("x", "y")),), "its row_anchors do not fit"),
        ((Table("t", (), ()),), "its header do not fit"),
    ],
)
def test_faults_of_the_builder_are_refused(blocks: tuple[Block, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_structure(blocks)
