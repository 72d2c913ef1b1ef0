"""A corpus for IRaMuTeQ: each contribution under a line of starred variables."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from participation_lib.schema import Status

__all__ = ["iramuteq_corpus"]

_MARKS: Final = ("****", "-*")
_SHIELD: Final = "\u00a0"
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_ESCAPED: Final = re.compile(r"\.x[0-9a-f]+\.")


def iramuteq_corpus(contributions: pd.DataFrame, group_name: str) -> bytes:
    r"""Give the contributions that are retained as an IRaMuTeQ corpus, in UTF-8 without mark.

    Variables are the identifier of the contribution, its group, its sequence, and the
    question where several were asked. Names and values hold letters, figures and hyphens
    alone: a space is a point, any other sign a code (« Centre.ville », « quoi..x3f. »), which
    this tool reads back. Themes are of ideas, not of contributions, and stay out.

    Parameters
    ----------
    contributions : pandas.DataFrame
        With columns `contribution_id`, `status`, `group`, `sequence`, `text`, and maybe `question`.
    group_name
        The noun of the groups, "" where there are none.

    Examples
    --------
    >>> frame = pd.DataFrame({"contribution_id": ["c0001"], "status": ["retenue"], "group": ["3"],
    ...                       "sequence": ["Les constats"], "text": ["Le bus est rare."]})
    >>> print(iramuteq_corpus(frame, "table").decode())
    **** *contribution_c0001 *table_3 *sequence_Les.constats
    Le bus est rare.
    <BLANKLINE>
    """
    kept = contributions.loc[contributions["status"] == Status.RETAINED]
    nothing = [""] * len(kept)
    questions = kept["question"].tolist() if "question" in kept else nothing
    if len(set(questions)) < 2:
        questions = nothing
    pieces = []
    for identifier, group, sequence, question, text in zip(
        kept["contribution_id"], kept["group"], kept["sequence"], questions, kept["text"], strict=True
    ):
        variables = {
            "contribution": identifier,
            _free_name(group_name): group,
            "sequence": sequence,
            "question": question,
        }
        starred = " ".join(f"*{name}_{_encoded(value)}" for name, value in variables.items() if value)
        lines = _LINE_END.split(str(text).strip("\r\n"))
        pieces.append("\n".join((f"**** {starred}", *map(_shielded, lines), "")))
    return "\n".join(pieces).encode("utf-8", errors="replace")


def _free_name(group_name: str) -> str:
    name = _encoded(group_name) or "groupe"
    return f"{name}-groupe" if name in ("contribution", "sequence", "question", "texte") else name


def _shielded(line: str) -> str:
    """Give a line that IRaMuTeQ does not take for one of its marks."""
    return _SHIELD + line if line.lstrip(_SHIELD).startswith(_MARKS) else line


def _encoded(label: str) -> str:
    """Give a label as one word, from which it can be told back."""
    flat = " ".join(str(label).split())
    space = "." if not _ESCAPED.search(flat.replace(" ", ".")) else ".x20."
    return "".join(
        char if char.isalnum() or char == "-" else space if char == " " else f".x{ord(char):x}." for char in flat
    )
