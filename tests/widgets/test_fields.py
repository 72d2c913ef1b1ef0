"""Fields that a button reads."""

from __future__ import annotations

import re
from pathlib import Path

import ipywidgets
import pytest

import participation_lib.widgets
from participation_lib.widgets.fields import text_field

# A search follows typing: no button reads its field.
FOLLOWS_TYPING = {"fields.py", "search.py"}
MODULES = sorted(Path(participation_lib.widgets.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("suggestions", [None, ["Illisible", "Doublon"]])
def test_words_are_told_whole_once_the_field_is_left(suggestions: list[str] | None) -> None:
    field = text_field("Raison", suggestions=suggestions)
    assert (field.description, field.value, field.continuous_update) == ("Raison", "", False)
    if suggestions:
        assert isinstance(field, ipywidgets.Combobox)
        assert (list(field.options), field.ensure_option) == (suggestions, False)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_no_panel_makes_a_field_whose_last_letters_a_button_could_overtake(module: Path) -> None:
    made = re.findall(r"ipywidgets\.(?:Text|Textarea|Combobox)\(", module.read_text(encoding="utf-8"))
    assert module.name in FOLLOWS_TYPING or made == []
