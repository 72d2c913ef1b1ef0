from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.notes.provenance import Provenance
from participation_lib.schema import Version

MADE = Provenance("13b011f7-25b1-47aa-9388-9353aed61b2c", "note_au_maire", Version.INTERNAL, 57, "0.1.0")


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_it_is_found_in_any_text(before: str, after: str) -> None:
    assert Provenance.read(f"{before} {MADE.told()}\n{after}") == MADE


def test_spaces_set_by_a_printer_do_not_matter() -> None:
    assert Provenance.read(MADE.told().replace(" ", "\u00a0")) == MADE


@pytest.mark.parametrize(
    "text", ["", "Dossier de la plénière", MADE.told().replace("interne", "secrète"), MADE.told()[:60]]
)
def test_anything_else_tells_none(text: str) -> None:
    assert Provenance.read(text) is None
