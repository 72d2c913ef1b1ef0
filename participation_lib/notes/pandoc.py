"""Running pandoc, shut in: it sees what it is given and the files named, neither disk nor network."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Final

from participation_lib.errors import SetupError
from participation_lib.notes.pandoc_nodes import Node

__all__ = ["TEMPLATES", "read_file_with_pandoc", "read_with_pandoc", "run_pandoc"]

TEMPLATES: Final = Path(__file__).parent / "templates"


def run_pandoc(tree: Node, to: str, *options: str) -> bytes:
    """Give what pandoc makes of a tree.

    The binary is the one that pypandoc brings, never the system's; the user's own pandoc
    settings are ignored and the clock is stopped, so that the same tree gives the same bytes.

    Parameters
    ----------
    tree : Node
        From `to_pandoc`.
    to : str
        Pandoc's name of the format, `html5`, `docx` or `odt`.
    *options : str
        Further options of the command line.

    Raises
    ------
    SetupError
        Pandoc is missing, or refused the tree. Its own message, which could repeat words of
        the note, is left out.
    """
    return _run(json.dumps(tree).encode("ascii"), "json", to, "--standalone", *options)


def read_with_pandoc(text: str, form: str) -> list[Node]:
    """Give the blocks that pandoc reads in a text of Markdown or HTML. Nothing named in it is opened.

    Raises
    ------
    SetupError
        Pandoc is missing, or could not read the text.

    Examples
    --------
    >>> read_with_pandoc("*a*", "commonmark")
    [{'t': 'Para', 'c': [{'t': 'Emph', 'c': [{'t': 'Str', 'c': 'a'}]}]}]
    """
    blocks: list[Node] = json.loads(_run(text.encode("utf-8", errors="replace"), form, "json"))["blocks"]
    return blocks


def read_file_with_pandoc(content: bytes, form: str, *options: str) -> Node:
    """Give the tree that pandoc reads in a file. Nothing named in it is opened.

    Parameters
    ----------
    form : str
        Pandoc's name of the format, `html`, `docx` or `odt`.

    Raises
    ------
    ValueError
        Pandoc cannot read it.
    SetupError
        Pandoc is missing.
    """
    try:
        tree: Node = json.loads(_run(content, form, "json", "--standalone", *options))
    except _RefusedError:
        raise ValueError(f"not {form}") from None
    return tree


class _RefusedError(SetupError):
    """Pandoc did not make anything of what it was given."""


def _run(content: bytes, form: str, to: str, *options: str) -> bytes:
    import pypandoc

    try:
        program = pypandoc.get_pandoc_path()
    except OSError as error:
        raise SetupError("Pandoc est introuvable : relancez l’installation.") from error
    command = [program, f"--from={form}", f"--to={to}", "--sandbox", "--wrap=none"]
    # A folder of ours without pandoc's names in it: the user's own files must not be looked for.
    command += [f"--data-dir={TEMPLATES}", "--output=-", *options]
    result = subprocess.run(
        command,
        input=content,
        capture_output=True,
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": "0"},
    )
    if result.returncode != 0:
        raise _RefusedError(f"Pandoc n’a pas pu passer du format {form} au format {to} (code {result.returncode}).")
    return result.stdout
