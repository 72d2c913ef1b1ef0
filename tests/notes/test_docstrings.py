"""The examples of the docstrings run."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

from participation_lib.notes import model

MODULES = (
    "archives",
    "exporters",
    "figure_tables",
    "figures",
    "html",
    "kept_note",
    "markdown_blocks",
    "model",
    "notebook",
    "odt",
    "pandoc",
    "pandoc_ast",
    "pandoc_inlines",
    "pdf",
    "structure",
    "typography",
    "word",
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    module = importlib.import_module(f"participation_lib.notes.{name}")
    names = {**vars(model), **vars(module), "Path": Path}
    result = doctest.testmod(module, extraglobs=names)
    assert result.failed == 0
    assert result.attempted > 0
