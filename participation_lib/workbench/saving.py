"""What is kept when a notebook is saved: work without results, notes with theirs."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any, Final

__all__ = ["STRIPPED_FOLDER", "strip_results"]

STRIPPED_FOLDER: Final = "notebooks"


def strip_results(model: dict[str, Any], path: str = "", **_: Any) -> None:
    """Take results out of a notebook of `notebooks/` before it is saved, in place.

    Results hold citizens' words, and a saved panel opens again as a line of code. Notebooks
    elsewhere, `exports/` above all, are left alone: their results are the document.

    Parameters
    ----------
    model
        A contents model of Jupyter Server; anything but a notebook is left alone.
    path
        As Jupyter gives it: from the working folder, with `/`.

    Examples
    --------
    >>> cell = {"cell_type": "code", "outputs": ["…"], "execution_count": 3}
    >>> model = {"type": "notebook", "content": {"cells": [cell], "metadata": {}}}
    >>> strip_results(model, "notebooks/00_visite_guidee.ipynb")
    >>> cell
    {'cell_type': 'code', 'outputs': [], 'execution_count': None}
    """
    if model.get("type") != "notebook" or not model.get("content"):
        return
    if PurePosixPath(path.strip("/")).parts[:1] != (STRIPPED_FOLDER,):
        return
    notebook = model["content"]
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
            cell.get("metadata", {}).pop("execution", None)
    notebook["metadata"].pop("widgets", None)
