"""The examples of the docstrings run."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = (
    *(
        "archives",
        "exporters",
        "figures",
        "html",
        "odt",
        "pandoc_ast",
        "pdf",
        "structure",
        "typography",
        "word",
    ),
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    module = importlib.import_module(f"participation_lib.notes.{name}")
    names = {"Note": importlib.import_module("participation_lib.notes.model").Note}
    names |= {
        key: value for key, value in vars(importlib.import_module("participation_lib.notes.model")).items()
    }
    names |= vars(module) | {"Path": importlib.import_module("pathlib").Path}
    result = doctest.testmod(module, extraglobs=names)
    assert result.failed == 0
    assert result.attempted > 0
