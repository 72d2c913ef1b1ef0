"""The words by which a line of session notes says a table, a sequence, or what is no contribution.

They come from `reference/notes_de_seance.yaml` and `reference/colonnes.yaml`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from participation_lib.corpus.formats.headers import fold_header
from participation_lib.reference import load

__all__ = [
    "begins_sheet",
    "column_role",
    "fact_role",
    "group_noun_of",
    "is_facts_header",
    "is_mention",
    "is_printed",
    "is_sheet_title",
    "read_group",
    "read_sequence",
    "split_label",
]

Role = Literal["group", "sequence", "question", "mention", "text", "position", "subject", "detail", ""]

_CAPTION: Final = re.compile(r"Tableau\s+\d+\s+–\s+\S.*")
_LABEL: Final = re.compile(r"([^\n:]{2,60}?)\s*:\s*(.*)", re.DOTALL)
_LONGEST_TITLE: Final = 160


@cache
def _words(*path: str) -> frozenset[str]:
    found = load("notes_de_seance")
    for step in path:
        found = found[step]
    return frozenset(found)


@cache
def _columns_of(kind: str) -> dict[str, str]:
    if kind == "group":
        return {name: str(group["nom"]) for group in load("colonnes")["groupes"] for name in group["colonnes"]}
    return {name: "" for entry in load("colonnes")["sequences"] for name in entry["colonnes"]}


@cache
def _group_pattern() -> re.Pattern[str]:
    nouns = "|".join(load("notes_de_seance")["groupes"])
    # A letter names a group in capitals only: « table à droite » names none.
    number = r"(?i:n\s?°|no|numéro|numero|#)?\s*(?P<number>\d{1,3}|[A-Z])\b"
    return re.compile(rf"(?P<noun>(?i:{nouns}))\s*{number}\s*(?P<rest>.*)", re.DOTALL)


@cache
def _sequence_pattern() -> re.Pattern[str]:
    nouns = "|".join(load("notes_de_seance")["sequences"])
    number = r"(?:n\s?°|no|numéro)?\s*(?:\d{1,2}|[A-Z])\b"
    return re.compile(rf"(?:{nouns})\s*{number}\s*(?:[:.–—-]|$)", re.IGNORECASE)


def read_group(text: str) -> tuple[str, str, str] | None:
    """Give the noun and number of a table and what follows them, None where a text says none.

    What follows must stand apart: « Table 3 est trop loin » speaks of a table, it does not announce one.

    Examples
    --------
    >>> read_group("Table n° 3 : planter des arbres"), read_group("Groupe B")
    (('table', '3', 'planter des arbres'), ('groupe', 'B', ''))
    >>> read_group("Table 3 est trop loin") is None
    True
    """
    found = _group_pattern().fullmatch(text.strip())
    if found is None:
        return None
    noun, number, rest = found["noun"].lower(), found["number"], found["rest"]
    if rest and not rest.startswith((":", "–", "—", "-", "(", ".", ",")):
        return None
    return noun, number.upper(), rest.lstrip(":–—-., ").strip()


def read_sequence(text: str) -> bool:
    """Say whether a line announces a sequence by its number: « Séquence 2 : propositions ».

    Examples
    --------
    >>> read_sequence("Séquence 2 : propositions"), read_sequence("Temps 1"), read_sequence("2 temps forts")
    (True, True, False)
    """
    return len(text) <= _LONGEST_TITLE and _sequence_pattern().match(text.strip()) is not None


def split_label(text: str) -> tuple[str, str]:
    """Give what stands before the colon of « Secrétaire : … », and after; ("", text) without one."""
    found = _LABEL.fullmatch(text.strip())
    return (found[1], found[2].strip()) if found else ("", text)


def is_mention(label: str) -> bool:
    """Say whether a label or a heading announces what nobody contributed: who was there, when, where."""
    return fold_header(re.sub(r"\(.*?\)", "", label)) in _words("mentions") or fold_header(label) in _words("mentions")


def is_sheet_title(text: str) -> bool:
    """Say whether a heading is one that our own table sheet prints."""
    return fold_header(text) in _words("fiche", "titres")


def begins_sheet(text: str) -> bool:
    """Say whether a heading is the first of our own table sheet."""
    return fold_header(text) == str(load("notes_de_seance")["fiche"]["debut"])


def is_facts_header(text: str) -> bool:
    """Say whether a cell is the first of the table of facts of our own sheet."""
    return fold_header(text) in _words("fiche", "reperes")


def is_printed(text: str) -> bool:
    """Say whether a line is printed by our own table sheet: a caption, an instruction, its name."""
    folded = fold_header(text)
    return bool(_CAPTION.fullmatch(text)) or folded in _words("fiche", "phrases") or folded in _words("fiche", "titres")


@cache
def column_role(header: str) -> Role:
    """Give what a column, or the line of a two-column table, is for; "" where nothing says it.

    Examples
    --------
    >>> [column_role(header) for header in ("Table n°", "Idée", "Secrétaire (ne sera pas publié)", "Contre")]
    ['group', 'text', 'mention', 'position']
    """
    folded = fold_header(header)
    if not folded:
        return ""
    if folded in _words("fiche", "positions"):
        return "position"
    if folded in _words("fiche", "sujet"):
        return "subject"
    if folded in _words("precisions"):
        return "detail"
    if is_mention(header):
        return "mention"
    if folded in _words("texte") or folded in load("colonnes")["texte"]:
        return "text"
    if folded in _words("question"):
        return "question"
    if folded in _columns_of("group"):
        return "group"
    return "sequence" if folded in _columns_of("sequence") else ""


def fact_role(label: str) -> Role:
    """Give what a name before a colon, or before a value, announces; "" for what people say."""
    if fold_header(label) in _words("question"):
        return "question"
    role = column_role(label)
    if role in ("group", "sequence", "mention"):
        return role
    return "mention" if is_mention(label) else ""


def group_noun_of(header: str) -> str:
    """Give the noun of a column of groups."""
    return _columns_of("group").get(fold_header(header), "table")
