"""What themes, natures, groups and sequences are called on screen and in notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from participation_lib.corpus.meetings import split_group
from participation_lib.schema import Nature

__all__ = ["NATURE_LABELS", "group_label", "sequence_label", "solidity_words"]

NATURE_LABELS: Final[Mapping[str, str]] = {
    Nature.OBSERVATION: "Constat",
    Nature.PROBLEM: "Problème",
    Nature.PROPOSAL: "Proposition",
    Nature.QUESTION: "Question",
    Nature.SATISFACTION: "Satisfaction",
    Nature.CONCERN: "Crainte",
}
_CLEAR: Final = 70
_FAIRLY_CLEAR: Final = 50
_LONGEST_SEQUENCE: Final = 40  # signs; a sequence may go by the question that was asked


def solidity_words(solidity: int | None) -> str:
    """Say whether a theme is found again when some ideas are left out.

    Parameters
    ----------
    solidity
        0 to 100, as in `participation_lib.schema.Theme`; None for a theme a person made.

    Examples
    --------
    >>> solidity_words(82), solidity_words(31), solidity_words(None)
    ('net', 'peu net', 'fait à la main')
    """
    if solidity is None:
        return "fait à la main"
    return "net" if solidity >= _CLEAR else "assez net" if solidity >= _FAIRLY_CLEAR else "peu net"


def group_label(group: str, group_name: str) -> str:
    """Give « table 3 » for « 3 », and « Hauts-de-Cergy » as it is.

    >>> group_label("3", "table"), group_label("3 (séance 2)", "table"), group_label("Hauts-de-Cergy", "quartier")
    ('table 3', 'table 3 (séance 2)', 'Hauts-de-Cergy')
    """
    label, _ = split_group(group)
    short = label.replace(" ", "").isalnum() and len(label) <= 3
    return f"{group_name} {group}" if group and group_name and short else group


def sequence_label(sequence: str) -> str:
    """Give « séq. 2 » for « 2 », and « Constats » as it is, cut where it is long: a card is narrow.

    >>> sequence_label("2"), sequence_label("Constats")
    ('séq. 2', 'Constats')
    """
    if len(sequence) > _LONGEST_SEQUENCE:
        return sequence[:_LONGEST_SEQUENCE].rsplit(" ", 1)[0] + "…"
    return group_label(sequence, "séq.")
