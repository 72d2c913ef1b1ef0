from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree

from participation_lib.notes.refi_qda import refi_codebook, refi_project
from participation_lib.schema import Status, Theme

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("refi_qda.xsd")))
THEMES = (
    Theme("t1", "Arbres & haies", "Ce qui pousse", ("arbre",), 80),
    Theme("t2", "Bus <29>\x00", "", ("bus", "arrêt"), None),
)
TEXT = "Des arbres 🌳\r\net un bus"


def project(text: str = TEXT) -> bytes:
    contributions = pd.DataFrame(
        {
            "contribution_id": ["c0001", "c0002"],
            "status": [str(Status.RETAINED), str(Status.TO_MODERATE)],
            "group": ["3", "3"],
            "sequence": ["", ""],
            "text": [text, "secret"],
        }
    )
    ideas = pd.DataFrame(
        {
            "idea_id": ["c0001-1", "c0001-2"],
            "contribution_id": ["c0001", "c0001"],
            "start": [0, text.index("et")],
            "end": [12, len(text)],
            "theme_id": ["t1", "non_classe"],
            "nature": ["proposition", "constat"],
            "secondary": [("t2",), ()],
        }
    )
    return refi_project(contributions, ideas, THEMES, title="Nature", group_name="table", dossier_id="d1")


@pytest.fixture
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(project())) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_project_follows_the_standard(parts: dict[str, bytes]) -> None:
    tree = etree.fromstring(parts["project.qde"])
    SCHEMA.assertValid(tree)
    guids = tree.xpath("//@guid")
    assert len(set(guids)) == len(guids)
    assert set(tree.xpath("//@targetGUID | //@creatingUser | //@creatingUserGUID")) <= set(guids)


def test_passages_are_the_words_of_the_ideas(parts: dict[str, bytes]) -> None:
    tree = etree.fromstring(parts["project.qde"])
    names = {code.get("guid"): code.get("name") for code in tree.iter("{*}Code")}
    (source,) = tree.iter("{*}TextSource")
    text = parts[source.get("plainTextPath").replace("internal://", "Sources/")].decode()
    assert "\r" not in text
    found = [
        (
            text[int(passage.get("startPosition")) : int(passage.get("endPosition"))],
            [names[coded.get("targetGUID")] for coded in passage.iter("{*}CodeRef")],
        )
        for passage in source.iter("{*}PlainTextSelection")
    ]
    assert found == [
        ("Des arbres 🌳", ["Arbres & haies", "Bus <29>\ufffd", "Proposition"]),
        ("et un bus", ["Constat"]),
    ]
    assert source.findtext("{*}VariableValue/{*}TextValue") == "3"


def test_what_is_not_retained_stays_inside(parts: dict[str, bytes]) -> None:
    assert b"secret" not in b"".join(parts.values())


def test_the_codebook_has_two_axes_and_the_same_codes_as_the_project(parts: dict[str, bytes]) -> None:
    codebook = etree.fromstring(refi_codebook(THEMES, "d1"))
    assert codebook.tag == "{urn:QDA-XML:codebook:1.0}CodeBook"
    axes = codebook.findall("{*}Codes/{*}Code")
    assert [(axis.get("name"), axis.get("isCodable"), len(axis)) for axis in axes] == [
        ("Thèmes", "false", 2),
        ("Natures", "false", 6),
    ]
    codes = [code.get("guid") for code in codebook.iter("{*}Code")]
    assert codes == [code.get("guid") for code in etree.fromstring(parts["project.qde"]).iter("{*}Code")]
    assert set(codes).isdisjoint(etree.fromstring(refi_codebook(THEMES, "d2")).xpath("//@guid"))


def test_the_same_dossier_gives_the_same_bytes() -> None:
    assert project() == project()
