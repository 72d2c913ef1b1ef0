"""A note kept in a notebook comes back exactly, or is refused in one sentence."""

from __future__ import annotations

import json

import nbformat
import pytest

from participation_lib.errors import InputError
from participation_lib.notes.kept_note import kept, note_kept_in
from participation_lib.notes.model import Note
from participation_lib.notes.notebook import render_notebook
from tests.notes.samples import hostile_note, ordinary_note


@pytest.mark.parametrize("note", [ordinary_note(), hostile_note()])
def test_it_comes_back_as_it_was(note: Note) -> None:
    content = render_notebook(note)
    notebook = nbformat.reads(content.decode("ascii"), as_version=4)
    nbformat.validate(notebook)
    assert note_kept_in(json.loads(content)["metadata"]["participation"]["note"]) == note
    (_, cell) = notebook.cells
    assert cell.source == ""
    assert "<script" not in cell.outputs[0].data["text/html"]


@pytest.mark.parametrize(
    "content",
    [
        None,
        "texte",
        [],
        {"": "Popen", "args": "ls"},
        {"": "Text", "content": "x"},
        {"": "Note"},
        {"": "Note", "title": "T", "inconnu": 1},
        {"": "Note", "title": 3},
        {
            "": "Note",
            "title": "T",
            "blocks": [{"": "Paragraph", "content": [{"": "Link", "target": "x", "content": ""}]}],
        },
        {
            "": "Note",
            "title": "T",
            "blocks": [{"": "Figure", "png": {"": "bytes", "base64": "@"}, "svg": "", "alt": "a"}],
        },
        {"": "Note", "title": "T", "blocks": 3},
        {"": "Note", "title": "T", "blocks": [{"": "Paragraph", "content": [{"": "Text", "content": 5}]}]},
    ],
)
def test_what_is_no_note_is_refused(content: object) -> None:
    with pytest.raises(InputError, match="a été abîmé"):
        note_kept_in(content)


def test_large_pictures_are_not_kept() -> None:
    assert "large_svg" not in json.dumps(kept(ordinary_note()))
