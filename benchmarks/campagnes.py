"""Measure what finds common texts, double sends, other languages and insults.

On the example consultation, against what was planted in it; on real answers where a file
is given: what is found is printed to be read, and 20,000 texts are timed.

    python benchmarks/campagnes.py
    python benchmarks/campagnes.py REPONSES.csv.gz      # columns `question_id`, `reponse`; prints what it finds
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Final

import pandas as pd

from participation_lib.corpus.content import lack_of_content
from participation_lib.corpus.duplicates import Campaign, find_campaigns, judged
from participation_lib.corpus.languages import is_to_translate
from participation_lib.corpus.moderation import attacks_someone
from participation_lib.corpus.privacy import pseudonymise
from participation_lib.corpus.reading import read_files
from participation_lib.corpus.statuses import assign_statuses, repeated_contribution
from participation_lib.schema import Status

EXAMPLES: Final = Path(__file__).resolve().parent.parent / "data" / "exemples"
TIMED: Final = 20_000


def read_gz(path: Path) -> list[dict[str, str]]:
    """Give the rows of a compressed CSV file."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        header = file.readline()
        file.seek(0)
        return list(csv.DictReader(file, delimiter=";" if ";" in header else ","))


def pairs(groups: Iterable[Sequence[str]]) -> set[tuple[str, str]]:
    """Give the pairs of members of the same group."""
    return {(one, other) for group in groups for one, other in combinations(sorted(group), 2)}


def precision_recall(found: set[tuple[str, str]], true: set[tuple[str, str]]) -> str:
    """Give « 0,99 / 0,97 »."""
    right = len(found & true)
    shares = (right / len(found) if found else 1.0, right / len(true) if true else 1.0)
    return " / ".join(f"{share:.3f}".replace(".", ",") for share in shares)


def contributions_of(texts: Sequence[str]) -> pd.DataFrame:
    """Give texts as retained contributions."""
    names = [f"c{number:06d}" for number in range(len(texts))]
    return pd.DataFrame({"contribution_id": names, "status": "retenue", "text": texts})


def timed(texts: Sequence[str]) -> tuple[tuple[Campaign, ...], float]:
    """Give the campaigns of texts, and the seconds it took."""
    begin = time.perf_counter()
    found = find_campaigns(contributions_of(texts))
    return found, time.perf_counter() - begin


def planted() -> None:
    """Measure on the example consultation."""
    gold = {row["numero"]: row for row in read_gz(EXAMPLES / "consultation_mobilites_etalon.csv.gz")}
    reading = read_files([EXAMPLES / "consultation_mobilites.csv.gz"])
    masked = pseudonymise(reading.records["text"].tolist())
    table = assign_statuses(reading.records, masked.texts, group_name=reading.group_name)
    number_of = dict(zip(table["contribution_id"], (table["source_row"] - 1).astype(str), strict=True))
    found = [replace_names(campaign, number_of) for campaign in find_campaigns(table)]
    true: dict[str, list[str]] = defaultdict(list)
    sure: dict[str, list[str]] = defaultdict(list)
    for number, row in gold.items():
        if row["campagne"]:
            true[row["campagne"]].append(number)
            if row["formulation"] != "personnalisee":
                sure[row["campagne"]].append(number)
    print("textes communs trouvés :", [(len(c.signatories), c.n_wordings, len(c.proposed)) for c in found])
    signed = pairs(c.signatories for c in found)
    print("paires signées sans demander, précision / rappel :", precision_recall(signed, pairs(sure.values())))
    everybody = judged(found, {copy.contribution_id: True for c in found for copy in c.proposed})
    print(
        "paires, propositions acceptées :",
        precision_recall(pairs(c.signatories for c in everybody), pairs(true.values())),
    )
    right = {copy.contribution_id for c in found for copy in c.proposed}
    wanted = {number for number, row in gold.items() if row["formulation"] == "personnalisee"}
    print(
        f"personnalisées proposées : {len(right & wanted)} sur {len(wanted)}, ",
        f"autres propositions : {len(right - wanted)}",
    )
    statuses = dict(zip(table["contribution_id"].map(number_of), table["status"], strict=True))
    reasons = dict(zip(table["contribution_id"].map(number_of), table["reason"], strict=True))
    doubles = {
        (number, number_of[repeated_contribution(reasons[number])])
        for number in statuses
        if statuses[number] == Status.DUPLICATE
    }
    twice = {(number, row["doublon_de"]) for number, row in gold.items() if row["doublon_de"]}
    print("doubles envois, précision / rappel :", precision_recall(doubles, twice))
    for wanted_status, told in (
        ("autre_langue", {n for n, reason in reasons.items() if is_to_translate(reason)}),
        ("a_moderer", {n for n, status in statuses.items() if status == Status.TO_MODERATE}),
        ("sans_contenu", {n for n, status in statuses.items() if status == Status.NO_CONTENT}),
        ("vide", {n for n, status in statuses.items() if status == Status.EMPTY}),
    ):
        asked = {number for number, row in gold.items() if row["statut"] == wanted_status}
        print(f"{wanted_status} : {len(told & asked)} sur {len(asked)}, à tort : {len(told - asked)}")
    print("lignes :", len(table), dict(Counter(map(str, table["status"]))))


def replace_names(campaign: Campaign, number_of: Mapping[str, str]) -> Campaign:
    """Give a campaign whose contributions are called by their row."""
    return Campaign(
        number_of[campaign.campaign_id],
        number_of[campaign.head],
        tuple(number_of[name] for name in campaign.signatories),
        campaign.n_wordings,
        tuple(type(copy)(number_of[copy.contribution_id], copy.share) for copy in campaign.proposed),
    )


def real(path: Path) -> None:
    """Print what is found in real answers, question by question, to be read one by one."""
    by_question: dict[str, list[str]] = defaultdict(list)
    for row in read_gz(path):
        by_question[row["question_id"]].append(row["reponse"])
    for question, texts in by_question.items():
        found, seconds = timed(texts)
        told = [(len(c.signatories), c.n_wordings, len(c.proposed)) for c in found]
        print(f"{question} : {len(texts)} réponses, {seconds:.1f} s, {len(found)} textes communs {told}")
        for campaign in found:
            print("   ", len(campaign.signatories), "|", texts[int(campaign.head[1:])][:160].replace("\n", " "))
            for copy in campaign.proposed[:5]:
                print("        ?", copy.share, texts[int(copy.contribution_id[1:])][:160].replace("\n", " "))
    everything = [text for texts in by_question.values() for text in texts]
    foreign = [text for text in everything if (lack := lack_of_content(text)) and is_to_translate(lack[1])]
    attacks = [text for text in everything if attacks_someone(text)]
    print(f"{len(everything)} réponses : {len(foreign)} dans une autre langue, {len(attacks)} à modérer")
    for text in [*foreign, *attacks]:
        print("   ", text[:160].replace("\n", " "))
    grafted(by_question[max(by_question)])
    step = max(1, len(everything) // TIMED)
    _, seconds = timed(everything[::step][:TIMED])
    print(f"{min(TIMED, len(everything))} réponses mêlées : {seconds:.1f} s")


def grafted(texts: Sequence[str]) -> None:
    """Plant ten common texts in real answers: five copies word for word, twenty rewritten by a share of their words."""
    rng = random.Random(0)
    heads = rng.sample([text for text in texts if 40 <= len(text.split()) <= 120], 10)
    for rewritten in (0.05, 0.1, 0.2, 0.4, 0.6):
        corpus, campaign_of = list(texts), {}
        for number, head in enumerate(heads):
            words = head.split()
            for rank in range(25):
                copy = list(words)
                for _ in range(round(rewritten * len(words) / 6) if rank >= 5 else 0):  # runs of six words or so
                    at = rng.randrange(len(copy))
                    other = rng.choice(texts).split()
                    begin = rng.randrange(max(1, len(other) - 6))
                    copy[at : at + 6] = other[begin : begin + 6]
                campaign_of[f"c{len(corpus):06d}"] = (number, rank)
                corpus.append(" ".join(copy))
        found, _ = timed(corpus)
        signed = Counter(name in campaign_of for c in found for name in c.signatories)
        personal = {name for name, (_, rank) in campaign_of.items() if rank >= 5}
        signing = {name for c in found for name in c.signatories} & personal
        proposed = {copy.contribution_id for c in found for copy in c.proposed} & personal
        mixed = sum(len({campaign_of[n][0] for n in c.signatories if n in campaign_of}) > 1 for c in found)
        print(
            f"{rewritten:.0%} réécrits : {len(signing)} signent, {len(proposed)} proposés, sur {len(personal)} ; "
            f"copies exactes {signed[True] - len(signing)} sur 50 ; textes confondus : {mixed}"
        )


def worst() -> None:
    """Time 20,000 copies of one text, each with words of its own: the hardest there is."""
    common = read_gz(EXAMPLES / "consultation_mobilites_etalon.csv.gz")
    text = next(row["texte"] for row in common if row["campagne"] == "A" and row["formulation"] == "1")
    own = [row["texte"] for row in common if not row["campagne"] and len(row["texte"]) > 40]
    texts = [f"{own[rank % len(own)]} {text} {own[(rank * 7 + 3) % len(own)]}" for rank in range(TIMED)]
    found, seconds = timed(texts)
    n_held = sum(len(c.signatories) + len(c.proposed) for c in found)
    print(f"{TIMED} copies toutes différentes d'un même texte : {seconds:.1f} s, {n_held} rattachées")


def main() -> None:
    """Measure on the example; on real answers where a file is given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("fichier", nargs="?", type=Path)
    file = parser.parse_args().fichier
    if file:
        real(file)
    else:
        planted()
        worst()


if __name__ == "__main__":
    main()
