"""A desk on a small dossier, with a fast stand-in for the encoder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from participation_lib.dossier import create_dossier
from participation_lib.review.desk import ReviewDesk
from participation_lib.schema import UNCLASSIFIED, Batch, Theme
from participation_lib.themes.encoding import Encoder
from tests.review.samples import Row, build_batch

SUBJECTS = (
    ("t01", "Arbres", "planter des arbres"),
    ("t02", "Bancs", "poser des bancs de bois"),
    ("t03", "Vélos", "tracer une piste cyclable"),
    (UNCLASSIFIED, "", "ouvrir une ludothèque"),
)
PLACES = ("gare", "mairie", "école", "place", "poste", "piscine", "halle", "crèche")
HOSTILE = "Planter des tilleuls <script>window.intrus = 1</script> & <b>vite</b>"


def batch_of(n_each: int = 6) -> Batch:
    """Give a batch of like ideas on four subjects, the last without a theme; one of them is hostile."""
    rows: list[Row] = []
    for rank in range(n_each):
        for subject, (theme_id, _, wish) in enumerate(SUBJECTS):
            number = len(rows) + 1
            words = f"{wish} près de la {PLACES[rank % len(PLACES)]} numéro {rank}"
            text = f"Bonjour, {words}. Merci à vous."
            if number == 2:
                words = text = HOSTILE
            confidence = 0 if theme_id == UNCLASSIFIED else 30 + 10 * (subject + rank % 4)
            rows.append((f"c{number:04d}", str(rank % 3 + 1), text, [(words, theme_id, "proposition", confidence)]))
    themes = [
        Theme(theme_id, label, "", (label.lower(),), 60) for theme_id, label, _ in SUBJECTS if theme_id != UNCLASSIFIED
    ]
    return build_batch(0, rows, themes)


@contextmanager
def desk_on(folder: Path, encoder: Encoder, n_each: int = 6) -> Iterator[ReviewDesk]:
    """Open a desk on a new dossier."""
    with create_dossier(folder) as dossier:
        dossier.add_batch(batch_of(n_each), author="Ana")
        yield ReviewDesk(dossier, author="Léa", encoder=encoder)


def later_batch(n_before: int = 24) -> Batch:
    """Give a batch that goes with `batch_of`: a few ideas about trees, and some in a theme of their own."""
    rows: list[Row] = []
    for rank, (theme_id, wish) in enumerate((("t01", "planter des arbres"), ("t04", "curer le lavoir")) * 3):
        words = f"{wish} derrière la {PLACES[rank]} numéro {rank}"
        rows.append((f"c{n_before + rank + 1:04d}", "4", words, [(words, theme_id, "proposition", 60)]))
    return build_batch(0, rows, [Theme("t04", "Lavoir", "", ("lavoir",), 50)])
