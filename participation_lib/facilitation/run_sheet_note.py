"""A session on paper: the run sheet of those who animate it, the programme on the wall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Final

from participation_lib.facilitation.days import tell_day
from participation_lib.facilitation.session import Moment, Session, StepKind, told_minutes
from participation_lib.notes.model import Block, Heading, Inline, Note, Notice, Paragraph, Table, Text

__all__ = ["build_programme", "build_run_sheet", "tell_time", "when_and_where"]

_BOX: Final = "☐"


def tell_time(moment: time) -> str:
    """Give « 9 h », « 14 h 05 ».

    >>> tell_time(time(9)), tell_time(time(14, 5))
    ('9 h', '14 h 05')
    """
    return f"{moment.hour} h {moment.minute:02}" if moment.minute else f"{moment.hour} h"


def build_run_sheet(session: Session) -> Note:
    """Give the run sheet of a session: who does what, when, with what, and what is still missing.

    It holds the names of facilitators as they were written: it is an internal document.

    Examples
    --------
    >>> build_run_sheet(Session("Nature en ville")).title
    'Déroulé – Nature en ville'
    """
    return Note(
        title=f"Déroulé – {session.title}" if session.title else "Déroulé de la séance",
        subtitle=when_and_where(session),
        blocks=tuple(_run_sheet(session)),
        keywords=("déroulé", "participation"),
        landscape=True,
    )


def build_programme(session: Session) -> Note:
    """Give the programme to hang on the wall: hours and titles, in letters seen from afar.

    Nobody is named.

    Examples
    --------
    >>> build_programme(Session("Nature en ville")).poster
    True
    """
    rows = tuple(
        ((Text(tell_time(moment.starts), "strong"),), (Text(moment.step.title), *_shown(moment)))
        for moment in session.moments()
    )
    blocks: list[Block] = []
    if rows:
        rows = (*rows, ((Text(tell_time(session.ends), "strong"),), (Text("Fin"),)))
        blocks.append(Table("Au programme", ("Heure", "Étape"), rows, widths=(0.2, 0.8), row_headers=True))
    else:
        blocks.append(Paragraph((Text("Le programme est à compléter."),)))
    return Note(
        title=session.title or "Programme",
        subtitle=when_and_where(session),
        blocks=tuple(blocks),
        keywords=("programme",),
        poster=True,
    )


def _shown(moment: Moment) -> tuple[Inline, ...]:
    return (Text(f" : {moment.step.question}"),) if moment.step.question else ()


def when_and_where(session: Session) -> str:
    """Give the day, the hours and the place, as far as they are known.

    >>> when_and_where(Session(place="Salle des fêtes"))
    'Salle des fêtes'
    """
    hours = f"de {tell_time(session.starts)} à {tell_time(session.ends)}" if session.steps else ""
    day = tell_day(session.day) if session.day else ""
    return ", ".join(part for part in (" ".join(filter(None, (day, hours))), session.place) if part)


def _run_sheet(session: Session) -> Iterator[Block]:
    if told := _people(session):
        yield Paragraph((Text(told),))
    remarks = session.remarks()
    if remarks:
        lines = tuple((Text(remark.sentence),) for remark in remarks)
        yield Notice(tuple(Paragraph(line) for line in lines), "caution", "À reprendre avant la séance")
    yield Heading(1, "Déroulé")
    if not session.steps:
        yield Paragraph((Text("Aucune étape pour l’instant."),))
        return
    yield Table(
        f"Déroulé, {told_minutes(session.n_minutes)} en tout",
        ("Heure", "Durée", "Étape", "Ce qu’on fait", "Qui anime", "Matériel"),
        tuple(_row(moment) for moment in session.moments()),
        widths=(0.07, 0.07, 0.17, 0.37, 0.14, 0.18),
    )
    material = session.material()
    if material:
        yield Heading(1, "Matériel à réunir")
        yield Table(
            "Matériel, et les étapes qui en ont besoin",
            ("Prêt", "Quoi", "Pour"),
            tuple(((Text(_BOX),), (Text(name),), (Text(", ".join(titles)),)) for name, titles in material.items()),
            widths=(0.07, 0.4, 0.53),
        )


def _row(moment: Moment) -> tuple[tuple[Inline, ...], ...]:
    step = moment.step
    done = [f"{told.minutes} min : {told.action}" for told in step.instructions]
    if step.question:
        done.insert(0, f"Question posée : {step.question}")
    pause = step.kind is StepKind.BREAK
    return (
        (Text(tell_time(moment.starts), "strong"),),
        (Text(f"{step.minutes} min"),),
        (Text(step.title, "emphasis" if pause else "strong"),),
        (Text(" ; ".join(done)),),
        (Text(", ".join(step.facilitators)),),
        (Text(", ".join(step.material)),),
    )


def _people(session: Session) -> str:
    people = f"{session.n_people} personnes attendues" if session.n_people else ""
    tables = f"{session.n_tables} tables" if session.n_tables else ""
    told = ", ".join(part for part in (people, tables) if part)
    return f"{told}." if told else ""
