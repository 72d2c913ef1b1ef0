"""A small review open on a desk, without a browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from participation_lib.dossier import create_dossier, open_dossier
from participation_lib.review.desk import ReviewDesk
from participation_lib.themes.encoding import Encoder
from tests.review.samples import first_batch


@contextmanager
def small_desk(
    folder: Path,
    encoder: Encoder,
    *,
    author: str = "CM",
    learns: bool = False,
    sequence_of: Mapping[str, str] | None = None,
) -> Iterator[ReviewDesk]:
    """Give a desk on seven ideas in three themes, « Arbres », « Ombre » and « Vélos »."""
    with create_dossier(folder, title="Plan « nature »") as dossier:
        dossier.add_batch(replace(first_batch(sequence_of), batch_id=0, group_name="table"), author=author)
        yield ReviewDesk(dossier, author=author, encoder=encoder, learns=learns)


@contextmanager
def read_only_desk(folder: Path, encoder: Encoder) -> Iterator[ReviewDesk]:
    """Give a desk on what `small_desk` made, where nothing may be written."""
    with open_dossier(folder, read_only=True) as dossier:
        yield ReviewDesk(dossier, author="CM", encoder=encoder, learns=False)


def send(widget: Any, **content: Any) -> None:
    """Do what the page does when something is clicked."""
    widget._handle_custom_msg(content, [])
