"""What a person does with an idea: observe, complain, propose, ask, appreciate, fear.

Rules on wording and grammar, after the definitions of `reference/natures.yaml`. They
follow the decision tree of the trade: does it ask for an action? for an answer? does it
fear, complain, appreciate? otherwise it observes. Irony (praise beside a complaint) is
coded as a problem. What the rules cannot know, such as what the question put to people
was, is left to the person who reviews.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from participation_lib.corpus.tagging import TaggedText, is_known_verb
from participation_lib.reference import load
from participation_lib.schema import Nature
from participation_lib.themes.naming import fold

__all__ = ["code_nature", "code_natures"]

_FINITE: Final = ("Fin", "Cnd")
_SUBORDINATING: Final = frozenset({"qui", "que", "qu'", "qu’", "dont", "où", "quand", "si", "lorsque", "comme"})
_NAMES: Final = (
    "question_de_pure_forme",
    "souhait_en_forme_de_question",
    "question_sans_point",
    "question",
    "proposition_forte",
    "crainte",
    "probleme",
    "satisfaction",
)


@lru_cache(maxsize=1)
def _clues() -> dict[str, re.Pattern[str]]:
    words = load("indices_nature")
    return {name: re.compile("|".join(f"(?:{pattern})" for pattern in words[name])) for name in _NAMES}


def _head(words: TaggedText) -> int | None:
    """Position of the first word that is neither a mark of courtesy nor a joint."""
    for i in range(len(words)):
        if words.parts[i] not in ("PUNCT", "SYM", "INTJ", "CCONJ", "ADV") or words.forms[i]:
            return i
    return None


def _begins_with_infinitive(folded: str, words: TaggedText, head: int | None) -> bool:
    """Tell whether an idea opens on an infinitive, even one the tagger took for a name."""
    if head is None:
        return False
    if words.forms[head] == "Inf":
        return True
    first = re.match(r"\W*(\w+)", folded)
    return first is not None and first.group(1).endswith(("er", "ir", "oir")) and is_known_verb(first.group(1))


def _main_verbs(words: TaggedText) -> list[str]:
    """Give the forms of the finite verbs that no relative or conjunction governs."""
    return [
        form
        for i, (form, lemma) in enumerate(zip(words.forms, words.lemmas, strict=True))
        if form in _FINITE
        and lemma.isalpha()
        and not any(word in _SUBORDINATING for word in words.lemmas[max(0, i - 3) : i])
    ]


def _judged(words: TaggedText) -> bool:
    """Tell whether an infinitive is what a judgement bears on (« prendre le bus est trop cher »)."""
    return any(form in _FINITE and lemma == "être" for form, lemma in zip(words.forms, words.lemmas, strict=True))


def code_nature(text: str, words: TaggedText) -> Nature:
    """Give the nature of one idea.

    Examples
    --------
    >>> from participation_lib.corpus.tagging import tag
    >>> idea = "planter des arbres place du marché"
    >>> code_nature(idea, tag([idea])[0]).value
    'proposition'
    """
    clues = _clues()
    folded = re.sub(r"\s+", " ", fold(text)).strip()

    def shows(name: str) -> bool:
        return clues[name].search(folded) is not None

    if "?" in text or shows("question_sans_point"):
        if shows("question_de_pure_forme"):
            return Nature.PROBLEM
        if shows("souhait_en_forme_de_question"):
            return Nature.PROPOSAL
        if shows("question_sans_point") or shows("question") or text.rstrip().endswith("?"):
            return Nature.QUESTION
    head = _head(words)
    wish = _begins_with_infinitive(folded, words, head) or (head is not None and words.forms[head] == "Imp")
    main_verbs = _main_verbs(words)
    complains, fears, likes = shows("probleme"), shows("crainte"), shows("satisfaction")
    if fears and not shows("proposition_forte"):
        return Nature.CONCERN
    if shows("proposition_forte"):
        return Nature.PROPOSAL
    if wish and not (complains and _judged(words)):
        return Nature.SATISFACTION if likes and folded.startswith(("garder", "conserver")) else Nature.PROPOSAL
    if complains:
        return Nature.PROBLEM
    if likes:
        return Nature.SATISFACTION
    if "Cnd" in main_verbs:
        return Nature.PROPOSAL
    if not main_verbs:
        # A bare noun phrase on a sticky note is a wish; a named thing already there is not.
        definite = head is not None and words.lemmas[head] == "le" and words.parts[head] == "DET"
        return Nature.OBSERVATION if definite else Nature.PROPOSAL
    return Nature.OBSERVATION


def code_natures(texts: Sequence[str], tagged: Sequence[TaggedText]) -> list[Nature]:
    """Give the nature of each idea."""
    return [code_nature(text, words) for text, words in zip(texts, tagged, strict=True)]
