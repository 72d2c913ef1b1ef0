"""The examples of the docstrings run."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = ("quoted", "controls.checking", "controls.model", "controls.passage", "controls.plain")


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"participation_lib.synthesis.{name}"))
    assert result.failed == 0
    assert result.attempted > 0
