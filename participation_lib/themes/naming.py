"""Naming themes with the words people used, as a person would write a heading.

A name is one to three noun phrases (« Arbres, ombre et fraîcheur »). Nouns are chosen
that are frequent in the theme and rare elsewhere, each covering ideas the ones before
do not; a noun that mostly comes with the same complement takes it along (« jardins
partagés »). Forms are those written by participants, with accents given back.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from participation_lib.corpus.tagging import TaggedText, dictionary_lemmas, is_known_noun, is_known_word
from participation_lib.reference import load

__all__ = ["ThemeName", "fold", "name_themes", "singular"]

_MOST_TERMS: Final = 3
_MOST_KEYWORDS: Final = 8
_LEAST_SHARES: Final = (0.0, 0.04, 0.08)  # of the theme's ideas, for the first, second and third term
_COMPLEMENT_SHARE: Final = 0.45  # of a noun's uses, for its complement to follow it
_NAMED_BY_NOUNS: Final = 0.7  # share of ideas with a noun above which verbs are not needed
_MOSTLY: Final = 0.5
_NEARLY_ALWAYS: Final = 0.75
_FEW_WORDS: Final = 6
_NAMED_BY_TERMS: Final = 0.12  # of the ideas: the least that the words of a name must be found in
_SAMPLE: Final = 4_000  # ideas read per theme: more would not change a heading


def fold(word: str) -> str:
    """Give a word in lower case, without accents or ligatures."""
    plain = unicodedata.normalize("NFKD", word.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(character for character in plain if not unicodedata.combining(character)).replace("’", "'")


@dataclass(frozen=True)
class ThemeName:
    """A heading and the words that describe a theme, most telling first."""

    label: str
    keywords: tuple[str, ...]


@dataclass
class _Noun:
    """What is known of a noun in one theme."""

    ideas: set[int] = field(default_factory=set)
    forms: Counter[str] = field(default_factory=Counter)
    phrases: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    phrase_forms: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def singular(folded: str) -> str:
    """Give the same key to « arbre » and « arbres », « jeu » and « jeux », « canal » and « canaux »."""
    if len(folded) > 3 and folded.endswith("aux"):
        return folded[:-3] + "al" if not folded.endswith("eaux") else folded[:-1]
    if len(folded) > 2 and folded[-1] in "sx" and not folded.endswith(("ss", "us", "is")):
        return folded[:-1]
    return folded


def _is_noun(part: str, form: str) -> bool:
    """Tell whether a word is used as a noun; a tagger is often wrong on words in capitals."""
    return part in ("NOUN", "PROPN") or (len(form) > 2 and form.isupper() and is_known_noun(form.lower()))


def _mostly_nouns(texts: Sequence[str], tagged: Sequence[TaggedText], ideas: Iterable[int]) -> frozenset[str]:
    """Give the folded words that are nouns in most of their uses: one use in ten is mistagged."""
    as_noun: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for idea in ideas:
        words = tagged[idea]
        for start, end, part in zip(words.starts, words.ends, words.parts, strict=True):
            word = fold(texts[idea][start:end])
            seen[word] += 1
            as_noun[word] += _is_noun(part, texts[idea][start:end])
    return frozenset(
        word
        for word, count in as_noun.items()
        if count > (_MOSTLY if is_known_noun(word) else _NEARLY_ALWAYS) * seen[word]
    )


def _phrases(text: str, words: TaggedText) -> Iterator[tuple[str, str, str, str]]:
    """Give (noun key, noun form, phrase key, phrase form) for each noun; phrase "" when it stands alone."""
    n_words = len(words)
    if text.isupper():  # shouted: capitals say nothing of acronyms
        text = text.lower()
    for i in range(n_words):
        form = text[words.starts[i] : words.ends[i]]
        if not _is_noun(words.parts[i], form) or (i and words.lemmas[i - 1] == "en"):
            continue
        if not re.fullmatch(r"[^\W\d_][\w'’-]*[^\W\d_]", form) or len(form) < 3:
            continue
        end = i
        nxt = i + 1
        if nxt < n_words and words.parts[nxt] == "ADJ":
            end = nxt
        elif nxt + 1 < n_words and words.lemmas[nxt] in ("de", "à", "en", "du", "d'", "d’"):
            after = nxt + 1
            wanted = ("NOUN", "ADJ") if words.lemmas[nxt] == "en" else ("NOUN",)
            if words.parts[after] in wanted and words.starts[after] - words.ends[nxt] <= 1:
                end = after
        key = singular(fold(form)).replace("-", "")
        if end == i:
            yield key, form, "", ""
            continue
        phrase = text[words.starts[i] : words.ends[end]]
        if "\n" in phrase or not re.fullmatch(r"[\w'’ -]+", phrase):
            yield key, form, "", ""
            continue
        yield key, form, " ".join(singular(fold(word)) for word in phrase.split()), phrase


def _best_form(forms: Counter[str]) -> str:
    """Choose how to write a word or phrase: spelt well first, then most often written."""
    lowered: Counter[str] = Counter()
    for form, count in forms.items():
        lowered[_written(form, forms)] += count
    acronym = next((form for form in lowered if form.isupper() and form.lower() in lowered), "")
    if acronym:
        return acronym
    return min(lowered, key=lambda form: (-_spelling(form), -lowered[form], form))


def _spelling(form: str) -> float:
    words = form.split()
    return sum(is_known_word(word.strip("'’")) for word in words) / len(words)


def _written(form: str, forms: Mapping[str, int]) -> str:
    """Put shouted words back in lower case; keep acronyms and proper names."""
    acronym = form.isupper() and len(form) <= 5 and " " not in form and not is_known_noun(form.lower())
    in_lower_case = forms.get(form.lower(), 0)
    if acronym and forms[form] >= in_lower_case:
        return form
    lowered = form.lower()
    proper = not form.isupper() and form[0].isupper() and lowered not in forms and not is_known_word(lowered)
    return form if proper else lowered


def _nouns(
    texts: Sequence[str], tagged: Sequence[TaggedText], members: Sequence[int], allowed: frozenset[str]
) -> dict[str, _Noun]:
    found: dict[str, _Noun] = defaultdict(_Noun)
    for idea in members:
        for key, form, phrase_key, phrase in _phrases(texts[idea], tagged[idea]):
            if fold(form) not in allowed:
                continue
            noun = found[key]
            noun.ideas.add(idea)
            noun.forms[form] += 1
            if phrase_key:
                noun.phrases[phrase_key].add(idea)
                noun.phrase_forms[phrase_key][phrase] += 1
    return found


def _vague() -> frozenset[str]:
    words = load("mots_vagues")
    return frozenset(singular(fold(word)) for word in words["noms"]) | {fold(verb) for verb in words["verbes"]}


def _with_verbs(nouns: dict[str, _Noun], tagged: Sequence[TaggedText], members: Sequence[int]) -> dict[str, _Noun]:
    """Add verbs, in the infinitive, where nouns say too little of what a theme is about."""
    named = set().union(*(noun.ideas for noun in nouns.values())) if nouns else set()
    if len(named) > _NAMED_BY_NOUNS * len(members):
        return nouns
    found = defaultdict(_Noun, nouns)
    for idea in members:
        for lemma, part in zip(tagged[idea].lemmas, tagged[idea].parts, strict=True):
            if part == "VERB" and lemma.endswith(("er", "ir", "re", "oir")) and is_known_word(lemma):
                found[fold(lemma)].ideas.add(idea)
                found[fold(lemma)].forms[lemma] += 1
    return found


def _term(noun: _Noun, vague: frozenset[str]) -> str:
    """Give the noun as it will be written, with its complement when it mostly has the same one."""
    if noun.phrases:
        phrase = max(noun.phrases, key=lambda p: (len(noun.phrases[p]), p))
        uses = len(noun.phrases[phrase])
        needed = _COMPLEMENT_SHARE * len(noun.ideas)
        if uses >= max(2, needed) and phrase.split()[-1].rpartition("'")[2] not in vague:
            return _best_form(noun.phrase_forms[phrase])
    return _best_form(noun.forms)


def _ranked(
    nouns: Mapping[str, _Noun], n_ideas: int, everywhere: Counter[str], n_all: int, vague: frozenset[str]
) -> list[str]:
    """Order nouns by how well they tell this theme from the others (weighted log ratio of shares)."""
    scores: dict[str, float] = {}
    for key, noun in nouns.items():
        inside = len(noun.ideas)
        if key in vague or any(fold(lemma) in vague for lemma in dictionary_lemmas(key)):
            continue
        outside = everywhere[key] - inside
        share_inside = (inside + 0.5) / (n_ideas + 1)
        share_outside = (outside + 0.5) / (n_all - n_ideas + 1)
        scores[key] = inside * math.log(share_inside / share_outside)
    fewest = 2 if n_ideas > 4 else 1
    repeated = [key for key in scores if len(nouns[key].ideas) >= fewest]
    telling = sorted((key for key in repeated if scores[key] > 0), key=lambda key: (-scores[key], key))
    # A theme whose words are everyone's, or never the same, is named by its most frequent ones all the same.
    return telling or sorted(repeated or scores, key=lambda key: (-len(nouns[key].ideas), key))


def _chosen(ranked: Sequence[str], nouns: Mapping[str, _Noun], n_ideas: int, taken: set[str]) -> list[str]:
    """Take up to three nouns, each adding ideas the earlier ones leave out."""
    chosen: list[str] = []
    covered: set[int] = set()
    pool = [key for key in ranked[:12] if key not in taken] or list(ranked[:12])
    while pool and len(chosen) < _MOST_TERMS:
        rank = {key: position for position, key in enumerate(pool)}
        best = max(pool, key=lambda key: (len(nouns[key].ideas - covered) / (1 + 0.35 * rank[key]), -rank[key]))
        gain = len(nouns[best].ideas - covered)
        if chosen and gain < max(2, _LEAST_SHARES[len(chosen)] * n_ideas):
            break
        chosen.append(best)
        covered |= nouns[best].ideas
        pool.remove(best)
    return chosen


def _heading(terms: Sequence[str]) -> str:
    joined = terms[0] if len(terms) == 1 else f"{', '.join(terms[:-1])} et {terms[-1]}"
    return joined[0].upper() + joined[1:]


def _common_words(texts: Sequence[str], members: Sequence[int]) -> str:
    """Give what several people wrote in the same few words, "" when there is no such thing."""
    said = Counter(
        " ".join(texts[idea].split()).strip(" .!…;,").lower()
        for idea in members
        if len(texts[idea].split()) <= _FEW_WORDS
    )
    words, count = min(said.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return words if count >= 3 and "?" not in words else ""


def name_themes(
    texts: Sequence[str],
    tagged: Sequence[TaggedText],
    groups: Sequence[Sequence[int]],
    *,
    reserved: Sequence[str] = (),
) -> list[ThemeName]:
    """Give a name to each group of ideas, no two alike.

    Parameters
    ----------
    texts, tagged
        Words of each idea, and the same words tagged.
    groups
        Positions of the ideas of each group, the largest group first.
    reserved
        Names given elsewhere, not to be given again.
    """
    vague = _vague()
    sampled = [list(members)[:_SAMPLE] for members in groups]
    allowed = _mostly_nouns(texts, tagged, (idea for members in sampled for idea in members))
    nouns_by_group = [_with_verbs(_nouns(texts, tagged, members, allowed), tagged, members) for members in sampled]
    everywhere: Counter[str] = Counter()
    for nouns in nouns_by_group:
        everywhere.update({key: len(noun.ideas) for key, noun in nouns.items()})
    n_all = sum(len(members) for members in sampled)
    names: list[ThemeName] = []
    taken: set[str] = set()
    labels = {fold(label) for label in reserved}
    for members, nouns in zip(sampled, nouns_by_group, strict=True):
        ranked = _ranked(nouns, len(members), everywhere, n_all, vague)
        chosen = _chosen(ranked, nouns, len(members), taken)
        terms = list(dict.fromkeys(_term(nouns[key], vague) for key in chosen))
        spare = iter(key for key in ranked if key not in chosen)
        named = set().union(*(nouns[key].ideas for key in chosen)) if chosen else set()
        said = _common_words(texts, members)
        if said and len(named) < _NAMED_BY_TERMS * len(members):
            terms = []  # what people say in the same words tells more than a noun hardly any of them uses
        label = _heading(terms or [said or "idées diverses"])
        while fold(label) in labels:
            extra = next(spare, None)
            if extra is None:
                label = f"{label} ({len(names) + 1})"
                continue
            terms.append(_term(nouns[extra], vague))
            label = _heading(terms)
        labels.add(fold(label))
        taken.update(chosen[:1])
        keywords = list(dict.fromkeys([*terms, *(_best_form(nouns[key].forms) for key in ranked)]))
        names.append(ThemeName(label, tuple(keywords[:_MOST_KEYWORDS])))
    return names
