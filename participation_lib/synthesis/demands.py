"""What a proposal asks for: actions, the objects they bear on, of what kind, with what details.

The action comes from the verb or noun that bears on an object (`reference/demandes.yaml`
says which are the same), or from a quantity (« plus de »). A verb that tells what people
do, or what a thing is for, asks for nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from participation_lib.corpus.tagging import TaggedText
from participation_lib.reference import load
from participation_lib.schema import Nature
from participation_lib.synthesis.folded_idea import ENDS, FoldedIdea
from participation_lib.synthesis.judgements import alone
from participation_lib.synthesis.sayings import before_object
from participation_lib.themes.naming import fold, singular

__all__ = ["Asked", "Request", "read_request", "written"]

_LONGEST_DETAIL: Final = 60
_KIND_LINKS: Final = frozenset({"de", "d'", "pour"})
_CLOSE_LINKS: Final = _KIND_LINKS | {"", "en", "a"}
_FARTHEST: Final = 5  # words between a verb and its object

Request = tuple[str, str, frozenset[str]]  # action, object, kinds


@dataclass(frozen=True)
class Asked:
    """What one proposal asks for, and the details it gives: as written, and their main words."""

    requests: frozenset[Request]
    details: tuple[str, ...]
    detail_words: frozenset[str]


@dataclass(frozen=True)
class _Words:
    actions: Mapping[str, str]
    objects: Mapping[str, list[tuple[tuple[str, ...], str]]]
    idle: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    content = load("demandes")
    objects: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for group in content["objets"]:
        for name in group:
            words = tuple(singular(word) for word in re.findall(r"[\w/-]+'?", fold(name)))
            objects[words[0]].append((words, group[0]))
    for entries in objects.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry))
    return _Words(
        actions={fold(word): action for action, words in content["actions"].items() for word in words},
        objects=objects,
        idle=frozenset(singular(fold(word)) for word in content["sans_portee"]),
    )


def written(text: str) -> str:
    """Give one key to the same words, whatever their case, accents and punctuation."""
    return " ".join(re.findall(r"\w+", fold(text)))


def read_request(text: str, words: TaggedText) -> Asked:
    """Give what a proposal asks for; nothing where no action bears on an object.

    Examples
    --------
    >>> from participation_lib.corpus.tagging import tag
    >>> text = "mettre des bancs le long du canal"
    >>> sorted(read_request(text, tag([text])[0]).requests)
    [('ajouter', 'banc', frozenset())]
    """
    idea = FoldedIdea(text, words, Nature.PROPOSAL)
    requests: set[Request] = set()
    details: list[str] = []
    detail_words: set[str] = set()
    previous, last = "", 0
    i = 0
    while i < len(idea):
        found = _object(idea, i)
        if found is None:
            implied = _implied(idea, i)
            if implied:
                requests.add(implied)
                stop = _clause_end(idea, i + 1)
                details += _details(idea, i + 1, stop)
                detail_words |= _main_words(idea, i + 1, stop)
            i += 1
            continue
        key, end = found
        action = _action(idea, i, key) or (previous if _goes_on(idea, last, i) else "") or _after(idea, end)
        if not action and not requests and alone(idea, i, end):
            action = "ajouter"
        if action:
            previous, last = action, end
            kinds = _kinds(idea, i, end)
            requests.add((action, key, kinds))
            stop = _clause_end(idea, end)
            details += _details(idea, end, stop)
            detail_words |= _main_words(idea, end, stop) - kinds
        i = end
    asked_for = {key for _, key, _ in requests}
    return Asked(frozenset(requests), tuple(details), frozenset(detail_words - asked_for))


def _object(idea: FoldedIdea, i: int) -> tuple[str, int] | None:
    for words, key in _words().objects.get(idea.keys[i], ()):
        if tuple(idea.keys[i : i + len(words)]) == words:
            return key, i + len(words)
    return idea.object_at(i)


def _action_of(idea: FoldedIdea, i: int) -> str:
    """Give the action a verb or an action noun is, "" for any other word."""
    actions = _words().actions
    if idea.is_verb(i):
        known = next((actions[verb] for verb in idea.infinitives[i] if verb in actions), "")
        if not known and idea.verb(i) in idea.lexicon.implied_by_verb:
            return ""  # « éclairer le chemin » asks for light
        return known or (idea.infinitives[i][0] if idea.words.parts[i] == "VERB" else "")
    return actions.get(idea.low[i], "") if idea.words.parts[i] == "NOUN" else ""


def _action(idea: FoldedIdea, start: int, key: str) -> str:
    """Give the action that bears on the object at a word, from the words before it."""
    said = before_object(idea, start, key)
    i = start - 1
    while i >= 0 and start - i <= _FARTHEST and idea.low[i] not in ENDS and idea.words.parts[i] != "PUNCT":
        action = _action_of(idea, i)
        if action and _is_asked(idea, i):
            if said is not None and said.sign < 0 and action in ("ajouter", "garder"):
                return "enlever"  # « arrêter de planter », « ne pas construire »
            return action
        if idea.low[i] in idea.lexicon.links:
            break
        if idea.words.parts[i] == "ADP" and idea.low[i] not in ("de", "d'", "des", "du"):
            break
        if idea.object_at(i) is not None and idea.words.parts[i] == "NOUN":
            break  # another object stands between
        i -= 1
    if said is None:
        return ""
    return "ajouter" if said.sign > 0 else "enlever" if said.total else "reduire"


def _is_asked(idea: FoldedIdea, i: int) -> bool:
    """Tell whether a verb or an action noun is a demand, not what people do or what it is for."""
    wishes = {"falloir", "vouloir", "souhaiter", "aimer"} & set(idea.infinitives[i])
    if not idea.is_verb(i) or idea.is_order(i) or wishes:
        return True
    if idea.is_infinitive(i):
        return not {"pour", "afin"} & set(idea.low[max(0, i - 2) : i])
    return bool({"on", "nous"} & set(idea.low[max(0, i - 3) : i]))


def _after(idea: FoldedIdea, end: int) -> str:
    """Give the action said after an object: « les trottoirs sont à refaire », « crottes : verbaliser »."""
    for i in range(end, min(end + _FARTHEST, len(idea))):
        if idea.is_infinitive(i) and (idea.low[i - 1] in ("a", ":")):
            return _action_of(idea, i)
    return ""


def _implied(idea: FoldedIdea, i: int) -> Request | None:
    """Read a verb that holds its object: « éclairer », « débitumer »."""
    verb = idea.verb(i)
    implied = idea.lexicon.implied_by_verb.get(verb)
    if not implied or verb in _words().actions or not (idea.is_infinitive(i) or idea.is_order(i)):
        return None
    key, sign = implied
    return ("ajouter" if sign > 0 else "enlever", key, frozenset())


def _goes_on(idea: FoldedIdea, end: int, start: int) -> bool:
    """Tell whether an object goes on an enumeration: « des bancs et des poubelles »."""
    between = idea.low[end:start]
    return bool({",", "et", "+"} & set(between)) and all(
        low in (",", "et", "+") or low in idea.lexicon.determiners or idea.words.parts[end + k] in ("ADJ", "NUM")
        for k, low in enumerate(between)
    )


def _kinds(idea: FoldedIdea, start: int, end: int) -> frozenset[str]:
    """Give what makes it another thing: its adjectives, « de… » and « pour… »; « du… », « des… » say which or where."""
    found: set[str] = set()
    i = start - 1
    while i >= 0 and idea.words.parts[i] == "ADJ" and idea.low[i] not in idea.lexicon.determiners:
        found.add(idea.keys[i])
        i -= 1
    link = ""
    for i in range(end, len(idea)):
        low, part = idea.low[i], idea.words.parts[i]
        if part in ("PUNCT", "CCONJ", "SYM", "VERB", "AUX") and idea.words.forms[i] != "Part":
            break
        if low in idea.lexicon.links:
            break
        if part == "ADP" or idea.keys[i] in idea.lexicon.place_words:
            # « au bord de l'étang » says where: what follows is no kind, but for « pour… ».
            link = low if link in _CLOSE_LINKS or low == "pour" else link
        elif low not in idea.lexicon.determiners:
            named = part in ("NOUN", "PROPN") and link in _KIND_LINKS and not _determined(idea, i)
            described = (part == "ADJ" or idea.words.forms[i] == "Part") and link in _CLOSE_LINKS
            if named or described:
                found.add(idea.keys[i])
    return frozenset(found - _words().idle - idea.lexicon.general)


def _determined(idea: FoldedIdea, i: int) -> bool:
    return idea.low[i - 1] in ("le", "la", "l'", "les") and idea.low[i - 2] != "pour"


def _clause_end(idea: FoldedIdea, start: int) -> int:
    stop = start
    while stop < len(idea) and idea.clause_start(stop) <= max(start - 1, 0):
        stop += 1
    return stop


def _details(idea: FoldedIdea, start: int, stop: int) -> list[str]:
    """Give the words that follow an object up to the end of the clause, as they are written."""
    detail = idea.form(start, stop).strip(" ,+-(") if stop > start else ""
    if len(detail) > _LONGEST_DETAIL:
        detail = detail.split(",")[0].rstrip()
    return [detail] if 2 < len(detail) <= _LONGEST_DETAIL and re.search(r"\w", detail) else []


def _main_words(idea: FoldedIdea, start: int, stop: int) -> frozenset[str]:
    idle = _words().idle | idea.lexicon.general
    kept = ("NOUN", "PROPN", "ADJ", "NUM", "VERB")
    return frozenset(idea.keys[i] for i in range(start, stop) if idea.words.parts[i] in kept) - idle
