"""Every example of a docstring runs, and gives what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import participation_lib

# Not a module: JupyterLab runs it with names of its own.
NOT_IMPORTED = "participation_lib.workbench.configuration"
MODULES = sorted(
    found.name
    for found in pkgutil.walk_packages(participation_lib.__path__, "participation_lib.")
    if not found.name.startswith(NOT_IMPORTED) and not found.name.endswith("__main__")
)


def test_modules_are_found() -> None:
    assert "participation_lib.corpus.segmentation" in MODULES
    assert len(MODULES) > 200


@pytest.mark.parametrize("name", MODULES)
def test_its_examples_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
