"""The framing of a démarche: what was answered, gathered from the log of its dossier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from participation_lib.errors import InputError
from participation_lib.facilitation.days import Period, read_day, read_periods
from participation_lib.facilitation.questions import question_named, questions
from participation_lib.review.replay import cancelled_by
from participation_lib.schema import AnswerFraming, Decision

__all__ = ["TODAY", "Framing", "read_answer"]

TODAY = "aujourd_hui"  # in conditions, the day the framing is looked at
_STEP, _WARNING = "etape", "avertissement"
_STEP_FIELDS = ("qui", "date", "fait")
_LONGEST = 500  # characters of an owner or of a reason


def read_answer(name: str, text: str, *, steps: Iterable[str] = (), warnings: Iterable[str] = ()) -> str:
    """Give what is stored for an answer; "" takes it back.

    Parameters
    ----------
    name
        A question; « etape.invitation.qui », « etape.invitation.date » or « etape.invitation.fait »
        for a line of the checklist; « avertissement.jour_ferie » for a warning that is accepted,
        with the reason.
    steps, warnings
        Those there are.

    Raises
    ------
    InputError
        There is no such question, step or warning, or the text does not answer it.

    Examples
    --------
    >>> read_answer("etape.invitation.date", "1er mai 2026", steps=["invitation"])
    '2026-05-01'
    """
    match name.split("."):
        case [str(question_id)]:
            return question_named(question_id).read(text)
        case ["etape", step_id, what] if step_id in set(steps) and what in _STEP_FIELDS:
            words = " ".join(text.split())
            if what == "date":
                return read_day(words).isoformat() if words else ""
            if what == "fait":
                return "oui" if words == "oui" else ""
        case ["avertissement", rule_id] if rule_id in set(warnings):
            words = " ".join(text.split())
        case _:
            raise InputError(f"« {name} » n’est ni une question du cadrage, ni une étape, ni un avertissement.")
    if len(words) > _LONGEST:
        raise InputError(f"Ce texte dépasse {_LONGEST} signes ; gardez l’essentiel.")
    return words


@dataclass(frozen=True)
class Framing:
    """What is known of a démarche before it begins; it may be filled at any pace.

    Attributes
    ----------
    answers
        As stored, by the names of `read_answer`; nothing that is empty.
    today
        The day it is looked at; the day of the last answer when it is read from a dossier, so that
        the same dossier gives the same note at any hour.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None

    @classmethod
    def of(cls, log: Iterable[Decision], today: date | None = None) -> Framing:
        """Give the framing that a log tells; decisions about anything else are passed over."""
        decisions = tuple(log)
        cancelled = cancelled_by(decisions)
        answers: dict[str, str] = {}
        last = ""
        for decision in decisions:
            action = decision.action
            if isinstance(action, AnswerFraming) and decision.decision_id not in cancelled:
                last = decision.decided_at
                answers.pop(action.name, None)
                if action.value:
                    answers[action.name] = action.value
        return cls(answers, today or (datetime.fromisoformat(last).date() if last else None))

    @property
    def title(self) -> str:
        """What the démarche is called, "" while it is not."""
        return self.value("titre")

    def value(self, question_id: str) -> str:
        """Give an answer as stored, "" for none."""
        return self.answers.get(question_id, "")

    def told(self, question_id: str) -> str:
        """Give an answer as it is read, "" for none."""
        return question_named(question_id).tell(self.value(question_id))

    def picked(self, question_id: str) -> tuple[str, ...]:
        """Give the options chosen, one for a question that takes only one."""
        question = questions().get(question_id)
        return question.picked(self.value(question_id)) if question and question.options else ()

    def number(self, question_id: str) -> int | None:
        """Give a number, None for none."""
        value = self.value(question_id)
        return int(value) if value.isdecimal() else None

    def day(self, question_id: str) -> date | None:
        """Give a day, None for none."""
        if question_id == TODAY:
            return self.today
        value = self.value(question_id)
        return date.fromisoformat(value) if value else None

    def periods(self, question_id: str) -> tuple[Period, ...]:
        """Give periods, in order."""
        return read_periods(self.value(question_id))

    def missing(self) -> tuple[str, ...]:
        """Give the essential questions without an answer, in the order they are asked."""
        return tuple(
            question_id
            for question_id, question in questions().items()
            if question.essential and not self.value(question_id)
        )
