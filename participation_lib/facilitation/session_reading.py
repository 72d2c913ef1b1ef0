"""A session from what is typed: fields as people fill them in, refused with what is accepted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from participation_lib.corpus.yaml_checks import YamlChecks
from participation_lib.corpus.yaml_file import YamlContent
from participation_lib.errors import InputError
from participation_lib.facilitation.days import read_day
from participation_lib.facilitation.methods import method_named
from participation_lib.facilitation.session import (
    LONGEST_TEXT,
    Instruction,
    Session,
    Step,
    StepKind,
    read_minutes,
    read_time,
    spread_minutes,
    told_minutes,
)
from participation_lib.facilitation.session_methods import with_method

__all__ = [
    "FACTS",
    "STEP_FIELDS",
    "add_typed_step",
    "change_fact",
    "change_typed_step",
    "fact_told",
    "parse_session",
    "step_told",
]

FACTS: Final = ("title", "day", "starts", "place", "n_people", "n_tables", "available_minutes")
STEP_FIELDS: Final = ("title", "minutes", "kind", "facilitators", "question", "instructions", "material")
_MOST: Final = 10_000
# How a file calls them.
_FACT_KEYS: Final = {
    "titre": "title",
    "date": "day",
    "debut": "starts",
    "lieu": "place",
    "personnes": "n_people",
    "tables": "n_tables",
    "duree_salle": "available_minutes",
}
_STEP_KEYS: Final = {
    "titre": "title",
    "minutes": "minutes",
    "type": "kind",
    "animation": "facilitators",
    "question": "question",
    "consignes": "instructions",
    "materiel": "material",
}
_INSTRUCTION: Final = re.compile(r"\s*(\d{1,3})\s*(?:min(?:utes?)?|mn|')?\s*[:–—-]\s*(\S.*)")


def change_fact(session: Session, name: str, text: str) -> Session:
    """Give a session with one of its facts as it was typed; an empty text forgets it.

    Raises
    ------
    InputError
        The text is not accepted: what is.

    Examples
    --------
    >>> change_fact(Session(), "starts", "14h").starts
    datetime.time(14, 0)
    """
    words = " ".join(text.split())
    if len(words) > LONGEST_TEXT:
        raise InputError(f"Ce texte dépasse {LONGEST_TEXT} signes ; gardez l’essentiel.")
    readers: dict[str, Callable[[], object]] = {
        "title": lambda: words,
        "place": lambda: words,
        "day": lambda: read_day(words) if words else None,
        "starts": lambda: read_time(words) if words else Session().starts,
        "n_people": lambda: _number(words),
        "n_tables": lambda: _number(words),
        "available_minutes": lambda: read_minutes(words) if words else 0,
    }
    if name not in readers:
        raise InputError("Cette information n’existe pas dans une séance.")
    return replace(session, **{name: readers[name]()})  # type: ignore[arg-type]


def fact_told(session: Session, name: str) -> str:
    """Give a fact as it is typed, "" where it is not known.

    Examples
    --------
    >>> fact_told(Session(available_minutes=90), "available_minutes")
    '1 h 30'
    """
    match name:
        case "day":
            return f"{session.day:%d/%m/%Y}" if session.day else ""
        case "starts":
            return f"{session.starts.hour} h {session.starts.minute:02}"
        case "n_people" | "n_tables":
            number: int = getattr(session, name)
            return str(number) if number else ""
        case "available_minutes":
            return told_minutes(session.available_minutes) if session.available_minutes else ""
    return str(getattr(session, name))


def add_typed_step(session: Session, values: Mapping[str, str], *, at: int | None = None) -> Session:
    """Give a session with one more step, from what was typed.

    Raises
    ------
    InputError
        A value is not accepted: what is.
    """
    read = {name: _step_value(name, values.get(name, "")) for name in STEP_FIELDS if name in values}
    title, minutes = str(read.pop("title", "")), read.pop("minutes", None)
    if not isinstance(minutes, int):
        raise InputError("Donnez une durée à cette étape, en minutes.")
    return session.with_step(title, minutes, at=at, **read)


def change_typed_step(session: Session, step_id: str, values: Mapping[str, str]) -> Session:
    """Give a session with a step as it was typed; what is not among the values stays.

    When its minutes change and its instructions do not, instructions are spread over the new
    minutes, if they filled the former ones.

    Raises
    ------
    InputError
        A value is not accepted, or there is no such step.
    """
    read = {name: _step_value(name, text) for name, text in values.items() if name in STEP_FIELDS}
    before = session.steps[session.place_of(step_id)]
    minutes = read.get("minutes")
    filled = sum(told.minutes for told in before.instructions) == before.minutes
    same = read.get("instructions", before.instructions) == before.instructions
    if isinstance(minutes, int) and minutes != before.minutes and filled and same:
        read["instructions"] = spread_minutes(before.instructions, minutes)
    return session.with_step_changed(step_id, **read)


def step_told(step: Step) -> dict[str, str]:
    """Give a step as it is typed.

    Examples
    --------
    >>> step_told(Step("e1", "Tour", 10, instructions=(Instruction(10, "parler"),)))["instructions"]
    '10 : parler'
    """
    return {
        "title": step.title,
        "minutes": str(step.minutes),
        "kind": str(step.kind),
        "facilitators": ", ".join(step.facilitators),
        "question": step.question,
        "instructions": "\n".join(f"{told.minutes} : {told.action}" for told in step.instructions),
        "material": ", ".join(step.material),
    }


def parse_session(source: YamlContent) -> Session:
    """Give the session that a file describes: its facts, and a list « etapes ».

    A step with « methode » is one of the catalogue: what the step says goes before what the
    method says.

    Raises
    ------
    InputError
        Something is missing or not accepted: what, in which file, at which line.

    Examples
    --------
    >>> content = {"titre": "Nature", "etapes": [{"titre": "Accueil", "minutes": 15, "type": "accueil"}]}
    >>> parse_session(YamlContent("seance.yaml", content)).n_minutes
    15
    """
    checks = YamlChecks(source)
    checks.known_keys(source.content, (*_FACT_KEYS, "etapes"))
    session = Session()
    for key, name in _FACT_KEYS.items():
        value = source.content.get(key)
        if value is not None:
            session = _at_line(checks, partial(change_fact, session, name, str(value)), key)
    for rank, step in enumerate(checks.listed(source.content, "etapes")):
        place = ("etapes", rank)
        if not isinstance(step, Mapping):
            raise checks.refuse("Une étape est une suite de « rubrique: valeur »", *place)
        checks.known_keys(step, (*_STEP_KEYS, "methode"), *place)
        values = {_STEP_KEYS[key]: _typed(value) for key, value in step.items() if key in _STEP_KEYS}
        session = _at_line(checks, partial(_parsed_step, session, step, values), *place)
    return session


def _parsed_step(session: Session, step: Mapping[str, object], values: Mapping[str, str]) -> Session:
    if "methode" not in step:
        return add_typed_step(session, {"title": "", **values})
    session = with_method(session, method_named(str(step["methode"])), at=len(session.steps))
    return change_typed_step(session, session.steps[-1].step_id, values)


def _typed(value: object) -> str:
    """Give a value of a file as it would be typed: a list of instructions is one a line, of names with commas."""
    if isinstance(value, list):
        words = [str(one) for one in value]
        return ("\n" if any(_INSTRUCTION.fullmatch(one) for one in words) else ", ").join(words)
    return "" if value is None else str(value)


def _at_line(checks: YamlChecks, read: Callable[[], Session], *place: str | int) -> Session:
    try:
        return read()
    except InputError as error:
        raise checks.refuse(str(error).rstrip("."), *place) from None


def _number(words: str) -> int:
    if not words:
        return 0
    if not words.isdecimal() or not 1 <= int(words) <= _MOST:
        raise InputError(f"Écrivez un nombre de 1 à {_MOST}, ou laissez vide.")
    return int(words)


def _step_value(name: str, text: str) -> object:
    match name:
        case "minutes":
            return read_minutes(text)
        case "kind":
            if text not in list(StepKind):
                raise InputError(f"Une étape est de l’un de ces types : {', '.join(StepKind)}.")
            return StepKind(text)
        case "facilitators" | "material":
            return tuple(dict.fromkeys(part for part in (" ".join(p.split()) for p in text.split(",")) if part))
        case "instructions":
            return tuple(_instruction(rank, line) for rank, line in enumerate(text.splitlines(), 1) if line.strip())
    return " ".join(text.split())


def _instruction(rank: int, line: str) -> Instruction:
    found = _INSTRUCTION.fullmatch(line.rstrip())
    if found is None or not int(found[1]):
        raise InputError(
            f"Consigne, ligne {rank} : écrivez les minutes puis ce qu’on fait, par exemple « 10 : tour de table »."
        )
    return Instruction(int(found[1]), " ".join(found[2].split()))
