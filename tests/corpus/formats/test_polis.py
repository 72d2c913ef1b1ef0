"""Polis conversations; the votes and words are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from participation_lib.corpus.reading import read_files
from participation_lib.errors import InputError

COMMENTS = (
    "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    '1483908221702,Mon Jan 09 03:43:41 CET 2017,0,0,9,9,1,"Des bancs, partout"\n'
    "1483908221702,Mon Jan 09 03:43:41 CET 2017,2,1,9,9,-1,Plus de trams\n"
)
VOTES = (
    "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,2\n"
    "0,0,1,2,1,1,1,-1\n1,0,1,1,1,0,1,\n2,1,0,2,0,1,0,-1\n"
)
SUMMARY = "topic,Le plan vélo\nurl,https://exemple.fr\nviews,12\n"


def write(folder: Path, **files: str) -> list[Path]:
    paths = [folder / f"{name}.csv" for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_text(content, encoding="utf-8")
    return paths


def test_last_votes_of_each_participant_are_those_counted(tmp_path: Path) -> None:
    paths = write(tmp_path, comments=COMMENTS, votes_participants=VOTES, summary=SUMMARY)
    reading = read_files(paths)
    assert [source.description for source in reading.sources] == [
        "Export Polis — commentaires, 2 contributions",
        "Export Polis — votes des participants, 3 lignes",
        "Export Polis — résumé, 2 lignes",
    ]
    votes = [json.loads(cell) for cell in reading.records["votes"]]
    assert votes == [{"pour": 2, "contre": 0, "passe": 1}, {"pour": 0, "contre": 2, "passe": 0}]
    assert reading.records["text"].tolist() == ["Des bancs, partout", "Plus de trams"]
    assert json.loads(reading.records["variables"][1]) == {"modération": "rejeté"}
    assert any("rejetés" in remark for remark in reading.sources[0].remarks)
    assert len(reading.set_apart) == 5
    assert reading.question == "Le plan vélo"
    assert reading.records["date"].tolist() == ["2017-01-08"] * 2


def test_comments_that_were_not_quoted_are_made_whole(tmp_path: Path) -> None:
    content = (
        "timestamp,comment-id,author-id,agrees,disagrees,moderated,is-meta,is-seed,comment-body\n"
        "1700000000,0,0,1,0,1,false,true,Des bancs, de l'ombre\net de l'eau\n"
        "1700000000,1,1,1,0,1,false,false,Des vélos\n"
    )
    reading = read_files(write(tmp_path, comments=content))
    assert reading.records["text"].tolist() == ["Des bancs, de l'ombre\net de l'eau", "Des vélos"]
    assert reading.records["source_row"].tolist() == [2, 4]
    assert reading.set_apart["source_row"].tolist() == [3]
    assert any("amorce" in remark for remark in reading.sources[0].remarks)


def test_votes_alone_say_what_to_give_with_them(tmp_path: Path) -> None:
    for content in (VOTES, SUMMARY, "timestamp,datetime,comment-id,voter-id,vote\n1,x,0,0,1\n"):
        with pytest.raises(InputError, match=r"comments\.csv"):
            read_files(write(tmp_path, seul=content))


def test_votes_of_another_conversation_are_attached_to_nothing(tmp_path: Path) -> None:
    other = VOTES.replace(",0,2\n", ",50,51\n", 1)
    reading = read_files(write(tmp_path, comments=COMMENTS, votes_participants=other))
    assert json.loads(reading.records["votes"][0]) == {"pour": 9, "contre": 9}
    assert any("rattachés à rien" in remark for remark in reading.sources[1].remarks)
