from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation_lib.corpus.formats.repair import repair_text
from participation_lib.corpus.reading import RECORD_COLUMNS, read_files
from participation_lib.errors import InputError

PLENARY = (
    "n°;table;séquence;couleur;texte;gommettes\n"
    "1;3;1;jaune;Planter des arbres;2\n"
    '2;3;1;vert;"deux lignes\nici";0\n'
    "3;5;2;jaune;;\n"
    ";;;;;\n"
)


def write(folder: Path, content: str | bytes, name: str = "notes.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_plenary_format(tmp_path: Path) -> None:
    reading = read_files([write(tmp_path, PLENARY)])
    assert tuple(reading.records.columns) == RECORD_COLUMNS
    assert reading.records["text"].tolist() == ["Planter des arbres", "deux lignes\nici", "", ""]
    assert reading.records["source_row"].tolist() == [2, 3, 4, 5]
    assert reading.records["group"].tolist() == ["3", "3", "5", ""]
    assert reading.group_name == "table"
    source = reading.sources[0]
    assert source.description == "Post-its d’une séance — 4 post-its, 2 tables"
    assert (source.text_column, source.group_column, source.n_records) == ("texte", "table", 4)
    assert len(source.sha256) == 64


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_french_dialects_give_the_same_records(tmp_path: Path, encoding: str, separator: str, line_end: str) -> None:
    lines = [f"table{separator}réponse", f"1{separator}Été à l’ombre", f'2{separator}"un{line_end}deux"']
    path = write(tmp_path, (line_end.join(lines) + line_end).encode(encoding))
    records = read_files([path]).records
    assert records["text"].tolist() == ["Été à l’ombre", f"un{line_end}deux"]
    assert records["group"].tolist() == ["1", "2"]


def test_gzip_and_workbook_read_like_csv(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["table", "texte"], [1, "des bancs"], [None, None], [2, "de l’ombre"]):
        book.active.append(row)
    book.save(tmp_path / "notes.xlsx")
    content = "table;texte\n1;des bancs\n;\n2;de l’ombre\n".encode()
    packed = write(tmp_path, gzip.compress(content), "notes.csv.gz")
    from_book = read_files([tmp_path / "notes.xlsx"]).records
    from_gzip = read_files([packed]).records
    for column in ("source_row", "group", "text"):
        assert from_book[column].tolist() == from_gzip[column].tolist()


def test_the_text_column_is_found_by_content(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "code,réponses à la Q3,mail\n"
        "A1,il faut plus de bancs devant la gare,a@b.fr\n"
        "A2,rien ne va dans ce quartier,c@d.fr\n",
    )
    source = read_files([path]).sources[0]
    assert source.text_column == "réponses à la Q3"
    assert ("mail", "personnelle") in source.set_aside
    assert ("code", "non utilisée") in source.set_aside


def test_each_column_of_text_is_a_question_and_it_is_said(tmp_path: Path) -> None:
    path = write(tmp_path, "commentaire;proposition\ncourt;des bancs au soleil\n;de l’ombre\n;\n")
    reading = read_files([path])
    source = reading.sources[0]
    assert source.text_column == "commentaire ; proposition"
    assert any("2 colonnes de texte" in remark and "commentaire" in remark for remark in source.remarks)
    records = reading.records[["source_row", "question", "text"]].to_numpy().tolist()
    assert records == [
        [2, "commentaire", "court"],
        [2, "proposition", "des bancs au soleil"],
        [3, "proposition", "de l’ombre"],
        [4, "", ""],
    ]
    assert read_files([path], text_column="Commentaire").sources[0].text_column == "commentaire"


@pytest.mark.parametrize(
    ("header", "noun"),
    [
        ("N° de table", "table"),
        ("Quartier", "quartier"),
        ("Canal", "canal"),
        ("secteur", "secteur"),
        ("Groupe", "groupe"),
        ("Atelier", "atelier"),
    ],
)
def test_group_columns(tmp_path: Path, header: str, noun: str) -> None:
    reading = read_files([write(tmp_path, f"{header};texte\nNord;des bancs\nSud;des arbres\n")])
    assert (reading.group_name, reading.records["group"].tolist()) == (noun, ["Nord", "Sud"])


def test_a_column_of_many_values_is_no_group(tmp_path: Path) -> None:
    rows = "".join(f"lieu {number};texte {number} ici\n" for number in range(600))
    assert read_files([write(tmp_path, "quartier;texte\n" + rows)]).group_name == ""


def test_a_chosen_group_column_goes_by_its_name(tmp_path: Path) -> None:
    path = write(tmp_path, "Tranche d’âge;texte\n18-25;des bancs\n")
    assert read_files([path], group_column="tranche d'age").group_name == "tranche d’âge"


def test_questions_are_found(tmp_path: Path) -> None:
    asked = "Que faudrait-il changer sur la place du marché ?"
    in_header = write(tmp_path, f"{asked}\nplus de bancs\nde l’ombre\n", "a.csv")
    in_column = write(tmp_path, f"question;réponse\n{asked};plus de bancs\n{asked};de l’ombre\n", "b.csv")
    several = write(tmp_path, f"question;réponse\n{asked};plus de bancs\nEt ailleurs ?;de l’ombre\n", "c.csv")
    assert read_files([in_header]).question == asked
    assert read_files([in_column]).question == asked
    assert read_files([in_header, in_column]).question == asked
    reading = read_files([several])
    assert reading.question == ""
    assert any("2 questions" in remark for remark in reading.sources[0].remarks)


def test_personal_columns_never_enter(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Nom;Prénom;E-mail;Téléphone;Adresse IP;participant_id;texte\n"
        "Diallo;Awa;awa@exemple.fr;0612345678;10.0.0.1;P77;des bancs\n"
        "Petit;Luc;luc@exemple.fr;0612345679;10.0.0.2;P78;des arbres\n"
        "Diallo;Awa;awa@exemple.fr;0612345678;10.0.0.1;P77;de l’ombre\n",
    )
    reading = read_files([path])
    kept = reading.records.to_csv() + repr(reading.sources)
    for secret in ("Diallo", "Awa;", "awa@", "0612345678", "10.0.0.1", "P77"):
        assert secret not in kept
    assert reading.records["author"].tolist() == ["a1", "a2", "a1"]
    personal = {name for name, reason in reading.sources[0].set_aside if reason == "personnelle"}
    assert personal == {"Nom", "Prénom", "E-mail", "Téléphone", "Adresse IP"}
    for option in ({"text_column": "Nom"}, {"group_column": "E-mail"}):
        with pytest.raises(InputError, match="personnelles"):
            read_files([path], **option)


def test_files_follow_one_another(tmp_path: Path) -> None:
    first = write(tmp_path, "auteur;texte\nX;un banc\nY;un arbre\n", "a.csv")
    second = write(tmp_path, "auteur;texte\nY;une fontaine\n", "b.csv")
    records = read_files([first, second]).records
    assert records["source_file"].tolist() == ["a.csv", "a.csv", "b.csv"]
    assert records["source_row"].tolist() == [2, 3, 2]
    assert records["author"].tolist() == ["a1", "a2", "a2"]


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    paths = [write(tmp_path, "texte\nici\n"), write(tmp_path / "b", "texte\nici\n")]
    with pytest.raises(InputError, match="même nom"):
        read_files(paths)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("a.csv", b"", "vide", id="empty"),
        pytest.param("a.csv", b"\n\n\n", "vide", id="blank-lines"),
        pytest.param("a.csv", b"n;texte\n", "aucune contribution", id="header-only"),
        pytest.param("a.csv", b"id;votes;date\n1;2;2024-01-01\n", "pas de colonne de texte", id="no-text"),
        pytest.param("a.csv", b"PK\x03\x04\x14\x00" + b"\0x" * 99, "n’est pas du texte", id="renamed-zip"),
        pytest.param("a.csv", bytes(range(256)) * 9, "binaire", id="binary"),
        pytest.param("a.exe", b"MZ", "type accepté", id="extension"),
        pytest.param("a.pdf", b"%PDF", "est un PDF", id="pdf"),
        pytest.param("a.xls", b"\xd0\xcf", "enregistrez-le en .xlsx", id="xls"),
        pytest.param("~$notes.xlsx", b"x", "fermez le document", id="held-open"),
        pytest.param("a.xlsx", b"texte\nici\n", "abîmé", id="csv-renamed-xlsx"),
        pytest.param("a.csv.gz", b"texte\nici\n", "archive .gz", id="not-gzip"),
    ],
)
def test_bad_files_get_one_sentence(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read_files([write(tmp_path, content, name)])
    message = str(caught.value)
    assert "\n" not in message
    assert str(tmp_path) not in message


def test_missing_files_folders_and_columns_are_said(tmp_path: Path) -> None:
    path = write(tmp_path, "a;texte\n1;ici\n")
    with pytest.raises(InputError, match="introuvable"):
        read_files([tmp_path / "absent.csv"])
    with pytest.raises(InputError, match="dossier"):
        read_files([tmp_path])
    with pytest.raises(InputError, match="Aucun fichier"):
        read_files([])
    with pytest.raises(InputError, match=r"pas de colonne « avis » .*« a », « texte »".replace(" ", r"\s")):
        read_files([path], text_column="avis")
    with pytest.raises(InputError, match=r"pas de colonne « table »".replace(" ", r"\s")) as caught:
        read_files([path], group_column="table")
    assert caught.value.setting == "group_column"


@pytest.mark.parametrize("choice", [{"text_column": "avis"}, {"text_column": "courriel"}, {}])
def test_a_column_that_cannot_be_read_is_a_setting_to_change(tmp_path: Path, choice: dict[str, str]) -> None:
    with pytest.raises(InputError) as caught:
        read_files([write(tmp_path, "n;courriel\n1;a.b@exemple.fr\n")], **choice)
    assert caught.value.setting == next(iter(choice), "text_column")
    assert "--" not in str(caught.value)


def test_no_message_repeats_a_contribution(tmp_path: Path) -> None:
    secret = "mon secret à moi"
    path = write(tmp_path, f"id;votes\n1;2\n;{secret};x\n")
    with pytest.raises(InputError) as caught:
        read_files([path], text_column="avis")
    assert secret not in str(caught.value)


def test_one_row(tmp_path: Path) -> None:
    assert read_files([write(tmp_path, "texte\nDes bancs\n")]).records["text"].tolist() == ["Des bancs"]


def test_a_million_empty_rows(tmp_path: Path) -> None:
    path = write(tmp_path, "table;texte\n" + ";\n" * 1_000_000)
    records = read_files([path]).records
    assert len(records) == 1_000_000
    assert not records["text"].any()
    assert records["source_row"].iloc[-1] == 1_000_001


HOSTILE = [
    "=FORMULE(A1)",
    "'=déjà protégé",
    "<b>gras</b> &nbsp; <script>alert(1)</script>",
    '#eval("1") $x$ \\input{/etc/passwd}',
    "نريد حافلات أكثر في المساء",
    "👩‍👩‍👧 🚲🚲 ❤️",
    "a" * 100_000,
    "[PERSONNE 3]",
]


HOSTILE_IDS = ["formula", "apostrophe", "html", "eval", "arabic", "emoji", "long", "mark"]


@pytest.mark.parametrize("text", HOSTILE, ids=HOSTILE_IDS)
def test_texts_are_kept_literally(tmp_path: Path, text: str) -> None:
    quoted = '"' + text.replace('"', '""') + '"'
    assert read_files([write(tmp_path, f"n;texte\n1;{quoted}\n")]).records["text"].tolist() == [text]


def test_all_rows_identical(tmp_path: Path) -> None:
    path = write(tmp_path, "Que faire ici selon vous ?\n" + "des bancs pour tous\n" * 50)
    assert len(read_files([path]).records) == 50


# What is surely damaged is repaired: see formats/test_repair.py.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40).filter(
    lambda text: repair_text(text) == (text, 0)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(texts=st.lists(ANY_TEXT, min_size=1, max_size=15))
def test_every_record_is_accounted_for(tmp_path: Path, texts: list[str]) -> None:
    lines = ['"' + text.replace('"', '""') + '"' for text in texts]
    path = write(tmp_path, "n;texte\n" + "".join(f"{number};{line}\n" for number, line in enumerate(lines)))
    records = read_files([path], text_column="texte").records
    assert records["text"].tolist() == texts
    assert records["source_row"].tolist() == list(range(2, len(texts) + 2))


NAMES = st.sampled_from(
    [
        "texte",
        "avis",
        "table",
        "quartier",
        "date",
        "votes",
        "theme",
        "titre",
        "question",
        "Nom",
        "id",
        "Que faire ici ?",
        "x",
    ]
)
CELLS = st.sampled_from(
    ["", "3", "Nord", "Des bancs au soleil", "Oui", "awa@exemple.fr", "Awa Diallo", "2024-03-14", " "]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data(), names=st.lists(NAMES, min_size=1, max_size=6, unique=True))
def test_every_row_of_any_table_gives_a_record_or_a_reason(
    tmp_path: Path, data: st.DataObject, names: list[str]
) -> None:
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), min_size=1, max_size=8))
    content = "".join(";".join(f'"{cell}"' for cell in row) + "\n" for row in [names, *rows])
    try:
        reading = read_files([write(tmp_path, content)])
    except InputError:
        return
    accounted = {*reading.records["source_row"], *reading.set_apart["source_row"]}
    assert len(accounted) == reading.sources[0].n_rows
    assert not set(reading.records["source_row"]) & set(reading.set_apart["source_row"])
    assert (reading.set_apart["reason"] != "").all()
    kept = reading.records.drop(columns=["text", "author"]).to_csv()
    assert not any(secret in kept for secret in ("awa@", "Diallo"))
