"""Sending a file in pieces: whatever happens, the page is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from participation_lib.widgets.upload import LARGEST, FileSender


class Sending:
    """A file sender without a browser: what it answers is kept."""

    def __init__(self, folder: Path) -> None:
        self.stored: list[Path] = []
        self.answers: list[dict[str, Any]] = []
        self.sender = FileSender(folder, self.stored.append)
        self.sender.send = lambda content, buffers=None: self.answers.append(content)

    def piece(self, data: bytes, offset: int, *, name: str = "avis.csv", size: int = 6, ticket: str = "a") -> Any:
        content = {"ticket": ticket, "name": name, "size": size, "offset": offset}
        self.sender._handle_custom_msg(content, [memoryview(data)])
        return self.answers[-1]


@pytest.fixture
def sending(tmp_path: Path) -> Sending:
    return Sending(tmp_path / "data")


def test_pieces_make_the_file(sending: Sending, tmp_path: Path) -> None:
    assert sending.piece(b"abc", 0) == {"ticket": "a", "next": 3}
    answer = sending.piece(b"def", 3)
    assert "avis.csv" in answer["message"]
    assert sending.stored == [tmp_path / "data" / "avis.csv"]
    assert sending.stored[0].read_bytes() == b"abcdef"


def test_a_refusal_comes_with_the_first_piece(sending: Sending, tmp_path: Path) -> None:
    assert "type accepté" in sending.piece(b"abc", 0, name="photo.png")["problem"]
    assert not (tmp_path / "data").exists()


def test_too_large_is_said(sending: Sending) -> None:
    assert "500" in sending.piece(b"abc", 0, size=LARGEST + 1)["problem"]


def test_a_lost_piece_is_said(sending: Sending) -> None:
    sending.piece(b"abc", 0)
    assert "n’a pas abouti" in sending.piece(b"f", 5)["problem"]
    assert sending.stored == []


def test_two_pages_do_not_mix_their_files(sending: Sending) -> None:
    sending.piece(b"abc", 0, ticket="a")
    sending.piece(b"xyz", 0, ticket="b")
    assert "problem" in sending.piece(b"def", 3, ticket="a")
    sending.piece(b"uvw", 3, ticket="b")
    assert [file.read_bytes() for file in sending.stored] == [b"xyzuvw"]


def test_a_fault_of_ours_is_said_too(sending: Sending) -> None:
    sending.sender._handle_custom_msg({"ticket": "a"}, [])
    assert "n’a pas abouti" in sending.answers[-1]["problem"]
