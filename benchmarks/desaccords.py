"""Measure how disagreements are found, and how proposals that ask for the same thing are put together.

    python benchmarks/desaccords.py

On pairs of short contributions written by hand (half of them were not looked at while the
rules were made), and on the four disagreements marked in the gold standard of the bundled
plenary.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from french_tables import decimal, machine, table
from gold import GOLD, PLENARY, read_notes

HERE: Final = Path(__file__).resolve().parent
PAIRS: Final = HERE / "desaccords_paires.csv"
NUANCES: Final = HERE / "desaccords_nuances.csv"
PROPOSALS: Final = HERE / "propositions_paires.csv"
PARTS: Final = {"regarde": "regardée", "cache": "cachée"}


def read_rows(path: Path) -> list[dict[str, str]]:
    """Give the rows of a table of labelled texts."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@dataclass(frozen=True)
class Found:
    """How many were there, found, and rightly found."""

    n_true: int
    n_found: int
    n_right: int

    @property
    def cells(self) -> list[str]:
        """Counts, precision and recall, in French."""
        precision = self.n_right / self.n_found if self.n_found else None
        recall = self.n_right / self.n_true if self.n_true else None
        return [str(self.n_true), str(self.n_found), str(self.n_right), decimal(precision), decimal(recall)]


def found(true: Sequence[bool], given: Sequence[bool]) -> Found:
    """Compare what is there with what was found."""
    return Found(sum(true), sum(given), sum(t and g for t, g in zip(true, given, strict=True)))


def oppositions(rows: Sequence[dict[str, str]]) -> list[str]:
    """Give "certain", "uncertain" or "" for each pair of contributions."""
    from participation_lib.corpus.tagging import tag
    from participation_lib.synthesis.opposition import opposition
    from participation_lib.synthesis.stances import read_stances
    from participation_lib.themes.nature import code_nature

    def stances(texts: list[str]) -> list[tuple[object, ...]]:
        return [read_stances(t, words, code_nature(t, words)) for t, words in zip(texts, tag(texts), strict=True)]

    one, other = stances([row["texte_a"] for row in rows]), stances([row["texte_b"] for row in rows])
    return [opposition(a, b) for a, b in zip(one, other, strict=True)]  # type: ignore[arg-type]


def shown_pairs() -> str:
    """Give the French table of pairs."""
    lines = []
    for part, name in PARTS.items():
        rows = [row for row in read_rows(PAIRS) if row["part"] == part]
        true = [row["opposees"] == "oui" for row in rows]
        given = oppositions(rows)
        lines.append([f"moitié {name}, certaines", str(len(rows)), *found(true, [g == "certain" for g in given]).cells])
        lines.append(
            [f"moitié {name}, avec celles à confirmer", str(len(rows)), *found(true, list(map(bool, given))).cells]
        )
    return table(["Paires", "Nombre", "Opposées", "Trouvées", "Justes", "Précision", "Rappel"], lines)


def shown_nuances() -> str:
    """Give the French table of contributions that say yes and no."""
    from participation_lib.synthesis.stances import is_nuanced

    lines = []
    for part, name in PARTS.items():
        rows = [row for row in read_rows(NUANCES) if row["part"] == part]
        result = found([row["nuance"] == "oui" for row in rows], [is_nuanced(row["texte"]) for row in rows])
        lines.append([f"moitié {name}", str(len(rows)), *result.cells])
    return table(["« Oui, mais »", "Nombre", "Nuancées", "Trouvées", "Justes", "Précision", "Rappel"], lines)


def shown_proposals() -> str:
    """Give the French table of pairs of proposals."""
    from participation_lib.synthesis.proposals import same_request

    lines = []
    for part, name in PARTS.items():
        rows = [row for row in read_rows(PROPOSALS) if row["part"] == part]
        given = [same_request(row["texte_a"], row["texte_b"]) for row in rows]
        result = found([row["meme_demande"] == "oui" for row in rows], given)
        lines.append([f"moitié {name}", str(len(rows)), *result.cells])
    return table(
        ["Paires de propositions", "Nombre", "Même demande", "Trouvées", "Justes", "Précision", "Rappel"], lines
    )


def shown_gold() -> str:
    """Give the French table of the disagreements of the plenary, true ideas and themes given."""
    from participation_lib.corpus.tagging import tag
    from participation_lib.synthesis.disagreement import Debate, find_disagreements
    from participation_lib.synthesis.evidence import Idea
    from participation_lib.themes.nature import code_nature

    notes = read_notes()
    rows = [row for row in read_rows(GOLD) if row["theme"] != "inexploitable"]
    spans = [(int(row["debut"]), int(row["fin"])) for row in rows]
    tagged = tag([notes[row["numero"]] for row in rows])
    words = [one.within(start, end) for one, (start, end) in zip(tagged, spans, strict=True)]
    ideas = [
        Idea(f"{n}", row["numero"], "", row["theme"], code_nature(row["texte"], one).value, row["texte"], n)
        for n, (row, one) in enumerate(zip(rows, words, strict=True))
    ]
    side_of = {idea.idea_id: row["desaccord"] for idea, row in zip(ideas, rows, strict=True) if row["desaccord"]}

    @dataclass(frozen=True)
    class Ideas:
        all_ideas: list[Idea]

    result = find_disagreements(Ideas(ideas), words)  # type: ignore[arg-type]
    sizes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for side in side_of.values():
        sizes[side.split(":")[0]][side] += 1

    def about(debate: Debate) -> str:
        named = [
            side_of[i.idea_id].split(":")[0] for i in (*debate.favourable, *debate.opposed) if i.idea_id in side_of
        ]
        return max(set(named), key=named.count) if named else ""

    lines, extra = [], []
    known = {about(debate): debate for debate in (*result.uncertain, *result.certain)}
    for name, sides in sizes.items():
        debate = known.pop(name, None)
        if debate is None:
            lines.append([name.replace("_", " "), "non trouvé", " / ".join(map(str, sides.values())), "—", "—"])
            continue
        one, other = (_of_side(side, side_of) for side in (debate.favourable, debate.opposed))
        right, wrong = one[0] + other[0], one[1] + other[1]
        state = "peut être écrit" if debate.certain else "à confirmer"
        lines.append([name.replace("_", " "), state, " / ".join(map(str, sides.values())), str(right), str(wrong)])
    extra = [debate.named for key, debate in known.items()]
    shown = table(["Désaccord de l'étalon", "État", "Idées de chaque camp", "Retrouvées", "Ailleurs"], lines)
    return f"{shown}\n\nAutres débats proposés : {', '.join(extra) or 'aucun'}."


def _of_side(ideas: Iterable[object], side_of: dict[str, str]) -> tuple[int, int]:
    """Count the ideas of the side that most of them are on, and the others."""
    sides = [side_of.get(idea.idea_id, "") for idea in ideas]  # type: ignore[attr-defined]
    best = max((side for side in set(sides) if side), key=sides.count, default="")
    return sides.count(best) if best else 0, len(sides) - (sides.count(best) if best else 0)


def shown_end_to_end() -> str:
    """Say what the whole chain finds on the plenary, automatic themes and ideas."""
    from participation_lib.chain import Options, synthesise
    from participation_lib.synthesis.disagreement import find_disagreements

    synthesis = synthesise([PLENARY], Options())
    result = find_disagreements(synthesis.evidence, synthesis.material.words)
    written = ", ".join(debate.named for debate in result.certain) or "aucun"
    asked = ", ".join(debate.named for debate in result.uncertain) or "aucun"
    return f"De bout en bout (découpage et thèmes automatiques) : écrits : {written} ; à confirmer : {asked}."


def main() -> int:
    """Print every table in French."""
    argparse.ArgumentParser(description="Mesure les désaccords et les propositions rapprochées.").parse_args()
    print(f"{machine()}.\n")
    for shown in (shown_pairs, shown_nuances, shown_gold, shown_end_to_end, shown_proposals):
        print(f"{shown()}\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
