"""What a control says, what it looks at, and the list of controls."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from participation_lib.reference import load
from participation_lib.schema import Counts, InclusiveWriting, Voice

__all__ = ["Control", "InclusiveWriting", "Remark", "Sentence", "controls"]


@dataclass(frozen=True)
class Control:
    """One thing that is looked for.

    Attributes
    ----------
    blocking
        True when a publishable document cannot leave with it, unless a person decides, for
        the record, to keep the words.
    source
        Where the rule comes from, in French.
    """

    control_id: str
    name: str
    blocking: bool
    source: str


@dataclass(frozen=True)
class Remark:
    """What a control proposes about a place of a sentence; it changes nothing by itself.

    Attributes
    ----------
    control
        Identifier of the control (see `controls`).
    start, end
        Place in the sentence, in code points.
    message
        One French sentence. It never repeats the words it is about, so that it may be logged.
    suggestion
        What could stand there instead, "" when only a person can say. It may repeat words of the
        sentence: it is for the screen, and `repr` leaves it out.
    """

    control: str
    start: int
    end: int
    message: str
    suggestion: str = field(default="", repr=False)

    @property
    def blocking(self) -> bool:
        """Whether a publishable document cannot leave with it."""
        return controls()[self.control].blocking


@dataclass(frozen=True)
class Sentence:
    """A sentence of a document and what the controls must know of it.

    Attributes
    ----------
    quotations
        Exact words that are not looked at where they stand between quotation marks: citizens'
        words, and names of themes.
    counts
        What the sentence rests on, for the suggestions.
    coded_position
        True when everybody was asked, or when ideas are coded for or against.
    """

    text: str = field(repr=False)
    quotations: tuple[str, ...] = field(default=(), repr=False)
    counts: Counts | None = None
    voice: Voice = Voice.PARTICIPANTS
    coded_position: bool = False


@lru_cache(maxsize=1)
def controls() -> dict[str, Control]:
    """Give every control by its identifier, in the order of `reference/redaction.yaml`.

    >>> controls()["donnee-personnelle"].blocking, controls()["phrase-longue"].blocking
    (True, False)
    """
    return {
        entry["id"]: Control(entry["id"], entry["nom"], entry["bloquant"], entry["source"])
        for entry in load("redaction")["controles"]
    }
