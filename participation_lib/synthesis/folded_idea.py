"""The words of one idea, folded, and what simple grammar can tell of them without a parser."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from participation_lib.corpus.tagging import TaggedText, dictionary_lemmas, is_known_noun
from participation_lib.schema import Nature
from participation_lib.synthesis.position_words import position_words
from participation_lib.themes.naming import fold, singular

__all__ = ["ENDS", "FoldedIdea"]

ENDS: Final = frozenset(".;:!?…")
_NEGATIONS: Final = frozenset({"pas", "plus", "jamais"})
_COMPLEMENTS: Final = frozenset({"de", "du", "des", "d'", "a", "au", "aux", "en", "pour"})
_KIND_LINKS: Final = frozenset({"de", "d'", "en"})  # « du », « des » say which one, or where
_INFINITIVE_ENDINGS: Final = ("er", "ir", "re", "oir")
_LONGEST_CLAUSE: Final = 14


@lru_cache(maxsize=20_000)
def _infinitives(form: str, lemma: str) -> tuple[str, ...]:
    """Give the infinitives a form may come from, folded, the tagger's first."""
    return tuple(dict.fromkeys([fold(lemma), *(fold(word) for word in dictionary_lemmas(form))]))


class FoldedIdea:
    """One idea, word by word.

    Attributes
    ----------
    low, keys
        Each word folded; folded and singular.
    joined, at
        The folded words with one space between them; where each begins.
    """

    def __init__(self, text: str, words: TaggedText, nature: str) -> None:
        self.text, self.words, self.nature = text, words, nature
        self.lexicon = position_words()
        forms = [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]
        self.low = [fold(form) for form in forms]
        self.keys = [singular(low) for low in self.low]
        self.infinitives = [_infinitives(form.lower(), lemma) for form, lemma in zip(forms, words.lemmas, strict=True)]
        self.joined = " ".join(self.low)
        self.at: list[int] = []
        position = 0
        for low in self.low:
            self.at.append(position)
            position += len(low) + 1

    def __len__(self) -> int:
        return len(self.low)

    def word_at(self, position: int) -> int:
        """Give the word that holds a position of `joined`."""
        return sum(start <= position for start in self.at) - 1

    def form(self, start: int, end: int) -> str:
        """Give words as they are written."""
        return self.text[self.words.starts[start] : self.words.ends[end - 1]]

    # Verbs

    def is_infinitive(self, i: int) -> bool:
        """Tell whether a word is written in the infinitive."""
        return self.low[i] in self.infinitives[i] and self.low[i].endswith(_INFINITIVE_ENDINGS)

    def is_order(self, i: int) -> bool:
        """Tell whether a verb is an order: « plantez », « gardons », « arrête »."""
        before = self.low[max(0, i - 4) : i]
        if self.low[i].endswith(("ez", "ons")):
            return not {"vous", "nous", "on"} & set(before)
        return self.words.forms[i] == "Imp" and (not before or before[-1] in ENDS)

    def is_verb(self, i: int) -> bool:
        """Tell whether a word is a verb, even one the tagger took for something else."""
        part = self.words.parts[i]
        if self.is_infinitive(i) and i and self.words.parts[i - 1] in ("DET", "ADJ") and self.low[i - 1] != "tout":
            return False  # « le pouvoir », « le bon vouloir »
        mistaken = part in ("NOUN", "PROPN", "ADJ", "X") and (self.low[i].endswith("ez") or self.is_infinitive(i))
        return part in ("VERB", "AUX") or mistaken

    def verb(self, i: int) -> str:
        """Give the infinitive of a verb of the lexicon, "" for any other word."""
        if not self.is_verb(i):
            return ""
        return next((verb for verb in self.infinitives[i] if verb in self.lexicon.known_verbs), "")

    def negated(self, i: int) -> bool:
        """Tell whether a verb is denied: « ne plantez pas », « touchez pas », « ne plus couper »."""
        if self.low[self.clause_start(i)] == "pourquoi":
            return False  # « pourquoi ne pas planter » asks for it
        before = self.low[max(0, i - 3) : i]
        after = self.low[i + 1] if i + 1 < len(self) else ""
        if after in _NEGATIONS and not self.is_infinitive(i):
            # « mettez plus de bancs » asks for more.
            return not (after == "plus" and i + 2 < len(self) and self.low[i + 2] in ("de", "d'", "des"))
        last = before[-1] if before else ""
        return last in ("pas", "sans", "jamais", "ni") or (last == "plus" and bool({"ne", "n'"} & set(before[:-1])))

    def turned(self, i: int) -> bool | None:
        """Tell whether a fear or a condition turns round what follows; None when nothing can be said."""
        segment = self.joined[self.at[self.clause_start(i)] : self.at[i]]
        if self.lexicon.condition.search(segment):
            if self.nature in (Nature.CONCERN, Nature.PROBLEM):
                return True
            return False if segment.startswith("et si") else None
        if self.lexicon.fear.search(segment):
            return True
        return segment.startswith("pourquoi ") and " pas" not in segment

    # Nouns

    def is_noun(self, i: int) -> bool:
        """Tell whether a word can be an object."""
        low, part = self.low[i], self.words.parts[i]
        if (
            len(low) < 3
            or low in self.lexicon.never_skipped
            or low in self.lexicon.never_objects
            or not low.replace("-", "").isalpha()
        ):
            return False
        if part in ("NOUN", "PROPN"):
            return not (low.endswith("ez") and self.verb(i))
        if part not in ("ADJ", "VERB") or not is_known_noun(self.form(i, i + 1).lower()):
            return False
        introduced = i == 0 or self.low[i - 1] in self.lexicon.determiners or self.low[i - 1] in ("sans", "zero")
        return introduced and (i + 1 == len(self) or self.words.parts[i + 1] not in ("NOUN", "DET"))

    def object_at(self, i: int) -> tuple[str, int] | None:
        """Give the key of the object that begins at a word, and where its name ends."""
        known = self.lexicon
        for words, key in known.objects.get(self.keys[i], ()):
            if tuple(self.keys[i : i + len(words)]) == words:
                return key, i + len(words)
        if not self.is_noun(i):
            return None
        key = self.keys[i]
        following = self.low[i + 1] if i + 1 < len(self) else ""
        if following in ("de", "du", "des", "d'") and (key in known.carriers or self.low[i] in known.actions):
            return None
        if key not in known.vague and key not in known.general:
            return key, i + 1
        if following not in _COMPLEMENTS:
            return None
        # « places à la cantine »: a vague noun is nothing without its complement.
        after = i + 2
        while after < len(self) and (self.low[after] in self.lexicon.determiners or self.words.parts[after] == "NUM"):
            after += 1
        if after == len(self) or not self.is_noun(after):
            return None
        number = self.low[after - 1] if self.words.parts[after - 1] == "NUM" else ""
        if self.keys[after] in known.vague and not number:
            return None
        return " ".join(filter(None, (key, number, self.keys[after]))), after + 1

    def kinds_and_places(self, start: int, end: int) -> tuple[frozenset[str], frozenset[str]]:
        """Give what an object is said to be (« électriques », « du soir »), and where or when it applies."""
        kinds: set[str] = set()
        places: set[str] = set()
        i = start - 1
        while i >= 0 and self.words.parts[i] == "ADJ" and self.low[i] not in self.lexicon.determiners:
            kinds.add(self.keys[i])
            i -= 1
        close = True  # still in the noun's own group
        for i in range(end, min(end + _LONGEST_CLAUSE, len(self))):
            low, part = self.low[i], self.words.parts[i]
            if part in ("PUNCT", "CCONJ", "AUX", "SYM") or low in self.lexicon.links or low in ENDS or low == "+":
                break
            if part == "VERB" and self.words.forms[i] != "Part" and not self.is_noun(i):
                break
            if part == "ADP" and low not in _KIND_LINKS and not (low == "a" and not self._determined(i + 1)):
                close = False
            if (
                self.keys[i] in self.lexicon.place_words
                and low not in _KIND_LINKS
                and self.low[i - 1] not in _KIND_LINKS
            ):
                close = False  # « rue des Écoles », « à côté de »
            if (
                part == "NOUN"
                and i > end
                and self.low[i - 1] in ("le", "la", "l'", "les")
                and self.words.parts[i - 2] != "ADP"
            ):
                close = False  # « le dimanche », « la nuit »
            if part in ("NOUN", "PROPN", "ADJ", "VERB") and len(low) > 2:
                (kinds if close else places).add(self.keys[i])
            elif low == "non":
                break
        if end < len(self) and self.low[end] in ("qui", "dont"):
            kinds.add(" ".join(self.low[end : end + 3]))  # « une fiscalité qui encourage… »: one sort of it
        if start and self.low[start - 1] in ("certains", "certaines"):
            kinds.add("certain")
        return frozenset(kinds - self.lexicon.general), frozenset(places - self.lexicon.general)

    def _determined(self, i: int) -> bool:
        return i < len(self) and self.low[i] in self.lexicon.determiners

    def group_end(self, start: int, end: int) -> int:
        """Give where a noun and its first complement end: « statut de fonctionnaire », « jardins partagés »."""
        if end - start == 1 and end < len(self) and self.words.starts[end] - self.words.ends[end - 1] == 1:
            if self.words.parts[end] in ("ADJ", "NOUN") or self.words.forms[end] == "Part":
                return end + 1
            follows = (
                self.low[end] in ("de", "d'", "en") and end + 1 < len(self) and self.words.parts[end + 1] == "NOUN"
            )
            if follows and self.words.starts[end + 1] - self.words.ends[end] <= 1:
                return end + 2
        return end

    # Clauses

    def clause_start(self, i: int) -> int:
        """Give the first word of the clause a word is in."""
        while (
            i > 0
            and self.low[i - 1] not in ENDS
            and "\n" not in self.text[self.words.ends[i - 1] : self.words.starts[i]]
        ):
            i -= 1
        return i
