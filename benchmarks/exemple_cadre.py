"""Rebuild the framed example: the bundled plenary as it was framed, six weeks before, with its note.

The answers are those of `data/exemples/pleniere_nature_cadrage.yaml`. The result is
`data/exemples/pleniere_nature_cadree.zip`, to be opened with « participation restaurer ».

    python benchmarks/exemple_cadre.py [--sortie FICHIER.zip]
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from participation_lib.chain.framing import FramingDesk, read_framing_answers
from participation_lib.dossier import archive_dossier, create_dossier

EXAMPLES: Final = Path(__file__).resolve().parents[1] / "data" / "exemples"
ANSWERS: Final = EXAMPLES / "pleniere_nature_cadrage.yaml"
RESULT: Final = EXAMPLES / "pleniere_nature_cadree.zip"
WHEN: Final = datetime(2024, 8, 29, 14, 0, tzinfo=timezone(timedelta(hours=2)))


def build(target: Path) -> Path:
    """Frame the plenary in a new dossier, write its note, and put both in one file."""
    answers = read_framing_answers(ANSWERS)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "dossier"
        with create_dossier(folder, title=answers["titre"], clock=lambda: WHEN) as dossier:
            desk = FramingDesk(dossier, author="CM", today=WHEN.date())
            for name, text in answers.items():
                desk.answer(name, text)
            desk.export(formats=("docx", "pdf", "html"))
        target.unlink(missing_ok=True)
        return archive_dossier(folder, target)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Reconstruit l'exemple cadré.")
    parser.add_argument("--sortie", metavar="FICHIER.zip", dest="target", type=Path, default=RESULT)
    print(build(parser.parse_args().target))
