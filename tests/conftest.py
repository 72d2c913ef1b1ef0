"""What many tests share: a small stand-in encoder, tagged texts, and a few runs of the whole chain."""

from __future__ import annotations

import csv
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from participation_lib.chain import Options, Synthesis, synthesise, write_synthesis
from participation_lib.corpus.tagging import TaggedText, tag
from participation_lib.schema import Version
from participation_lib.themes.codebook import default_codebook

ROOT = Path(__file__).resolve().parents[1]

SMALL_ROWS: tuple[tuple[str, str], ...] = (
    ("1", "Planter des arbres le long de l'avenue"),
    ("1", "Il faudrait des arbres et des haies autour du stade"),
    ("1", "Plus d'arbres devant la gare, on cuit l'été"),
    ("1", "Les arbres de la place sont magnifiques"),
    ("1", "Trop de voitures garées sur les trottoirs, les poussettes ne passent plus"),
    ("1", "RAS"),
    ("1", "planter des arbres le long de l’avenue !"),
    ("2", "Planter des tilleuls et des érables dans la cour de l'école"),
    ("2", "Arbres fruitiers en libre service près du lavoir"),
    ("2", "Les bus passent trop rarement le dimanche"),
    ("2", "Un bus toutes les dix minutes aux heures de pointe, svp"),
    ("2", "Pourquoi le bus 29 ne s'arrête plus au collège ?"),
    ("2", ""),
    ("2", "Interdire les barbecues au bord de l'étang"),
    ("2", "Oui aux barbecues, c'est convivial"),
    ("3", "Garder les barbecues au bord de l'étang"),
    ("3", "Non aux barbecues : fumée et déchets partout"),
    ("3", "Les barbecues de l'étang, c'est la vie du quartier"),
    ("3", "Le maire est un voleur"),
    ("3", "Des pistes cyclables séparées des voitures"),
    ("3", "Une piste cyclable jusqu'à la gare\nEt des arceaux pour les vélos"),
    ("3", "J'ai peur que la piste cyclable disparaisse avec les travaux"),
    ("3", "Bravo pour le jardin partagé des Linandes"),
    ("3", "Voir avec Mme Geneviève Kerlouan au 06 12 34 56 78 pour le jardin partagé"),
    ("4", "=2+2 composteurs dans chaque résidence"),
    ("4", "Des composteurs <b>ouverts</b> & <script>alert('x')</script> près du marché"),
    ("4", "- de béton\n- de goudron"),
    ("4", "Les composteurs débordent ; il faudrait un maître composteur"),
    ("4", "Le tri des déchets est compliqué dans les immeubles"),
    ("4", "sdfghj"),
    ("4", "Des poubelles de tri dans le parc, des bancs et une fontaine"),
    ("4", "On nous a déjà demandé notre avis l'an dernier, et après ?"),
    ("4", "Il y a un seul banc dans le parc"),
    ("4", 'Un "vrai" parc; ouvert le soir'),
    ("4", "#eval(1) Un éclairage doux 🌙 dans le parc"),
    ("4", "Le parc ferme trop tôt en été"),
)


class LetterEncoder:
    """Hashed sequences of four letters: fast, and always the same for the same text."""

    name = "lettres 1"

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, 96), dtype=np.float32)

    @staticmethod
    @lru_cache(maxsize=4_000)
    def _vector(text: str) -> npt.NDArray[np.float32]:
        found = np.zeros(96, dtype=np.float64)
        padded = f"  {text.lower()}  "
        for start in range(len(padded) - 3):
            found[zlib.crc32(padded[start : start + 4].encode("utf-8", "replace")) % 96] += 1
        return np.asarray((found / np.linalg.norm(found)).round(5), dtype=np.float32)


@dataclass(frozen=True)
class Run:
    """A run of the chain and what it wrote."""

    synthesis: Synthesis
    folder: Path
    has_groups: bool = True
    steps: list[tuple[int, str]] = field(default_factory=list)

    def table(self, name: str) -> list[dict[str, str]]:
        return _data(self.folder / f"{name}.csv")

    @property
    def trace(self) -> list[dict[str, Any]]:
        statements: list[dict[str, Any]] = json.loads((self.folder / "trace.json").read_text(encoding="utf-8"))[
            "enonces"
        ]
        return statements

    @property
    def method(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder / "methode.json").read_text(encoding="utf-8"))
        return content


def _data(path: Path) -> list[dict[str, str]]:
    """Read one of our tables as data: without the apostrophe that guards dangerous cells."""
    text = path.read_bytes().decode("utf-8-sig")
    rows = csv.DictReader(text.splitlines(keepends=True), delimiter=";", strict=True)
    return [{key: _bare(value) for key, value in row.items()} for row in rows]


def _bare(cell: str) -> str:
    guarded = cell.startswith("'") and cell.lstrip("'").startswith(("=", "+", "-", "@", "\t", "\r"))
    return cell[1:] if guarded else cell


def write_rows(path: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = ("table", "texte")) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerows([header, *rows])
    return path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what needs a browser, which takes longest."""
    items.sort(key=lambda item: item.get_closest_marker("navigateur") is None)


@pytest.fixture(scope="session")
def letters() -> LetterEncoder:
    return LetterEncoder()


@pytest.fixture(scope="session")
def tagged() -> Callable[[str], TaggedText]:
    """Give the tagged words of one text; each is read once in the session."""

    @lru_cache(maxsize=5_000)
    def words(text: str) -> TaggedText:
        return tag([text])[0]

    return words


@pytest.fixture(scope="session")
def csv_of() -> Callable[..., Path]:
    """Write rows in a CSV file and give its path."""
    return write_rows


@pytest.fixture(scope="session")
def small_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rows(tmp_path_factory.mktemp("entree") / "petit.csv", SMALL_ROWS)


@pytest.fixture(scope="session")
def plenary(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The bundled plenary, with the real encoder, in the four formats."""
    steps: list[tuple[int, str]] = []
    options = Options(formats=("html", "pdf", "docx", "odt"))
    synthesis = synthesise(
        [ROOT / "data/exemples/pleniere_nature.csv"], options, lambda step, name: steps.append((step, name))
    )
    folder = tmp_path_factory.mktemp("sorties") / "pleniere"
    write_synthesis(synthesis, folder, lambda step, name: steps.append((step, name)))
    return Run(synthesis, folder, True, steps)


@pytest.fixture(scope="session")
def small_runs(tmp_path_factory: pytest.TempPathFactory, small_csv: Path, letters: LetterEncoder) -> dict[str, Run]:
    """The small corpus in several ways, with the stand-in encoder, in HTML only."""
    base = tmp_path_factory.mktemp("petits")
    html = ("html",)
    ungrouped = write_rows(base / "sans_groupe.csv", [(text,) for _, text in SMALL_ROWS], ("texte",))
    nothing = write_rows(base / "rien.csv", [("1", "RAS"), ("2", ""), ("2", "sdfghj")])
    found: dict[str, Run] = {}
    for name, file, options in (
        ("publiable", small_csv, Options(encoder=letters, formats=html)),
        ("interne", small_csv, Options(encoder=letters, formats=html, version=Version.INTERNAL)),
        ("codebook", small_csv, Options(encoder=letters, formats=html, codebook=default_codebook())),
        ("ungrouped", ungrouped, Options(encoder=letters, formats=html, n_themes=4)),
        ("nothing", nothing, Options(encoder=letters, formats=html)),
    ):
        synthesis = synthesise([file], options)
        write_synthesis(synthesis, base / name)
        found[name] = Run(synthesis, base / name, name != "ungrouped")
    return found
