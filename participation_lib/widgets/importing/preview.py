"""What would be read of the chosen files, and the corrections of columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anywidget
import traitlets

from participation_lib.notes.typography import format_number, typeset
from participation_lib.widgets.markup import plural
from participation_lib.widgets.scripts import script

if TYPE_CHECKING:
    from participation_lib.chain.importing import ChosenFile, Preview

__all__ = ["PreviewView", "show_files"]

_STATIC: Final = Path(__file__).parents[1] / "static"
_WORDS: Final = {
    "none": "Aucun fichier choisi pour l’instant : ce qui est reconnu s’affichera ici.",
    "leave": "Retirer ce fichier",
    "columns": "Ce que devient chaque colonne",
    "column": "Colonne",
    "examples": "Exemples",
    "becomes": "Devient",
    "why": "Pourquoi",
    "read_as": "À lire comme",
    "read_as_column": "Lire la colonne « {name} » comme",
    "hidden": "non montrés",
    "fixed": "ne se change pas",
    "rows": "Les premières contributions",
    "row": "Ligne",
    "text": "Texte",
    "group": "Groupe",
    "question": "Question",
    "details": "Gardé à côté",
    "names": "Texte brut : les noms y sont encore ; ils seront masqués à la création du dossier.",
    "apart": "Lignes mises à part",
    "reason": "Raison",
    "count": "Nombre",
    "first": "La première",
}
_USES: Final = {
    "reconnue": "comme reconnu",
    "texte": "texte (contribution)",
    "groupe": "groupe (table, quartier…)",
    "question": "question posée",
    "refusée": "ne pas lire",
}


class PreviewView(anywidget.AnyWidget):
    """Files as the page shows them; it asks for a correction, or for a file to be left.

    Parameters
    ----------
    on_ask
        Given what is asked, says whether it was done.
    """

    _esm = script("parts.js", "import_preview.js")
    _css = _STATIC / "importing.css"
    words = traitlets.Dict({name: typeset(text) for name, text in _WORDS.items()}).tag(sync=True)
    uses: traitlets.List[Any] = traitlets.List([[name, typeset(label)] for name, label in _USES.items()]).tag(sync=True)
    state: traitlets.Dict[str, Any] = traitlets.Dict({"files": []}).tag(sync=True)
    locked = traitlets.Bool(False).tag(sync=True)

    def __init__(self, on_ask: Callable[[Mapping[str, Any]], bool]) -> None:
        super().__init__()
        self._on_ask = on_ask
        self.on_msg(self._receive)

    def _receive(self, _widget: Any, content: Mapping[str, Any], _buffers: list[memoryview]) -> None:
        self.send({"ticket": content.get("ticket"), "done": self._on_ask(content)})


def show_files(files: tuple[ChosenFile, ...]) -> dict[str, Any]:
    """Give what the page shows of files."""
    return {
        "files": [{"name": file.path.name, "tables": [_table(table) for table in file.tables]} for file in files],
    }


def _table(seen: Preview) -> dict[str, Any]:
    from participation_lib.chain.importing import use_of

    return {
        "source": seen.source_name,
        "description": typeset(f"{seen.description}."),
        "problem": typeset(seen.problem),
        "columns": [
            {
                "name": column.name,
                "role": str(column.role),
                "why": typeset(column.why),
                "filled": typeset(f"{plural(column.n_filled, 'case remplie', 'cases remplies')}"),
                "examples": list(column.examples),
                "choosable": column.choosable,
                "enters": column.role.enters,
                "use": str(use_of(seen.choice, column.name)),
            }
            for column in seen.columns
        ],
        "rows": [
            {
                "row": row.source_row,
                "text": row.text,
                "group": row.group,
                "question": row.question,
                "details": [f"{name} : {value}" for name, value in row.details],
            }
            for row in seen.rows
        ],
        "several_questions": len(seen.questions) > 1,
        "apart": [
            {
                "reason": typeset(reason),
                "count": format_number(count),
                "first": typeset(f"ligne {format_number(first)}"),
            }
            for reason, count, first in seen.set_apart
        ],
        "remarks": [typeset(remark) for remark in seen.remarks],
    }
