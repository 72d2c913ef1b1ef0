"""From a table sheet or notes of a session (Word, Writer, Markdown, plain text) to a table of strings."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from typing import Final

from participation_lib.corpus.formats.document_tree import Tree, read_tree
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.package import open_package
from participation_lib.corpus.formats.plain_notes import read_plain
from participation_lib.corpus.formats.session_notes import Note, read_notes
from participation_lib.corpus.formats.wording import quoted
from participation_lib.errors import InputError

__all__ = [
    "GROUPS",
    "KINDS",
    "LEFT_OUT",
    "QUESTION",
    "SEQUENCE",
    "SHEET",
    "TEXT",
    "notes_table",
    "read_document",
]

KINDS: Final = {"docx": "document Word", "odt": "document Writer", "md": "document Markdown", "txt": "texte"}
SHEET: Final = "fiche de table, "
# The columns of the table that a document becomes. Of a line that is no contribution, its
# number and the reason are kept, never its words: many are names.
GROUPS: Final = ("table", "groupe", "atelier")
SEQUENCE: Final = "séquence"
QUESTION: Final = "question"
TEXT: Final = "texte"
LEFT_OUT: Final = "mise à part"
_FILE_GROUP: Final = re.compile(
    r"(?:^|[\W_])(table|groupe|atelier)[\W_]*(?:n°?[\W_]*)?(\d{1,3})(?=\D|$)", re.IGNORECASE
)


def read_document(data: bytes, file_name: str, kind: str) -> Table:
    """Give the contributions of a Word or Writer document, with their table and their sequence.

    Tracked changes count as accepted. Comments, headers and footers of pages, footnotes and
    pictures are not read, and it is said where there are some.

    Parameters
    ----------
    kind
        "docx" or "odt".

    Raises
    ------
    InputError
        The document is encrypted, of another kind, damaged, or holds no contribution.
    """
    package = open_package(data, file_name, kind)
    try:
        seen = _seen_in(package, kind)
        tree = read_tree(data, kind)
    except (ValueError, KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        raise InputError(
            f"Le document {quoted(file_name)} est abîmé : rouvrez-le dans son programme et enregistrez-le à nouveau."
        ) from None
    return _table(tree, file_name, kind, remarks=seen)


def notes_table(text: str, file_name: str, kind: str, *, encoding: str, remarks: Sequence[str] = ()) -> Table:
    """Give the contributions of notes in Markdown or plain text, already decoded.

    Parameters
    ----------
    kind
        "md" or "txt".

    Raises
    ------
    InputError
        There is no contribution in them.
    """
    if kind == "md":
        try:
            # Control characters mean nothing in notes, and pandoc is sent one kind of line end.
            clean = "\n".join(text.replace("\x00", "").splitlines())
            tree = read_tree(clean.encode("utf-8", errors="replace"), "md")
        except ValueError:
            raise InputError(
                f"Le document {quoted(file_name)} ne se lit pas comme du Markdown : enregistrez-le en .txt."
            ) from None
    else:
        tree = Tree(pieces=read_plain(text))
    return _table(tree, file_name, kind, encoding=encoding, remarks=remarks)


def _seen_in(package: zipfile.ZipFile, kind: str) -> list[str]:
    """Say what an office document holds that is not read."""
    names = package.namelist()
    body = package.read("word/document.xml" if kind == "docx" else "content.xml")
    if kind == "docx":
        tracked = b"<w:del " in body or b"<w:ins " in body
        comments = b"<w:commentReference" in body
        framed = any(re.match(r"word/(?:header|footer)\d*\.xml", name) for name in names)
    else:
        styles = package.read("styles.xml") if "styles.xml" in names else b""
        tracked = b"<text:changed-region" in body
        comments = b"<office:annotation" in body
        framed = b"<style:header" in styles or b"<style:footer" in styles
    remarks = []
    if tracked:
        remarks.append("Les modifications suivies ont été lues comme acceptées.")
    ignored = [("commentaires", comments), ("en-têtes et pieds de page", framed)]
    said = " ni les ".join(name for name, there in ignored if there)
    if said:
        remarks.append(f"Les {said} n’ont pas été lus.".replace("Les commentaires ni", "Ni les commentaires ni"))
    return remarks


def _table(tree: Tree, file_name: str, kind: str, *, encoding: str = "", remarks: Sequence[str] = ()) -> Table:
    found = read_notes(tree.pieces)
    if not found.notes:
        raise InputError(
            f"Le document {quoted(file_name)} ne contient aucune contribution : il faut des puces, des paragraphes ou "
            "les lignes remplies d’un tableau."
        )
    said = list(remarks)
    if tree.n_notes:
        said.append("Les notes de bas de page n’ont pas été lues.")
    if tree.n_pictures:
        said.append("Les images n’ont pas été lues : recopiez ce qui y est écrit.")
    noun, default = found.group_noun, ""
    if not any(note.group for note in found.notes) and (named := _FILE_GROUP.search(file_name.rsplit(".", 1)[0])):
        noun, default = named[1].lower(), named[2].lstrip("0") or "0"
        said.append(f"{noun.capitalize()} {default}, d’après le nom du fichier.")
    apart = [Note(row, "") for row, _ in found.left_out]
    lines = sorted(
        zip([*found.notes, *apart], [""] * len(found.notes) + [reason for _, reason in found.left_out], strict=True),
        key=lambda line: line[0].row,
    )
    notes = [note for note, _ in lines]
    columns = _filled(noun or GROUPS[0], [note.group or default for note in notes])
    columns |= _filled(SEQUENCE, [note.sequence for note in notes])
    columns |= _filled("rubrique", [note.heading for note in notes])
    columns |= _filled(QUESTION, [found.question] * len(notes))
    columns[TEXT] = [note.text for note in notes]
    columns |= _filled(LEFT_OUT, [reason for _, reason in lines])
    columns |= _details(notes, columns)
    return Table(
        file_name=file_name,
        columns=columns,
        rows=[note.row for note in notes],
        container=(SHEET if found.is_sheet else "") + KINDS[kind],
        encoding=encoding,
        remarks=tuple(said),
    )


def _filled(name: str, values: Sequence[str]) -> dict[str, Sequence[str]]:
    return {name: values} if any(values) else {}


def _details(notes: Sequence[Note], taken: dict[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    names = dict.fromkeys(name for note in notes for name, _ in note.details)
    return {
        name if name not in taken else f"{name} (2)": [dict(note.details).get(name, "") for note in notes]
        for name in names
    }
