"""Measure what of personal data is masked, and what is masked wrongly, beside other ways of doing it.

    python benchmarks/donnees_personnelles.py
    python benchmarks/donnees_personnelles.py --reponses MES_REPONSES.csv --colonne reponse --lire

On contributions written by hand, all persons fictitious: one half served to mend the rules,
the other was written before them and not looked at since. With `--reponses`, also on real
answers, whose masks `--lire` prints one by one: only a person can say which are wrong.
presidio is measured too where it is installed; it is no dependency of the project.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from french_tables import decimal, installed, machine, table

HERE: Final = Path(__file__).resolve().parent
HALVES: Final = {"développement": "developpement.yaml", "gardée à part": "reserve.yaml"}
SPAN: Final = re.compile(r"⟦([^:⟧]+):(.*?)⟧", re.DOTALL)
KINDS: Final = (
    "PERSONNE", "ADRESSE", "COURRIEL", "TÉLÉPHONE", "NIR", "IBAN", "PLAQUE", "DATE DE NAISSANCE", "COMPTE",
)  # fmt: skip
SEED: Final = 20261124

Spans = list[tuple[int, int]]
Method = Callable[[Sequence[str]], list[Spans]]


@dataclass(frozen=True)
class Marked:
    """A contribution and its personal words: kind, start, end."""

    text: str
    spans: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Half:
    """Contributions that hold personal data, others that hold none, and some that tell sensitive facts or not."""

    marked: tuple[Marked, ...]
    clean: tuple[str, ...]
    sensitive: tuple[tuple[str, bool], ...]


def read_half(name: str) -> Half:
    """Read one half; the marks are taken out of the texts."""
    material = yaml.safe_load((HERE / "donnees_personnelles" / HALVES[name]).read_text(encoding="utf-8"))
    marked = []
    for written in material["textes"]:
        text, spans, last = "", [], 0
        for match in SPAN.finditer(written):
            text += written[last : match.start()]
            spans.append((match[1], len(text), len(text) + len(match[2])))
            text, last = text + match[2], match.end()
        marked.append(Marked(text + written[last:], tuple(spans)))
    told = tuple((one["texte"], bool(one["sensible"])) for one in material["sensibles"])
    return Half(tuple(marked), tuple(material["propres"]), told)


def hidden(text: str, start: int, end: int, masks: Spans) -> bool:
    """Say whether no word of a span is left, whatever it was taken for; a lone initial may be."""
    for word in re.finditer(r"\w+", text[start:end]):
        if len(word.group()) < 2 and not word.group().isdigit():
            continue
        low, high = start + word.start(), start + word.end()
        if not all(any(one <= place < other for one, other in masks) for place in range(low, high)):
            return False
    return True


def with_everything(texts: Sequence[str]) -> list[Spans]:
    """Mask as the tool does, doubtful passages too."""
    return _with_library(texts, only_certain=False)


def only_certain(texts: Sequence[str]) -> list[Spans]:
    """Mask what the tool is certain of."""
    return _with_library(texts, only_certain=True)


def _with_library(texts: Sequence[str], *, only_certain: bool) -> list[Spans]:
    from participation_lib.corpus.privacy import pseudonymise

    result: list[Spans] = [[] for _ in texts]
    for found in pseudonymise(texts).replacements:
        if found.certain or not only_certain:
            result[found.index].append((found.start, found.end))
    return result


def with_rules(texts: Sequence[str]) -> list[Spans]:
    """Mask by rules and lists, without the language model."""
    from participation_lib.corpus.privacy.accounts import find_accounts
    from participation_lib.corpus.privacy.addresses import find_addresses
    from participation_lib.corpus.privacy.birth_dates import find_birth_dates
    from participation_lib.corpus.privacy.names import find_names
    from participation_lib.corpus.privacy.patterns import find_patterns

    result = []
    for text in texts:
        finders = (find_patterns, find_addresses, find_birth_dates, find_accounts)
        found = [place for finder in finders for place in finder(text)]
        result.append([(place.start, place.end) for place in (*found, *find_names(text).found)])
    return result


def with_model(texts: Sequence[str]) -> list[Spans]:
    """Mask whatever the language model calls a person."""
    from participation_lib.corpus.tagging import french_model

    model = french_model()
    with model.select_pipes(enable="ner"):
        return [
            [(entity.start_char, entity.end_char) for entity in document.ents if entity.label_ == "PER"]
            for document in model.pipe(texts)
        ]


def presidio() -> Method | None:
    """Give presidio with the same language model, None where it is not installed."""
    if installed("presidio-analyzer") is None:
        return None
    from presidio_analyzer import AnalyzerEngine  # type: ignore[import-not-found, unused-ignore]
    from presidio_analyzer.nlp_engine import NlpEngineProvider  # type: ignore[import-not-found, unused-ignore]

    models = [{"lang_code": "fr", "model_name": "fr_core_news_md"}]
    provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models})
    engine: Any = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["fr"])
    not_personal = {"LOCATION", "DATE_TIME", "NRP", "URL", "ORGANIZATION"}

    def masked(texts: Sequence[str]) -> list[Spans]:
        return [
            [(one.start, one.end) for one in engine.analyze(text, language="fr") if one.entity_type not in not_personal]
            for text in texts
        ]

    return masked


def methods() -> dict[str, Method]:
    """Give the ways of masking to put side by side."""
    other = presidio()
    return {
        "spaCy md, personnes seules": with_model,
        **({"presidio, modèle français": other} if other else {}),
        "règles et listes seules": with_rules,
        "participation_lib, passages certains": only_certain,
        "participation_lib": with_everything,
    }


def shown_methods(name: str) -> str:
    """Give the French table of one half: recall of each kind, masks that are right, clean contributions touched."""
    half = read_half(name)
    n_of = Counter(kind for one in half.marked for kind, _, _ in one.spans)
    rows = []
    for method_name, method in methods().items():
        masks = method([one.text for one in half.marked])
        n_hidden = Counter(
            kind
            for one, found in zip(half.marked, masks, strict=True)
            for kind, start, end in one.spans
            if hidden(one.text, start, end, found)
        )
        right = [
            any(start < high and low < end for _, start, end in one.spans)
            for one, found in zip(half.marked, masks, strict=True)
            for low, high in found
        ]
        touched = sum(map(bool, method(half.clean)))
        rows.append(
            [
                method_name,
                *(f"{n_hidden[kind]}/{n_of[kind]}" for kind in KINDS),
                decimal(sum(right) / len(right)) if right else "—",
                f"{touched}/{len(half.clean)}",
            ]
        )
    heads = [kind.lower() if kind not in {"NIR", "IBAN"} else kind for kind in KINDS]
    return f"Moitié {name}, {len(half.marked) + len(half.clean)} contributions.\n\n" + table(
        ["Masqués en entier", *heads, "masques justes", "propres touchées"], rows
    )


def shown_sensitive() -> str:
    """Give the French table of sensitive facts."""
    from participation_lib.corpus.privacy.sensitive import find_sensitive

    rows = []
    for name in HALVES:
        told = [(sensitive, any(find_sensitive(text))) for text, sensitive in read_half(name).sensitive]
        n_found = sum(sensitive and found for sensitive, found in told)
        n_wrong = sum(found and not sensitive for sensitive, found in told)
        n_sensitive = sum(sensitive for sensitive, _ in told)
        rows.append([f"moitié {name}", f"{n_found}/{n_sensitive}", f"{n_wrong}/{len(told) - n_sensitive}"])
    return table(["Faits sensibles", "Signalés", "Signalés à tort"], rows)


def shown_answers(path: Path, column: str, n_answers: int, *, read: bool) -> str:
    """Say how many masks real answers get, and print them for a person to read."""
    import pandas as pd

    from participation_lib.corpus.privacy import pseudonymise

    answers = pd.read_csv(path, dtype=str, sep=None, engine="python")[column].dropna()
    texts = answers.sample(min(n_answers, len(answers)), random_state=SEED).tolist()
    start = time.process_time()
    result = pseudonymise(texts)
    seconds = time.process_time() - start
    n_doubtful = sum(not found.certain for found in result.replacements)
    if read:
        for found in result.replacements:
            sure = "certain" if found.certain else "douteux"
            before, after = texts[found.index][max(0, found.start - 50) : found.start], texts[found.index][found.end :]
            print(f"{found.kind}, {sure} : {before}⟦{found.words}⟧{after[:40]}".replace("\n", " "))
    return (
        f"{len(texts)} réponses réelles : {len(result.replacements)} masques, dont {n_doubtful} douteux, soit "
        f"{decimal(100 * len(result.replacements) / len(texts))} pour 100 ; {decimal(seconds, 1)} s de calcul."
    )


def main() -> int:
    """Print every table in French."""
    parser = argparse.ArgumentParser(description="Mesure les données personnelles masquées.")
    parser.add_argument("--reponses", type=Path, help="fichier CSV de réponses réelles")
    parser.add_argument("--colonne", default="reponse", help="colonne du texte")
    parser.add_argument("--nombre", type=int, default=300, help="combien de réponses, tirées au hasard")
    parser.add_argument("--lire", action="store_true", help="montrer chaque masque des réponses réelles")
    asked = parser.parse_args()
    print(f"{machine()}.\n")
    for name in HALVES:
        print(f"{shown_methods(name)}\n", flush=True)
    print(f"{shown_sensitive()}\n")
    if asked.reponses:
        print(shown_answers(asked.reponses, asked.colonne, asked.nombre, read=asked.lire))
    return 0


if __name__ == "__main__":
    sys.exit(main())
