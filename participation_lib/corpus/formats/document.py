"""From a table sheet or notes of a session (Word, Writer, Markdown, plain text) to a table of strings."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Final

from participation_lib.corpus.formats.document_tree import Tree, read_tree
from participation_lib.corpus.formats.model import Table
from participation_lib.corpus.formats.package import open_package
from participation_lib.corpus.formats.plain_notes import read_plain
from participation_lib.corpus.formats.session_notes import Note, SessionNotes, read_notes
from participation_lib.corpus.formats.wording import counted, quoted
from participation_lib.errors import InputError

__all__ = ["KINDS", "SHEET", "notes_table", "read_document"]

KINDS: Final = {"docx": "document Word", "odt": "document Writer", "md": "document Markdown", "txt": "texte"}
SHEET: Final = "fiche de table, "
_MOST_LINES_SAID: Final = 12
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
    noun, groups = found.group_noun, [note.group for note in found.notes]
    if not any(groups) and (named := _FILE_GROUP.search(file_name.rsplit(".", 1)[0])):
        noun, groups = named[1].lower(), [named[2].lstrip("0") or "0"] * len(groups)
        said.append(f"{noun.capitalize()} {groups[0]}, d’après le nom du fichier.")
    said.extend(_left_out(found, kind))
    columns: dict[str, Sequence[str]] = {noun or "table": groups} if any(groups) else {}
    columns |= _filled("séquence", [note.sequence for note in found.notes])
    columns |= _filled("rubrique", [note.heading for note in found.notes])
    columns |= _filled("question", [found.question] * len(found.notes))
    columns["texte"] = [note.text for note in found.notes]
    columns |= _details(found.notes, columns)
    return Table(
        file_name=file_name,
        columns=columns,
        rows=[note.row for note in found.notes],
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


def _left_out(found: SessionNotes, kind: str) -> list[str]:
    """Say which lines are no contribution, by their numbers, reason by reason."""
    unit = "ligne" if kind in ("md", "txt") else "paragraphe"
    remarks = []
    for reason in Counter(reason for _, reason in found.left_out):
        rows = sorted({row for row, why in found.left_out if why == reason})
        shown = ", ".join(map(str, rows[:_MOST_LINES_SAID])) + ("…" if len(rows) > _MOST_LINES_SAID else "")
        were = "n’est pas une contribution" if len(rows) == 1 else "ne sont pas des contributions"
        remarks.append(f"{counted(len(rows), unit)} ({shown}) {were} : {reason}.")
    return remarks
