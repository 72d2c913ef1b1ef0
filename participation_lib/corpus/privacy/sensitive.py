"""Sensitive facts told of a person: health, belief, opinion, justice… They are shown for reading, not replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from participation_lib.corpus.privacy.marks import MARK
from participation_lib.reference import load

__all__ = ["SensitivePassage", "find_sensitive"]

_REACH: Final = 60  # characters between the person and the fact, within one sentence
_SENTENCE_END: Final = re.compile(r"[.!?…\n](?:\s|$)")


class SensitivePassage(NamedTuple):
    """Words that tell a sensitive fact of a person: their place (end excluded) and its kind in French."""

    start: int
    end: int
    kind: str


def _choice(forms: list[str]) -> str:
    written = [re.escape(form.removesuffix("*")) + (r"\w*" if form.endswith("*") else "") for form in forms]
    return "|".join(sorted(written, key=len, reverse=True))


@cache
def _facts() -> re.Pattern[str]:
    lists = load("sensibles")["faits"]
    kinds = (f"(?P<{kind}>{_choice(forms)})" for kind, forms in lists.items())
    return re.compile(rf"(?<![\w-])(?:{'|'.join(kinds)})(?!\w)", re.IGNORECASE)


@cache
def _persons() -> re.Pattern[str]:
    lists = load("sensibles")
    told = _choice(lists["je"]).replace("'", "['’]")
    near = rf"(?:{_choice(lists['possessifs'])})\s(?:\w+\s)?(?:{_choice(lists['proches'])})"
    return re.compile(rf"(?<!\w)(?:{told}|{near})(?!\w)|\[PERSONNE \d+\]", re.IGNORECASE)


def find_sensitive(text: str) -> Iterator[SensitivePassage]:
    """Give the sensitive facts that a text tells of a person: from the word for the person to the fact.

    A fact told of nobody stays out (« un centre de santé »). Works on raw and on
    pseudonymised texts, whose marks stand for persons. Words are looked for, meaning is
    not: some facts are missed, and some passages shown are harmless.

    Examples
    --------
    >>> from participation_lib.corpus.privacy.sensitive import find_sensitive
    >>> text = "Le bus est loin, ma mère est diabétique."
    >>> [(text[found.start : found.end], found.kind) for found in find_sensitive(text)]
    [('ma mère est diabétique', 'santé')]
    """
    persons = None
    for fact in _facts().finditer(text):
        if persons is None:
            persons = [match.span() for match in _persons().finditer(text)]
            if not persons:
                return
        for start, end in reversed(persons):
            if end <= fact.start() <= end + _REACH and not _SENTENCE_END.search(text, end, fact.start()):
                if not any(match.start() <= fact.start() < match.end() for match in MARK.finditer(text)):
                    yield SensitivePassage(start, fact.end(), str(fact.lastgroup))
                break
