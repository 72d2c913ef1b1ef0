"""The examples of the docstrings run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import participation_lib.facilitation

MODULES = [module.name for module in pkgutil.iter_modules(participation_lib.facilitation.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"participation_lib.facilitation.{name}"))
    assert result.failed == 0
