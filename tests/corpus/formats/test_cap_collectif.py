"""Cap Collectif: three generations of headers, several kinds of rows; all words are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from participation_lib.corpus.reading import read_files
from participation_lib.errors import InputError


def write(folder: Path, content: str, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8-sig")
    return path


CONSULTATION = (
    "type;contributions_id;contributions_author_id;contributions_section_title;contributions_title;"
    "contributions_bodyText;contributions_createdAt;contributions_arguments_id;contributions_arguments_author_id;"
    "contributions_arguments_type;contributions_arguments_body;contributions_votes_value;contribution_versions_title;"
    "contribution_versions_bodyText\n"
    "opinion;c1;u1;Mobilités;Zone 30;Partout en ville;2024-03-01 10:00:00;;;;;;;\n"
    "argument;c1;u1;Mobilités;Zone 30;Partout en ville;2024-03-01 10:00:00;a1;u2;FOR;Moins de bruit;;;\n"
    "argument;c1;u1;Mobilités;Zone 30;Partout en ville;2024-03-01 10:00:00;a2;u3;AGAINST;Plus de bouchons;;;\n"
    "vote;c1;u1;Mobilités;Zone 30;Partout en ville;2024-03-01 10:00:00;;;;;YES;;\n"
    "vote;c1;u1;Mobilités;Zone 30;Partout en ville;2024-03-01 10:00:00;;;;;NO;;\n"
    "version;c1;u1;Mobilités;Zone 30;Partout en ville;2024-03-01 10:00:00;;;;;;Zone 20;Devant les écoles\n"
    "source;c1;u1;Mobilités;Zone 30;Partout en ville;2024-03-01 10:00:00;;;;;;;\n"
    "opinion;c2;u2;Mobilités;Des bus;Le soir;2024-03-02 10:00:00;;;;;;;\n"
)
CURRENT = ("\ufeff" + CONSULTATION).replace("contributions_arguments_", "export_contribution_argument_")
for _old, _new in (
    ("contributions_bodyText", "export_contribution_body_text"),
    ("contributions_createdAt", "export_contribution_published_at"),
    ("contribution_versions_bodyText", "export_contribution_version_body_text"),
    ("contribution_versions_title", "export_contribution_version_title"),
    ("contributions_", "export_contribution_"),
    ("\ufefftype;", "export_contribution_type;"),
):
    CURRENT = CURRENT.replace(_old, _new)


@pytest.mark.parametrize("content", [CONSULTATION, CURRENT], ids=["legacy", "current"])
def test_rows_of_a_consultation_are_told_apart(tmp_path: Path, content: str) -> None:
    reading = read_files([write(tmp_path, content)])
    source = reading.sources[0]
    assert source.description == ("Export Cap Collectif — consultation, 5 contributions, dont 1 version et 2 arguments")
    records = reading.records
    assert records["text"].tolist() == [
        "Zone 30\nPartout en ville",
        "Moins de bruit",
        "Plus de bouchons",
        "Zone 20\nDevant les écoles",
        "Des bus\nLe soir",
    ]
    assert records["stance"].tolist() == ["", "pour", "contre", "", ""]
    assert records["reply_to"].tolist() == ["", "c1", "c1", "c1", ""]
    assert json.loads(records["votes"][0]) == {"pour": 1, "contre": 1}
    assert records["author"].tolist()[:3] == ["a1", "a2", "a3"]
    assert records["author"][4] == "a2"
    assert dict(source.set_apart) == {"vote": 2, "source jointe": 1}
    assert sorted([*records["source_row"], *reading.set_apart["source_row"]]) == list(range(2, 10))


def test_simplified_proposals_and_their_votes(tmp_path: Path) -> None:
    proposals = write(
        tmp_path,
        "export_proposal_id;export_proposal_published_at;export_proposal_reference;export_proposal_title;"
        "export_proposal_summary;export_proposal_description;export_proposal_author_id;export_proposal_category_name;"
        "export_proposal_formatted_address;export_proposal_district_name;Pour qui est ce projet ?\n"
        'p1;2024-05-21 10:30:00;"""22-133""";Un kiosque;;<p>À musique</p>;u1;Culture;3 rue du Lac;Nord;'
        "Pour les familles du quartier\n"
        'p2;2024-05-21 10:30:00;"""22-134""";Des arbres;Devant la gare;;u2;Nature;4 rue du Lac;Sud;\n',
        "propositions.csv",
    )
    votes = write(
        tmp_path,
        "export_proposal_id,export_proposal_title,export_proposal_votes_id,export_proposal_votes_author_id\n"
        "p1,Un kiosque,v1,u7\np1,Un kiosque,v2,u8\np2,Des arbres,v3,u9\n",
        "votes.csv",
    )
    reading = read_files([proposals, votes])
    records = reading.records
    assert records["text"].tolist() == [
        "Un kiosque\nÀ musique",
        "Pour les familles du quartier",
        "Des arbres\nDevant la gare",
    ]
    assert records["question"].tolist() == ["", "Pour qui est ce projet ?", ""]
    assert records["group"].tolist() == ["Nord", "Nord", "Sud"]
    assert reading.group_name == "quartier"
    assert [json.loads(cell) for cell in records["votes"]] == [{"pour": 2}, {"pour": 2}, {"pour": 1}]
    assert "rue du Lac" not in records.to_csv()


def test_a_full_export_of_proposals_counts_votes_and_keeps_comments(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "contribution_type,proposal_id,proposal_title,proposal_votes_totalCount,proposal_author_id,proposal_author_email,"
        "proposal_description,proposal_comments_id,proposal_comments_body,proposal_comments_author_id\n"
        "proposal,p1,Un kiosque,2,u1,awa@exemple.fr,À musique,,,\n"
        "proposalVote,p1,Un kiosque,2,u1,awa@exemple.fr,À musique,,,\n"
        "proposalComment,p1,Un kiosque,2,u1,awa@exemple.fr,À musique,m1,Bonne idée,u2\n"
        "proposalNews,p1,Un kiosque,2,u1,awa@exemple.fr,À musique,,,\n",
    )
    reading = read_files([path])
    assert reading.records["text"].tolist() == ["Un kiosque\nÀ musique", "Bonne idée"]
    assert reading.records["reply_to"].tolist() == ["", "p1"]
    assert json.loads(reading.records["votes"][0]) == {"pour": 2}
    assert dict(reading.sources[0].set_apart) == {"vote": 1, "actualité de la plateforme": 1}
    assert "awa@" not in reading.records.to_csv()


def test_arguments_of_a_debate(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "argument_createdAt,argument_author_zipCode,argument_content,argument_type,argument_voteNumber,debate_url\n"
        "2024-05-21 10:30:00,95000,Plus de silence,FOR,3,u\n2024-05-21 10:30:00,95000,Plus de bouchons,AGAINST,1,u\n",
    )
    reading = read_files([path])
    assert reading.records["stance"].tolist() == ["pour", "contre"]
    assert [json.loads(cell) for cell in reading.records["votes"]] == [{"pour": 3}, {"pour": 1}]
    assert "95000" not in reading.records.to_csv()


def test_a_questionnaire_keeps_questions_and_no_account(tmp_path: Path) -> None:
    rows = "".join(
        f"r{number},Oui,2024-05-21 10:30:00,Awa,u{number},awa{number}@exemple.fr,0612345678,x,x,Non,Non,,{choice},"
        f"Des bancs au soleil {number}\n"
        for number, choice in enumerate(["Oui", "Non", "Oui", "Non"])
    )
    path = write(
        tmp_path,
        "id,published,published_at,author,author_id,author_email,phone,created_at,updated_at,anonymous,draft,undraft_at,"
        "Venez-vous souvent ?,Que faut-il changer ici ?\n" + rows,
    )
    reading = read_files([path])
    assert reading.sources[0].description == "Export Cap Collectif — questionnaire, 4 contributions"
    assert reading.question == "Que faut-il changer ici ?"
    assert json.loads(reading.records["variables"][1]) == {"Venez-vous souvent ?": "Non"}
    kept = reading.records.to_csv()
    assert not any(secret in kept for secret in ("Awa", "exemple.fr", "0612345678", "u1"))


def test_votes_alone_are_no_contribution(tmp_path: Path) -> None:
    path = write(tmp_path, "export_proposal_id,export_proposal_votes_id\np1,v1\n")
    with pytest.raises(InputError, match="votes"):
        read_files([path])
