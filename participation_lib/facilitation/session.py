"""A session as its steps, one after the other: minutes that add up, and what is missing.

A session is a value: each change gives another one. It holds nobody's name but those of the
facilitators, as they are written; who comes is kept apart (`seating`, `guests`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from participation_lib.errors import InputError

__all__ = ["Instruction", "Moment", "Remark", "Session", "Step", "StepKind", "read_minutes", "read_time"]

LONGEST_STEP: Final = 480  # minutes
LONGEST_TEXT: Final = 500  # characters of a title, a question, an instruction
_WITHOUT_BREAK: Final = 100  # minutes of work after which a break is asked for
_AT_A_TABLE: Final = 8  # people: more, and some do not speak
_LISTENING: Final = 20  # minutes in a row without anything to do, and attention is gone


class StepKind(StrEnum):
    """What a step is for."""

    WELCOME = "accueil"
    TALK = "exposé"
    ACTIVITY = "activité"
    BREAK = "pause"
    REPORT = "restitution"
    CLOSING = "clôture"


@dataclass(frozen=True)
class Instruction:
    """What the facilitator does during some of the minutes of a step."""

    minutes: int
    action: str


@dataclass(frozen=True)
class Step:
    """A part of a session.

    Attributes
    ----------
    step_id
        Stable in its session, never used again: « e3 ».
    minutes
        1 to 480.
    facilitators
        Who animates it: a role or a first name, as written.
    question
        What is shown to the room during the step, "" if nothing is.
    material
        One item each, as in the catalogue of methods.
    method_id
        The method it comes from, "" if none.
    """

    step_id: str
    title: str
    minutes: int
    kind: StepKind = StepKind.ACTIVITY
    facilitators: tuple[str, ...] = ()
    question: str = ""
    instructions: tuple[Instruction, ...] = ()
    material: tuple[str, ...] = ()
    method_id: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise InputError("Une étape a besoin d’un titre.")
        if not 1 <= self.minutes <= LONGEST_STEP:
            raise InputError(f"Une étape dure de 1 à {LONGEST_STEP} minutes.")
        words = (self.title, self.question, *self.facilitators, *self.material)
        if any(len(text) > LONGEST_TEXT for text in (*words, *(told.action for told in self.instructions))):
            raise InputError(f"Un texte de cette étape dépasse {LONGEST_TEXT} signes ; gardez l’essentiel.")


@dataclass(frozen=True)
class Moment:
    """A step at its place in the day. `starts` and `ends` are times of day."""

    step: Step
    starts: time
    ends: time


@dataclass(frozen=True)
class Remark:
    """What a colleague would say of a session; she does as she likes.

    Attributes
    ----------
    rule
        Its name, stable.
    step_id
        The step it is about, "" for the whole session.
    """

    rule: str
    sentence: str
    step_id: str = ""


@dataclass(frozen=True)
class Session:
    """A session: when, where, how many, and its steps in order.

    Attributes
    ----------
    starts
        Time of day.
    n_people, n_tables
        0 where not known yet.
    available_minutes
        For how long the room is hers, 0 where not known.
    n_made
        Steps ever made, so that an identifier never comes back.
    """

    title: str = ""
    day: date | None = None
    starts: time = time(9, 30)
    place: str = ""
    n_people: int = 0
    n_tables: int = 0
    available_minutes: int = 0
    steps: tuple[Step, ...] = ()
    n_made: int = field(default=0)

    # Composing

    def with_step(self, title: str, minutes: int, *, at: int | None = None, **details: object) -> Session:
        """Add a step, last or at a place.

        Raises
        ------
        InputError
            The step has no title or its minutes are out of reach.

        Examples
        --------
        >>> session = Session().with_step("Accueil", 15, kind=StepKind.WELCOME).with_step("Tables", 45)
        >>> [step.step_id for step in session.steps], session.n_minutes
        (['e1', 'e2'], 60)
        """
        step = Step(f"e{self.n_made + 1}", title.strip(), minutes, **details)  # type: ignore[arg-type]
        steps = list(self.steps)
        steps.insert(len(steps) if at is None else max(0, min(at, len(steps))), step)
        return replace(self, steps=tuple(steps), n_made=self.n_made + 1)

    def without_step(self, step_id: str) -> Session:
        """Take a step out."""
        place = self.place_of(step_id)
        return replace(self, steps=self.steps[:place] + self.steps[place + 1 :])

    def with_step_moved(self, step_id: str, to: int) -> Session:
        """Put a step at another place, the first being 0; beyond either end is that end."""
        steps = list(self.steps)
        step = steps.pop(self.place_of(step_id))
        steps.insert(max(0, min(to, len(steps))), step)
        return replace(self, steps=tuple(steps))

    def with_step_changed(self, step_id: str, **changes: object) -> Session:
        """Change what a step says of itself.

        Raises
        ------
        InputError
            What it would say is not accepted, or there is no such step.
        """
        place = self.place_of(step_id)
        step = replace(self.steps[place], **changes)  # type: ignore[arg-type]
        return replace(self, steps=(*self.steps[:place], step, *self.steps[place + 1 :]))

    def place_of(self, step_id: str) -> int:
        """Give the rank of a step, the first being 0.

        Raises
        ------
        InputError
            There is no such step.
        """
        for place, step in enumerate(self.steps):
            if step.step_id == step_id:
                return place
        raise InputError("Cette étape n’est plus dans la séance : elle a été retirée entre-temps.")

    # Reading

    @property
    def n_minutes(self) -> int:
        """Minutes of all the steps."""
        return sum(step.minutes for step in self.steps)

    @property
    def ends(self) -> time:
        """When the last step ends."""
        return _after(self.starts, self.n_minutes)

    def moments(self) -> tuple[Moment, ...]:
        """Give each step with the times at which it starts and ends."""
        found, elapsed = [], 0
        for step in self.steps:
            found.append(Moment(step, _after(self.starts, elapsed), _after(self.starts, elapsed + step.minutes)))
            elapsed += step.minutes
        return tuple(found)

    def material(self) -> Mapping[str, tuple[str, ...]]:
        """Give all that is to be brought, with the titles of the steps that need it, in the order of first use.

        The same thing written with other capitals is one thing.
        """
        found: dict[str, tuple[str, list[str]]] = {}
        for step in self.steps:
            for item in step.material:
                name, titles = found.setdefault(item.strip().casefold(), (item.strip(), []))
                if name and step.title not in titles:
                    titles.append(step.title)
        return {name: tuple(titles) for name, titles in found.values() if name}

    def remarks(self) -> tuple[Remark, ...]:
        """Give what is missing or does not hold, the whole session first, then its steps in order."""
        return (*self._about_all(), *self._about_steps())

    def _about_all(self) -> list[Remark]:
        found: list[Remark] = []
        if not self.steps:
            return found
        kinds = [step.kind for step in self.steps]
        if StepKind.WELCOME not in kinds[:2]:
            found.append(
                Remark(
                    "accueil",
                    "Rien n’ouvre la séance : prévoyez un accueil, avec les règles du jeu et ce qui est ouvert à la "
                    "discussion.",
                )
            )
        if StepKind.REPORT not in kinds:
            found.append(
                Remark("restitution", "Aucune restitution : les tables ne sauront pas ce que les autres ont dit.")
            )
        if kinds[-1] is not StepKind.CLOSING:
            found.append(Remark("suites", "La séance finit sans clôture : dites quand et comment la Ville répondra."))
        if self.available_minutes and self.n_minutes > self.available_minutes:
            over, available = self.n_minutes - self.available_minutes, told_minutes(self.available_minutes)
            found.append(
                Remark("duree", f"Le déroulé dépasse de {over} min la durée dont vous disposez ({available}).")
            )
        if self.n_tables and self.n_people > _AT_A_TABLE * self.n_tables:
            found.append(
                Remark(
                    "tables",
                    f"Plus de {_AT_A_TABLE} personnes par table : certaines ne parleront pas. Ajoutez une table.",
                )
            )
        return found

    def _about_steps(self) -> list[Remark]:
        found: list[Remark] = []
        since_break = 0
        asked = False
        for step in self.steps:
            since_break = 0 if step.kind is StepKind.BREAK else since_break + step.minutes
            asked = asked and step.kind is not StepKind.BREAK
            if since_break > _WITHOUT_BREAK and not asked:
                asked = True
                found.append(
                    Remark(
                        "pause",
                        f"Plus de {told_minutes(_WITHOUT_BREAK)} sans pause à la fin de « {step.title} ».",
                        step.step_id,
                    )
                )
            if step.kind is StepKind.TALK and step.minutes > _LISTENING:
                found.append(
                    Remark(
                        "ecoute",
                        f"{step.minutes} min d’exposé d’affilée dans « {step.title} » : au-delà de {_LISTENING}, "
                        "faites réagir les tables.",
                        step.step_id,
                    )
                )
            if step.kind is not StepKind.BREAK and not step.facilitators:
                found.append(Remark("animation", f"Personne n’anime « {step.title} ».", step.step_id))
            told = sum(instruction.minutes for instruction in step.instructions)
            if step.instructions and told != step.minutes:
                found.append(
                    Remark(
                        "minutes",
                        f"« {step.title} » dure {step.minutes} min, ses consignes en comptent {told}.",
                        step.step_id,
                    )
                )
        return found


def told_minutes(minutes: int) -> str:
    """Give « 45 min », « 2 h », « 1 h 40 ».

    >>> told_minutes(45), told_minutes(120), told_minutes(100)
    ('45 min', '2 h', '1 h 40')
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def _after(starts: time, minutes: int) -> time:
    return (datetime.combine(date(2000, 1, 1), starts) + timedelta(minutes=minutes)).time()


def read_time(text: str) -> time:
    """Read a time of day as people write it: « 9h30 », « 9 h », « 09:30 », « 14.15 ».

    Raises
    ------
    InputError
        It is no time of day.

    Examples
    --------
    >>> read_time("9 h 30"), read_time("14h")
    (datetime.time(9, 30), datetime.time(14, 0))
    """
    folded = text.strip().lower().replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    for sign in ("heures", "heure", "h", ".", ":"):
        folded = folded.replace(sign, ":")
    hours, _, minutes = folded.partition(":")
    if hours.isdecimal() and (minutes == "" or minutes.isdecimal()) and int(hours) < 24 and int(minutes or 0) < 60:
        return time(int(hours), int(minutes or 0))
    raise InputError("Cette heure n’est pas comprise : écrivez par exemple « 9 h 30 ».")


def read_minutes(text: str) -> int:
    """Read a duration: « 45 », « 45 min », « 1 h 30 », « 2h ».

    Raises
    ------
    InputError
        It is no duration, or not between 1 and 480 minutes.

    Examples
    --------
    >>> read_minutes("1 h 30"), read_minutes("20 min")
    (90, 20)
    """
    folded = text.strip().lower().replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    for sign in ("minutes", "minute", "min", "mn", "'", "’"):
        folded = folded.removesuffix(sign)
    hours, separator, minutes = folded.partition("h")
    if not separator:
        hours, minutes = "0", hours
    if hours.isdecimal() and (minutes or "0").isdecimal():
        total = int(hours) * 60 + int(minutes or 0)
        if 1 <= total <= LONGEST_STEP:
            return total
    raise InputError(f"Cette durée n’est pas comprise : écrivez de 1 à {LONGEST_STEP} minutes, ou « 1 h 30 ».")


def spread_minutes(parts: Sequence[Instruction], minutes: int) -> tuple[Instruction, ...]:
    """Give the same instructions for another duration, each keeping its share; minutes add up.

    An instruction keeps a minute at least; where there are more instructions than minutes, they
    are given back as they are.

    Examples
    --------
    >>> [part.minutes for part in spread_minutes([Instruction(10, "a"), Instruction(20, "b")], 45)]
    [15, 30]
    """
    total = sum(part.minutes for part in parts)
    if not parts or total == minutes or minutes < len(parts):
        return tuple(parts)
    spare = minutes - len(parts)
    weights = [part.minutes - 1 for part in parts]
    if not any(weights):
        weights = [1] * len(parts)
    of_all = sum(weights)
    shares = [spare * weight / of_all for weight in weights]
    whole = [int(share) for share in shares]
    # The minutes left go to the largest remainders, the first of equals (Hamilton's method).
    order = sorted(range(len(parts)), key=lambda rank: (whole[rank] - shares[rank], rank))
    for rank in order[: spare - sum(whole)]:
        whole[rank] += 1
    return tuple(Instruction(share + 1, part.action) for share, part in zip(whole, parts, strict=True))
