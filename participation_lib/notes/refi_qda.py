"""Codes and coded contributions in the exchange format of qualitative analysis programs, REFI-QDA.

QualCoder, NVivo, MAXQDA or ATLAS.ti open it (https://www.qdasoftware.org): a codebook
(.qdc), or a project with its texts (.qdpx).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd
from lxml import etree  # type: ignore[import-untyped]

from participation_lib.notes.archives import write_parts
from participation_lib.notes.xml_parts import Element, write_part
from participation_lib.schema import Nature, Status, Theme

__all__ = ["refi_codebook", "refi_project"]

_CODEBOOK: Final = "urn:QDA-XML:codebook:1.0"
_PROJECT: Final = "urn:QDA-XML:project:1.0"
_ORIGIN: Final = "participation_lib"
_NATURES: Final = {
    Nature.OBSERVATION: "Constat",
    Nature.PROBLEM: "Problème",
    Nature.PROPOSAL: "Proposition",
    Nature.QUESTION: "Question",
    Nature.SATISFACTION: "Satisfaction",
    Nature.CONCERN: "Crainte",
}
# What XML cannot hold, even as a code.
_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#999999")


class _Names:
    """Identifiers drawn from what they name: the same dossier gives the same file."""

    def __init__(self, dossier_id: str) -> None:
        self._space = uuid.uuid5(uuid.NAMESPACE_OID, f"{_ORIGIN}:{dossier_id}")

    def of(self, kind: str, name: str) -> str:
        return str(uuid.uuid5(self._space, f"{kind}:{name}"))


def refi_codebook(themes: Sequence[Theme], dossier_id: str) -> bytes:
    """Give the codebook: themes on one axis, natures on the other.

    Parameters
    ----------
    dossier_id
        What makes the identifiers of this dossier its own.
    """
    root = etree.Element(f"{{{_CODEBOOK}}}CodeBook", nsmap={None: _CODEBOOK}, origin=_ORIGIN)
    _add_codes(root, _CODEBOOK, themes, _Names(dossier_id))
    return write_part(root)


def refi_project(
    contributions: pd.DataFrame,
    ideas: pd.DataFrame,
    themes: Sequence[Theme],
    *,
    title: str,
    group_name: str,
    dossier_id: str,
) -> bytes:
    """Give the project: one text a retained contribution, its ideas as coded passages.

    Groups and sequences are variables of the texts. The words are the pseudonymised ones,
    to the letter; dates and authors stay out.

    Parameters
    ----------
    contributions, ideas : pandas.DataFrame
        As reviewed; `ideas` with `idea_id`, `contribution_id`, `start`, `end`, `theme_id`,
        `nature`, and maybe `secondary`.
    title
        Of the project.
    """
    names = _Names(dossier_id)
    user = names.of("user", _ORIGIN)
    root = etree.Element(
        f"{{{_PROJECT}}}Project",
        nsmap={None: _PROJECT},
        name=_in_xml(title) or "Démarche",
        origin=_ORIGIN,
        creatingUserGUID=user,
    )
    etree.SubElement(etree.SubElement(root, f"{{{_PROJECT}}}Users"), f"{{{_PROJECT}}}User", guid=user, name=_ORIGIN)
    _add_codes(etree.SubElement(root, f"{{{_PROJECT}}}CodeBook"), _PROJECT, themes, names)
    kept = contributions.loc[contributions["status"] == Status.RETAINED]
    variables = _variables(kept, group_name)
    if variables:
        listed = etree.SubElement(root, f"{{{_PROJECT}}}Variables")
        for label in variables:
            guid = names.of("variable", label)
            etree.SubElement(listed, f"{{{_PROJECT}}}Variable", guid=guid, name=_in_xml(label), typeOfVariable="Text")
    codes = {theme.theme_id for theme in themes}
    parts: dict[str, bytes] = {}
    sources = etree.Element(f"{{{_PROJECT}}}Sources")
    of_contribution = {str(key): frame for key, frame in ideas.groupby("contribution_id", sort=False)}
    for row in kept.to_dict("records"):
        identifier = str(row["contribution_id"])
        guid = names.of("source", identifier)
        # Line ends are made one character each, so that positions stay those of the words.
        text = str(row["text"]).replace("\r\n", " \n").replace("\r", "\n")
        parts[f"Sources/{guid}.txt"] = text.encode("utf-8", errors="replace")
        source = etree.SubElement(
            sources,
            f"{{{_PROJECT}}}TextSource",
            guid=guid,
            name=identifier,
            plainTextPath=f"internal://{guid}.txt",
            creatingUser=user,
        )
        for idea in of_contribution[identifier].to_dict("records") if identifier in of_contribution else ():
            _add_idea(source, idea, codes, names, user)
        for label, column in variables.items():
            if row[column]:
                value = etree.SubElement(source, f"{{{_PROJECT}}}VariableValue")
                etree.SubElement(value, f"{{{_PROJECT}}}VariableRef", targetGUID=names.of("variable", label))
                etree.SubElement(value, f"{{{_PROJECT}}}TextValue").text = _in_xml(str(row[column]))
    if len(sources):
        root.append(sources)
    return write_parts({"project.qde": write_part(root), **parts})


def _variables(kept: pd.DataFrame, group_name: str) -> dict[str, str]:
    """Give the columns that say where a text comes from, by the name they go by."""
    named = {group_name or "groupe": "group", "séquence": "sequence", "question": "question"}
    return {label: column for label, column in named.items() if column in kept and (kept[column] != "").any()}


def _add_idea(source: Element, idea: Mapping[Any, Any], codes: set[str], names: _Names, user: str) -> None:
    identifier = str(idea["idea_id"])
    passage = etree.SubElement(
        source,
        f"{{{_PROJECT}}}PlainTextSelection",
        guid=names.of("idea", identifier),
        name=identifier,
        startPosition=str(idea["start"]),
        endPosition=str(idea["end"]),
        creatingUser=user,
    )
    secondary = idea.get("secondary")
    others = secondary if isinstance(secondary, Iterable) and not isinstance(secondary, str) else ()
    themes = dict.fromkeys(str(name) for name in (idea["theme_id"], *others))
    wanted = [("theme", name) for name in themes if name in codes]
    if idea["nature"] in list(_NATURES):
        wanted.append(("nature", str(idea["nature"])))
    for kind, name in wanted:
        coding = etree.SubElement(
            passage, f"{{{_PROJECT}}}Coding", guid=names.of("coding", f"{identifier}:{kind}:{name}"), creatingUser=user
        )
        etree.SubElement(coding, f"{{{_PROJECT}}}CodeRef", targetGUID=names.of(kind, name))


def _add_codes(parent: Element, space: str, themes: Sequence[Theme], names: _Names) -> None:
    codes = etree.SubElement(parent, f"{{{space}}}Codes")
    if themes:
        axis = _code(codes, space, names.of("axis", "themes"), "Thèmes", codable=False)
        for rank, theme in enumerate(themes):
            guid = names.of("theme", theme.theme_id)
            colour = _COLOURS[rank % len(_COLOURS)]
            said = theme.description or ", ".join(theme.keywords)
            _code(axis, space, guid, theme.label, description=said, colour=colour)
    axis = _code(codes, space, names.of("axis", "natures"), "Natures", codable=False)
    for nature, label in _NATURES.items():
        _code(axis, space, names.of("nature", str(nature)), label)


def _code(
    parent: Element, space: str, guid: str, name: str, *, description: str = "", codable: bool = True, colour: str = ""
) -> Element:
    attributes = {"guid": guid, "name": _in_xml(name) or "Sans nom", "isCodable": "true" if codable else "false"}
    if colour:
        attributes["color"] = colour
    code = etree.SubElement(parent, f"{{{space}}}Code", attributes)
    if description:
        etree.SubElement(code, f"{{{space}}}Description").text = _in_xml(description)
    return code


def _in_xml(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
