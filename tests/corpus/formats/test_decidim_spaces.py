"""Decidim exports other than proposals; every name and word is invented."""

from __future__ import annotations

import json
from pathlib import Path

from participation_lib.corpus.reading import read_files


def write(folder: Path, content: str, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_comments_say_what_they_answer_and_on_which_side(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "id;created_at;body;locale;author/id;author/name;alignment;depth;commentable_id;commentable_type;root_commentable_url\n"
        '7;2024-03-14 10:00:00 +0100;"<p>Oui, des bancs&nbsp;!</p>";fr;12;Awa Diallo;1;0;457;'
        "Decidim::Proposals::Proposal;u\n"
        "8;2024-03-15 10:00:00 +0100;Trop cher;fr;13;Luc Petit;-1;1;7;Decidim::Comments::Comment;u\n"
        "9;2024-03-15 11:00:00 +0100;À voir;fr;12;Awa Diallo;0;0;457;Decidim::Proposals::Proposal;u\n",
    )
    reading = read_files([path])
    assert reading.sources[0].description == "Export Decidim — commentaires, 3 contributions"
    records = reading.records
    assert records["text"].tolist() == ["Oui, des bancs\u00a0!", "Trop cher", "À voir"]
    assert records["stance"].tolist() == ["pour", "contre", ""]
    assert records["reference"].tolist() == ["commentaire-7", "commentaire-8", "commentaire-9"]
    assert records["reply_to"].tolist() == ["proposition-457", "commentaire-7", "proposition-457"]
    assert records["date"].tolist() == ["2024-03-14", "2024-03-15", "2024-03-15"]
    assert records["author"].tolist() == ["a1", "a2", "a1"]
    assert "Awa" not in records.to_csv()


def test_the_same_person_is_known_in_proposals_and_in_comments(tmp_path: Path) -> None:
    proposals = write(
        tmp_path,
        "id,author/id,author/name,taxonomies/id,taxonomies/name/fr,component/id,title/fr,body/fr,votes,published_at\n"
        '457,12,Awa Diallo,3,Espaces verts,9,Des bancs,"Au soleil, place du marché",14,2024-03-01 09:00:00 +0100\n',
        "propositions.csv",
    )
    comments = write(
        tmp_path,
        "id,created_at,body,author/id,alignment,commentable_id,commentable_type\n"
        "7,2024-03-14 10:00:00 +0100,Je précise : avec dossier,12,0,457,Decidim::Proposals::Proposal\n",
        "commentaires.csv",
    )
    reading = read_files([proposals, comments], key=b"k" * 32)
    tokens = reading.records["author"].tolist()
    assert tokens[0] == tokens[1] != ""
    assert reading.records["reply_to"][1] == reading.records["reference"][0]
    assert json.loads(reading.records["votes"][0]) == {"pour": 14}
    assert reading.records["declared_theme"][0] == "Espaces verts"
    assert read_files([proposals], key=b"z" * 32).records["author"][0] != tokens[0]


def test_debates_meetings_and_projects_are_told_apart(tmp_path: Path) -> None:
    debates = write(
        tmp_path, "id;author_id;title/fr;description/fr;comments;component/id\n1;;Le stade ?;<p>Où ?</p>;3;4\n", "d.csv"
    )
    meetings = write(
        tmp_path,
        "id;component/id;title/fr;description/fr;start_time;attendees;address\n1;4;Réunion;Venez;2024-01-02;3;ici\n",
        "m.csv",
    )
    projects = write(
        tmp_path,
        "id;component/id;title/fr;description/fr;budget/id;budget_amount;confirmed_votes\n"
        "1;4;Un kiosque;À musique;2;9000;31\n",
        "p.csv",
    )
    reading = read_files([debates, meetings, projects])
    kinds = [source.description.split(" — ")[1].split(",")[0] for source in reading.sources]
    assert kinds == ["débats", "rencontres", "projets de budget participatif"]
    assert reading.records["text"].tolist() == ["Le stade ?\nOù ?", "Réunion\nVenez", "Un kiosque\nÀ musique"]
    assert json.loads(reading.records["votes"][2]) == {"pour": 31}
    assert any("question posée" in remark for remark in reading.sources[0].remarks)


def test_survey_answers_have_translated_headers(tmp_path: Path) -> None:
    rows = "".join(
        f"{number};2024-03-14 10:00:00 +0100;abcdef{number};Non enregistré;{choice};{text}\n"
        for number, (choice, text) in enumerate(
            [
                ("Vélo", "Des pistes continues"),
                ("Bus", ""),
                ("Vélo", "Des arceaux près de la gare"),
                ("Bus", "Un bus le soir"),
            ]
        )
    )
    path = write(
        tmp_path,
        "ID de réponse;Répondu le;Hachage IP;Statut de l'utilisateur;1. Comment venez-vous ?;"
        "2. Que faut-il améliorer ?\n" + rows,
    )
    reading = read_files([path])
    assert reading.sources[0].description == "Export Decidim — questionnaire, 4 contributions"
    assert reading.question == "Que faut-il améliorer ?"
    assert json.loads(reading.records["variables"][0]) == {"Comment venez-vous ?": "Vélo"}
    assert "abcdef" not in reading.records.to_csv()


def test_a_json_export_reads_like_its_csv(tmp_path: Path) -> None:
    rows = [
        {
            "id": 457,
            "category": {"id": 3, "name": {"fr": "Espaces verts"}},
            "component": {"id": 9},
            "title": {"fr": "Des bancs"},
            "body": {"fr": "Au soleil"},
            "supports": 14,
            "endorsements": {"total_count": 2, "user_endorsements": ["Awa Diallo"]},
            "published_at": "2024-03-01T09:00:00+01:00",
        }
    ]
    path = write(tmp_path, json.dumps(rows), "propositions.json")
    renamed = write(tmp_path, json.dumps(rows), "renommé.csv")
    for file in (path, renamed):
        reading = read_files([file])
        assert reading.sources[0].description == "Export Decidim — propositions, 1 contribution"
        assert reading.records["text"].tolist() == ["Des bancs\nAu soleil"]
        assert json.loads(reading.records["votes"][0]) == {"pour": 14, "soutiens": 2}
        assert "Awa" not in reading.records.to_csv()
