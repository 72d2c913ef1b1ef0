"""What the user corrects in what was recognised, and what becomes of each column then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from participation_lib.corpus.formats.any_table import open_questions, part_of
from participation_lib.corpus.formats.columns import find_column, group_noun, question_of, require_column
from participation_lib.corpus.formats.free_text import letters_of_text
from participation_lib.corpus.formats.headers import identifies_author, is_personal, is_sensitive, is_technical
from participation_lib.corpus.formats.model import Choice, Field, Layout, OpenQuestion, Part, Role, Table, cells_of
from participation_lib.corpus.formats.personal_values import personal_kind
from participation_lib.corpus.formats.wording import quoted
from participation_lib.errors import InputError

__all__ = ["Column", "columns_of", "corrected"]

_FIELDS: Final = {
    "group": Role.GROUP,
    "sequence": Role.SEQUENCE,
    "author": Role.AUTHOR,
    "question": Role.QUESTION,
    "channel": Role.CHANNEL,
    "declared_theme": Role.THEME,
    "date": Role.DATE,
    "stance": Role.STANCE,
    "reference": Role.REFERENCE,
    "reply_to": Role.REPLY,
}


@dataclass(frozen=True)
class Column:
    """A column of a file: what becomes of it, and why in French.

    `personal` says that its values are somebody's: they are shown to nobody, even where she
    refused the column for another reason.
    """

    name: str
    role: Role
    why: str
    personal: bool


def corrected(table: Table, found: Layout, choice: Choice) -> Layout:
    """Give what was recognised with what the user chose instead.

    Raises
    ------
    InputError
        A column that was chosen is missing or personal, or no text would be left.
    """
    refused = {find_column(table, name, "refused_columns") for name in choice.refused}
    parts = found.parts
    if choice.text_columns:
        chosen = tuple(dict.fromkeys(require_column(table, name, "text_column") for name in choice.text_columns))
        parts = (_of_columns(table, parts, chosen),)
        name = parts[0].questions[0].texts.columns[0]
        detail = f"{len(chosen)} questions ouvertes" if len(chosen) > 1 else ""
        kind = f"colonne {quoted(name)}" if not detail else ""
        found = replace(found, kind=kind, noun="contribution", detail=detail, why_none="")
    if choice.group_column is not None:
        name = _label_column(table, choice.group_column, "group_column") if choice.group_column else ""
        group = cells_of(table, name)
        parts = tuple(_freed(replace(part, group=Field(), group_name=""), {name}) for part in parts)
        parts = tuple(replace(part, group=group, group_name=group_noun(name) if name else "") for part in parts)
    if choice.question_column is not None:
        name = _label_column(table, choice.question_column, "question_column") if choice.question_column else ""
        parts = tuple(_freed(part, {name}) for part in parts)
        parts = tuple(replace(part, question=cells_of(table, name)) for part in parts)
    if refused:
        parts = tuple(part for part in (_freed(part, refused, texts=True) for part in parts) if part.questions)
        if not parts and found.parts:
            raise InputError(
                f"Toutes les colonnes de texte de {quoted(table.file_name)} ont été refusées : gardez-en une.",
                setting="refused_columns",
            )
    return replace(found, parts=parts)


def _label_column(table: Table, wanted: str, setting: str) -> str:
    return require_column(table, wanted, setting, kept_as_is=True)


def _of_columns(table: Table, parts: tuple[Part, ...], chosen: tuple[str, ...]) -> Part:
    if not parts:
        return part_of(table, open_questions(table, chosen) if len(chosen) > 1 else _as_chosen(table, chosen))
    freed = _freed(replace(parts[0], rows=None), set(chosen))
    return replace(freed, questions=_as_chosen(table, chosen), one_row_one_person=len(chosen) > 1)


def _as_chosen(table: Table, chosen: tuple[str, ...]) -> tuple[OpenQuestion, ...]:
    several = len(chosen) > 1
    return tuple(OpenQuestion(cells_of(table, name), question_of(name, several=several)) for name in chosen)


def _freed(part: Part, names: set[str], *, texts: bool = False) -> Part:
    """Give a part in which columns have no role any more; that of a text only where asked."""
    kept = {name: Field() for name in _FIELDS if (field := getattr(part, name)) and not names.isdisjoint(field.columns)}
    part = replace(
        part,
        votes=tuple((word, field) for word, field in part.votes if names.isdisjoint(field.columns)),
        variables=tuple((word, field) for word, field in part.variables if names.isdisjoint(field.columns)),
        **kept,  # type: ignore[arg-type]
    )
    if texts:
        part = replace(part, questions=tuple(item for item in part.questions if names.isdisjoint(item.texts.columns)))
    return part if part.group else replace(part, group_name="")


def columns_of(table: Table, layout: Layout, choice: Choice) -> tuple[Column, ...]:
    """Give every column of a table with its role and why, in order."""
    refused = {find_column(table, name, "refused_columns") for name in choice.refused}
    roles: dict[str, tuple[Role, str]] = {}
    for name, role, why in _roles(layout):
        roles.setdefault(name, (role, why))
    found = []
    for name, values in table.columns.items():
        role, why = roles.get(name) or _left_out(name, values)
        personal = role in (Role.PERSONAL, Role.AUTHOR) or identifies_author(name)
        if name in refused:
            personal = personal or _left_out(name, values)[0] is Role.PERSONAL
            role, why = Role.REFUSED, "vous ne voulez pas la lire"
        found.append(Column(name, role, why, personal))
    return tuple(found)


def _roles(layout: Layout) -> Iterator[tuple[str, Role, str]]:
    for part in layout.parts:
        for item in part.questions:
            for name in item.texts.columns:
                yield name, Role.TEXT, "réponses à cette question" if item.asked else "lue comme contribution"
        for attribute, role in _FIELDS.items():
            for name in getattr(part, attribute).columns:
                yield name, role, _why(role, part)
        for word, field in part.votes:
            for name in field.columns:
                yield name, Role.VOTES, f"comptés : {word}"
        for _, field in part.variables:
            for name in field.columns:
                yield name, Role.VARIABLE, "peu de réponses différentes, gardées à côté de chaque contribution"
    for name in layout.used:
        yield name, Role.KIND, "dit ce qu’est chaque ligne"


def _why(role: Role, part: Part) -> str:
    return {
        Role.GROUP: f"dit d’où vient chaque contribution ({part.group_name})",
        Role.SEQUENCE: "étape de la séance",
        Role.AUTHOR: "remplacée par un jeton, qui dit seulement « la même personne »",
        Role.QUESTION: "question à laquelle répond chaque ligne",
        Role.CHANNEL: "par où la contribution est arrivée",
        Role.THEME: "thème choisi par l’auteur, ou par la plateforme",
        Role.DATE: "jour de la contribution",
        Role.STANCE: "pour ou contre ce à quoi elle répond",
        Role.REFERENCE: "numéro sur la plateforme, pour y revenir",
        Role.REPLY: "ce à quoi la contribution répond",
    }[role]


def _left_out(name: str, values: Sequence[str]) -> tuple[Role, str]:
    if kind := personal_kind(values):
        return Role.PERSONAL, f"contient {kind}"
    if is_personal(name):
        return Role.PERSONAL, "son nom annonce une donnée personnelle"
    if is_sensitive(name):
        return Role.PERSONAL, "donnée sensible sur la personne (santé, croyances, origines…)"
    if is_technical(name):
        return Role.TECHNICAL, "écrite par une machine"
    if letters_of_text(values, named=False) > 0:
        return Role.UNUSED, "texte libre, mais d’autres colonnes sont celles des contributions"
    return Role.UNUSED, "ni texte libre, ni réponse parmi quelques-unes"
