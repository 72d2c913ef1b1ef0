"""Cutting a contribution into ideas: one wish, one problem, one question each.

Rules on punctuation and parts of speech, in two passes. First every place where an
idea may begin is found (line, sentence, bullet, « et » or comma before a new wish).
Then pieces that do not stand alone are given back to their neighbour: a reason, a
greeting, a piece without content. When in doubt a text stays whole: an idea cut in
two is counted twice, which nobody forgives, while an idea left in company is split
in one gesture at review.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import pandas as pd

from participation_lib.corpus.tagging import TaggedText
from participation_lib.reference import load
from participation_lib.schema import IDEA_COLUMNS, Status

__all__ = ["cut_into_ideas", "cut_text"]

Span = tuple[int, int]

_MARK: Final = re.compile(r"\[[A-ZÉÈÀ ]+ \d+\]")
_LINE: Final = re.compile(r"[\r\n\u2028\u2029]+|[ \u00a0]{3,}")
_SENTENCE: Final = re.compile(r"(?:[!?…]+|\.{2,}|\.)[\"»)\]]*(?=\s|$)|[!?]+(?=\w)|;")
_BULLET: Final = re.compile(
    r"^\s*(?:(?![-–]\s?(?:de\b|d['’]|\d))[-–—•●▪◦*>→⇒·✓]+|\(?\d{1,2}\s?[).]-?(?=\s)|[a-h]\))\s*"
)
# An arrow leads from a trouble to its remedy, so it does not separate; « + de 30° » compares.
_SEPARATOR: Final = re.compile(
    r"\s+(?:[/&]|[-–—]+)\s+(?=\S)|\s*[•●▪]\s*"
    r"|(?<=\w)\s*\+\s+(?=\w)(?!de \d|autour|que\b|tard|t[ôo]t|vite|souvent|grand|gros|haut|loin|fort|petit)"
)
_WISHED: Final = re.compile(r"(?:de\b|d['’]|\d)")
_SIGNED_WISH: Final = re.compile(r"[-–+]\s?(?:de\b|d['’]|\d)")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:ex|etc|cf|p|m|mme|mr|dr|st|ste|av|bd|env|min|max|nb|tel|tél|n|art)|\b[a-zà-ÿ]|\d)\.$",
    re.IGNORECASE,
)
_JOINT: Final = re.compile(
    r"\s*[,;:]?\s*\b(?:et puis|et aussi|et surtout|ainsi que|mais aussi|mais|puis|et|ou bien|ou)\b\s*|\s*,\s+|\s+&\s+",
    re.IGNORECASE,
)
_EDGES: Final = "_ \t\r\n\u00a0\u202f,;:.•●▪→⇒-–—*+/&>·"
_FIRST_PERSON: Final = re.compile(r"j[e'’]\s?\w", re.IGNORECASE)
_INTRODUCED: Final = re.compile(r"\b(?:comme|entre|notamment|tels?|telles?|selon|par exemple)\b", re.IGNORECASE)
_WORD: Final = re.compile(r"\w{2,}")


@dataclass(frozen=True)
class _Rules:
    attached: re.Pattern[str]
    wish_head: re.Pattern[str]
    empty: re.Pattern[str]


def _rules() -> _Rules:
    words = load("segmentation")

    def alternatives(name: str) -> str:
        return "|".join(sorted(words[name], key=len, reverse=True))

    return _Rules(
        attached=re.compile(rf"\s*(?:{alternatives('rattache_a_ce_qui_precede')})(?!\w)", re.IGNORECASE),
        wish_head=re.compile(rf"(?:{alternatives('debut_de_souhait')})(?!\w)", re.IGNORECASE),
        empty=re.compile(rf"\W*(?:(?:{alternatives('sans_idee')})(?:\W+|$))+$", re.IGNORECASE),
    )


def _protected(text: str) -> list[Span]:
    """Spans no cut may enter: marks, numbers, addresses on the web, parentheses, quotations."""
    patterns = (_MARK.pattern, r"https?://\S+", r"(?<!\w)\w+(?:\.\w+)+", r"\([^()\n]{0,200}\)", r"«[^»\n]{0,200}»")
    return [match.span() for match in re.finditer("|".join(patterns), text)]


def _inside(position: int, spans: Sequence[Span]) -> bool:
    return any(start < position < end for start, end in spans)


def _hard_pieces(text: str, protected: Sequence[Span]) -> list[Span]:
    cuts = {0, len(text)}
    for match in _LINE.finditer(text):
        cuts.add(match.end())
    for match in _SENTENCE.finditer(text):
        if match.group() == "." and _ABBREVIATION.search(text[max(0, match.end() - 6) : match.end()]):
            continue
        cuts.add(match.end())
    for match in _SEPARATOR.finditer(text):
        sign = match.group().strip()
        # « + d'arbres - de béton »: the sign is the wish, it stays with what follows.
        wish = sign in ("+", "-", "–") and _WISHED.match(text, match.end()) is not None
        cuts.add(match.start() + match.group().index(sign) if wish else match.end())
    return list(pairwise(sorted(cut for cut in cuts if not _inside(cut, protected))))


def _trim(text: str, span: Span) -> Span | None:
    """Leave out of a piece its bullet, its edges and the joint it opens on."""
    start, end = span
    bullet = _BULLET.match(text[start:end])
    start += bullet.end() if bullet else 0
    while start < end and text[start] in _EDGES and not _SIGNED_WISH.match(text, start):
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    opening = re.match(r"(?:et|mais|puis|ou|aussi|donc)\s+", text[start:end], re.IGNORECASE)
    if opening and end - start - opening.end() > 2:
        start += opening.end()
    return (start, end) if start < end else None


def _heads_a_wish(text: str, words: TaggedText, start: int, end: int, rules: _Rules, *, clauses: bool = True) -> bool:
    """Tell whether what begins here asks or, where clauses are looked for, states something by itself."""
    piece = text[start:end]
    if rules.wish_head.match(piece):
        return True
    inside = [i for i in range(len(words)) if words.starts[i] >= start and words.ends[i] <= end]
    if not inside:
        return False
    first = inside[0]
    if words.forms[first] in ("Inf", "Imp"):
        return True
    if words.lemmas[first] == "de" and len(inside) > 1 and words.forms[inside[1]] == "Inf":
        return True
    if not clauses:
        return False
    # A clause with a subject of its own: a noun, then a finite verb, close together.
    for position, i in enumerate(inside[:7]):
        if words.forms[i] in ("Fin", "Cnd"):
            subject = [words.parts[j] for j in inside[:position]]
            return any(part in ("NOUN", "PROPN") for part in subject)
        if words.lemmas[i] in ("qui", "que", "dont", "où", "quand", "si", "pour"):
            return False
    return False


def _has_predicate(words: TaggedText, start: int, end: int, text: str, rules: _Rules) -> bool:
    if rules.wish_head.match(text[start:end]):
        return True
    return any(
        words.forms[i] in ("Inf", "Imp", "Fin", "Cnd")
        for i in range(len(words))
        if words.starts[i] >= start and words.ends[i] <= end
    )


def _between(words: TaggedText, start: int, end: int) -> range:
    """Positions of the words that lie in a span."""
    return range(bisect_left(words.starts, start), bisect_right(words.ends, end))


def _soft_cuts(text: str, words: TaggedText, span: Span, protected: Sequence[Span], rules: _Rules) -> Iterator[Span]:
    start, end = span
    joints = [
        match.span()
        for match in _JOINT.finditer(text, start, end)
        if start < match.start()
        and match.end() < end
        and not _inside(match.start() + 1, protected)
        and not match.group().strip(" ,;:").lower().startswith("ou")
    ]
    listed = set(_enumeration(text, words, span, joints, rules))
    piece_start = start
    for position, (joint_start, joint_end) in enumerate(joints):
        if rules.attached.match(text[joint_end:end]):
            continue
        if position in listed:
            yield piece_start, joint_start
            piece_start = joint_end
            continue
        left, right = text[piece_start:joint_start], text[joint_end:end]
        if len(_WORD.findall(left)) < 2 or len(_WORD.findall(right)) < 2:
            continue
        if not _has_predicate(words, piece_start, joint_start, text, rules):
            continue
        if _FIRST_PERSON.match(left) and _FIRST_PERSON.match(right):  # « je trie, je composte »
            yield piece_start, joint_start
            piece_start = joint_end
            continue
        coordinated = text[joint_start:joint_end].strip(" ,;:\n") != ""
        if not _heads_a_wish(text, words, joint_end, end, rules, clauses=coordinated):
            continue
        if _subordinate(words, piece_start, joint_start, joint_end):
            continue
        yield piece_start, joint_start
        piece_start = joint_end
    yield piece_start, end


def _determiner(words: TaggedText, inside: range) -> str:
    """Kind of noun phrase a piece begins with: definite, indefinite, bare, or "" when it is none."""
    if not len(inside):
        return ""
    first = inside[0]
    lemma, part = words.lemmas[first], words.parts[first]
    if any(words.forms[i] in ("Fin", "Cnd", "Inf", "Imp") for i in inside[:4]):
        return ""
    if lemma in ("plus", "moins", "davantage", "pas"):
        return "indefinite"
    if lemma in ("un", "de", "du", "quelque", "quelques", "plusieurs") and part in ("DET", "ADP", "NUM"):
        return "indefinite"
    if part == "DET" and lemma == "le":
        return "definite"
    if part in ("NOUN", "PROPN") or (part == "ADJ" and len(inside) > 1 and words.parts[first + 1] == "NOUN"):
        return "bare"
    return ""


def _announced(words: TaggedText, inside: range, kind: str) -> bool:
    """Tell whether the piece before a joint holds a noun phrase of this kind that hangs from no preposition."""
    if kind == "bare":
        return _determiner(words, inside) == "bare"
    if kind == "indefinite" and _determiner(words, inside) == "bare":
        return True
    for i in inside:
        wanted = (
            words.lemmas[i] == "le" if kind == "definite" else words.lemmas[i] in ("un", "de", "du", "plus", "moins")
        )
        if wanted and words.parts[i] in ("DET", "ADP", "ADV", "NUM"):
            previous = words.parts[i - 1] if i > inside[0] else ""
            if words.parts[i] == "ADP" and previous not in ("", "ADV", "VERB"):
                continue
            if previous not in ("ADP", "NOUN", "PROPN", "ADJ"):
                return True
    return False


def _enumeration(text: str, words: TaggedText, span: Span, joints: Sequence[Span], rules: _Rules) -> Iterator[int]:
    """Give the joints that separate the items of a list (« des bancs, des tables et une fontaine »)."""
    if not joints:
        return
    start, end = span
    bounds = [start, *(joint_end for _, joint_end in joints)]
    ends = [*(joint_start for joint_start, _ in joints), end]
    items = [_between(words, a, b) for a, b in zip(bounds, ends, strict=True)]
    finite = [any(words.forms[i] in ("Fin", "Cnd") for i in item) for item in items]
    head = text[start : ends[0]]
    if _INTRODUCED.search(head):
        return
    colon = head.rfind(":")
    if colon >= 0:
        if any(words.parts[i] in ("NOUN", "PROPN") for i in _between(words, start, start + colon)):
            return  # « la cour : des troncs, des buissons » describes one thing
        items[0] = _between(words, start + colon + 1, ends[0])
    run = [
        position
        for position in range(len(joints))
        if (kind := _determiner(words, items[position + 1]))
        and not finite[position + 1]
        and _announced(words, range(items[0].start, items[position].stop), kind)
    ]
    for position in run:
        kind = _determiner(words, items[position + 1])
        long_list = len(run) >= 2 and run[-1] - run[0] == len(run) - 1
        comma = "," in text[slice(*joints[position])]
        if finite[-1] and run[-1] == len(joints) - 1:
            continue
        short = len(items[position]) <= 4 and len(items[position + 1]) <= 4
        if long_list or (kind == "indefinite" and colon < 0) or (comma and kind == "bare" and short and colon < 0):
            yield position


def _subordinate(words: TaggedText, start: int, joint_start: int, joint_end: int) -> bool:
    """Tell whether the infinitive after a joint hangs from the same verb or preposition as the one before.

    « pour marcher et respirer » is one aim, « créer un parc et planter » two wishes.
    """
    after = next((i for i in range(len(words)) if words.starts[i] >= joint_end), None)
    if after is None or words.forms[after] != "Inf":
        return False
    before = [i for i in range(len(words)) if words.starts[i] >= start and words.ends[i] <= joint_start]
    infinitives = [i for i in before if words.forms[i] == "Inf"]
    if not infinitives:
        return False
    last = infinitives[-1]
    previous = words.lemmas[last - 1] if last > 0 else ""
    return previous in ("pour", "à", "de", "sans") and last != before[0]


def _stands_alone(text: str, words: TaggedText, span: Span, rules: _Rules) -> bool:
    """Tell whether a sentence says something without the one before it."""
    start, end = span
    piece = text[start:end]
    if rules.attached.match(piece):
        return False
    if rules.wish_head.match(piece) or "?" in text[end : end + 2] or piece.endswith("?"):
        return True
    inside = _between(words, start, end)
    if not len(inside):
        return False
    head = inside[0]
    if words.forms[head] in ("Inf", "Imp"):
        return True
    # « on y est bien », « je le vois »: a pronoun takes up what was just said.
    taken_up = [words.lemmas[i] for i in inside[1:4] if words.parts[i] == "PRON" and words.parts[head] == "PRON"]
    if any(lemma in ("y", "en", "le", "lui", "leur") for lemma in taken_up):
        return False
    return any(words.parts[i] in ("NOUN", "PROPN") for i in inside)


def _joined(text: str, words: TaggedText, pieces: Sequence[Span], rules: _Rules) -> list[Span]:
    """Give back to their neighbour the pieces that do not stand alone."""
    kept: list[Span] = []
    pending: int | None = None
    for start, end in pieces:
        piece = text[start:end]
        if rules.empty.match(piece) or not _WORD.search(piece):
            if kept and "\n" not in text[kept[-1][1] : start]:
                kept[-1] = (kept[-1][0], end)
            elif pending is None and not kept:
                pending = start
            continue
        alone_on_its_line = bool(kept) and "\n" in text[kept[-1][1] : start] and len(_WORD.findall(piece)) < 2
        if kept and not alone_on_its_line and not _stands_alone(text, words, (start, end), rules):
            kept[-1] = (kept[-1][0], end)
            continue
        greeted = pending is not None and "\n" not in text[pending:start]
        kept.append((pending if greeted and pending is not None else start, end))
        pending = None
    return kept


def cut_text(text: str, words: TaggedText, rules: _Rules | None = None) -> list[Span]:
    """Give the spans of the ideas of one text, in order, never overlapping.

    A text that holds a word always gives at least one idea. No span begins or ends
    inside a word or a mark such as `[PERSONNE 1]`.

    Parameters
    ----------
    words
        The tagged words of this very text (`participation_lib.corpus.tagging.tag`).

    Examples
    --------
    >>> from participation_lib.corpus.tagging import tag
    >>> text = "Planter des arbres et installer des bancs"
    >>> [text[start:end] for start, end in cut_text(text, tag([text])[0])]
    ['Planter des arbres', 'installer des bancs']
    """
    rules = rules or _rules()
    protected = _protected(text)
    pieces: list[Span] = []
    for piece in _hard_pieces(text, protected):
        trimmed = _trim(text, piece)
        if trimmed is None:
            continue
        for soft in _soft_cuts(text, words, trimmed, protected, rules):
            tidy = _trim(text, soft)
            if tidy is not None:
                pieces.append(tidy)
    spans = _joined(text, words, pieces, rules)
    if not spans and text.strip():
        whole = len(text) - len(text.lstrip()), len(text.rstrip())
        spans = [whole]
    limits = [*(start for start, _ in spans[1:]), len(text)]
    return [
        (start, min(_with_final_mark(text, end), limit)) for (start, end), limit in zip(spans, limits, strict=False)
    ]


def _with_final_mark(text: str, end: int) -> int:
    """Keep the question or exclamation mark: it carries the nature of the idea."""
    match = re.match(r"[\s\u00a0\u202f]?[?!]+", text[end:])
    return end + match.end() if match else end


def cut_into_ideas(contributions: pd.DataFrame, tagged: Sequence[TaggedText]) -> pd.DataFrame:
    """Give the table of ideas of the retained contributions, not grouped yet.

    Parameters
    ----------
    contributions
        Table of contributions, n rows.
    tagged
        Tagged words of each retained contribution, in the order of the table.

    Returns
    -------
    DataFrame
        Columns of `IDEA_COLUMNS`; theme, nature and reason empty, confidence 0.
    """
    rules = _rules()
    retained = contributions.loc[contributions["status"] == Status.RETAINED, ["contribution_id", "text"]]
    rows: list[tuple[str, str, int, int]] = []
    for contribution_id, text, words in zip(retained["contribution_id"], retained["text"], tagged, strict=True):
        for ordinal, (start, end) in enumerate(cut_text(text, words, rules), start=1):
            rows.append((f"{contribution_id}-{ordinal}", contribution_id, start, end))
    ideas = pd.DataFrame(rows, columns=["idea_id", "contribution_id", "start", "end"])
    ideas = ideas.astype({"idea_id": object, "contribution_id": object, "start": "int64", "end": "int64"})
    return ideas.assign(theme_id="", nature="", confidence=0, to_review=False, reason="")[list(IDEA_COLUMNS)]
