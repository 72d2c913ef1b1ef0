"""Comparing a file with the note it was exported from, sentence by sentence.

What a program changes by itself (spaces, kinds of quotation marks, numbers of captions, a
table of contents, page headers) is no difference. Pictures and looks are not compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from participation_lib.notes.model import Note
from participation_lib.notes.verifying.aligning import align
from participation_lib.notes.verifying.changes import Added, Change, Changed, gap_changes
from participation_lib.notes.verifying.pieces import Piece, pieces_of
from participation_lib.notes.verifying.reading_back import ReadDocument
from participation_lib.notes.verifying.word_stream import WordStream, split_tokens
from participation_lib.synthesis.wording import number, plural

__all__ = ["Difference", "Verification", "verify_note"]

_FEW: Final = 0.2  # of the words; below, it is another text
_MOST_OF_A_KIND: Final = 3  # references taken out are told one by one up to there
_ADDED_BY_PROGRAMS: Final = ("Sommaire", "Table des matières", "Aller au contenu")
_TRAILING_PAGE: Final = re.compile(r"\.*\d+$")  # of a line of a table of contents
_FIGURES: Final = re.compile(r"\d+")
_MARKS: Final = ".-_*•·"  # rules, and marks of lists


@dataclass(frozen=True)
class Difference:
    """One difference between a file and the note it comes from.

    Attributes
    ----------
    kind
        "nombre", "citation", "renvoi", "reecriture", "remplacement", "manque", "ajout", "ordre" or "autre_texte".
    section, place
        Heading, and where under it: « phrase 3 ».
    message
        One French sentence; it repeats numbers, never words of the document.
    """

    kind: str
    section: str
    place: str
    message: str


@dataclass(frozen=True)
class Verification:
    """What a file says that its dossier does not, and the other way round.

    Attributes
    ----------
    n_sentences, n_rows
        Sentences and rows of tables that were looked for.
    n_same
        Sentences and rows that are there as they were.
    remarks
        What to know of how it was compared, in French.
    """

    file_name: str
    differences: tuple[Difference, ...]
    n_sentences: int
    n_rows: int
    n_same: int
    remarks: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether everything is there as it was, and nothing else."""
        return not self.differences

    def summary(self) -> str:
        """Give the result in one French sentence."""
        looked_for = f"{number(self.n_sentences)} {plural(self.n_sentences, 'phrase')}"
        if self.n_rows:
            looked_for += f" et {number(self.n_rows)} {plural(self.n_rows, 'ligne')} de tableau"
        if self.is_clean:
            return f"« {self.file_name} » dit ce que dit le dossier : {looked_for}, rien n’a changé."
        count = len(self.differences)
        return (
            f"« {self.file_name} » ne dit pas tout à fait ce que dit le dossier : {number(count)} "
            f"{plural(count, 'différence')} ; sur {looked_for}, {number(self.n_same)} "
            f"{plural(self.n_same, 'est telle quelle', 'sont telles quelles')}."
        )


def verify_note(note: Note, document: ReadDocument, remarks: Sequence[str] = ()) -> Verification:
    """Compare a file with the note it comes from."""
    printed = document.format_name == "pdf"
    stream = WordStream(document.lines, printed=printed)
    found = _compared(pieces_of(note, document.format_name), stream, document)
    if printed and not found.is_clean:  # a large print copy sets its widest tables otherwise
        large = _compared(pieces_of(note, document.format_name, large_print=True), stream, document)
        found = min(found, large, key=lambda result: len(result.differences))
    return replace(found, remarks=tuple(remarks))


def _compared(pieces: Sequence[Piece], stream: WordStream, document: ReadDocument) -> Verification:
    found = align(pieces, stream)
    is_furniture = _furniture(pieces, document)
    printed = document.format_name == "pdf"
    changes = [
        change for gap in found.gaps for change in gap_changes(pieces, stream, gap, is_furniture, printed=printed)
    ]
    counted = {rank for rank, piece in enumerate(pieces) if piece.is_sentence or piece.columns}
    touched = {change.piece for change in changes if isinstance(change, Changed)} | set(found.moved)
    differences = tuple(_differences(pieces, changes, found.moved))
    gone = sum(len(pieces[c.piece].words) for c in changes if isinstance(c, Changed) and not c.changes)
    if gone > (1 - _FEW) * sum(len(piece.words) for piece in pieces):
        differences = (Difference("autre_texte", "", "", "Presque rien du document ne se retrouve dans ce fichier."),)
    return Verification(
        document.file_name,
        differences,
        n_sentences=sum(piece.is_sentence for piece in pieces),
        n_rows=sum(bool(piece.columns) and not piece.is_sentence for piece in pieces),
        n_same=len(counted - touched),
    )


def _furniture(pieces: Sequence[Piece], document: ReadDocument) -> Callable[[str], bool]:
    """Tell the lines that programs put in: a table of contents, headers of a table repeated on the next page."""
    said = {piece.words for piece in pieces if piece.is_repeatable}
    for words in (*_ADDED_BY_PROGRAMS, *document.repeated):
        said.add("".join(token.text for token in split_tokens(words, printed=True)))
    said.discard("")

    def is_furniture(words: str) -> bool:
        return (
            words in said
            or _TRAILING_PAGE.sub("", words) in said
            or _FIGURES.sub("#", words) in said
            or not words.strip(_MARKS)
        )

    return is_furniture


def _differences(
    pieces: Sequence[Piece], changes: Iterable[Changed | Added], moved: Sequence[int]
) -> Iterator[Difference]:
    references: list[Difference] = []
    for change in changes:
        if isinstance(change, Added):
            yield _added(pieces, change)
            continue
        for difference in _of_piece(pieces[change.piece], change):
            if difference.kind == "renvoi":
                references.append(difference)
            else:
                yield difference
    if len(references) <= _MOST_OF_A_KIND:
        yield from references
    else:
        n_places = len({(difference.section, difference.place) for difference in references})
        yield Difference(
            "renvoi",
            "",
            "",
            f"Les renvois aux contributions ont changé à {number(n_places)} endroits.",
        )
    if moved:
        sections = list(dict.fromkeys(f"« {pieces[rank].section} »" for rank in moved if pieces[rank].section))
        where = f" ({', '.join(sections)})" if sections else ""
        count = len(moved)
        verb = plural(count, "passage n’est plus à sa place", "passages ne sont plus à leur place")
        yield Difference("ordre", "", "", f"L’ordre a changé : {number(count)} {verb}{where}.")


def _of_piece(piece: Piece, changed: Changed) -> Iterator[Difference]:
    if changed.replaced or not changed.changes:
        kind, said = (
            ("remplacement", "un autre texte est à sa place") if changed.replaced else ("manque", "n’y est plus")
        )
        yield _difference(kind, piece, said)
        return
    n_words = 0
    quoted = referred = False
    for change in changed.changes:
        if change.role == "quoted":
            quoted = True
        elif change.role == "reference":
            referred = True
        else:
            for before, after in change.numbers:
                yield _difference("nombre", piece, _number_said(before, after), _column(piece, change))
            if not change.is_of_numbers:
                n_words += max(len(change.before), len(change.after))
    if quoted:
        whose = "les mots cités ne sont plus ceux" if piece.is_sentence else "le texte n’est plus celui"
        yield _difference("citation", piece, f"{whose} de la contribution")
    if n_words:
        yield _difference("reecriture", piece, f"texte réécrit ({number(n_words)} {plural(n_words, 'mot')} ou signes)")
    if referred:
        yield _difference("renvoi", piece, "les renvois aux contributions ont changé")


def _number_said(before: str, after: str) -> str:
    if not after:
        return f"le nombre {before} n’y est plus"
    if not before:
        return f"le nombre {after} a été ajouté"
    return f"le nombre {before} est devenu {after}"


def _column(piece: Piece, change: Change) -> str:
    shown = 0 <= change.column < len(piece.columns)
    return f", colonne « {piece.columns[change.column]} »" if shown else ""


def _difference(kind: str, piece: Piece, said: str, more: str = "") -> Difference:
    place = f"{piece.place}{more}"
    where = f"« {piece.section} », {place}" if piece.section else place[0].upper() + place[1:]
    return Difference(kind, piece.section, place, f"{where} : {said}.")


def _added(pieces: Sequence[Piece], added: Added) -> Difference:
    size = f"texte ajouté ({number(added.n_words)} {plural(added.n_words, 'mot')})"
    if added.after < 0:
        return Difference("ajout", "", "en tête", f"En tête du document : {size}.")
    piece = pieces[added.after]
    return _difference("ajout", piece, size) if not piece.section else _after(piece, size)


def _after(piece: Piece, said: str) -> Difference:
    place = "après le titre" if piece.place.startswith("titre") else f"après : {piece.place}"
    return Difference("ajout", piece.section, place, f"« {piece.section} », {place} : {said}.")
