"""What would be read of files, before anything is: for whoever may not open them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from participation_lib.chain.options import Options
from participation_lib.corpus.formats.model import Choice
from participation_lib.corpus.preview import Preview, preview

__all__ = ["Choice", "Preview", "preview_files"]


def preview_files(files: Sequence[Path], options: Options | None = None) -> tuple[Preview, ...]:
    """Give what would be read of each file with these options; nothing is kept or written.

    To correct: `replace(options, choices={**options.choices, seen.source_name: Choice(…)})`,
    then preview again; the same options then serve `open_from_files`, `add_files` and `synthesise`.

    Raises
    ------
    InputError
        A file cannot be opened, or a choice cannot be followed: its `setting` says which.
    """
    options = options or Options()
    return tuple(seen for file in files for seen in preview(Path(file), options.choice_of))
