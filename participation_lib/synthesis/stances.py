"""What an idea wants more of, or less of: the object, the direction and how plainly it is said.

Rules on short spans of words around a noun, without syntactic analysis: what stands
before it (« interdire », « moins de », « oui aux », « peur pour »), after it (« c'est
ridicule », « = danger »), what turns that round (negation, « arrêter de », « si on… »)
and where it applies (« au bord de l'eau »). Their words are in `reference/positions.yaml`.

A lack (« pas de bancs »), a breakdown (« les bancs sont cassés ») or a reported fact says
at most what a person leans to: such a stance is not plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from participation_lib.corpus.tagging import TaggedText
from participation_lib.schema import Nature
from participation_lib.synthesis.folded_idea import FoldedIdea
from participation_lib.synthesis.judgements import after_object, alone
from participation_lib.synthesis.position_words import Axis, position_words
from participation_lib.synthesis.sayings import Doubt, Saying, before_object, by_verb
from participation_lib.themes.naming import fold

__all__ = ["Stance", "is_nuanced", "read_stances"]

_JOINTS: Final = frozenset({",", "et", "ou", "ni", "+", "/"})
_HANDED_OVER: Final = frozenset({"fermer", "interdire", "ouvrir", "rouvrir", "autoriser"})  # « … aux voitures »
_AROUND: Final = 4  # words between a way of treating a thing and the thing


@dataclass(frozen=True, slots=True)
class Stance:
    """A direction taken on an object.

    Attributes
    ----------
    key
        The object, folded and singular, or the name of a group of close objects.
    sign
        1 for more of it or for keeping it, -1 for less; on an axis, 1 and -1 are its two ways.
    plain
        Whether the words state it; otherwise they only lean to it.
    total
        A refusal of the thing itself, wherever it is.
    kinds, places
        What sort of it (« électriques »), where or when (« la nuit »). Empty: in general.
    wish
        The verb that says it, in the infinitive, or « plus de », « moins de »; "" where none does.
    form
        The object as it is written, its first complement with it; "" where a verb implies it.
    axis
        Name of the axis, "" for more or less.
    judged
        Whether the thing itself is said to be bad or too much (« trop de », « ça attire les rats »).
    doubt
        "contrary" where the same words may mean the contrary (« plus de bancs »), "topic" where
        the object is only named (« des bancs »).
    determiner
        The word right before the object, which may tell its gender.
    """

    key: str
    sign: int
    plain: bool
    total: bool = False
    kinds: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    wish: str = ""
    form: str = ""
    axis: str = ""
    judged: bool = False
    doubt: Doubt = ""
    determiner: str = ""


def read_stances(text: str, words: TaggedText, nature: str) -> tuple[Stance, ...]:
    """Give what an idea wants more or less of, one stance an object and direction, plain ones kept.

    A question takes no stance.

    Examples
    --------
    >>> from participation_lib.corpus.tagging import tag
    >>> idea = "interdire les barbecues"
    >>> [(s.key, s.sign, s.plain) for s in read_stances(idea, tag([idea])[0], "proposition")]
    [('barbecue', -1, True)]
    """
    if nature == Nature.QUESTION or not len(words):
        return ()
    idea = FoldedIdea(text, words, nature)
    found: dict[tuple[str, str, int], Stance] = {}
    phrases = tuple(_by_phrases(idea))
    told = {stance.key for stance in phrases}
    for stance in (*phrases, *_on_objects(idea), *_on_axes(idea)):
        if not stance.form and not stance.axis and stance.key in told and stance not in phrases:
            continue  # « faucher en septembre seulement » is not « faucher »
        place = (stance.axis, stance.key, stance.sign)
        known = found.get(place)
        if known is None or (stance.plain, not stance.doubt) > (known.plain, not known.doubt):
            found[place] = stance
        elif known.plain == stance.plain and not known.wish and stance.wish:
            found[place] = replace(known, wish=stance.wish)
    return tuple(found.values())


def is_nuanced(text: str) -> bool:
    """Tell whether an idea says yes and no, or yes on conditions.

    >>> is_nuanced("oui aux barbecues mais seulement le dimanche")
    True
    """
    return position_words().nuances.search(" ".join(re.findall(r"\w+'?|[^\w\s]", fold(text)))) is not None


def _stance(idea: FoldedIdea, key: str, start: int, end: int, said: Saying) -> Stance:
    kinds, places = idea.kinds_and_places(start, end)
    form = idea.form(start, idea.group_end(start, end)).lower()
    return Stance(
        key,
        said.sign,
        said.plain,
        said.total,
        kinds,
        places,
        said.wish,
        form,
        "",
        said.judged,
        said.doubt,
        idea.low[start - 1] if start else "",
    )


def _on_objects(idea: FoldedIdea) -> Iterator[Stance]:
    previous: tuple[int, Saying] | None = None
    first: tuple[str, int, int] | None = None
    governing = ""
    i = 0
    while i < len(idea):
        verb = idea.verb(i)
        if verb:
            governing = verb
            if verb in idea.lexicon.implied_by_verb:
                yield from _by_implication(idea, i, verb)
            elif first and _takes_back(idea, i):
                said = by_verb(idea, i, verb)
                if said:
                    yield _stance(idea, *first, said)
        found = idea.object_at(i)
        if found is None:
            i += 1
            continue
        key, end = found
        said = before_object(idea, i, key)
        if said is None and previous:
            handed_over = governing in _HANDED_OVER and idea.low[i - 1] in ("au", "aux")
            if handed_over or _goes_on(idea, previous[0], i, end):
                said = previous[1]
        if said is not None:
            previous = (end, said)
        else:
            said = after_object(idea, i, end, first=first is None) or (alone(idea, i, end) if first is None else None)
        first = first or (key, i, end)
        if said is not None:
            yield _stance(idea, key, i, end, said)
        i = end


def _takes_back(idea: FoldedIdea, i: int) -> bool:
    """Tell whether a pronoun after a verb stands for the first object: « gardez-les »."""
    following = idea.low[i + 1 : i + 3]
    return following[:1] in (["-les"], ["-la"], ["-le"]) or following in (["-", "les"], ["-", "la"], ["-", "le"])


def _goes_on(idea: FoldedIdea, end: int, start: int, stop: int) -> bool:
    """Tell whether an object goes on an enumeration: « planter des arbres et des haies »."""
    between = idea.low[end:start]
    if not set(between) & _JOINTS or ("," in between and not set(between) & idea.lexicon.determiners):
        return False
    if not all(
        word in _JOINTS or word in idea.lexicon.determiners or idea.words.parts[end + k] in ("ADJ", "NUM")
        for k, word in enumerate(between)
    ):
        return False
    for i in range(stop, len(idea)):
        if idea.words.parts[i] == "PUNCT" or idea.low[i] in idea.lexicon.links:
            break
        if idea.words.forms[i] in ("Fin", "Cnd"):
            return False
    return True


def _by_implication(idea: FoldedIdea, i: int, verb: str) -> Iterator[Stance]:
    """Read a verb that holds its object: « tondre », « éclairer », « arrêter de construire »."""
    key, sign = idea.lexicon.implied_by_verb[verb]
    following = idea.low[i + 1 : i + 2]
    if verb in idea.lexicon.verbs and following and following[0] in idea.lexicon.determiners:
        return  # « construire une crèche »: its object is said
    said = by_verb(idea, i, verb)
    if said is not None:
        direction = idea.lexicon.verbs.get(verb, sign)
        _, places = idea.kinds_and_places(i, i + 1)
        kinds, _ = idea.kinds_and_places(i + 1, i + 1)
        yield Stance(key, said.sign * direction * sign, said.plain, places=places | kinds, wish=said.wish)


def _by_phrases(idea: FoldedIdea) -> Iterator[Stance]:
    for pattern, key, sign, wish in idea.lexicon.implied_by_phrase:
        found = pattern.search(idea.joined)
        if not found:
            continue
        i = idea.word_at(found.start())
        turned = idea.turned(i)
        if turned is None:
            continue
        before = range(max(0, i - 2), i)
        stopped = any(verb in idea.lexicon.stopping for k in before for verb in idea.infinitives[k])
        denied = any(idea.low[k] in ("ne", "n'", "pas") for k in before)
        reverse = turned or stopped or denied
        yield Stance(key, -sign if reverse else sign, plain=True, wish="" if reverse else wish)


def _on_axes(idea: FoldedIdea) -> Iterator[Stance]:
    for axis in idea.lexicon.axes:
        ways = list(_ways(idea, axis))
        said = {k for start, stop, _ in ways for k in range(start, stop)}
        for i, end, sign in ways:
            noun = _treated(idea, axis, i, end)
            key = idea.keys[noun] if noun is not None else ""
            places, form = frozenset[str](), ""
            if noun is not None:
                places = idea.kinds_and_places(noun, noun + 1)[1] - {idea.keys[k] for k in said}
                form = idea.form(noun, idea.group_end(noun, noun + 1)).lower()
            direction = _direction(idea, i, places)
            if direction is not None:
                yield Stance(
                    key, sign * direction[0], direction[1] and bool(key), places=places, form=form, axis=axis.name
                )


def _direction(idea: FoldedIdea, i: int, places: frozenset[str]) -> tuple[int, bool] | None:
    """Tell whether a way of treating things is wanted (1) or not (-1), and whether that is plain."""
    turned = idea.turned(i)
    if turned is None:
        return None
    verb = idea.verb(i)
    if verb in idea.lexicon.verbs:
        said = by_verb(idea, i, verb)
        # « Fermer l'école » closes it down; « fermer l'école le soir » says when.
        return (said.sign * idea.lexicon.verbs[verb], said.plain and bool(places)) if said else None
    said = before_object(idea, i, idea.keys[i]) if idea.is_noun(i) else None
    if said:
        return said.sign, said.plain
    denied = bool({"pas", "jamais", "non"} & set(idea.low[max(0, i - 4) : i]))
    # A state that is complained of: « payant », « très chouette mais cadenassé ».
    complaint = idea.nature == Nature.PROBLEM or (idea.nature == Nature.SATISFACTION and "mais" in idea.low[:i])
    fact = idea.nature == Nature.OBSERVATION and "AUX" in idea.words.parts  # « l'école est payante »
    return (-1 if (turned or denied) != complaint else 1), not complaint and not fact


def _ways(idea: FoldedIdea, axis: Axis) -> Iterator[tuple[int, int, int]]:
    """Give where either way of an axis is said (first word, end) and its sign, the longest words first."""
    found = [
        (match.start(), match.end(), sign)
        for sign, pole in zip((1, -1), axis.poles, strict=True)
        for match in pole.finditer(idea.joined)
    ]
    for start, end, sign in found:
        if not any(s <= start and end <= e and other != sign for s, e, other in found):
            yield idea.word_at(start), idea.word_at(end - 1) + 1, sign


def _asks(idea: FoldedIdea, i: int) -> bool:
    return idea.is_verb(i) and (idea.is_order(i) or idea.is_infinitive(i))


def _treated(idea: FoldedIdea, axis: Axis, start: int, end: int) -> int | None:
    """Give the object that a way of treating things is about: the nearest one, else the first of the idea."""
    before = range(start - 1, max(-1, start - 1 - _AROUND), -1)
    after = range(end, min(len(idea), end + _AROUND))
    asked = _asks(idea, start) and not idea.low[start].startswith(("rest", "etre"))
    near = (start, *after, *before) if asked else (start, *before, *after)
    for i in (*near, *range(len(idea))):
        if not idea.is_noun(i) or idea.keys[i] in idea.lexicon.vague or idea.keys[i] in idea.lexicon.general:
            continue
        if any(pole.search(f"une {idea.low[i]} ") or pole.search(f"des {idea.low[i]} ") for pole in axis.poles):
            continue  # « une clé » is a way, not what it opens
        return _head(idea, i)
    return None


def _head(idea: FoldedIdea, i: int) -> int:
    """Give the noun that a complement belongs to: « terrasses » for « terrasses de café »."""
    j = i - 1
    while j > 0 and idea.low[j] in ("le", "la", "l'", "les"):
        j -= 1
    return j - 1 if j > 0 and idea.low[j] in ("de", "d'", "du", "des") and idea.is_noun(j - 1) else i
