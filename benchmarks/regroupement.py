"""Compare the grouping with TF-IDF + K-means and with BERTopic on labelled texts.

    python benchmarks/regroupement.py [FICHIER.csv…]

Each file has the columns `texte` and `label`; without one, the gold standard of the bundled
plenary is taken. Every method has the same texts. K-means is told the true number of themes,
BERTopic is given our own vectors, and the best of its three settings is chosen by looking at
the labels, which nobody has in real life. Each method runs in a process of its own, so that
its peak memory is its own.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from french_tables import decimal, installed, machine, spread, table

# This process stays small: a child's peak memory starts from its parent's.
from gold import Corpus, read_labelled

if TYPE_CHECKING:
    from participation_lib.corpus.tagging import TaggedText
    from participation_lib.themes.encoding import Vectors
    from participation_lib.themes.grouping import Grouping

OURS: Final = "participation_lib"
IN_CONTEXT: Final = "participation_lib, la note sous les yeux"
K_MEANS: Final = "TF-IDF de lemmes + K-means, nombre vrai donné"
TOPIC_SIZES: Final = (5, 10, 20)  # least ideas of a BERTopic topic; its default is 10
DEFAULT_SIZE: Final = 10
NONE: Final = -1


@dataclass
class Measures:
    """What one method did on one file, one value a seed."""

    method: str
    ami: list[float] = field(default_factory=list)
    v: list[float] = field(default_factory=list)
    classified: list[float] = field(default_factory=list)
    purity: list[float] = field(default_factory=list)
    n_themes: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    agreement: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    peak_mb: float | None = None

    def add(self, truth: Sequence[str], found: Sequence[int], seconds: float) -> None:
        """Judge one grouping; an idea left aside (-1) counts as a group of its own."""
        from sklearn.metrics import adjusted_mutual_info_score, v_measure_score

        alone = [group if group != NONE else -2 - row for row, group in enumerate(found)]
        kept = [(group, label) for group, label in zip(found, truth, strict=True) if group != NONE]
        best: dict[int, Counter[str]] = {}
        for group, label in kept:
            best.setdefault(group, Counter())[label] += 1
        self.ami.append(adjusted_mutual_info_score(truth, alone))
        self.v.append(v_measure_score(truth, alone))
        self.classified.append(len(kept) / len(truth))
        self.purity.append(sum(max(labels.values()) for labels in best.values()) / max(len(kept), 1))
        self.n_themes.append(len(best))
        self.seconds.append(seconds)


def _peak_mb() -> float | None:
    """Give the most memory this process has held, None where the system does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _grouped(texts: Sequence[str], contexts: Sequence[str], seed: int) -> Grouping:
    """Group given ideas as the chain does, from tagging on."""
    import pandas as pd

    from participation_lib.corpus.tagging import tag
    from participation_lib.themes.encoding import SentenceEncoder
    from participation_lib.themes.grouping import group_ideas
    from participation_lib.themes.nature import code_natures

    words = tag(texts)
    numbers = range(1, len(texts) + 1)
    ideas = pd.DataFrame(
        {
            "idea_id": [f"c{number:04d}-1" for number in numbers],
            "contribution_id": [f"c{number:04d}" for number in numbers],
            "start": 0,
            "end": [len(text) for text in texts],
            "theme_id": "",
            "nature": [nature.value for nature in code_natures(texts, words)],
            "confidence": 0,
            "to_review": False,
            "reason": "",
        }
    )
    return group_ideas(ideas, texts, words, encoder=SentenceEncoder(), contexts=contexts, seed=seed)


def _warm_up() -> None:
    """Load models and compile what is compiled once, so that seconds are those of the work."""
    from participation_lib.corpus.tagging import tag
    from participation_lib.themes.encoding import SentenceEncoder

    tag(["planter des arbres"])
    SentenceEncoder().encode(["planter des arbres"])


def measure_ours(corpus: Corpus, seeds: Sequence[int], *, in_context: bool = False) -> list[Measures]:
    """Measure our grouping, the number of themes unknown."""
    from participation_lib.schema import UNCLASSIFIED

    _warm_up()
    measures = Measures(IN_CONTEXT if in_context else OURS)
    for seed in seeds:
        began = time.perf_counter()
        grouping = _grouped(corpus.texts, corpus.contexts if in_context else (), seed)
        seconds = time.perf_counter() - began
        position = {theme.theme_id: number for number, theme in enumerate(grouping.themes)} | {UNCLASSIFIED: NONE}
        measures.add(corpus.labels, [position[theme] for theme in grouping.ideas["theme_id"]], seconds)
        measures.agreement.append(grouping.agreement)
        if not measures.names:
            measures.names = [theme.label for theme in grouping.themes]
    return [measures]


def _content_lemmas(words: Sequence[TaggedText]) -> list[list[str]]:
    from participation_lib.themes.encoding import content_lemmas

    return [content_lemmas(idea) for idea in words]


def _same(lemmas: list[str]) -> list[str]:
    return lemmas


def measure_k_means(corpus: Corpus, seeds: Sequence[int]) -> list[Measures]:
    """Measure TF-IDF of lemmas of nouns, adjectives and verbs + K-means given the true number."""
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer

    from participation_lib.corpus.tagging import tag

    tag(["planter des arbres"])
    measures = Measures(K_MEANS)
    for seed in seeds:
        began = time.perf_counter()
        weights = TfidfVectorizer(analyzer=_same, sublinear_tf=True).fit_transform(_content_lemmas(tag(corpus.texts)))
        found = KMeans(len(set(corpus.labels)), n_init=10, random_state=seed).fit_predict(weights)
        measures.add(corpus.labels, found.tolist(), time.perf_counter() - began)
    return [measures]


def _our_vectors(texts: Sequence[str]) -> Vectors:
    from participation_lib.corpus.tagging import tag
    from participation_lib.themes.encoding import SentenceEncoder, encode_ideas
    from participation_lib.themes.nature import code_natures

    natures = [nature.value for nature in code_natures(texts, tag(texts))]
    return encode_ideas(texts, SentenceEncoder(), natures=natures)


def measure_bertopic(corpus: Corpus, seeds: Sequence[int]) -> list[Measures]:
    """Measure BERTopic on our vectors, with its own settings but for `min_topic_size`."""
    from bertopic import BERTopic
    from umap import UMAP

    _warm_up()
    began = time.perf_counter()
    vectors = _our_vectors(corpus.texts)
    encoding = time.perf_counter() - began
    by_size = []
    for size in TOPIC_SIZES:
        measures = Measures(f"BERTopic sur nos vecteurs, min_topic_size={size}")
        for seed in seeds:
            began = time.perf_counter()
            # What BERTopic builds by itself, made repeatable.
            umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
            model = BERTopic(min_topic_size=size, umap_model=umap, language="multilingual")
            found, _ = model.fit_transform(corpus.texts, embeddings=vectors)
            measures.add(corpus.labels, [int(topic) for topic in found], encoding + time.perf_counter() - began)
        by_size.append(measures)
    return by_size


def _best_of(by_size: Sequence[Measures]) -> list[Measures]:
    """Name BERTopic's own setting and the one that the labels favour."""
    default = by_size[TOPIC_SIZES.index(DEFAULT_SIZE)]
    best = max(by_size, key=lambda measures: statistics.fmean(measures.ami))
    size = TOPIC_SIZES[by_size.index(best)]
    sizes = ", ".join(str(one) for one in TOPIC_SIZES)
    if best is default:
        default.method = f"BERTopic sur nos vecteurs, par défaut (et meilleur de {sizes})"
        return [default]
    default.method = "BERTopic sur nos vecteurs, par défaut"
    best.method = f"BERTopic sur nos vecteurs, meilleur de {sizes} ({size})"
    return [default, best]


def _job(
    measure: Callable[..., list[Measures]], corpus: Corpus, seeds: Sequence[int], options: dict[str, Any]
) -> list[Measures]:
    """Run one method and add the peak memory of the process it had for itself."""
    done = measure(corpus, seeds, **options)
    for measures in done:
        measures.peak_mb = _peak_mb()
    return done


def _alone(
    measure: Callable[..., list[Measures]], corpus: Corpus, seeds: Sequence[int], **options: Any
) -> list[Measures]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_job, measure, corpus, seeds, options).result()


def compare(corpus: Corpus, seeds: Sequence[int], *, with_bertopic: bool) -> list[Measures]:
    """Measure every method on one file."""
    done = _alone(measure_ours, corpus, seeds)
    if corpus.contexts:
        done += _alone(measure_ours, corpus, seeds, in_context=True)
    done += _alone(measure_k_means, corpus, seeds)
    if with_bertopic:
        done += _best_of(_alone(measure_bertopic, corpus, seeds))
    return done


def shown(corpus: Corpus, done: Sequence[Measures]) -> str:
    """Give the French table of one file."""
    true_number = len(set(corpus.labels))
    rows = [
        [
            measures.method,
            spread(measures.ami),
            spread(measures.v),
            spread(measures.classified, 0, 100, " %"),
            spread(measures.purity, 0, 100, " %"),
            spread(measures.n_themes, 1),
            decimal(statistics.median(measures.seconds), 1),
            decimal(measures.peak_mb, 0),
            decimal(statistics.median(measures.agreement)) if measures.agreement else "—",
        ]
        for measures in done
    ]
    header = [
        "Méthode",
        "AMI",
        "V",
        "Classées",
        "Pureté",
        f"Thèmes ({true_number} vrais)",
        "s",
        "Mo",
        "Accord",
    ]
    title = f"#### {corpus.name} — {len(corpus.texts)} idées, {true_number} thèmes"
    names = next((measures.names for measures in done if measures.names), [])
    return f"{title}\n\n{table(header, rows)}\n\nNoms trouvés : {' · '.join(names)}.\n"


def main() -> int:
    """Measure the files given, or the gold standard; print Markdown in French."""
    parser = argparse.ArgumentParser(description="Mesure le regroupement sur des textes étiquetés.")
    parser.add_argument("files", metavar="FICHIER.csv", nargs="*", type=Path, help="colonnes texte et label")
    parser.add_argument("--graines", metavar="N", dest="n_seeds", type=int, default=3, help="nombre de graines (3)")
    parser.add_argument("--sans-bertopic", dest="bertopic", action="store_false", help="ne mesure pas BERTopic")
    arguments = parser.parse_args()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    seeds = range(arguments.n_seeds)
    try:
        corpora = [read_labelled(path) for path in arguments.files or [None]]
    except (OSError, UnicodeDecodeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    bertopic = installed("bertopic")
    print(f"{machine()} ; scikit-learn {installed('scikit-learn')} ; BERTopic {bertopic or 'absent'}.")
    print(f"{len(seeds)} graines : moyenne (min–max) ; secondes : médiane, modèles déjà chargés.\n")
    if bertopic is None:
        print("BERTopic n'est pas installé ici (voir benchmarks/requirements.lock) : il n'est pas mesuré.\n")
    for corpus in corpora:
        done = compare(corpus, seeds, with_bertopic=arguments.bertopic and bertopic is not None)
        print(shown(corpus, done), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
