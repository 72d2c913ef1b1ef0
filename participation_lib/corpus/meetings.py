"""Which meeting a file comes from: « table 1 » of another evening is another table.

A meeting matters where people sat at tables, in workshops or in work groups. A
neighbourhood or a channel is the same whenever somebody speaks of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from participation_lib.corpus.content import fold_text
from participation_lib.corpus.reading import Reading
from participation_lib.errors import InputError
from participation_lib.reference import load
from participation_lib.schema import Batch, Status

__all__ = [
    "MeetingRule",
    "assign_meetings",
    "group_in_meeting",
    "group_order",
    "is_of_session",
    "last_meeting",
    "split_group",
]

# A file that says again this many texts at the same tables, and half of what it or the
# meeting holds, is that meeting typed further: two evenings do not agree to that point.
_FEWEST_REPEATED: Final = 5
_SUFFIX: Final = re.compile(r"(?P<label>.+) \(séance (?P<meeting>\d+)\)", re.DOTALL)


class MeetingRule(StrEnum):
    """What the files given together are to the meetings that a dossier knows.

    By itself (`AUTO`), a command brings one meeting, another than those before, unless its
    files say again what was said at the same tables.
    """

    AUTO = "auto"
    SAME = "meme"  # they complete the last meeting
    EACH_FILE = "par_fichier"  # each file is a meeting


def is_of_session(group_name: str) -> bool:
    """Say whether groups of this kind last as long as a meeting: tables do, neighbourhoods do not."""
    return any(group["nom"] == group_name and group["de_seance"] for group in load("colonnes")["groupes"])


def group_in_meeting(group: str, meeting: int) -> str:
    """Give the name by which a group is counted: its label, and its meeting from the second on.

    >>> group_in_meeting("3", 1), group_in_meeting("3", 2), group_in_meeting("", 2)
    ('3', '3 (séance 2)', '')
    """
    return f"{group} (séance {meeting})" if group and meeting > 1 else group


def split_group(group: str) -> tuple[str, int]:
    """Give the label of a group and its meeting.

    >>> split_group("3 (séance 2)"), split_group("3")
    (('3', 2), ('3', 1))
    """
    found = _SUFFIX.fullmatch(group)
    return (found["label"], int(found["meeting"])) if found else (group, 1)


def group_order(group: str) -> tuple[int, int, int, str]:
    """Give what groups are sorted by: meetings in order, then numbers, then names.

    >>> sorted(["10", "2 (séance 2)", "Verte", "2"], key=group_order)
    ['2', '10', 'Verte', '2 (séance 2)']
    """
    label, meeting = split_group(group)
    number = label.isdecimal() and len(label) < 10
    return meeting, not number, int(label) if number else 0, "" if number else fold_text(label)


def last_meeting(batches: Iterable[Batch]) -> int:
    """Give the number of the last meeting that a dossier knows, 0 where there is none."""
    held = [batch for batch in batches if is_of_session(batch.group_name)]
    numbers = (source.meeting for batch in held for source in batch.sources)
    # Dossiers of before meetings were told apart have no number: all they hold is the first.
    return max([1, *numbers]) if held else 0


def assign_meetings(
    reading: Reading, texts: Sequence[str], earlier: Sequence[Batch] = (), rule: MeetingRule = MeetingRule.AUTO
) -> dict[str, int]:
    """Give the meeting of each file, 0 for those without tables.

    Parameters
    ----------
    texts
        Pseudonymised text of each record of the reading.
    earlier
        What a dossier holds already.

    Raises
    ------
    InputError
        Files are to complete a meeting, and there is none.
    """
    last = last_meeting(earlier)
    if rule is MeetingRule.SAME and not last:
        raise InputError("Il n’y a pas encore de séance à compléter : ajoutez ce fichier comme une séance.")
    meetings: dict[str, int] = {}
    fresh = last + 1
    for source in reading.sources:
        meetings[source.file_name] = 0
        if not is_of_session(source.group_name):
            continue
        if rule is MeetingRule.SAME:
            meetings[source.file_name] = last
        elif rule is MeetingRule.EACH_FILE:
            meetings[source.file_name] = fresh
            fresh += 1
        else:
            again = _said_before(reading, texts, source.file_name, earlier) if last else 0
            meetings[source.file_name] = again or fresh
    return meetings


def _said_before(reading: Reading, texts: Sequence[str], file_name: str, earlier: Sequence[Batch]) -> int:
    """Give the meeting that a file says again, 0 where it says something else."""
    records = reading.records
    rows = zip(records["source_file"], records["group"], texts, strict=True)
    new = _pairs((group, text) for file, group, text in rows if file == file_name)
    best, n_best = 0, _FEWEST_REPEATED - 1
    for meeting, said in _said(earlier, reading.group_name).items():
        n_again = len(new & said)
        if n_again > n_best and 2 * n_again >= min(len(new), len(said)):
            best, n_best = meeting, n_again
    return best


def _said(batches: Sequence[Batch], group_name: str) -> Mapping[int, set[tuple[str, str]]]:
    """Give what was said at which table, meeting by meeting."""
    found: dict[int, set[tuple[str, str]]] = {}
    for batch in batches:
        if batch.group_name != group_name:
            continue
        kept = batch.contributions.loc[batch.contributions["status"] == Status.RETAINED]
        for group, text in zip(kept["group"], kept["text"], strict=True):
            label, meeting = split_group(group)
            found.setdefault(meeting, set()).update(_pairs([(label, text)]))
    return found


def _pairs(rows: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(group, said) for group, text in rows if group and (said := fold_text(text))}
