"""The examples of the docstrings run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from participation_lib import dossier

WITH_EXAMPLES = {"batches", "creation", "locations", "migrations", "vectors"}


@pytest.mark.parametrize("name", sorted(module.name for module in pkgutil.iter_modules(dossier.__path__)))
def test_examples_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"participation_lib.dossier.{name}"))
    assert result.failed == 0
    assert (result.attempted > 0) == (name in WITH_EXAMPLES)
