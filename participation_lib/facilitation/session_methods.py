"""A method of the catalogue as a step of a session."""

from __future__ import annotations

from participation_lib.facilitation.methods import Method
from participation_lib.facilitation.session import LONGEST_STEP, Instruction, Session, StepKind

__all__ = ["with_method"]

_KINDS = {"accueillir": StepKind.WELCOME, "restituer": StepKind.REPORT}


def with_method(session: Session, method: Method, *, at: int | None = None) -> Session:
    """Add a method to a session, with its usual minutes, its instructions and its material.

    Where the session ends with a report or a closing, the method comes before them. Who
    facilitates is left to fill in.

    Examples
    --------
    >>> from participation_lib.facilitation.methods import method_named
    >>> session = with_method(Session(), method_named("world_cafe"))
    >>> session.steps[0].title, session.n_minutes
    ('World café', 120)
    """
    return session.with_step(
        method.name,
        min(method.usual_minutes, LONGEST_STEP),
        at=_before_the_end(session) if at is None else at,
        kind=_KINDS.get(method.intentions[0], StepKind.ACTIVITY),
        instructions=tuple(Instruction(step.minutes, step.action) for step in method.steps),
        material=method.material,
        method_id=method.method_id,
    )


def _before_the_end(session: Session) -> int:
    place = len(session.steps)
    while place and session.steps[place - 1].kind in (StepKind.REPORT, StepKind.CLOSING):
        place -= 1
    return place
