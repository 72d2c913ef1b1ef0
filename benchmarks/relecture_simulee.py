"""How many gestures a review takes, by a simulated person who knows the labels.

    python benchmarks/relecture_simulee.py [FICHIER.csv…] [--graines 0,1,2]

Each file has the columns `texte` and `label`; without one, the gold standard of the bundled
plenary is taken. The person starts from our automatic grouping in a real dossier: she names
each theme by the label most of its ideas have (or merges it into the theme that has this name
already), then follows the queue « À relire ». For each family shown she sends the ideas that
do not belong elsewhere, one by one, then settles the rest at once; when the tool offers like
ideas, she takes them if most are right, leaving out the others, and refuses otherwise.

One gesture each: a theme named or merged or created, an idea moved, a family settled, an
offer accepted (one more per idea left out) or refused. What the tool moves by itself costs
nothing. Agreement is the share of ideas in the right theme after the best matching of themes
with labels. Beside it, in the same run: sorting every idea by hand in file order, and the
same classifier fed ideas one by one at random.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from french_tables import decimal, machine, table
from gold import Corpus, read_labelled

if TYPE_CHECKING:
    from participation_lib.review.desk import ReviewDesk

MARKS: Final = (0.7, 0.8, 0.9)
SHARES: Final = (0.05, 0.10, 0.12, 0.15, 0.20, 0.25, 0.30, 0.40, 0.50, 0.75)
GOALS: Final = {0.8: 0.12, 0.9: 0.25}
QUEUE: Final = "participation_lib, la file « À relire »"
RANDOM: Final = "le même apprentissage, idées tirées au hasard"
BY_HAND: Final = "tri à la main, dans l'ordre du fichier"


@dataclass
class Curve:
    """Agreement after each gesture that changed something: (gestures, share of ideas in the right theme)."""

    n_ideas: int
    points: list[tuple[int, float]] = field(default_factory=list)
    named: float = 0.0  # agreement once themes are named
    seconds: list[float] = field(default_factory=list)

    def to_reach(self, mark: float) -> float | None:
        """Give the share of gestures (over ideas) from which the mark is reached for good."""
        below = [gestures for gestures, agreement in self.points if agreement < mark]
        after = [gestures for gestures, _ in self.points if not below or gestures > below[-1]]
        return after[0] / self.n_ideas if after else None

    def at(self, share: float) -> float:
        """Give the agreement after a share of gestures."""
        done = [agreement for gestures, agreement in self.points if gestures <= share * self.n_ideas]
        return done[-1] if done else self.points[0][1]


def agreement(themes: Sequence[str], labels: Sequence[str]) -> float:
    """Give the share of ideas in the right theme after the best matching of themes with labels."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    rows, columns = sorted(set(themes) - {"non_classe"}), sorted(set(labels))
    shared = np.zeros((len(rows), len(columns)))
    for theme, label in zip(themes, labels, strict=True):
        if theme != "non_classe":
            shared[rows.index(theme), columns.index(label)] += 1
    best = linear_sum_assignment(-shared)
    return float(shared[best].sum()) / len(labels)


def _open(corpus: Corpus, folder: Path, seed: int) -> ReviewDesk:
    """Make a real dossier of given ideas, grouped as the chain does, and sit at it."""
    import pandas as pd

    from participation_lib.corpus.tagging import tag
    from participation_lib.dossier import create_dossier
    from participation_lib.review.desk import ReviewDesk
    from participation_lib.schema import Batch, SourceFile
    from participation_lib.themes.encoding import SentenceEncoder
    from participation_lib.themes.grouping import group_ideas
    from participation_lib.themes.nature import code_natures

    texts, n_texts = corpus.texts, len(corpus.texts)
    words = tag(texts)
    identifiers = [f"c{number:04d}" for number in range(1, n_texts + 1)]
    # Where the note is known, it is the contribution: short ideas lean on it, as in the chain.
    whole = [note if text in note else text for text, note in zip(texts, corpus.contexts or texts, strict=True)]
    starts = [note.index(text) for text, note in zip(texts, whole, strict=True)]
    contributions = pd.DataFrame(
        {
            "contribution_id": identifiers,
            "source_file": "etiquettes.csv",
            "source_row": range(2, n_texts + 2),
            "status": "retenue",
            "reason": "",
            "group": "",
            "sequence": "",
            "text": whole,
        }
    )
    ideas = pd.DataFrame(
        {
            "idea_id": [f"{name}-1" for name in identifiers],
            "contribution_id": identifiers,
            "start": starts,
            "end": [start + len(text) for start, text in zip(starts, texts, strict=True)],
            "theme_id": "",
            "nature": [nature.value for nature in code_natures(texts, words)],
            "confidence": 0,
            "to_review": False,
            "reason": "",
        }
    )
    grouping = group_ideas(ideas, texts, words, encoder=SentenceEncoder(), contexts=whole, seed=seed)
    dossier = create_dossier(folder)
    source = SourceFile("etiquettes.csv", "0" * 64, "", "utf-8", ",", n_texts)
    batch = Batch(0, contributions, grouping.ideas, grouping.themes, (source,), parameters={"graine": seed})
    dossier.add_batch(batch, author="mesure")
    return ReviewDesk(dossier, author="mesure")


class Reviewer:
    """Somebody who knows the labels and counts her gestures."""

    def __init__(self, desk: ReviewDesk, labels: Sequence[str]) -> None:
        self.desk = desk
        self.labels = list(labels)
        self.label_of = {f"c{number:04d}-1": label for number, label in enumerate(labels, start=1)}
        self.theme_of: dict[str, str] = {}
        self.gestures = 0
        self.offers = [0, 0, 0]  # accepted, refused, left out
        self.curve = Curve(len(labels))
        self.note()

    def note(self) -> None:
        """Write down where things stand."""
        ideas = self.desk.review.ideas
        now = agreement([ideas[idea_id].theme_id for idea_id in self.label_of], self.labels)
        self.curve.points.append((self.gestures, now))

    def timed(self, gesture: Callable[[], object]) -> None:
        """Do something that waits for the desk, and count it."""
        began = time.perf_counter()
        gesture()
        self.curve.seconds.append(time.perf_counter() - began)
        self.gestures += 1

    def name_themes(self) -> None:
        """Give each theme the label most of its ideas have; two of the same label are merged."""
        from participation_lib.schema import MergeThemes, RenameTheme

        sizes = Counter(idea.theme_id for idea in self.desk.review.ideas.values())
        for theme_id, _ in sizes.most_common():
            if theme_id not in self.desk.review.themes:
                continue
            members = [idea.idea_id for idea in self.desk.review.by_theme[theme_id]]
            label = Counter(self.label_of[idea_id] for idea_id in members).most_common(1)[0][0]
            if label in self.theme_of:
                merge = MergeThemes(theme_id, self.theme_of[label])
                self.timed(lambda merge=merge: self.desk.decide(merge))
            else:
                rename = RenameTheme(theme_id, f"{label} [étiquette]")
                self.timed(lambda rename=rename: self.desk.decide(rename))
                self.theme_of[label] = theme_id
            self.note()
        self.curve.named = self.curve.points[-1][1]

    def theme_for(self, label: str) -> str:
        """Give the theme of a label, created at the cost of a gesture where there is none."""
        if label not in self.theme_of:
            self.timed(lambda: self.theme_of.update({label: self.desk.create_theme(f"{label} [étiquette]")}))
        return self.theme_of[label]

    def settle(self, idea_ids: Sequence[str]) -> None:
        """Send away what does not belong to a family, then settle the rest at once."""
        from participation_lib.schema import ConfirmIdeas

        review = self.desk.review
        label = Counter(self.label_of[idea_id] for idea_id in idea_ids).most_common(1)[0][0]
        for idea_id in (name for name in idea_ids if self.label_of[name] != label):
            elsewhere = self.theme_for(self.label_of[idea_id])
            self.timed(lambda idea_id=idea_id, elsewhere=elsewhere: self.desk.move([idea_id], elsewhere))
            self.note()
        theme_id = self.theme_for(label)
        kept = tuple(name for name in idea_ids if self.label_of[name] == label)
        if all(review.ideas[name].theme_id == theme_id for name in kept):
            self.timed(lambda: self.desk.decide(ConfirmIdeas(kept)))
        else:
            self.timed(lambda: self.desk.move(kept, theme_id))
        self.note()
        self.answer_offer(kept, theme_id, label)

    def answer_offer(self, moved: Sequence[str], theme_id: str, label: str) -> None:
        """Take the like ideas offered if most are right, leaving out the others; refuse otherwise."""
        offered = [alike.idea_id for alike in self.desk.alike(moved, theme_id)]
        if not offered:
            return
        right = [idea_id for idea_id in offered if self.label_of[idea_id] == label]
        left_out = len(offered) - len(right)
        if len(right) > left_out:
            self.timed(lambda: self.desk.move(right, theme_id))
            self.gestures += left_out
            self.offers = [self.offers[0] + 1, self.offers[1], self.offers[2] + left_out]
        else:
            self.gestures += 1
            self.offers[1] += 1
        self.note()


def follow_queue(desk: ReviewDesk, labels: Sequence[str], stop: float) -> Reviewer:
    """Review as the panels propose."""
    person = Reviewer(desk, labels)
    person.name_themes()
    while person.curve.points[-1][1] < stop and (families := desk.queue(1)):
        person.settle(families[0].idea_ids)
    return person


def at_random(desk: ReviewDesk, labels: Sequence[str], stop: float, seed: int) -> Reviewer:
    """Name themes, then settle ideas one by one, drawn at random; the tool learns all the same."""
    from participation_lib.schema import ConfirmIdeas

    person = Reviewer(desk, labels)
    person.name_themes()
    order = sorted(person.label_of)
    random.Random(seed).shuffle(order)
    for idea_id in order:
        if person.curve.points[-1][1] >= stop:
            break
        theme_id = person.theme_for(person.label_of[idea_id])
        if desk.review.ideas[idea_id].theme_id == theme_id:
            person.timed(lambda idea_id=idea_id: desk.decide(ConfirmIdeas((idea_id,))))
        else:
            person.timed(lambda idea_id=idea_id, theme_id=theme_id: desk.move([idea_id], theme_id))
        person.note()
    return person


def by_hand(labels: Sequence[str]) -> Curve:
    """Sort every idea in file order, one gesture each, and one for each theme opened."""
    curve, known, gestures = Curve(len(labels), [(0, 0.0)]), set(), 0
    for position, label in enumerate(labels, start=1):
        gestures += 1 + (label not in known)
        known.add(label)
        curve.points.append((gestures, position / len(labels)))
    return curve


def _percent(value: float | None) -> str:
    return "jamais" if value is None else f"{decimal(100 * value, 0)} %"


def _mean_percent(values: Sequence[float | None]) -> str:
    kept = [value for value in values if value is not None]
    if not kept:
        return "jamais"
    shown = _percent(statistics.fmean(kept))
    low, high = _percent(min(kept)), _percent(max(kept))
    never = f", {len(values) - len(kept)} jamais" if len(kept) < len(values) else ""
    return f"{shown} ({low} – {high}{never})" if low != high or never else shown


def measure(corpus: Corpus, seeds: Sequence[int], stop: float) -> None:
    """Print what reviews of one corpus take."""
    curves: dict[str, list[Curve]] = {QUEUE: [], RANDOM: [], BY_HAND: [by_hand(corpus.labels)]}
    offers: list[list[int]] = []
    for seed in seeds:
        for method in (QUEUE, RANDOM):
            with tempfile.TemporaryDirectory(prefix="relecture-") as place:
                desk = _open(corpus, Path(place) / "dossier", seed)
                if method == QUEUE:
                    person = follow_queue(desk, corpus.labels, stop)
                    offers.append(person.offers)
                else:
                    person = at_random(desk, corpus.labels, stop, seed)
                desk.dossier.close()
            curves[method].append(person.curve)
    n_labels = len(set(corpus.labels))
    print(f"\n### {corpus.name} : {len(corpus.texts)} idées, {n_labels} thèmes vrais, {len(seeds)} graine(s)\n")
    print(
        table(
            (
                "Méthode",
                "Au départ",
                "Thèmes nommés",
                *(f"{_percent(mark)} atteints à" for mark in MARKS),
                "s par geste",
            ),
            [
                (
                    method,
                    _mean_percent([curve.points[0][1] for curve in found]),
                    "" if method == BY_HAND else _mean_percent([curve.named for curve in found]),
                    *(_mean_percent([curve.to_reach(mark) for curve in found]) for mark in MARKS),
                    ""
                    if method == BY_HAND
                    else decimal(statistics.median(s for curve in found for s in curve.seconds), 2),
                )
                for method, found in curves.items()
            ],
        )
    )
    print("\nAccord selon les gestes (part du nombre d'idées), moyenne :\n")
    print(
        table(
            ("Gestes", *(_percent(share) for share in SHARES)),
            [
                (method, *(_percent(statistics.fmean(curve.at(share) for curve in found)) for share in SHARES))
                for method, found in curves.items()
            ],
        )
    )
    taken, refused, left_out = (sum(found[place] for found in offers) for place in range(3))
    print(f"\nOffres « même geste » : {taken} acceptées ({left_out} idées décochées), {refused} refusées.")
    for mark, goal in GOALS.items():
        reached = [curve.to_reach(mark) for curve in curves[QUEUE]]
        held = all(value is not None and value <= goal for value in reached)
        print(f"Visé : {_percent(mark)} avec {_percent(goal)} de gestes : {'tenu' if held else 'pas tenu'}.")


def main() -> None:
    """Measure the files given, or the gold standard; print Markdown in French."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", metavar="FICHIER.csv", nargs="*", type=Path)
    parser.add_argument("--graines", default="0,1,2")
    parser.add_argument("--jusqu-a", dest="stop", type=float, default=0.95, help="accord auquel la relecture s'arrête")
    arguments = parser.parse_args()
    seeds = [int(seed) for seed in arguments.graines.split(",")]
    print(machine())
    for path in arguments.files or [None]:
        measure(read_labelled(path), seeds, arguments.stop)


if __name__ == "__main__":
    main()
