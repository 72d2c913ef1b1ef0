"""Go Vocal, Consul, Jigsaw's tools and lists of deliberations; all words are invented."""

from __future__ import annotations

import json
from pathlib import Path

from participation_lib.corpus.reading import read_files


def write(folder: Path, content: str, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_go_vocal_ideas_and_their_comments(tmp_path: Path) -> None:
    ideas = write(
        tmp_path,
        "id,title,description,author_name,author_email,author_id,published_at,comments,upvotes,downvotes,baskets,url,project,"
        "topics,status,latitude,longitude\n"
        "i1,Un kiosque,<p>À musique</p>,Awa Diallo,awa@exemple.fr,u1,2024-03-14 10:00,"
        "1,7,2,0,u,Parc,Culture,proposed,48.85,2.35\n",
        "ideas.csv",
    )
    comments = write(
        tmp_path,
        "id,input,input_id,comment,upvotes_count,author_name,author_email,author_id,created_at,parent_comment_id,project\n"
        "c1,Un kiosque,i1,Oui avec des concerts,2,Luc Petit,luc@exemple.fr,u2,2024-03-15 10:00,,Parc\n"
        "c2,Un kiosque,i1,Et des bals le dimanche,0,Awa Diallo,awa@exemple.fr,u1,2024-03-15 10:00,c1,Parc\n",
        "comments.csv",
    )
    reading = read_files([ideas, comments])
    assert [source.description for source in reading.sources] == [
        "Export Go Vocal — idées, 1 contribution",
        "Export Go Vocal — commentaires, 2 contributions",
    ]
    records = reading.records
    assert records["text"].tolist() == ["Un kiosque\nÀ musique", "Oui avec des concerts", "Et des bals le dimanche"]
    assert records["reply_to"].tolist() == ["", "idee-i1", "commentaire-c1"]
    assert records["author"].tolist() == ["a1", "a2", "a1"]
    assert json.loads(records["votes"][0]) == {"pour": 7, "contre": 2}
    kept = records.to_csv()
    assert not any(secret in kept for secret in ("Awa", "exemple.fr", "48.85"))


def test_consul_projects(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "ID,Titre,Description,Soutiens,Administrateur,Évaluateur,Groupe,Zone,Faisabilité,Prix\n"
        "1,Un kiosque,À musique,12,Awa Diallo,Luc Petit,Ville,Nord,Faisable,9000\n"
        "2,Des arbres,Devant la gare,3,Awa Diallo,Luc Petit,Ville,Sud,Faisable,800\n",
    )
    reading = read_files([path])
    assert reading.sources[0].description == "Export Consul — projets de budget participatif, 2 contributions"
    assert reading.records["text"].tolist() == ["Un kiosque\nÀ musique", "Des arbres\nDevant la gare"]
    assert (reading.group_name, reading.records["group"].tolist()) == ("secteur", ["Nord", "Sud"])
    assert json.loads(reading.records["votes"][0]) == {"pour": 12}
    assert "Diallo" not in reading.records.to_csv()


def test_survey_texts(tmp_path: Path) -> None:
    path = write(tmp_path, "participant_id,survey_text\n1,Des bancs\n2,De l’ombre\n1,Et de l’eau\n")
    reading = read_files([path])
    assert reading.sources[0].description == "Réponses d’enquête — 3 contributions"
    assert reading.records["author"].tolist() == ["a1", "a2", "a1"]


def test_deliberations_open_and_are_said_to_be_acts(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Numéro de délibération;Elu(s);Titre;Date CM\n12;Awa DIALLO;Vente d’un terrain_x0001_rue du Lac;25/11/2023\n"
        "13;Luc PETIT;Achat de bancs;25/11/2023\n",
    )
    archive = "".join(
        f"2012-06-2{day};Mise à disposition;;\nde locaux numéro {day};5620{day};;\n\n"
        f"2012-06-2{day};Achat de bancs;5621{day};\n"
        for day in range(1, 6)
    )
    reading = read_files([path, write(tmp_path, archive, "archive.csv")])
    listed, old = reading.sources
    assert listed.description == "Liste de délibérations — actes de la collectivité, 2 titres"
    assert all(any("pas des paroles" in remark for remark in source.remarks) for source in reading.sources)
    assert reading.records["text"].tolist()[:3] == [
        "Vente d’un terrain rue du Lac",
        "Achat de bancs",
        "Mise à disposition de locaux numéro 1",
    ]
    assert old.n_records == 10
    assert old.n_records + len(reading.set_apart) == old.n_rows == 15
    assert reading.records["source_row"].tolist()[2:5] == [1, 3, 4]
    assert "DIALLO" not in reading.records.to_csv()
