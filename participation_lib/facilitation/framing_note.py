"""The framing of a démarche as a note of two pages: what is settled, what is not, who does what by when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from participation_lib.facilitation.contradictions import Contradiction, Light, Severity, contradictions, readiness
from participation_lib.facilitation.days import tell_day
from participation_lib.facilitation.framing import Framing
from participation_lib.facilitation.questions import Block as QuestionBlock
from participation_lib.facilitation.questions import blocks, levels, questions
from participation_lib.facilitation.schedule import ScheduleLine, schedule
from participation_lib.notes.model import Block, BulletList, Heading, Inline, Note, Notice, Paragraph, Table, Text

__all__ = ["PERSONAL", "build_framing_note"]

# What makes the person in charge of data protection somebody to see.
PERSONAL: Final = ("nom", "age", "quartier", "adresse", "sante", "opinion", "photos", "voix", "mineurs")
_LIGHTS: Final = {Light.RED: "Feu rouge", Light.ORANGE: "Feu orange", Light.GREEN: "Feu vert"}
_SEVERITIES: Final = {
    Severity.STOP: "Ne pas lancer en l’état",
    Severity.CARE: "À régler avant d’inviter",
    Severity.ADVICE: "Conseil",
}
# Told in the first lines already.
_SUMMED_UP: Final = (
    *("titre", "decision", "instance", "date_decision", "question", "niveau", "date_reponse"),
    *("date_debut", "date_fin", "lieu", "vacances"),
)
_EMPTY: Final = "à compléter"
_BOX: Final = "☐"
_TICKED: Final = "☑"


def build_framing_note(framing: Framing) -> Note:
    """Give the note of a framing, whatever is left to answer: what is missing is said to be.

    It is written from the answers alone. Nothing in it is of a participant.

    Examples
    --------
    >>> build_framing_note(Framing({"titre": "Plan vélo"})).title
    'Note de cadrage – Plan vélo'
    """
    blocks_ = (
        *_summary(framing),
        *_to_settle(framing),
        *_answers(framing),
        *_schedule(framing),
        *_data(framing),
    )
    state = f"État au {tell_day(framing.today)}. " if framing.today else ""
    return Note(
        title=f"Note de cadrage – {framing.title}" if framing.title else "Note de cadrage",
        subtitle=f"{state}Document de travail, à valider avec l’élue ou l’élu",
        blocks=blocks_,
        keywords=("cadrage", "participation"),
    )


def _line(name: str, *content: str) -> tuple[Inline, ...]:
    return (Text(f"{name} : ", "strong"), *(Text(text) for text in content))


def _summary(framing: Framing) -> Iterator[Block]:
    ready = readiness(framing)
    yield Heading(1, "En bref", anchor="en-bref")
    yield Paragraph((Text(f"{_LIGHTS[ready.light]}. ", "strong"), Text(ready.sentence)))
    level = levels().get(framing.value("niveau"))
    lines = [
        _line("Décision", framing.told("decision") or _EMPTY),
        _line("Qui décide, et quand", _by_whom(framing)),
        _line("Niveau de participation", f"{level.label}. {level.definition}" if level else _EMPTY),
        _line("Question posée", f"« {framing.told('question')} »" if framing.value("question") else _EMPTY),
        _line("Réponse de la Ville", framing.told("date_reponse") or "pas encore de date"),
    ]
    if framing.value("lieu") or framing.value("date_debut"):
        lines.append(_line("Rencontres", _meetings(framing)))
    yield BulletList(tuple(lines))


def _meetings(framing: Framing) -> str:
    first, last = framing.told("date_debut"), framing.told("date_fin")
    days = f"du {first} au {last}" if first and last and first != last else first or last
    return ", ".join(part for part in (days, framing.told("lieu")) if part)


def _by_whom(framing: Framing) -> str:
    who = framing.told("instance") or "instance à préciser"
    return f"{who}, {framing.told('date_decision') or 'date à préciser'}"


def _to_settle(framing: Framing) -> Iterator[Block]:
    found, missing = contradictions(framing), framing.missing()
    if not found and not missing:
        return
    yield Heading(1, "Ce qui reste à régler", anchor="a-regler")
    for severity, name in _SEVERITIES.items():
        here = [one for one in found if one.severity == severity]
        if here:
            yield Heading(2, name)
            yield BulletList(tuple(_told(one) for one in here))
    if missing:
        yield Heading(2, "Questions essentielles sans réponse")
        yield BulletList(tuple((Text(questions()[name].label),) for name in missing))


def _told(one: Contradiction) -> tuple[Inline, ...]:
    taken_on = (Text(f" Assumé : {one.accepted}", "emphasis"),) if one.accepted else ()
    return (Text(f"{one.fact} ", "strong"), Text(f"{one.reason} {one.advice}"), *taken_on)


def _answers(framing: Framing) -> Iterator[Block]:
    yield Heading(1, "Le cadre", anchor="cadre")
    for block in blocks():
        items = tuple(_items(block, framing))
        if items:
            yield Heading(2, block.heading)
            yield BulletList(items)


def _items(block: QuestionBlock, framing: Framing) -> Iterator[tuple[Inline, ...]]:
    for question in block.questions:
        answer = framing.told(question.question_id)
        if question.question_id in _SUMMED_UP or not (answer or question.essential):
            continue
        if not answer:
            yield (Text(f"{question.short} : ", "strong"), Text(_EMPTY, "emphasis"))
            continue
        if question.unit:
            few = framing.number(question.question_id) or 0
            answer = f"{answer} {question.unit.removesuffix('s') if few < 2 else question.unit}"
        yield _line(question.short, answer)


def _schedule(framing: Framing) -> Iterator[Block]:
    lines = schedule(framing)
    yield Heading(1, "Qui fait quoi, pour quand", anchor="calendrier")
    if all(line.day is None for line in lines):
        yield Paragraph((Text("Le calendrier sera compté à partir de la date de la décision."),))
    else:
        yield Paragraph((Text(_how_counted(framing, lines)),))
    yield Table(
        "Calendrier à rebours et liste à cocher",
        ("Fait", "Pour le", "Quoi", "Qui"),
        tuple(_cells(line) for line in lines),
        widths=(0.08, 0.24, 0.42, 0.26),
    )


def _how_counted(framing: Framing, lines: tuple[ScheduleLine, ...]) -> str:
    told = ["Les échéances tombent un jour travaillé, hors jours fériés."]
    if any(line.proposed for line in lines):
        told.append("Les dates suivies de « proposée » restent à confirmer.")
    if framing.value("vacances"):
        told.append(f"Vacances scolaires : {framing.told('vacances')}.")
    else:
        told.append("Les vacances scolaires ne sont pas renseignées.")
    return " ".join(told)


def _cells(line: ScheduleLine) -> tuple[tuple[Inline, ...], ...]:
    day = tell_day(line.day) if line.day else _EMPTY
    notes = [*(["proposée"] if line.proposed else []), *line.remarks]
    when: tuple[Inline, ...] = (Text(day), *((Text(f" ({', '.join(notes)})", "emphasis"),) if notes else ()))
    what: tuple[Inline, ...] = (
        Text(line.label),
        *((Text(f" ({line.landmark})", "small"),) if line.landmark else ()),
    )
    return (Text(_TICKED if line.done else _BOX),), when, what, (Text(line.owner),)


def _data(framing: Framing) -> Iterator[Block]:
    asked = [name for name in framing.picked("donnees") if name in PERSONAL]
    if not asked:
        return
    named = " ; ".join(questions()["donnees"].options[name].lower() for name in asked)
    yield Heading(1, "Données personnelles", anchor="donnees")
    yield Notice(
        (
            Paragraph((Text(f"Vous demandez aux participants : {named}."),)),
            Paragraph(
                (
                    Text(
                        "Voyez la personne déléguée à la protection des données avant tout recueil : base légale, "
                        "durée de conservation, mention sur la fiche et la feuille d’émargement, ligne au registre. Ne "
                        "demandez que ce qui servira."
                    ),
                )
            ),
        ),
        title="Rencontrer la personne déléguée à la protection des données",
    )
