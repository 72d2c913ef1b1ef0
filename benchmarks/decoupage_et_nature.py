"""Measure how contributions are cut into ideas, how natures are coded, and both with themes end to end.

    python benchmarks/decoupage_et_nature.py [--exemples exemples_annotes.yaml]

On the gold standard of the bundled plenary and, where they are at hand, on the hand-written
examples of the trade (one line of text, the natures expected).
"""

from __future__ import annotations

import argparse
import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from french_tables import decimal, machine, table
from gold import PLENARY, GoldIdea, read_gold, read_notes

ROOT: Final = Path(__file__).resolve().parent.parent
EXAMPLES: Final = ROOT.parent / "shared" / "domain" / "exemples_annotes.yaml"
TOLERANCE: Final = 8  # characters between a boundary found and a true one
NATURES: Final = ("proposition", "probleme", "constat", "satisfaction", "question", "crainte")

Span = tuple[int, int]


@dataclass(frozen=True)
class Cutting:
    """What was right in the cutting of some texts; a boundary is where an idea but the first begins."""

    n_texts: int
    n_true: int
    n_found: int
    n_right: int
    same_count: int
    too_many: int
    too_few: int

    @property
    def precision(self) -> float:
        """Share of the boundaries found that are true."""
        return self.n_right / self.n_found if self.n_found else 1.0

    @property
    def recall(self) -> float:
        """Share of the true boundaries that were found."""
        return self.n_right / self.n_true if self.n_true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def _n_right(true: Sequence[int], found: Sequence[int]) -> int:
    """Count the boundaries that agree, each true one serving once."""
    left = sorted(true)
    right = 0
    for boundary in sorted(found):
        position = bisect_left(left, boundary - TOLERANCE)
        if position < len(left) and left[position] <= boundary + TOLERANCE:
            left.pop(position)
            right += 1
    return right


def judge_cutting(true: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]]) -> Cutting:
    """Compare the spans found in each text with the true ones."""
    boundaries = [
        ([start for start, _ in wanted[1:]], [start for start, _ in given[1:]])
        for wanted, given in zip(true, found, strict=True)
    ]
    differences = [len(given) - len(wanted) for wanted, given in boundaries]
    return Cutting(
        n_texts=len(boundaries),
        n_true=sum(len(wanted) for wanted, _ in boundaries),
        n_found=sum(len(given) for _, given in boundaries),
        n_right=sum(_n_right(wanted, given) for wanted, given in boundaries),
        same_count=sum(difference == 0 for difference in differences),
        too_many=sum(difference > 0 for difference in differences),
        too_few=sum(difference < 0 for difference in differences),
    )


def cut_gold(ideas: Sequence[GoldIdea]) -> Cutting:
    """Cut the notes of the plenary that hold an idea."""
    from participation_lib.corpus.segmentation import cut_text
    from participation_lib.corpus.tagging import tag

    spans: dict[str, list[Span]] = defaultdict(list)
    for idea in ideas:
        if idea.usable:
            spans[idea.note].append((idea.start, idea.end))
    notes = read_notes()
    texts = [notes[note] for note in spans]
    found = [cut_text(text, words) for text, words in zip(texts, tag(texts), strict=True)]
    return judge_cutting([sorted(one) for one in spans.values()], found)


def code_spans(texts: Sequence[str], spans: Sequence[Span]) -> list[str]:
    """Code ideas given by the text they are in and where, tagged in their text as the chain does."""
    from participation_lib.corpus.tagging import tag
    from participation_lib.themes.nature import code_natures

    words = [tagged.within(start, end) for tagged, (start, end) in zip(tag(texts), spans, strict=True)]
    shown = [text[start:end] for text, (start, end) in zip(texts, spans, strict=True)]
    return [nature.value for nature in code_natures(shown, words)]


def read_examples(path: Path) -> list[tuple[str, list[str]]]:
    """Give each example and the natures expected, those that are not coded here (to moderate…) left out."""
    import yaml

    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    sets = [value for value in content.values() if isinstance(value, list)]
    examples = [(item["t"], [unit[0] for unit in item["u"]]) for one in sets for item in one]
    return [(text, natures) for text, natures in examples if natures and set(natures) <= set(NATURES)]


def code_examples(examples: Sequence[tuple[str, list[str]]]) -> tuple[list[str], list[str]]:
    """Code the examples of one idea; give the natures expected and found."""
    single = [(text, natures[0]) for text, natures in examples if len(natures) == 1]
    texts = [text for text, _ in single]
    return [nature for _, nature in single], code_spans(texts, [(0, len(text)) for text in texts])


def count_examples(examples: Sequence[tuple[str, list[str]]]) -> tuple[int, int, int, int]:
    """Cut the examples whose number of ideas is known; give right, too many, too few, total."""
    from participation_lib.corpus.segmentation import cut_text
    from participation_lib.corpus.tagging import tag

    texts = [text for text, _ in examples]
    differences = [
        len(cut_text(text, words)) - len(natures) for (text, natures), words in zip(examples, tag(texts), strict=True)
    ]
    right = sum(difference == 0 for difference in differences)
    return right, sum(one > 0 for one in differences), sum(one < 0 for one in differences), len(differences)


@dataclass(frozen=True)
class EndToEnd:
    """What the whole chain makes of the true ideas, each seen through the found idea it shares most with."""

    n_ideas: int
    n_found: int
    ami: float
    v: float
    classified: float
    nature: float
    n_themes: int


def run_end_to_end(ideas: Sequence[GoldIdea], seed: int) -> EndToEnd:
    """Run the chain on the plenary and compare on the notes it kept with their text unchanged.

    A true idea that no found idea overlaps, and one left unclassified, count as alone.
    """
    from sklearn.metrics import adjusted_mutual_info_score, v_measure_score

    from participation_lib.chain import Options, synthesise
    from participation_lib.schema import UNCLASSIFIED

    synthesis = synthesise([PLENARY], Options(seed=seed))
    notes = read_notes()
    contributions = synthesis.contributions
    # One record a note, in the order of the file.
    numbers = dict(zip(contributions["contribution_id"], notes, strict=True))
    unchanged = {
        numbers[identifier]
        for identifier, text in zip(contributions["contribution_id"], contributions["text"], strict=True)
        if text == notes[numbers[identifier]]
    }
    found: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
    columns = ["contribution_id", "start", "end", "theme_id", "nature"]
    for identifier, start, end, theme, nature in synthesis.ideas[columns].itertuples(index=False):
        found[numbers[identifier]].append((start, end, theme, nature))
    judged = [idea for idea in ideas if idea.usable and idea.note in unchanged and idea.note in found]
    themes, right = [], 0
    for position, idea in enumerate(judged):
        start, end, theme, nature = max(
            found[idea.note], key=lambda other: min(idea.end, other[1]) - max(idea.start, other[0])
        )
        missed = min(idea.end, end) <= max(idea.start, start)
        themes.append(f"seule {position}" if missed or theme == UNCLASSIFIED else theme)
        right += not missed and nature == idea.nature
    truth = [idea.theme for idea in judged]
    alone = sum(theme.startswith("seule ") for theme in themes)
    return EndToEnd(
        n_ideas=len(judged),
        n_found=len(synthesis.ideas),
        ami=adjusted_mutual_info_score(truth, themes),
        v=v_measure_score(truth, themes),
        classified=1 - alone / len(judged),
        nature=right / len(judged),
        n_themes=len(synthesis.grouping.themes),
    )


def shown_cutting(cutting: Cutting) -> str:
    """Give the French table of a cutting."""
    header = ["Découpage", "Textes", "Frontières vraies", "Trouvées", "Précision", "Rappel", "F1"]
    header += ["Bon nombre d'idées", "Trop", "Pas assez"]
    row = ["plénière (étalon)", *(str(n) for n in (cutting.n_texts, cutting.n_true, cutting.n_found))]
    row += [decimal(share) for share in (cutting.precision, cutting.recall, cutting.f1)]
    row += [_percent(cutting.same_count / cutting.n_texts), str(cutting.too_many), str(cutting.too_few)]
    return table(header, [row])


def shown_natures(name: str, truth: Sequence[str], found: Sequence[str]) -> str:
    """Give the French table of natures: rows as a person coded, columns as our rules did."""
    confusion = Counter(zip(truth, found, strict=True))
    rows = []
    for nature in NATURES:
        line = [confusion[nature, other] for other in NATURES]
        column = sum(confusion[other, nature] for other in NATURES)
        right = confusion[nature, nature]
        rows.append(
            [
                nature,
                *(str(count) if count else "·" for count in line),
                _percent(right / sum(line)) if sum(line) else "—",
                _percent(right / column) if column else "—",
            ]
        )
    header = ["Codé par une personne ↓, par les règles →", *NATURES, "Retrouvées", "Justes parmi les codées"]
    right = sum(one == other for one, other in zip(truth, found, strict=True))
    title = f"{name} : {right} natures justes sur {len(truth)} ({_percent(right / len(truth))})."
    return f"{title}\n\n{table(header, rows)}"


def shown_end_to_end(done: Iterable[EndToEnd]) -> str:
    """Give the French table of the whole chain, one row a seed."""
    header = ["Graine", "Idées jugées", "Idées trouvées", "AMI", "V", "Classées", "Thèmes", "Nature juste"]
    rows = [
        [
            str(seed),
            str(one.n_ideas),
            str(one.n_found),
            decimal(one.ami),
            decimal(one.v),
            _percent(one.classified),
            str(one.n_themes),
            _percent(one.nature),
        ]
        for seed, one in enumerate(done)
    ]
    return table(header, rows)


def _percent(share: float) -> str:
    return f"{decimal(100 * share, 0)} %"


def main() -> int:
    """Measure on what is at hand; print Markdown in French."""
    parser = argparse.ArgumentParser(description="Mesure le découpage en idées et les natures.")
    parser.add_argument(
        "--exemples",
        dest="examples",
        metavar="FICHIER.yaml",
        type=Path,
        default=EXAMPLES,
        help="exemples annotés",
    )
    parser.add_argument("--graines", metavar="N", dest="n_seeds", type=int, default=3, help="nombre de graines (3)")
    arguments = parser.parse_args()
    print(f"{machine()}.\n")
    ideas = read_gold()
    usable = [idea for idea in ideas if idea.usable and idea.nature]
    notes = read_notes()
    print(f"Une frontière est juste à {TOLERANCE} caractères près.\n\n{shown_cutting(cut_gold(ideas))}\n")
    found = code_spans([notes[idea.note] for idea in usable], [(idea.start, idea.end) for idea in usable])
    print(
        f"{shown_natures('Plénière (étalon), idées données', [idea.nature for idea in usable], found)}\n",
        flush=True,
    )
    if arguments.examples.is_file():
        examples = read_examples(arguments.examples)
        print(f"{shown_natures('Exemples annotés, une idée chacun', *code_examples(examples))}\n")
        right, too_many, too_few, total = count_examples(examples)
        print(
            f"Exemples annotés : bon nombre d'idées pour {right} sur {total} "
            f"(trop pour {too_many}, pas assez pour {too_few}).\n",
            flush=True,
        )
    else:
        print(f"{arguments.examples.name} est absent : mesuré sur l'étalon seulement.\n")
    done = [run_end_to_end(ideas, seed) for seed in range(arguments.n_seeds)]
    print("De bout en bout, sur les notes retenues dont rien n'a été masqué :\n")
    print(shown_end_to_end(done))
    return 0


if __name__ == "__main__":
    sys.exit(main())
