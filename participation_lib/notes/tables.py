"""Writing tables and traces: CSV a French spreadsheet opens, JSON a program reads.

A cell that a spreadsheet would run as a formula gets a leading apostrophe; whoever
reads the file as data removes it. No file holds the time, a duration or a folder.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Final

import pandas as pd

from participation_lib.errors import OutputError
from participation_lib.schema import (
    SET_ASIDE,
    SET_ASIDE_LABEL,
    UNCLASSIFIED,
    UNCLASSIFIED_LABEL,
    Replacement,
    Statement,
    Status,
    Theme,
    idea_text,
)

__all__ = [
    "csv_bytes",
    "spreadsheet_danger",
    "write_contributions",
    "write_disagreement_table",
    "write_dossier_tables",
    "write_ideas",
    "write_json",
    "write_replacements",
    "write_themes",
    "write_trace",
]

_DETAILS: Final = {
    "sequence": "sequence",
    "question": "question",
    "channel": "canal",
    "declared_theme": "theme_declare",
    "date": "date",
    "votes": "votes",
    "stance": "position",
}
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


def _cell(value: object) -> str:
    text = str(value)
    # A text that already begins like a protected one is protected too: it reads back as it was.
    return f"'{text}" if text.lstrip("'").startswith(_DANGEROUS) else text


def spreadsheet_danger(text: str) -> bool:
    """Say whether a spreadsheet would run a text rather than show it."""
    return text.startswith(_DANGEROUS)


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Give a table as a CSV that a French spreadsheet opens: semicolons, UTF-8 with its mark."""
    lines: list[str] = []
    buffer = StringIO(newline="")
    # Told that lines end in CR LF, the writer quotes a lone CR too; each record then gets its LF.
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    for row in (header, *([_cell(value) for value in row] for row in rows)):
        writer.writerow(row)
        lines.append(buffer.getvalue().removesuffix("\r\n") + "\n")
        buffer.seek(0)
        buffer.truncate()
    return "".join(lines).encode("utf-8-sig", errors="replace")


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    path.write_bytes(csv_bytes(header, rows))
    return path


def write_contributions(path: Path, contributions: pd.DataFrame, *, tells_groups: bool = True) -> Path:
    """Write every record read, with its status, its pseudonymised text and, where there are any, its details.

    Authors and numbers on the platform stay out: a table of texts must not lead to anybody.

    Parameters
    ----------
    tells_groups
        False to leave its group and its channel out, where counting them would give back a number that is hidden.
    """
    if not tells_groups:
        contributions = contributions.assign(**{name: "" for name in ("group", "channel") if name in contributions})
    header = ["contribution_id", "source_fichier", "source_ligne", "statut", "motif", "groupe", "texte"]
    columns = ["contribution_id", "source_file", "source_row", "status", "reason", "group", "text"]
    for column, french in _DETAILS.items():  # without them, the table is what it always was
        if column in contributions and (contributions[column] != "").any():
            header.append(french)
            columns.append(column)
    return _write_csv(path, header, zip(*(contributions[column] for column in columns), strict=True))


def write_ideas(path: Path, ideas: pd.DataFrame, contributions: pd.DataFrame, themes: Sequence[Theme]) -> Path:
    """Write one line an idea: its span, its exact words, its themes, its nature, what was remarked of it."""
    labels = {theme.theme_id: theme.label for theme in themes}
    labels |= {UNCLASSIFIED: UNCLASSIFIED_LABEL, SET_ASIDE: SET_ASIDE_LABEL}
    nothing = [()] * len(ideas)
    header = (
        "idee_id",
        "contribution_id",
        "debut",
        "fin",
        "texte",
        "theme_id",
        "theme",
        "nature",
        "confiance",
        "a_relire",
        "motif",
        "themes_secondaires",
        "reperes",
    )
    rows = zip(
        ideas["idea_id"],
        ideas["contribution_id"],
        ideas["start"],
        ideas["end"],
        idea_text(ideas, contributions),
        ideas["theme_id"],
        ideas["theme_id"].map(labels),
        ideas["nature"],
        ideas["confidence"],
        ideas["to_review"].map({True: "oui", False: "non"}),
        ideas["reason"],
        map(", ".join, ideas.get("secondary", nothing)),
        map(", ".join, ideas.get("flags", nothing)),
        strict=True,
    )
    return _write_csv(path, header, rows)


def write_themes(path: Path, themes: Sequence[Theme], ideas: pd.DataFrame, contributions: pd.DataFrame) -> Path:
    """Write one line a theme, with its three counts and its solidity."""
    group_of = dict(zip(contributions["contribution_id"], contributions["group"], strict=True))
    has_groups = any(
        group
        for group, status in zip(contributions["group"], contributions["status"], strict=True)
        if status == Status.RETAINED
    )
    placed = ideas.assign(group=ideas["contribution_id"].map(group_of))
    rows: list[tuple[object, ...]] = []
    for theme in themes:
        members = placed.loc[placed["theme_id"] == theme.theme_id]
        groups: object = members.loc[members["group"] != "", "group"].nunique() if has_groups else ""
        rows.append(
            (
                theme.theme_id,
                theme.label,
                theme.description,
                ", ".join(theme.keywords),
                len(members),
                members["contribution_id"].nunique(),
                groups,
                "" if theme.solidity is None else theme.solidity,
            )
        )
    header = (
        "theme_id",
        "theme",
        "description",
        "mots_cles",
        "n_idees",
        "n_contributions",
        "n_groupes",
        "solidite",
    )
    return _write_csv(path, header, rows)


def write_replacements(path: Path, replacements: Sequence[Replacement]) -> Path:
    """Write what was masked: for internal eyes only, this file holds the personal words."""
    rows = ((r.contribution_id, r.mark, r.kind, r.words) for r in replacements)
    return _write_csv(path, ("contribution_id", "marque", "type", "mots_remplaces"), rows)


def write_dossier_tables(folder: Path, tables: Mapping[str, pd.DataFrame]) -> tuple[Path, ...]:
    """Write every table of a dossier, one CSV each: what came in, what was proposed, what was decided."""
    return tuple(
        _write_csv(folder / f"{name}.csv", list(table.columns), table.itertuples(index=False, name=None))
        for name, table in tables.items()
    )


def write_disagreement_table(path: Path, rows: Iterable[tuple[object, ...]]) -> Path:
    """Write what two people disagree on: ideas, text, the theme of each, how many ideas.

    Raises
    ------
    OutputError
        The file exists already, or cannot be written.
    """
    if path.exists():
        raise OutputError(f"Le fichier « {path.name} » existe déjà : donnez un autre nom ; rien n’a été modifié.")
    aside = path.with_name(f".{path.name}.en-cours")
    try:
        _write_csv(aside, ("idees", "texte", "theme_premier", "theme_second", "n_idees"), rows)
        aside.rename(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise OutputError(
            f"Le fichier « {path.name} » n’a pas pu être écrit : vérifiez la place et vos droits."
        ) from None
    return path


def write_json(path: Path, content: Any) -> Path:
    """Write indented UTF-8 JSON, keys in the order given."""
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_bytes(f"{text}\n".encode(errors="replace"))
    return path


def write_trace(path: Path, statements: Sequence[Statement]) -> Path:
    """Write every sentence of a note with the ideas it rests on."""
    traced = [
        {
            "id": statement.statement_id,
            "section": statement.section,
            "texte": statement.text,
            "origine": statement.origin.value,
            "idees": list(statement.idea_ids),
            "effectifs": {
                "idees": statement.counts.ideas,
                "contributions": statement.counts.contributions,
                "groupes": statement.counts.groups,
            },
            "citations": [{"idee_id": q.idea_id, "texte": q.text} for q in statement.quotations],
        }
        for statement in statements
    ]
    return write_json(path, {"enonces": traced})
