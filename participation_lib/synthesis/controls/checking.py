"""Running every control on a sentence, or on a document sentence by sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from participation_lib.schema import Counts, Voice
from participation_lib.synthesis.controls.acronyms import acronyms_told, check_acronyms
from participation_lib.synthesis.controls.inclusive import check_inclusive
from participation_lib.synthesis.controls.listed import check_listed
from participation_lib.synthesis.controls.model import InclusiveWriting, Remark, Sentence, controls
from participation_lib.synthesis.controls.passage import Passage, passage
from participation_lib.synthesis.controls.personal import check_personal
from participation_lib.synthesis.controls.plain import check_dates, check_length
from participation_lib.synthesis.controls.quantities import check_percentages, check_quantities

__all__ = ["check_document", "check_sentence"]


def check_sentence(
    text: str,
    *,
    quotations: Sequence[str] = (),
    counts: Counts | None = None,
    setting: InclusiveWriting = InclusiveWriting.EPICENE,
    known_acronyms: Collection[str] = (),
    n_people: int | None = None,
    coded_position: bool = False,
    voice: Voice = Voice.PARTICIPANTS,
) -> tuple[Remark, ...]:
    """Give what the wording controls have to say of a sentence, in reading order.

    Nothing is changed: a control proposes. It says nothing of whether the sentence is true, nor
    whether its quotations and numbers are exact.

    Parameters
    ----------
    quotations
        Exact words that are not looked at where they stand between quotation marks.
    counts
        What the sentence rests on: it fills suggestions such as « plusieurs idées (12) ».
    known_acronyms
        Acronyms that were developed before, or that everybody knows in this city.
    n_people
        How many people the room counted; below 100 no percentage is written. None when the
        corpus is not that of a session.
    coded_position
        True when everybody was asked, or when ideas are coded for or against: words of
        majority and agreement are then a matter of numbers.
    voice
        Whose words the sentence reports.

    Examples
    --------
    >>> for remark in check_sentence("Les habitants veulent plus d'arbres."):
    ...     print(remark.control, remark.start, remark.end, remark.blocking)
    parole-pretee 0 21 True
    >>> check_sentence("À 5 tables sur 8, 12 idées demandent des bancs : « les habitants veulent s'asseoir ».",
    ...     quotations=["les habitants veulent s'asseoir"])
    ()
    """
    sentence = Sentence(text, tuple(quotations), counts, voice, coded_position)
    read, remarks = _read(sentence, setting, n_people)
    return _kept((*remarks, *check_acronyms(read, known_acronyms)))


def check_document(
    sentences: Iterable[Sentence],
    *,
    setting: InclusiveWriting = InclusiveWriting.EPICENE,
    known_acronyms: Collection[str] = (),
    n_people: int | None = None,
) -> tuple[tuple[Remark, ...], ...]:
    """Give the remarks of each sentence of a document, in order; one tuple a sentence.

    An acronym is to be developed where it first appears, and is told only there. For the
    other parameters, see `check_sentence`.

    Examples
    --------
    >>> found = check_document([Sentence("Le PLU est révisé."), Sentence("Le PLU est long à lire.")])
    >>> [[remark.suggestion for remark in remarks] for remarks in found]
    [["plan local d'urbanisme (PLU)"], []]
    """
    known = set(known_acronyms)
    found: list[tuple[Remark, ...]] = []
    for sentence in sentences:
        read, remarks = _read(sentence, setting, n_people)
        found.append(_kept((*remarks, *check_acronyms(read, known))))
        known |= acronyms_told(read)
    return tuple(found)


@lru_cache(maxsize=4_096)  # a document is read again after each edit, and one sentence of it has changed
def _read(sentence: Sentence, setting: InclusiveWriting, n_people: int | None) -> tuple[Passage, tuple[Remark, ...]]:
    """Read a sentence once; what depends on the sentences before it is left out."""
    read = passage(sentence.text, sentence.quotations)
    return read, tuple(_remarks(read, sentence, setting, n_people))


def _remarks(read: Passage, sentence: Sentence, setting: InclusiveWriting, n_people: int | None) -> Iterator[Remark]:
    coded = sentence.coded_position
    yield from check_personal(read)
    yield from check_listed(read, coded_position=coded, voice=sentence.voice)
    yield from check_percentages(read, n_people)
    yield from check_quantities(read, sentence.counts, coded_position=coded)
    yield from check_length(read)
    yield from check_inclusive(read, setting)
    yield from check_dates(read)


def _kept(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Put remarks in reading order; one that lies inside a graver one would only repeat it."""
    order = {control: rank for rank, control in enumerate(controls())}
    kept: list[Remark] = []
    for remark in sorted(remarks, key=lambda remark: (not remark.blocking, order[remark.control], remark.start)):
        if any(_covers(other, remark) for other in kept):
            continue
        kept.append(remark)
    return tuple(sorted(kept, key=lambda remark: (remark.start, remark.end, order[remark.control])))


def _covers(graver: Remark, remark: Remark) -> bool:
    """Say whether mending a remark mends another that lies inside it."""
    if not graver.start <= remark.start <= remark.end <= graver.end:
        return False
    if graver.control == remark.control:
        return True
    both_ask_for_a_number = (graver.control, remark.control) == ("majorite-non-codee", "quantite-sans-base")
    return both_ask_for_a_number or (graver.blocking and remark.control != "typographie")
