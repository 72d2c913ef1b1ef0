"""A small review that no decision has touched, for the whole folder."""

from __future__ import annotations

import pytest

from participation_lib.review.review import Review
from tests.review.samples import first_batch


@pytest.fixture
def review() -> Review:
    return Review.of([first_batch()])
