"""From records to contributions: what became of each, and why. None is lost."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import Final

import numpy as np
import pandas as pd

from participation_lib.corpus.content import fold_text, lack_of_content
from participation_lib.corpus.moderation import attacks_someone
from participation_lib.corpus.resemblance import nearly_same
from participation_lib.reference import load
from participation_lib.schema import CONTRIBUTION_DETAILS, Status, check_contributions, with_details

__all__ = ["assign_statuses", "reason_as_read", "reference_number", "repeated_contribution", "withhold_moderated"]

_ATTACK: Final = "injure ou mise en cause d’une personne : à modérer"
_IDENTIFIER: Final = re.compile(r"\bc\d{4,}\b")


def _group_phrase(group_name: str) -> str:
    """Give « à la même table », « dans le même atelier »; "" where a group is no work group."""
    for group in load("colonnes")["groupes"]:
        if group["nom"] == group_name and group["de_seance"]:
            return f"à la même {group_name}" if group["feminin"] else f"dans le même {group_name}"
    return ""


def _own_statuses(texts: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Give status, reason and folded text of each different text, read alone."""
    statuses, reasons, keys = [], [], []
    for text in texts:
        lack = lack_of_content(text)
        status, reason = lack if lack is not None else (Status.RETAINED, "")
        if status is Status.RETAINED and attacks_someone(text):
            status, reason = Status.TO_MODERATE, _ATTACK
        statuses.append(str(status))
        reasons.append(reason)
        keys.append(fold_text(text) if status is Status.RETAINED else "")
    return statuses, reasons, keys


@cache
def _pointing_back() -> frozenset[str]:
    """Folded answers that send back to the one just before, and to no other: « idem », « voir plus haut »."""
    return frozenset(load("sans_contenu")["renvois_au_precedent"])


def _referred(position: int, authors: Sequence[str], tables: Sequence[str], files: Sequence[str]) -> str:
    """Say whose the answer just before is, where it is clear that « idem » points at it; "" otherwise."""
    before = position - 1
    if before < 0 or files[before] != files[position]:
        return ""
    if authors[position] or authors[before]:
        return "même personne" if authors[before] == authors[position] else ""
    return "même groupe" if tables[position] and tables[before] == tables[position] else ""


class _Kept:
    """Retained texts by author and by group, to find who says the same twice."""

    def __init__(self, group_phrase: str) -> None:
        self._group_phrase = group_phrase
        self._by_author: dict[tuple[str, str], str] = {}
        self._of_author: dict[str, list[tuple[str, str]]] = {}
        self._by_group: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def reason_if_seen(self, contribution_id: str, key: str, group: str, author: str) -> str:
        """Give why a text is a duplicate, "" for a new one, which is remembered."""
        if author:
            kept = self._by_author.setdefault((key, author), contribution_id)
            if kept != contribution_id:
                return f"même texte que {kept}, par la même personne"
            earlier = self._of_author.setdefault(author, [])
            for kept, said in earlier:
                if nearly_same(key, said):
                    return f"presque le même texte que {kept}, par la même personne"
            earlier.append((contribution_id, key))
        if group and self._group_phrase:
            others = self._by_group.setdefault((key, group), [])
            for kept, kept_author in others:
                # Two persons known to differ are two voices, even at one table.
                if not author or not kept_author:
                    if author:  # whoever repeats this author's words repeats those kept
                        self._by_author[key, author] = kept
                    return f"même texte que {kept}, {self._group_phrase}"
            others.append((contribution_id, author))
        return ""


def _voices(table: pd.DataFrame) -> list[str]:
    """Give who answers what, "" where nobody is known: one person's same words under two questions are two answers."""
    authors: list[str] = table["author"].tolist()
    if "question" not in table or not any(authors):
        return authors
    questions = table["question"].tolist()
    return [author and f"{author} {question}" for author, question in zip(authors, questions, strict=True)]


def assign_statuses(
    records: pd.DataFrame,
    texts: Sequence[str],
    *,
    group_name: str = "",
    before: pd.DataFrame | None = None,
    at_tables: Collection[str] | None = None,
) -> pd.DataFrame:
    """Give one contribution a record, each with its status and, when set aside, the reason.

    The first status that applies is given: blank, without content, unusable, to moderate,
    duplicate. A text is a duplicate of one already retained when its words are the same
    (case, accents, punctuation and spaces aside) and both come from the same author, or
    from the same table (or workshop) and are not known to be of two authors; or when the same
    author sent it again with a few words corrected (see `resemblance.nearly_same`). The same text
    from the same neighbourhood, by the same channel or from nobody knows where is another
    voice, and is retained: see `duplicates.find_campaigns`.

    « Idem », « voir plus haut » say nothing by themselves: the reason names the record just
    before where it is of the same person, or of the same table where nobody is known, and
    says that it is to be found otherwise.

    Parameters
    ----------
    records
        `Reading.records`: `source_file`, `source_row`, `group`, `sequence`, `author`.
    texts
        Pseudonymised text of each record, in the same order.
    group_name
        `Reading.group_name`; says whether groups are tables.
    before
        Contributions of the same dossier that came in earlier: numbering goes on after them,
        and what they say is said already. Tokens of authors are those of the dossier.
    at_tables
        Names of the files whose groups are tables, where other files have neighbourhoods;
        None where every file is of the kind of `group_name`.

    Returns
    -------
    pandas.DataFrame
        Columns of `schema.CONTRIBUTION_COLUMNS`, and what `records` hold of
        `schema.CONTRIBUTION_DETAILS`, in the order of the records. Texts are whole, whatever
        the status: see `withhold_moderated`.

    Raises
    ------
    ValueError
        There are not as many texts as records.

    Examples
    --------
    >>> records = pd.DataFrame({"source_file": ["a.csv"] * 3, "source_row": [2, 3, 4],
    ...     "group": ["3", "3", "5"], "sequence": [""] * 3, "author": [""] * 3})
    >>> found = assign_statuses(records, ["Des bancs", "des bancs !", "Des bancs"], group_name="table")
    >>> found["status"].tolist(), found["reason"][1]
    (['retenue', 'doublon', 'retenue'], 'même texte que c0001, à la même table')
    """
    size = len(records)
    if len(texts) != size:
        raise ValueError(f"{len(texts)} texts for {size} records")
    codes, unique = pd.factorize(np.array(texts, dtype=object), use_na_sentinel=False)
    own_statuses, own_reasons, own_keys = _own_statuses(list(unique))
    points_back = np.array([status == Status.NO_CONTENT for status in own_statuses], dtype=bool)
    points_back &= np.array([fold_text(text) in _pointing_back() for text in unique], dtype=bool)
    statuses = np.array(own_statuses, dtype=object)[codes] if size else np.array([], dtype=object)
    reasons = np.array(own_reasons, dtype=object)[codes] if size else np.array([], dtype=object)
    first = 1 if before is None else len(before) + 1
    width = max(4, len(str(size)))
    identifiers = [f"c{number:0{width}d}" for number in range(first, first + size)]
    kept = _Kept(_group_phrase(group_name))
    if before is not None:
        said = with_details(before.loc[before["status"] == Status.RETAINED])
        earlier = zip(said["contribution_id"], said["text"], said["group"], _voices(said), strict=True)
        for identifier, text, group, voice in earlier:
            kept.reason_if_seen(identifier, fold_text(text), group, voice)
    groups, authors, files = (records[column].tolist() for column in ("group", "author", "source_file"))
    voices = _voices(records)
    at_table = [
        group if at_tables is None or file in at_tables else "" for group, file in zip(groups, files, strict=True)
    ]
    for position in np.flatnonzero(statuses == Status.RETAINED).tolist():
        key = own_keys[codes[position]]
        reason = kept.reason_if_seen(identifiers[position], key, at_table[position], voices[position])
        if reason:
            statuses[position], reasons[position] = str(Status.DUPLICATE), reason
    tables = at_table if _group_phrase(group_name) else [""] * size
    target: dict[int, int] = {}  # « idem » after « idem » points at what the first one points at
    for position in np.flatnonzero(points_back[codes]).tolist() if size else ():
        whose = _referred(position, authors, tables, files)
        if whose and statuses[position - 1] in (Status.RETAINED, Status.DUPLICATE):
            target[position] = position - 1
        elif whose and position - 1 in target:
            target[position] = target[position - 1]
        seen = f" (sans doute {identifiers[target[position]]}, {whose})" if position in target else " (à retrouver)"
        reasons[position] += seen
    contributions = pd.DataFrame(
        {
            "contribution_id": np.array(identifiers, dtype=object),
            "source_file": records["source_file"].to_numpy(dtype=object),
            "source_row": records["source_row"].to_numpy(dtype=np.int64),
            "status": statuses,
            "reason": reasons,
            "group": np.array(groups, dtype=object),
            "sequence": records["sequence"].to_numpy(dtype=object),
            "text": np.array(texts, dtype=object),
            **{name: records[name].to_numpy(dtype=object) for name in CONTRIBUTION_DETAILS if name in records},
        }
    )
    return check_contributions(contributions)


def reference_number(contribution_id: str) -> str:
    """Give the number a contribution is referred to by: « 42 » for c0042."""
    return contribution_id.removeprefix("c").lstrip("0") or "0"


def reason_as_read(reason: str) -> str:
    """Give a reason with the numbers that documents and panels show; tables keep identifiers.

    Examples
    --------
    >>> reason_as_read("même texte que c0015, à la même table")
    'même texte que le n° 15, à la même table'
    """
    return _IDENTIFIER.sub(lambda found: f"le n° {reference_number(found[0])}", reason)


def repeated_contribution(reason: str) -> str:
    """Give the contribution that a duplicate repeats, from its reason.

    Examples
    --------
    >>> repeated_contribution("même texte que c0015, à la même table")
    'c0015'
    """
    found = _IDENTIFIER.search(reason)
    return found[0] if found else ""


def withhold_moderated(contributions: pd.DataFrame) -> pd.DataFrame:
    """Give the contributions with emptied texts for those not to be published: to moderate, or set aside.

    They stay in the table, counted and with their reason. The table given is not changed.
    """
    published = contributions.copy()
    published.loc[published["status"].isin([Status.TO_MODERATE, Status.SET_ASIDE]), "text"] = ""
    return published
