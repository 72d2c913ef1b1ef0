"""Pseudonymising a corpus: the one entry of this room."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from participation_lib.corpus.privacy.accounts import find_accounts
from participation_lib.corpus.privacy.addresses import find_addresses
from participation_lib.corpus.privacy.birth_dates import find_birth_dates
from participation_lib.corpus.privacy.marks import MARK, Found, Kind, MarkBook
from participation_lib.corpus.privacy.names import Candidate, find_names
from participation_lib.corpus.privacy.patterns import find_patterns
from participation_lib.corpus.privacy.recognition import recognise
from participation_lib.corpus.privacy.told import names_beside
from participation_lib.schema import Replacement

__all__ = ["Pseudonymised", "TextReplacement", "clean", "find_personal", "pseudonymise"]

_LINE_ENDS: Final = re.compile(r"\r\n|[\r\v\f\u2028\u2029]")
# Control characters, lone halves of a pair, and code points that are no characters.
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")
_BLANK: Final = "\ue000"  # private use: no letter, digit, space nor sign
_MOST_READINGS: Final = 4
_PRIORITY: Final = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class TextReplacement:
    """Personal words that a mark stands for, and where they were.

    Attributes
    ----------
    index
        Position of the text among those given.
    start, end
        Place of the words in `clean(text)`, in code points, end excluded.
    certain
        False where nothing proves that the words are personal: they are masked all the
        same, and a person is to say whether they may be read.
    """

    index: int
    mark: str
    kind: str
    words: str
    start: int
    end: int
    certain: bool


@dataclass(frozen=True)
class Pseudonymised:
    """Texts with marks, in the order given, and what each mark stands for.

    `replacements` holds personal words: it belongs in the internal version only.
    """

    texts: tuple[str, ...]
    replacements: tuple[TextReplacement, ...]


def clean(text: str) -> str:
    r"""Give a text that any format can hold: composed accents, `\n` line ends, no control character.

    Does not repair spelling, spaces or badly decoded characters.

    Examples
    --------
    >>> clean("e\u0301te\r\nouvert\x00")
    'éte\nouvert'
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", text)))


def _disjoint(found: Iterable[Found], marks: Iterable[tuple[int, int]]) -> list[Found]:
    """Keep, of places that overlap, the most certain kind, then the longest; none on a typed mark.

    Names that overlap are one name, certain as soon as one of them is.
    """
    taken = list(marks)
    kept: list[Found] = []
    for place in sorted(found, key=lambda place: (_PRIORITY[place.kind], place.start - place.end, place.start)):
        if all(place.end <= start or end <= place.start for start, end in taken):
            kept.append(place)
            taken.append((place.start, place.end))
        elif place.kind is Kind.PERSON and place.certain:
            kept = [
                replace(name, certain=True)
                if name.kind is Kind.PERSON and name.start < place.end and place.start < name.end
                else name
                for name in kept
            ]
    return sorted(kept, key=lambda place: place.start)


def pseudonymise(
    texts: Sequence[str], *, known: Sequence[Replacement] = (), beside: Sequence[str] = ()
) -> Pseudonymised:
    """Give the texts with marks for e-mails, telephones, NIR, plates, IBAN, addresses, births, accounts and names.

    The same words (case, accents and punctuation aside) get the same mark over the whole
    corpus: `[PERSONNE 1]`, `[TÉLÉPHONE 2]`… Places, streets without number, facilities,
    public figures and elected officials in their role stay. A pseudonymised text remains
    personal data: circumstances may still tell who speaks, and no rule finds every name.
    What is perhaps a name is masked as well, and its replacement is not `certain`.
    A mark typed by a person stays as typed, and its number is not used.

    Parameters
    ----------
    texts
        Raw texts, blank ones admitted. Equal texts are treated once.
    known
        What was replaced earlier in the same dossier: the same words get the same mark again.
    beside
        Pseudonymised texts of that dossier, whose marks must not be given to others.

    Returns
    -------
    Pseudonymised
        As many texts as given, cleaned (see `clean`).

    Examples
    --------
    >>> pseudonymise(["Appelez Karim au 06 12 34 56 78, rue Jean Jaurès"]).texts
    ('Appelez [PERSONNE 1] au [TÉLÉPHONE 1], rue Jean Jaurès',)
    """
    cleaned = [clean(text) for text in texts]
    unique = list(dict.fromkeys(cleaned))
    found = _found(unique)
    earlier = [(replaced.mark, Kind(replaced.kind), replaced.words) for replaced in known]
    return _replaced(cleaned, unique, found, MarkBook([*unique, *beside], earlier))


def find_personal(text: str) -> tuple[Found, ...]:
    """Give the places of what rules alone find in a text, in order: at once, for who is typing it.

    The language model is not asked: it sees some more names, when the whole corpus is read.

    Examples
    --------
    >>> [(place.start, place.end) for place in find_personal("Appelez Karim, rue Jean Jaurès")]
    [(8, 13)]
    """
    return tuple(sorted(_found([text], ask_model=False).get(0, []), key=lambda place: place.start))


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Give a text of the same length in which nothing can be read at some places."""
    for start, end in spans:
        text = text[:start] + _BLANK * (end - start) + text[end:]
    return text


def _read_parts(text: str, place: Found) -> list[Found]:
    """Give what of a place was read, where it goes over what is blanked: a mark is never masked again."""
    words = text[place.start : place.end]
    if _BLANK not in words:
        return [place]
    parts = []
    start = place.start
    for part in words.split(_BLANK):
        kept = part.strip()
        if kept:
            begins = start + part.index(kept)
            parts.append(replace(place, start=begins, end=begins + len(kept)))
        start += len(part) + len(_BLANK)
    return parts


def _found(unique: Sequence[str], *, ask_model: bool = True) -> dict[int, list[Found]]:
    """Give the personal words of each text that has some.

    What was found is blanked and the text read again: a telephone glued to a house number
    shows once the address is gone. Marks that were typed are blank from the start, so that
    a pseudonymised text read again is left as it is.
    """
    found: dict[int, list[Found]] = {}
    proven: set[str] = set()
    asked: dict[int, list[Candidate]] = {}
    seen = {
        index: _blanked(text, [match.span() for match in MARK.finditer(text)]) if "[" in text else text
        for index, text in enumerate(unique)
        if text and not text.isspace()
    }
    for _ in range(_MOST_READINGS):
        new: dict[int, list[Found]] = {}
        candidates: dict[int, list[Candidate]] = {}
        for index, text in seen.items():
            names = find_names(text)
            forms = [*find_patterns(text), *find_addresses(text), *find_birth_dates(text), *find_accounts(text)]
            places = [*forms, *names_beside(text, forms), *names.found] if forms else names.found
            if places:
                new[index] = places
            if names.candidates and ask_model:
                candidates[index] = names.candidates
                asked.setdefault(index, []).extend(names.candidates)
            proven |= names.proven_surnames
        for index, places in recognise({index: seen[index] for index in candidates}, candidates).items():
            new.setdefault(index, []).extend(places)
        for index, words in asked.items():
            for word in words:
                if word.word.lower() in proven:
                    new.setdefault(index, []).append(Found(word.start, word.end, Kind.PERSON))
        again = {}
        for index, places in new.items():
            known = found.get(index, [])
            read = seen.get(index, unique[index])
            parts = [part for place in places for part in _read_parts(read, place)]
            kept = _disjoint(parts, [(place.start, place.end) for place in known])
            if kept:
                found[index] = [*known, *kept]
                again[index] = _blanked(read, [(place.start, place.end) for place in kept])
        seen = again
        if not seen:
            break
    return found


def _replaced(
    cleaned: Sequence[str], unique: Sequence[str], found: dict[int, list[Found]], book: MarkBook
) -> Pseudonymised:
    results: dict[str, tuple[str, tuple[tuple[str, Found], ...]]] = {}
    for index in sorted(found):
        text = unique[index]
        pieces: list[str] = []
        swapped: list[tuple[str, Found]] = []
        last = 0
        for place in sorted(found[index], key=lambda place: place.start):
            words = text[place.start : place.end]
            mark = book.mark(place.kind, words)
            pieces += [text[last : place.start], mark]
            swapped.append((mark, place))
            last = place.end
        results[text] = ("".join([*pieces, text[last:]]), tuple(swapped))
    out: list[str] = []
    replacements: list[TextReplacement] = []
    for position, text in enumerate(cleaned):
        replaced, swaps = results.get(text, (text, ()))
        out.append(replaced)
        replacements += [
            TextReplacement(position, mark, str(at.kind), text[at.start : at.end], at.start, at.end, certain=at.certain)
            for mark, at in swaps
        ]
    return Pseudonymised(tuple(out), tuple(replacements))
