"""The questions of a framing, and what counts as an answer to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from participation_lib.errors import InputError
from participation_lib.facilitation.days import Period, read_day, read_periods, tell_day
from participation_lib.notes.typography import format_number
from participation_lib.reference import load

__all__ = ["FORMS", "Block", "Level", "Question", "blocks", "levels", "question_named", "questions", "tell_period"]

FORMS: Final = ("texte", "paragraphe", "nombre", "date", "choix", "plusieurs", "lignes", "periodes")
_LONGEST: Final = 4_000  # characters of an answer
_LARGEST: Final = 10_000_000
_PICKED: Final = ","  # between the options chosen, as stored


@dataclass(frozen=True)
class Level:
    """A level of participation, never shown without what it means."""

    level_id: str
    label: str
    definition: str


@dataclass(frozen=True)
class Question:
    """Something to be settled before inviting.

    Attributes
    ----------
    form
        One of `FORMS`.
    options
        From what is stored to what is read; for "choix" and "plusieurs".
    essential
        Without an answer, the démarche is not ready.
    fact
        Fact of the documents that the answer fills in, "" for none.
    short
        What it is called in a note.
    unit
        What follows a number in a note.
    """

    question_id: str
    label: str
    hint: str
    form: str
    options: Mapping[str, str]
    essential: bool
    fact: str
    short: str
    unit: str

    def read(self, text: str) -> str:
        """Give an answer as it is stored; "" for no answer.

        Days are stored as 2026-05-01, options by their identifiers, periods one a line.

        Raises
        ------
        InputError
            It does not answer this question: what is accepted.

        Examples
        --------
        >>> question_named("date_decision").read("1er mai 2026")
        '2026-05-01'
        >>> question_named("canaux").read("En ligne, salle")
        'salle,en_ligne'
        """
        try:
            return self._stored(text)
        except InputError as error:
            raise InputError(f"« {self.label} » : {str(error)[:1].lower()}{str(error)[1:]}") from None

    def _stored(self, text: str) -> str:
        if len(text) > _LONGEST:
            raise InputError(f"La réponse dépasse {_LONGEST} signes ; gardez l’essentiel.")
        lines = [" ".join(line.split()) for line in text.replace("\r", "\n").split("\n")]
        words = " ".join(line for line in lines if line)
        if not words:
            return ""
        match self.form:
            case "nombre":
                digits = "".join(words.split()).removesuffix("€")
                if not (digits.isascii() and digits.isdecimal()) or int(digits) > _LARGEST:
                    raise InputError("Un nombre entier est attendu, écrit en chiffres.")
                return str(int(digits))
            case "date":
                return read_day(words).isoformat()
            case "periodes":
                periods = read_periods("\n".join(lines))
                return "\n".join(f"{period.first.isoformat()}/{period.last.isoformat()}" for period in periods)
            case "choix":
                return self._option(words)
            case "plusieurs":
                # An option may hold a comma of its own: the whole is tried before its parts.
                whole = self._known(words)
                chosen = {whole} if whole else {self._option(part) for part in words.split(_PICKED) if part.strip()}
                return _PICKED.join(name for name in self.options if name in chosen)
            case "lignes" | "paragraphe":
                return "\n".join(line for line in lines if line)
            case _:
                return words

    def _known(self, words: str) -> str:
        wanted = words.strip().casefold()
        return next((name for name, label in self.options.items() if wanted in (name.casefold(), label.casefold())), "")

    def _option(self, words: str) -> str:
        if not (name := self._known(words)):
            accepted = " ; ".join(f"{name} ({label})" for name, label in self.options.items())
            raise InputError(f"Choix possibles : {accepted}.")
        return name

    def tell(self, stored: str) -> str:
        """Give a stored answer as it is read.

        >>> question_named("date_decision").tell("2026-05-01")
        'vendredi 1er mai 2026'
        """
        match self.form:
            case "date" if stored:
                return tell_day(date.fromisoformat(stored))
            case "choix":
                return self.options.get(stored, stored)
            case "plusieurs":
                first, *others = [self.options.get(name, name) for name in self.picked(stored)] or [""]
                return " ; ".join([first, *(f"{other[:1].lower()}{other[1:]}" for other in others)])
            case "nombre" if stored:
                return format_number(int(stored))
            case "periodes":
                return " ; ".join(tell_period(period) for period in read_periods(stored))
            case "lignes":
                return " ; ".join(stored.split("\n"))
            case _:
                return stored

    def picked(self, stored: str) -> tuple[str, ...]:
        """Give the options chosen in a stored answer."""
        return tuple(name for name in stored.split(_PICKED) if name)


def tell_period(period: Period) -> str:
    """Give « du 17/10/2026 au 01/11/2026 », or one day."""
    if period.first == period.last:
        return f"le {tell_day(period.first, short=True)}"
    return f"du {tell_day(period.first, short=True)} au {tell_day(period.last, short=True)}"


@dataclass(frozen=True)
class Block:
    """Questions that go together."""

    block_id: str
    heading: str
    questions: tuple[Question, ...]


@lru_cache(maxsize=1)
def levels() -> Mapping[str, Level]:
    """Give the levels of participation by identifier, from the least to the most shared power."""
    return {
        entry["id"]: Level(entry["id"], entry["libelle"], entry["definition"]) for entry in load("cadrage")["niveaux"]
    }


def _question(entry: Mapping[str, Any]) -> Question:
    options = dict(entry.get("options", {}))
    if entry["id"] == "niveau":
        options = {level.level_id: level.label for level in levels().values()}
    return Question(
        question_id=entry["id"],
        label=entry["libelle"],
        hint=entry.get("aide", ""),
        form=entry["forme"],
        options=options,
        essential=entry.get("essentielle") == "oui",
        fact=entry.get("fait", ""),
        short=entry.get("court", entry["libelle"]),
        unit=entry.get("unite", ""),
    )


@lru_cache(maxsize=1)
def blocks() -> tuple[Block, ...]:
    """Give the questions, by block, in the order they are asked."""
    return tuple(
        Block(entry["id"], entry["titre"], tuple(_question(question) for question in entry["questions"]))
        for entry in load("cadrage")["blocs"]
    )


@lru_cache(maxsize=1)
def questions() -> Mapping[str, Question]:
    """Give every question by identifier, in order."""
    return {question.question_id: question for block in blocks() for question in block.questions}


def question_named(question_id: str) -> Question:
    """Give a question.

    Raises
    ------
    InputError
        None has this identifier; those accepted are listed.
    """
    if question_id not in questions():
        raise InputError(
            f"La question « {question_id} » n’est pas du cadrage ; questions possibles : {', '.join(questions())}."
        )
    return questions()[question_id]
