"""What governs an object in a short French text: a verb, an action, a quantity, an opinion.

Each rule gives a `Saying`: whether the object is wanted (1) or not (-1), and whether the
words state it. A verb counts as a demand in the infinitive, as an order, after « il
faut », « on devrait »…; what others did or are about to do is at most a complaint.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from participation_lib.schema import Nature
from participation_lib.synthesis.folded_idea import ENDS, FoldedIdea
from participation_lib.themes.naming import fold, singular

__all__ = ["OWN", "Doubt", "Saying", "before_object", "by_verb", "has_verb", "is_nuisance"]

Doubt = Literal["", "contrary", "topic"]

_US: Final = frozenset({"je", "j'", "on", "nous"})
OWN: Final = frozenset({"ma", "mon", "mes", "sa", "son", "ses"})
_FARTHEST: Final = 6  # words between an object and what governs it


@dataclass(frozen=True, slots=True)
class Saying:
    """What governs an object.

    Attributes
    ----------
    sign
        1 for more of it or for keeping it, -1 for less.
    plain
        Whether the words state it.
    total
        A refusal of the thing itself.
    wish
        The verb, in the infinitive; "" where none says it.
    judged
        Whether the thing itself is found bad or too much.
    doubt
        "contrary" where the same words may mean the contrary (« plus de bancs »), "topic" where
        the object is only named (« des bancs »).
    """

    sign: int
    plain: bool
    total: bool = False
    wish: str = ""
    judged: bool = False
    doubt: Doubt = ""


_PHRASES: Final = {
    "pour": Saying(1, True),
    "contre": Saying(-1, True, True),
    "moins": Saying(-1, True),
    "assez": Saying(-1, True, judged=True),
    "manque": Saying(1, False),
    "trop": Saying(-1, False, judged=True),
    "defense": Saying(1, True),
    "echange": Saying(-1, False),
    "sans": Saying(-1, False),
}


def _reversed(saying: Saying) -> Saying:
    return Saying(-saying.sign, saying.plain)


def by_verb(idea: FoldedIdea, i: int, verb: str) -> Saying | None:
    """Give what a verb of the lexicon says of its object, None when it says nothing."""
    known = idea.lexicon
    sign = known.verbs.get(verb, 0) or known.wishing.get(verb, 0) or (1 if verb in known.for_anything else 0)
    if not sign:
        sign = known.implied_by_verb[verb][1] if verb in known.implied_by_verb else -1
    negated = idea.negated(i)
    sign = -sign if negated else sign
    turned = idea.turned(i)
    if turned is None:
        return None
    before = set(idea.low[max(0, i - 4) : i])
    if verb in known.wishing:
        if verb != "falloir" and not before & _US and i > idea.clause_start(i):
            return None  # « des produits qui demandent de l'eau », « ils veulent… »
        if idea.is_infinitive(i) and i > idea.clause_start(i):
            return None  # « pour apprécier le parc »
        return Saying(-sign if turned else sign, True)
    total = verb in known.total and sign < 0
    if idea.is_infinitive(i):
        return None if verb in known.orders_only else _by_infinitive(idea, i, verb, sign, turned=turned)
    if verb in known.for_anything or (not negated and {"ne", "n'"} & before):
        return None  # « rien ne remplace… », « on ne garde que… »
    if turned:
        return Saying(-sign, idea.words.forms[i] != "Part", False, f"ne pas {verb}")
    if idea.is_order(i):
        return Saying(sign, True, total, _contrary(verb) if negated else verb)
    if verb in known.orders_only:
        return None
    if idea.nature == Nature.PROPOSAL:
        return Saying(sign, True, total, verb) if {"on", "nous"} & before else None
    if idea.nature == Nature.SATISFACTION:
        return Saying(sign, True)
    if idea.nature in (Nature.PROBLEM, Nature.CONCERN):
        return Saying(-sign, False)  # what others did, and is complained of
    return None


def _by_infinitive(idea: FoldedIdea, i: int, verb: str, sign: int, *, turned: bool) -> Saying | None:
    known = idea.lexicon
    anything = verb in known.for_anything
    wish = "" if anything else _contrary(verb) if idea.negated(i) else verb
    if turned:
        return Saying(-sign, True, False, _contrary(wish))
    j = i - 1
    while j >= 0 and (
        idea.low[j] in ("ne", "n'", "pas", "plus", "de", "d'", "a", "y", "en", "tout") or idea.words.parts[j] == "ADV"
    ):
        j -= 1
    total = verb in known.total and sign < 0
    if j < 0 or idea.words.parts[j] in ("PUNCT", "CCONJ", "SYM") or idea.low[j] in ENDS or idea.low[j] == "+":
        # « Supprimer des écoles entraîne… » says what follows from it, and asks for nothing.
        stated = not anything and not has_verb(idea, i + 1)
        return Saying(sign, stated, total and stated, wish)
    before = set(idea.low[max(0, j - 3) : j])
    governor = (
        next((v for v in idea.infinitives[j] if v in known.asking or v in known.stopping or v == "aller"), "")
        if idea.is_verb(j)
        else ""
    )
    if governor in known.stopping:
        outer = by_verb(idea, j, governor)
        return Saying(sign * outer.sign, outer.plain, outer.sign < 0 < sign, _contrary(wish)) if outer else None
    if idea.low[j] == "merci" or (governor in known.asking and not (governor == "vouloir" and before & known.others)):
        denied = bool({"pas", "plus"} & set(idea.low[j + 1 : i])) and not idea.negated(i)
        if governor == "pouvoir" and (anything or denied or idea.negated(j) or {"ne", "n'"} & before):
            return None  # « on ne peut pas laisser… », « il pourrait y avoir… » are facts
        if governor == "vouloir" and idea.is_infinitive(j):
            return None
        return Saying(-sign if denied else sign, True, total and not denied, _contrary(wish) if denied else wish)
    if governor in ("aller", "vouloir"):
        return Saying(-sign, False)
    if idea.low[j] == "lieu" or (idea.low[j] == "que" and "plutot" in before):
        return Saying(-sign, False)
    if idea.low[j] in ("pour", "afin") or anything or idea.is_verb(j):
        return None
    return Saying(sign, False, False, wish)


def _contrary(wish: str) -> str:
    return wish and f"ne pas {wish}"


def before_object(idea: FoldedIdea, start: int, key: str) -> Saying | None:
    """Give what the words before an object say of it, None when they say nothing."""
    i = start - 1
    own = carried = False
    while i >= 0 and start - i <= _FARTHEST:
        low = idea.low[i]
        if low in ENDS:
            return None
        found = _quantity_or_opinion(idea, i, start, key)
        if found:
            # « J'ai besoin de ma voiture » tells of oneself, it asks nothing of anybody.
            needed = own and "besoin" in idea.low[max(0, i - 2) : start]
            return replace(found[0], plain=False) if found[0] and needed else found[0]
        verb = idea.verb(i)
        if not verb and i and idea.is_infinitive(i) and "laisser" in idea.infinitives[i - 1]:
            return _by_letting(idea, i - 1)
        if verb in idea.lexicon.verbs or verb in idea.lexicon.wishing or verb in idea.lexicon.for_anything:
            if _places(idea, start, verb):
                return None
            said = by_verb(idea, i, verb)
            if said and carried and said.wish in idea.lexicon.verbs:  # « augmenter le nombre de bus »
                said = replace(said, wish="plus de" if said.sign > 0 else "moins de")
            # « limiter mes déplacements » tells a habit, it asks nothing of anybody.
            return Saying(said.sign, False, False, said.wish) if said and own else said
        if low in idea.lexicon.actions and idea.is_noun(i):
            return _by_action(idea, i)
        if low in ("seul", "seule"):
            return None
        if low == "peu" and i and idea.low[i - 1] == "un":
            i -= 2
            continue
        own = own or low in OWN
        # « le nombre de bus », not « des zones blanches d'internet »
        carrier = idea.keys[i] in idea.lexicon.carriers and idea.low[i + 1] in ("de", "d'", "des", "du")
        carried = carried or carrier
        skipped = low in idea.lexicon.determiners or carrier or idea.words.parts[i] in ("ADJ", "NUM", "ADV", "DET")
        if not skipped or low in idea.lexicon.never_skipped:
            return None
        i -= 1
    return None


def _places(idea: FoldedIdea, start: int, verb: str) -> bool:
    """Tell whether a verb only says where to put what is there: « mettre les camions sur les trains »."""
    if verb not in ("mettre", "remettre") or idea.low[start - 1] not in (
        "le",
        "la",
        "les",
        "l'",
        "ces",
        "nos",
        "mettre",
    ):
        return False
    found = idea.object_at(start)
    end = found[1] if found else start + 1
    return verb == "mettre" or any(idea.words.parts[k] == "ADP" for k in range(end, min(end + 2, len(idea))))


def has_verb(idea: FoldedIdea, start: int) -> bool:
    """Tell whether a finite verb follows in the clause that is not in a relative clause."""
    known = idea.lexicon
    n_verbs = n_relatives = 0
    for i in range(start, len(idea)):
        relative = idea.low[i] in known.relatives
        if idea.words.parts[i] in ("PUNCT", "CCONJ") or (idea.low[i] in known.links and not relative):
            break
        n_relatives += relative
        n_verbs += idea.words.forms[i] in ("Fin", "Cnd", "Imp")
    return n_verbs > n_relatives


def _by_letting(idea: FoldedIdea, i: int) -> Saying | None:
    """Read « laisser passer les voitures », where « laisser » is in the infinitive too."""
    if not idea.is_infinitive(i):
        return by_verb(idea, i, "laisser")
    return _by_infinitive(idea, i, "laisser", -1 if idea.negated(i) else 1, turned=bool(idea.turned(i)))


def _quantity_or_opinion(idea: FoldedIdea, i: int, start: int, key: str) -> tuple[Saying | None] | None:
    """Read the phrase that ends at a word: what it says, which may be nothing; None where there is no phrase."""
    low = idea.low[i]
    for words, kind in idea.lexicon.before.get(low, ()):
        first = i + 1 - len(words)
        if first >= 0 and tuple(idea.low[first : i + 1]) == words:
            return (_phrase(idea, kind, first, key),)
    following = idea.low[i + 1] if i + 1 < start else ""
    if following not in ("de", "d'", "des"):
        return None
    if low in ("plus", "+") and i + 2 < len(idea) and idea.words.parts[i + 2] == "NUM":
        return (None,)  # « des classes de plus de 25 élèves »
    if low in ("plus", "+"):
        return (None if is_nuisance(idea, key) else _more(idea, i),)
    if low == "-" and (i == 0 or idea.words.parts[i - 1] == "PUNCT"):
        return (Saying(-1, True, doubt="contrary"),)
    if low == "pas":
        verb = idea.verb(i - 1) if i else ""
        if verb:
            return (by_verb(idea, i - 1, verb),)  # « ne plantez pas d'arbres »
        # « Pas de bus » is a lack; « pas de marché, on veut du calme » a refusal.
        explained = {",", ":", "."} & set(idea.low[start:])
        refused = explained and idea.lexicon.refusal.search(idea.joined, idea.at[start])
        return (Saying(-1, False, True) if refused else None,)
    return None


def is_nuisance(idea: FoldedIdea, key: str) -> bool:
    """Tell whether an object is one that nobody asks for: « plus de bruit » is no wish."""
    return singular(fold(key.rsplit(maxsplit=1)[-1])) in idea.lexicon.nuisances


def _phrase(idea: FoldedIdea, kind: str, first: int, key: str) -> Saying | None:
    turned = idea.turned(first)
    if turned is None:
        return None
    if idea.low[first] in ("assez", "zero") and first > idea.clause_start(first):
        return None  # « on paie assez d'impôts », « il y a zéro arbre »
    if kind == "ambigu":
        return None
    if idea.low[first] == "fin" and not _opens(idea, first):
        return None  # « jusqu'à la fin du collège »
    if idea.low[first] == "non" and idea.low[first - 1 : first] == ["et"]:
        return None
    if kind == "trop" and first and idea.lexicon.verbs.get(idea.verb(first - 1)) == -1:
        return Saying(1, False)  # « on a coupé trop d'arbres »
    if kind == "sans" and idea.nature not in (Nature.PROPOSAL, Nature.SATISFACTION):
        return None
    saying = _PHRASES[kind]
    if kind == "moins" and first and idea.is_verb(first - 1) and not idea.verb(first - 1):
        saying = Saying(-1, False)  # « consommer moins d'eau » tells a habit
    before = idea.low[max(0, first - 4) : first]
    denied = kind in ("pour", "contre") and (
        bool({"pas", "jamais", "nullement", "aucunement"} & set(before)) or before[-1:] == ["plus"]
    )
    if idea.low[first : first + 2] == ["pas", "besoin"] and {"je", "j'"} & set(before):
        return Saying(-1, False)
    if idea.low[first] == "besoin":
        if first and (idea.words.parts[first - 1] in ("DET", "ADJ") or idea.low[first - 1] in ("nous", "vous", "on")):
            return None  # « mon besoin de… », « avons-nous besoin de… »
        if denied:
            return Saying(-1, False)
    if kind == "pour" and idea.low[first] == "oui" and idea.low[first + 1 : first + 2] not in (["a"], ["au"], ["aux"]):
        return Saying(-1 if turned else 1, True, doubt="topic")  # « oui, les impôts » may answer a question
    if kind == "moins":
        opens = _opens(idea, first) and not {"plus", "+"} & set(idea.low) and not is_nuisance(idea, key)
        saying = Saying(-1, saying.plain, wish="moins de", doubt="contrary" if opens else "")
    return _reversed(saying) if turned != denied else saying


def _opens(idea: FoldedIdea, i: int) -> bool:
    """Tell whether a word opens a clause, or nearly."""
    return i <= idea.clause_start(i) + 1 or idea.words.parts[i - 1] in ("PUNCT", "CCONJ")


def _more(idea: FoldedIdea, i: int) -> Saying | None:
    """Read « plus de »: more of it, a lack, or what is feared."""
    turned = idea.turned(i)
    if turned is None:
        return None
    before = idea.low[max(0, i - 3) : i]
    if {"ne", "n'"} & set(before) or (idea.low[i] == "plus" and before[-1:] == ["a"]):
        return Saying(1, False)
    if turned:
        return Saying(-1, True)
    opens = idea.low[i] == "plus" and _opens(idea, i) and "moins" not in idea.low
    return Saying(1, idea.nature != Nature.PROBLEM, wish="plus de", doubt="contrary" if opens else "")


def _by_action(idea: FoldedIdea, i: int) -> Saying | None:
    """Read « suppression de », itself governed or not."""
    sign = idea.lexicon.actions[idea.low[i]]
    outer = before_object(idea, i, idea.low[i])
    if outer:
        return Saying(sign * outer.sign, outer.plain, sign * outer.sign < 0 and outer.total)
    if idea.clause_start(i) < i - 1:
        return None
    if idea.nature == Nature.PROPOSAL:
        return Saying(sign, True, idea.low[i] in ("suppression", "interdiction"), doubt="topic")
    return Saying(-sign, False) if idea.nature in (Nature.PROBLEM, Nature.CONCERN) else None
