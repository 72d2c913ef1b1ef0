from __future__ import annotations

from pathlib import Path

import pytest

from participation_lib.dossier import create_dossier
from tests.dossier.samples import batch, clock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dossier with one batch, closed."""
    place = tmp_path / "plan vélo"
    with create_dossier(place, title="Plan vélo", clock=clock) as dossier:
        dossier.add_batch(batch(), author="Ana")
    return place
