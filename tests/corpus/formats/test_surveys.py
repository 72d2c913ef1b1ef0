"""Exports of survey tools; all words are invented."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from participation_lib.corpus.reading import Reading, read_files

ANSWERS = [
    ("Vélo", "Des pistes continues jusqu’à la gare", "Awa Diallo", "awa@exemple.fr"),
    ("Bus", "", "Luc Petit", "luc@exemple.fr"),
    ("Vélo", "Des arceaux devant la médiathèque", "Ana Faure", "ana@exemple.fr"),
    ("Bus", "Un bus plus tard le soir", "Zoé Blin", "zoe@exemple.fr"),
]
CHOICE, QUESTION = "Comment venez-vous ?", "Que faudrait-il améliorer ici ?"


def write(folder: Path, rows: list[list[str]], separator: str = ";", name: str = "export.csv") -> Path:
    path = folder / name
    lines = [separator.join(f'"{cell}"' for cell in row) for row in rows]
    path.write_text("\ufeff" + "\r\n".join(lines) + "\r\n", encoding="utf-8", newline="")
    return path


def check(reading: Reading, name: str) -> None:
    assert reading.sources[0].description == f"Export {name} — réponses, 4 contributions"
    assert reading.question == QUESTION
    assert reading.records["text"].tolist() == [answer[1] for answer in ANSWERS]
    assert [json.loads(cell)[CHOICE] for cell in reading.records["variables"]] == ["Vélo", "Bus", "Vélo", "Bus"]
    kept = reading.records.to_csv() + repr(reading.sources[0].description)
    assert not any(name in kept or mail in kept for _, _, name, mail in ANSWERS)
    assert len(set(reading.records["author"])) == 4


LABELS = (
    ('"ID de la réponse";"Date de soumission";"Dernière page";"Langue de départ";"Tête de série";"Date de lancement"')
    .replace('"', "")
    .split(";")
)
CODES = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate"]


@pytest.mark.parametrize("header", [LABELS, CODES], ids=["labels", "codes"])
def test_limesurvey(tmp_path: Path, header: list[str]) -> None:
    rows = [[*header, "Adresse IP", CHOICE, f"G01Q02. {QUESTION}"]]
    for number, (choice, text, *_) in enumerate(ANSWERS, start=1):
        ended = "2024-03-14 10:00:00" if number < 4 else ""
        rows.append([str(number), ended, "2", "fr", "123456789", "2024-03-14 09:58:00", "10.0.0.1", choice, text])
    reading = read_files([write(tmp_path, rows)])
    check(reading, "LimeSurvey")
    assert reading.records["date"].tolist() == ["2024-03-14"] * 3 + [""]
    assert any("1 personne sans date de soumission" in remark for remark in reading.sources[0].remarks)


def test_google_forms(tmp_path: Path) -> None:
    rows = [["Horodateur", "Adresse e-mail", CHOICE, QUESTION, "Votre nom"]]
    rows += [["2026/07/29 3:08:24 PM UTC+3", mail, choice, text, name] for choice, text, name, mail in ANSWERS]
    reading = read_files([write(tmp_path, rows, ",")])
    check(reading, "Google Forms")
    assert set(reading.records["date"]) == {"2026-07-29"}


def test_microsoft_forms(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    points = f"Points - {QUESTION}"
    header = [
        "ID",
        "Heure de début",
        "Heure\u00a0de fin",
        "Adresse de messagerie",
        "Nom",
        "Total points",
        CHOICE,
        QUESTION,
        points,
    ]
    book.active.append(header)
    for number, (choice, text, name, mail) in enumerate(ANSWERS, start=1):
        book.active.append([number, "2024-03-14 10:00", "2024-03-14 10:05", mail, name, 3, choice, text, 1])
    book.save(tmp_path / "forms.xlsx")
    check(read_files([tmp_path / "forms.xlsx"]), "Microsoft Forms")


@pytest.mark.parametrize("separator", [";", "|", "\t"])
def test_framaforms_has_its_header_on_the_third_line(tmp_path: Path, separator: str) -> None:
    width = 11
    rows = [["Enquête mobilités", *[""] * (width - 1)], [""] * 9 + ["Déplacements", ""]]
    rows.append(
        ["Numéro de série", "SID", "Heure", "Heure d'achèvement", "Heure de modification", "Brouillon", "Adresse IP"]
    )
    rows[-1] += ["UID", "Nom d'utilisateur", CHOICE, QUESTION]
    for number, (choice, text, name, _) in enumerate(ANSWERS, start=1):
        rows.append([str(number), f"7{number}", "2024-03-14", "", "", "0", "10.0.0.1", "0", name, choice, text])
    rows.append(["5", "75", "2024-03-14", "", "", "1", "10.0.0.1", "0", "", "Bus", "Pas fini"])
    reading = read_files([write(tmp_path, rows, separator)])
    check(reading, "Framaforms")
    assert reading.records["source_row"].tolist() == [4, 5, 6, 7]
    assert reading.set_apart[["source_row", "reason"]].to_numpy().tolist() == [[8, "brouillon"]]
    assert any("ligne 3" in remark for remark in reading.sources[0].remarks)


def test_options_in_columns_of_their_own_are_one_question(tmp_path: Path) -> None:
    header = [
        "Horodateur",
        "Vos trajets [Vélo]",
        "Vos trajets [Bus]",
        "Satisfaction [Propreté]",
        "Satisfaction [Bruit]",
        QUESTION,
    ]
    rows = [header]
    for number in range(8):
        ticks = ["Oui" if number % 2 else "", "Oui"]
        rows.append(
            ["2024-03-14", *ticks, "Plutôt", "Pas du tout" if number % 2 else "Plutôt", f"Des bancs, rue {number}"]
        )
    records = read_files([write(tmp_path, rows, ",")]).records
    assert json.loads(records["variables"][1]) == {
        "Vos trajets": "Vélo | Bus",
        "Satisfaction [Propreté]": "Plutôt",
        "Satisfaction [Bruit]": "Pas du tout",
    }
    assert json.loads(records["variables"][0])["Vos trajets"] == "Bus"


def test_several_open_questions_are_several_contributions_of_one_person(tmp_path: Path) -> None:
    rows = [["Horodateur", QUESTION, "Et dans votre quartier, que manque-t-il ?"]]
    rows += [
        ["2024-03-14", "Des pistes continues jusqu’à la gare", "Un marché le dimanche"],
        ["2024-03-14", "", "Des commerces de bouche près du parc"],
        ["2024-03-14", "", ""],
    ]
    reading = read_files([write(tmp_path, rows, ",")])
    records = reading.records
    assert records["source_row"].tolist() == [2, 2, 3, 4]
    assert records["author"].tolist() == ["a1", "a1", "a2", "a3"]
    assert reading.question == ""
    assert reading.questions == (QUESTION, "Et dans votre quartier, que manque-t-il ?")
    assert records["question"][3] == ""
