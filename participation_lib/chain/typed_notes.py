"""Post-its typed one after the other into a CSV file: on the disk before they are shown."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from participation_lib.corpus.privacy import Kind, clean
from participation_lib.corpus.privacy.marks import MarkBook, fold_words
from participation_lib.corpus.privacy.pseudonyms import find_personal
from participation_lib.errors import InputError, OutputError

__all__ = ["PREFIX", "PersonalPassage", "TypedNote", "TypedNotes", "personal_passages", "typing_file", "typings"]

PREFIX: Final = "saisie_"
HEADER: Final = ("table", "séquence", "texte", "photo")
_LONGEST: Final = 4000  # characters of a post-it; more is a page, to be kept as a file of its own
_LONGEST_LABEL: Final = 120
_NEVER_IN_A_NAME: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_WRITTEN_AS: Final = "utf-8-sig"  # so that a spreadsheet shows accents


@dataclass(frozen=True)
class TypedNote:
    """One post-it. `photo` is the name of a picture, which is never opened."""

    text: str
    table: str = ""
    sequence: str = ""
    photo: str = ""


@dataclass(frozen=True)
class PersonalPassage:
    """Words that tell who somebody is, and what kind; for the eyes of who types them."""

    words: str
    kind: Kind


def typing_file(folder: Path, name: str) -> Path:
    """Give the file of a typing of that name.

    Raises
    ------
    InputError
        Nothing is left of the name.

    Examples
    --------
    >>> typing_file(Path("data"), "Plénière : mai").name
    'saisie_Plénière _ mai.csv'
    """
    kept = _NEVER_IN_A_NAME.sub("_", " ".join(clean(name).split()))[:80].strip(" .")
    if not re.search(r"[^\W_]", kept):
        raise InputError("Donnez un nom à cette saisie : quelques mots qui disent de quelle séance il s’agit.")
    return folder / f"{PREFIX}{kept}.csv"


def typings(folder: Path) -> tuple[Path, ...]:
    """Give the typings of a folder, the last worked on first."""
    found = [file for file in folder.glob(f"{PREFIX}*.csv") if file.is_file()]
    return tuple(sorted(found, key=lambda file: (-file.stat().st_mtime, file.name)))


class TypedNotes:
    """A typing: its file is read at once, made if it is not there, and read again before each change.

    A note is on the disk when `add` comes back. Nothing is kept elsewhere: a program that is
    killed loses nothing, and `participation_lib.chain.preview_files` reads the file as it is.
    Two people may add to the same file; neither changes a line the other has changed.

    Raises
    ------
    InputError
        The file is there and is no typing.
    OutputError
        It cannot be read or written.

    Examples
    --------
    >>> folder = tempfile.TemporaryDirectory()
    >>> notes = TypedNotes(typing_file(Path(folder.name), "Plénière"))
    >>> notes.add(TypedNote("Planter des arbres", table="3"))
    1
    >>> TypedNotes(notes.file).notes
    (TypedNote(text='Planter des arbres', table='3', sequence='', photo=''),)
    >>> folder.cleanup()
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._notes: tuple[TypedNote, ...] = ()
        self._undoable: list[tuple[tuple[TypedNote, ...], tuple[TypedNote, ...]]] = []
        self._given: list[tuple[str, Kind, str]] = []
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError), file.open("xb") as made:
                _write_through(made, _line(HEADER).encode(_WRITTEN_AS))
                _keep_entry(file.parent)
        except OSError:
            raise _unwritable(file) from None
        self.refresh()

    @property
    def notes(self) -> tuple[TypedNote, ...]:
        """The notes as last read, in the order they were typed."""
        return self._notes

    def refresh(self) -> None:
        """Read the file again. A line that was cut by a power failure is made whole."""
        try:
            data = self.file.read_bytes()
        except OSError:
            raise OutputError(
                f"La saisie « {self.file.name} » ne peut pas être lue : elle a peut-être été déplacée."
            ) from None
        notes = _parsed(data, self.file.name)
        if not data.endswith(b"\n"):
            self._rewrite(notes)
        self._notes = notes

    def add(self, note: TypedNote) -> int:
        """Write a note at the end of the file, and give its number, the first being 1.

        Raises
        ------
        InputError
            It says nothing, or is too long.
        OutputError
            It is not written.
        """
        note = _checked(note)
        self.refresh()
        before = self._notes
        try:
            with self.file.open("ab", buffering=0) as end:
                _write_through(end, _line(_cells(note)).encode("utf-8"))
        except OSError:
            raise _unwritable(self.file) from None
        self._notes = (*before, note)
        self._undoable.append((before, self._notes))
        return len(self._notes)

    def correct(self, number: int, shown: TypedNote, corrected: TypedNote | None) -> None:
        """Put something else in the place of a note; None takes it out.

        Parameters
        ----------
        shown
            The note as it was on screen: where the file holds another, nothing is changed.

        Raises
        ------
        InputError
            The file was changed meanwhile, or the correction says nothing.
        OutputError
            It is not written: the file is as it was.
        """
        changed = () if corrected is None else (_checked(corrected),)
        self.refresh()
        before = self._notes
        if not 1 <= number <= len(before) or before[number - 1] != shown:
            raise InputError("Cette ligne a été changée ailleurs : la liste vient d’être relue, recommencez.")
        after = (*before[: number - 1], *changed, *before[number:])
        self._rewrite(after)
        self._undoable.append((before, after))

    def undo(self) -> bool:
        """Take back the last change made here; False where there is none.

        Raises
        ------
        InputError
            Somebody else wrote in the file since.
        OutputError
            It is not written: the file is as it was.
        """
        if not self._undoable:
            return False
        before, after = self._undoable[-1]
        self.refresh()
        if self._notes != after:
            raise InputError("La saisie a été changée ailleurs depuis : corrigez la ligne elle-même.")
        self._rewrite(before)
        self._undoable.pop()
        return True

    def same_as(self, number: int) -> int:
        """Give the number of the first note of the same table and words, 0 where this one is the first."""
        wanted = _folded(self._notes[number - 1])
        return next((rank for rank, note in enumerate(self._notes[: number - 1], 1) if _folded(note) == wanted), 0)

    def masked(self, text: str) -> str:
        """Give a text with marks in place of what tells who somebody is; the same person has the same mark."""
        text = _flat(text)
        book = MarkBook([*(note.text for note in self._notes), text], self._given)
        pieces, last = [], 0
        for place in find_personal(text):
            words = text[place.start : place.end]
            mark = book.mark(place.kind, words)
            self._given.append((mark, place.kind, words))
            pieces += [text[last : place.start], mark]
            last = place.end
        return "".join([*pieces, text[last:]])

    def _rewrite(self, notes: Sequence[TypedNote]) -> None:
        """Write beside, then put in place: the file is the former one or the new one, never half of it."""
        content = "".join([_line(HEADER), *(_line(_cells(note)) for note in notes)]).encode(_WRITTEN_AS)
        try:
            descriptor, aside = tempfile.mkstemp(prefix=".", suffix=".en-cours", dir=self.file.parent)
            try:
                with os.fdopen(descriptor, "wb") as made:
                    _write_through(made, content)
                Path(aside).replace(self.file)
            except BaseException:
                Path(aside).unlink(missing_ok=True)
                raise
            _keep_entry(self.file.parent)
        except OSError:
            raise _unwritable(self.file) from None
        self._notes = tuple(notes)


def personal_passages(text: str) -> tuple[PersonalPassage, ...]:
    """Give what tells who somebody is in a text being typed, by rules alone: at once, and not all of it.

    The reading of the file looks closer (`participation_lib.corpus.privacy.pseudonymise`).

    Examples
    --------
    >>> [passage.words for passage in personal_passages("Appelez Karim au 06 12 34 56 78")]
    ['Karim', '06 12 34 56 78']
    """
    flat = _flat(text)
    return tuple(PersonalPassage(flat[place.start : place.end], place.kind) for place in find_personal(flat))


def _flat(text: str) -> str:
    return " ".join(clean(text).split())


def _folded(note: TypedNote) -> tuple[str, str]:
    return fold_words(note.table), fold_words(note.text) or note.text


def _checked(note: TypedNote) -> TypedNote:
    flat = TypedNote(_flat(note.text), *(_flat(value) for value in (note.table, note.sequence, note.photo)))
    if not flat.text:
        raise InputError("Tapez les mots du post-it avant de l’enregistrer.")
    if len(flat.text) > _LONGEST:
        raise InputError(f"Ce texte dépasse {_LONGEST} caractères : coupez-le en plusieurs lignes.")
    if max(map(len, (flat.table, flat.sequence, flat.photo))) > _LONGEST_LABEL:
        raise InputError(f"La table, la séquence et la photo ont {_LONGEST_LABEL} caractères au plus.")
    return flat


def _cells(note: TypedNote) -> tuple[str, ...]:
    return note.table, note.sequence, note.text, note.photo


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\n").writerow(cells)
    return written.getvalue()


def _parsed(data: bytes, name: str) -> tuple[TypedNote, ...]:
    if _line(HEADER).encode(_WRITTEN_AS).startswith(data):
        return ()  # cut while it was being made
    try:
        lines = data.decode(_WRITTEN_AS, errors="strict" if data.endswith(b"\n") else "ignore").split("\n")
    except UnicodeDecodeError:
        lines = []
    # A note has one line: a quotation mark left open by a cut ends with it.
    rows = [tuple(next(csv.reader([line], delimiter=";"), ())) for line in lines if line.strip("\r")]
    if not rows or tuple(rows[0]) != HEADER:
        raise InputError(f"« {name} » n’est pas une saisie faite ici : importez-le plutôt comme un fichier.")
    notes = []
    for row in rows[1:]:
        table, sequence, text, photo = (*row, "", "", "", "")[:4]
        if text:
            notes.append(TypedNote(text, table, sequence, photo))
    return tuple(notes)


def _write_through(file: io.BufferedWriter | io.FileIO, data: bytes) -> None:
    """Write, and wait until the disk has it."""
    written = 0
    while written < len(data):
        written += file.write(data[written:])
    file.flush()
    os.fsync(file.fileno())


def _keep_entry(folder: Path) -> None:
    """Wait until the disk knows the name of a new file, where the system can tell."""
    with suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _unwritable(file: Path) -> OutputError:
    return OutputError(
        f"La ligne n’a pas pu être enregistrée dans « {file.name} » : vérifiez vos droits, la place disponible, et "
        "que le fichier n’est pas ouvert dans un tableur."
    )
