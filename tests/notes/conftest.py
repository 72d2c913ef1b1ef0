"""The two notes, rendered once for the whole folder."""

from __future__ import annotations

import pytest

from tests.notes.samples import Rendered, hostile_note, ordinary_note, rendered


@pytest.fixture(scope="session")
def ordinary() -> Rendered:
    return rendered(ordinary_note())


@pytest.fixture(scope="session")
def hostile() -> Rendered:
    return rendered(hostile_note())
