"""Rebuild the example of an online consultation: 3,000 contributions on mobility, and what is true of them.

Sentences are hand-written (`mobilites_phrases.yaml`); how they are put together is drawn
with a seed, so that the same files come out each time. Common texts, double sends, answers
that say nothing, other languages, personal data, ironies and encoding faults are planted
as `LISEZMOI.md` says, beside the limits of such a corpus.

    python benchmarks/exemple_mobilites.py [--sortie DOSSIER]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import yaml

HERE: Final = Path(__file__).resolve().parent
EXAMPLES: Final = HERE.parent / "data" / "exemples"
NAME: Final = "consultation_mobilites"
SEED: Final = 20260314

SHARES: Final = {
    "transports_en_commun": 24,
    "velo": 19,
    "stationnement": 17,
    "circulation_vitesse": 13,
    "marche_trottoirs_pmr": 11,
    "securite_nuit_arrets": 5,
    "tarifs_abonnements": 4,
    "trottinettes": 3,
    "ecoles_rues_aux_ecoles": 2,
    "intermodalite_gares": 2,
}
NATURES: Final = {"probleme": 42, "proposition": 38, "satisfaction": 7, "question": 5, "crainte": 5, "constat": 3}
QUESTIONS: Final = (
    "Qu'est-ce qui vous gêne aujourd'hui dans vos déplacements ?",
    "Que proposez-vous pour mieux se déplacer en ville ?",
    "Qu'est-ce qui marche bien et qu'il faut garder ?",
)
ASKED: Final = {"probleme": 0, "crainte": 0, "constat": 0, "proposition": 1, "question": 1, "satisfaction": 2}
SOURCES: Final = {"decidim": 1900, "limesurvey": 900, "papier": 200}
QUARTERS: Final = (
    "Axe Majeur – Horloge",
    "Grand Centre",
    "Orée du Bois",
    "Hauts-de-Cergy",
    "Bords d'Oise / Village",
    "",
)
PERSONAL: Final = {"noms": 30, "courriels": 12, "telephones": 9, "adresses": 18, "plaques": 3, "sante": 8}
N_TOTAL: Final = 3000
N_CAMPAIGN_A, N_CAMPAIGN_B, N_PERSONALISED = 420, 85, 40
N_DOUBLE, N_DOUBLE_CORRECTED = 75, 25
N_DOUBLE_OF: Final = {"decidim": 50, "limesurvey": 25}
N_OFF_TOPIC, N_EMPTY, N_IRONY, N_LONG, N_MOJIBAKE, N_WRONG_COLUMN = 180, 90, 45, 25, 40, 60
MULTIPLE, MISSPELT = 0.54, 0.18  # of ordinary ones: 45 % of all but the common texts hold several ideas
TRAINS: Final = re.compile(r"\b(?:RER|trains?|quais?|Navigo|Noctilien|ascenseur de|consignes)\b")
NOT_OF_THE_CITY: Final = ("transports_en_commun", "tarifs_abonnements")  # but for what stands in the street
OF_THE_CITY: Final = re.compile(r"\b(?:arrêts?|abris?|bancs?|couloir|écrans?|feux)\b")

_CHOICE: Final = re.compile(r"\[([^\[\]]*)\]")
_SLOT: Final = re.compile(r"\{(\w+)\}")
_SMS: Final = (
    (r"\bc'est\b", "c"),
    (r"\bpas\b", "pa"),
    (r"\bpour\b", "pr"),
    (r"\bdans\b", "ds"),
    (r"\bque\b", "ke"),
    (r"\bqui\b", "ki"),
    (r"\bbeaucoup\b", "bcp"),
    (r"\btrop\b", "tro"),
    (r"\btoujours\b", "tjrs"),
    (r"\btous\b", "ts"),
    (r"\btout\b", "tt"),
    (r"\bquand\b", "qd"),
    (r"\bparce que\b", "pcq"),
    (r"\bavec\b", "ac"),
    (r"\bil faut\b", "fo"),
    (r"\bjamais\b", "jamé"),
    (r"\bvoitures?\b", "voiture"),
    (r"\bpistes\b", "piste"),
    (r"\btrottoirs?\b", "trotoir"),
    (r"\bstationnement\b", "stationement"),
    (r"\bquartier\b", "cartier"),
    (r"\bdangereux\b", "dangereu"),
    (r"\bénorm", "enorm"),
    (r"\bj'ai\b", "jai"),
    (r"\bd'", "d "),
    (r"\barrêt\b", "aret"),
    (r"\bplus\b", "+"),
    (r"\bpourquoi\b", "pk"),
    (r"\bmême\b", "meme"),
    (r"\bpassent?\b", "passe"),
)


@dataclass
class Piece:
    """One idea: its words and what is true of it."""

    text: str
    theme: str = ""
    nature: str = ""
    flags: tuple[str, ...] = ()
    start: int = 0


@dataclass
class Contribution:
    """One row before it is written."""

    pieces: list[Piece]
    text: str
    status: str = "retenue"
    campaign: str = ""
    wording: str = ""
    flags: tuple[str, ...] = ()
    question: int = 0
    author: str = ""
    source: str = ""
    quarter: str = ""
    at: datetime = datetime(2026, 3, 2, tzinfo=UTC)
    repeats: int = -1  # position, before numbering, of the one it sends again
    shown: str = ""
    key: int = field(default=-1)


class Writer:
    """Draws contributions from the material."""

    def __init__(self, material: dict[str, Any], rng: random.Random) -> None:
        self.material, self.rng = material, rng
        self._n_said: Counter[str] = Counter()

    def filled(self, template: str) -> str:
        """Give a sentence with its choices made, one not given yet as far as possible."""
        text = ""
        for _ in range(25):
            text = _CHOICE.sub(lambda found: self.rng.choice(found[1].split("|")), template)
            text = _SLOT.sub(lambda found: self.rng.choice(self.material["valeurs"][found[1]]), text)
            text = " ".join(text.split())
            text = re.sub(r"\bde le\b", "du", re.sub(r"\bde les\b", "des", text))
            if not self._n_said[text.casefold()]:
                break
        self._n_said[text.casefold()] += 1
        return text

    def sentence(self, theme: str = "", nature: str = "") -> Piece:
        """Give one idea on a theme, drawn by the shares asked for."""
        theme = theme or self._weighted(SHARES)
        kinds = self.material["themes"][theme]
        weights = {kind: NATURES[kind] for kind in NATURES if kind in kinds}
        nature = nature if nature in kinds else self._weighted(weights)
        text = self.filled(self.rng.choice(kinds[nature]))
        for _ in range(20):
            if self._n_said[text.casefold()] <= 1:
                break
            text = self.filled(self.rng.choice(kinds[nature]))
        elsewhere = bool(TRAINS.search(text)) or (theme in NOT_OF_THE_CITY and not OF_THE_CITY.search(text))
        return Piece(_upper(text), theme, nature, ("hors_competence",) if elsewhere else ())

    def _weighted(self, weights: dict[str, int]) -> str:
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def ordinary(self) -> Contribution:
        """Give one to three ideas, close to each other more often than not."""
        first = self.sentence()
        pieces = [first]
        if self.rng.random() < MULTIPLE:
            for _ in range(1 + (self.rng.random() < 0.33)):
                theme = first.theme if self.rng.random() < 0.4 else ""
                pieces.append(self.sentence(theme))
        return self.together(pieces)

    def together(self, pieces: Sequence[Piece], *, bare: bool = False, misspelt: bool | None = None) -> Contribution:
        """Put ideas one after the other, with words around them."""
        rng, flags = self.rng, []
        wrong = rng.random() < MISSPELT if misspelt is None else misspelt
        if wrong:
            flags.append("orthographe")
        if len(pieces) > 1:
            flags.append("multi_idees")
        kept = [replace(piece, text=self.misspelt(piece.text) if wrong else piece.text) for piece in pieces]
        text = ""
        if not bare and rng.random() < 0.22:
            text = self.filled(rng.choice(self.material["ouvertures"])) + " "
        for rank, piece in enumerate(kept):
            lower = bool(text) and text.rstrip()[-1] in ",:;+et"
            if rank:
                joint = rng.choice(self.material["liaisons"])
                joint = joint.lstrip(".") if text[-1] in "?!." else joint
                lower = joint.strip() not in ("", ".", "...")
                text += joint if joint[0] in " ,.\n;" else f" {joint}"
            piece.text = _lower(piece.text) if lower else piece.text
            piece.start = len(text)
            text += piece.text
        if text[-1] not in "?!.":
            text += rng.choice((".", ".", ".", "", "", " !", " !!", "..."))
        if not bare and rng.random() < 0.15:
            text += ("" if text[-1] in "?!." else ".") + " " + rng.choice(self.material["fermetures"])
        return Contribution(kept, text, flags=tuple(flags), question=ASKED.get(pieces[0].nature, 0))

    def misspelt(self, text: str) -> str:
        """Give a sentence as people write it in a hurry."""
        for pattern, written in _SMS:
            if self.rng.random() < 0.5:
                text = re.sub(pattern, written, text, flags=re.IGNORECASE)
        if self.rng.random() < 0.5:
            text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        if self.rng.random() < 0.4:
            text = text.replace("'", self.rng.choice((" ", "")))
        if self.rng.random() < 0.12:
            return text.upper()
        return text.lower() if self.rng.random() < 0.5 else text

    def copied(self, text: str) -> str:
        """Give a text as it is pasted: most often as it is, with a case or a punctuation of one's own at times."""
        drawn = self.rng.random()
        if drawn < 0.72:
            return text
        if drawn < 0.80:
            return text.upper()
        if drawn < 0.86:
            return text.replace("'", "’")
        if drawn < 0.92:
            return text.rstrip(".") + " !!"
        return text + self.rng.choice((" Merci.", " Merci d'avance.", " Cordialement."))

    def around(self, sentences: Sequence[str], pieces: Sequence[tuple[str, str]]) -> Contribution:
        """Give a text made of sentences, each with its theme and nature."""
        text, kept = "", []
        for sentence, (theme, nature) in zip(sentences, pieces, strict=True):
            text += " " if text else ""
            kept.append(Piece(sentence, theme, nature, start=len(text)))
            text += sentence
        return Contribution(kept, text)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    keeps = re.match(r"[A-ZÉÀ]{2}|M\.|Mme|Île|Noctilien|Navigo", text)
    return text if keeps else text[:1].lower() + text[1:]


def campaign_a(writer: Writer) -> Iterator[Contribution]:
    """Give the signatories of a text that goes round in six wordings."""
    for rank in range(N_CAMPAIGN_A):
        number = rank % len(writer.material["campagne_a"])
        text = writer.copied(writer.material["campagne_a"][number])
        piece = Piece(text, "stationnement", "probleme")
        yield Contribution([piece], text, campaign="A", wording=str(number + 1))


def campaign_b(writer: Writer) -> Iterator[Contribution]:
    """Give those of a text sent as it is, then rewritten by two fifths."""
    common = writer.material["campagne_b"]["texte"]
    for _ in range(N_CAMPAIGN_B - N_PERSONALISED):
        text = writer.copied(" ".join(common))
        yield Contribution([Piece(text, "velo", "proposition")], text, campaign="B", wording="texte")
    own = list(writer.material["campagne_b"]["a_soi"])
    writer.rng.shuffle(own)
    for rank in range(N_PERSONALISED):
        kept = sorted(writer.rng.sample(range(len(common)), 3))
        sentences = [common[number] for number in kept]
        # Some begin by themselves, some end with it.
        sentences.insert(writer.rng.choice((0, 0, 1, len(sentences))), own[rank % len(own)])
        if writer.rng.random() < 0.6:
            sentences.append(writer.rng.choice(own))
        if writer.rng.random() < 0.5:
            sentences = [
                sentence.replace("permettront", "vont permettre").replace("tous", "tout le monde")
                for sentence in sentences
            ]
        found = writer.around(sentences, [("velo", "proposition")] * len(sentences))
        yield replace(found, campaign="B", wording="personnalisee", flags=("multi_idees",))


def special(writer: Writer) -> Iterator[Contribution]:
    """Give what is off topic, empty, ironic, insulting, in another language or very long."""
    rng, material = writer.rng, writer.material
    for _ in range(N_OFF_TOPIC):
        piece = Piece(
            _upper(writer.filled(rng.choice(material["hors_sujet"]))), "hors_sujet", "probleme", ("hors_sujet",)
        )
        yield writer.together([piece])
    for rank in range(N_EMPTY):
        text = material["sans_contenu"][rank % len(material["sans_contenu"])]
        yield Contribution([], text, status="vide" if not text.strip() else "sans_contenu", question=rank % 3)
    for rank in range(N_IRONY):
        text = writer.filled(material["ironies"][rank % len(material["ironies"])])
        yield writer.together([Piece(text, _about(text), "probleme", ("ironie",))], misspelt=False)
    for template in material["injures"]:
        text = writer.filled(template)
        yield Contribution([Piece(text)], text, status="a_moderer")
    for language, texts in material["autres_langues"].items():
        for text in texts:
            french = language == "français phonétique"
            theme = _about(text) if french else ""
            piece = Piece(text, theme, "probleme" if french else "")
            yield Contribution([piece], text, "retenue" if french else "autre_langue", flags=(f"langue:{language}",))
    for _ in range(N_LONG):
        pieces = [writer.sentence() for _ in range(rng.randint(12, 18))]
        found = writer.together(pieces, misspelt=False)
        yield replace(found, flags=(*found.flags, "tres_long"))


def _about(text: str) -> str:
    for theme, words in (
        ("velo", r"vélo|pist"),
        ("stationnement", r"place |garé"),
        ("marche_trottoirs_pmr", r"[Tt]rottoir|ascenseur|bancs"),
        ("ecoles_rues_aux_ecoles", r"école|lekol"),
    ):
        if re.search(words, text):
            return theme
    return "transports_en_commun" if re.search(r"RER|rer|bus|laré|passe|horaires|aré", text) else "circulation_vitesse"


def personal_data(writer: Writer, contributions: Sequence[Contribution]) -> None:
    """Add fictitious personal data at the end of ordinary contributions."""
    rng, people = writer.rng, writer.material["personnes"]
    chosen = rng.sample(range(len(contributions)), sum(PERSONAL.values()))
    for kind, count in PERSONAL.items():
        for _ in range(count):
            contribution = contributions[chosen.pop()]
            first, last = rng.choice(people["prenoms"]), rng.choice(people["patronymes"])
            plain = (
                unicodedata.normalize("NFKD", f"{first}.{last}".lower().replace(" ", ""))
                .encode("ascii", "ignore")
                .decode()
            )
            values = {
                "prenom": first,
                "nom": last,
                "courriel": f"{plain}@exemple.fr",
                "numero": str(rng.randint(1, 140)),
                "telephone": "06 39 98 " + " ".join(f"{rng.randint(0, 99):02d}" for _ in range(2)),
                "plaque": f"{rng.choice(('AB', 'DK', 'GH'))}-{rng.randint(100, 999)}-{rng.choice(('PV', 'RZ', 'TW'))}",
            }
            template = rng.choice(people[kind])
            for name, value in values.items():
                template = template.replace(f"{{{name}}}", value)
            end = "" if contribution.text[-1] in "?!." else "."
            contribution.text += f"{end} {_upper(writer.filled(template))}"
            contribution.flags = (*contribution.flags, f"donnee_personnelle:{kind}")


def double_sends(writer: Writer, contributions: Sequence[Contribution]) -> list[Contribution]:
    """Give contributions sent again by the same person, one in three with a small correction."""
    left, chosen = dict(N_DOUBLE_OF), list[Contribution]()
    for first in writer.rng.sample(contributions, len(contributions)):
        if left.get(first.source, 0):
            left[first.source] -= 1
            chosen.append(first)
    chosen.sort(key=lambda contribution: (-len(contribution.text.split()), contribution.key))
    again = []
    for rank, first in enumerate(chosen):
        text = first.text
        if rank < N_DOUBLE_CORRECTED:
            text += writer.rng.choice((" Merci.", " Cordialement.", " Voilà.", " Merci beaucoup."))
        kind = "corrige" if rank < N_DOUBLE_CORRECTED else "exact"
        again.append(
            Contribution(
                [replace(piece) for piece in first.pieces],
                text,
                "doublon",
                question=first.question,
                author=first.author,
                source=first.source,
                quarter=first.quarter,
                at=first.at + timedelta(minutes=writer.rng.randint(1, 4)),
                repeats=first.key,
                flags=(f"double_envoi:{kind}",),
            )
        )
    return again


def build() -> list[Contribution]:
    """Give the contributions in the order they came in."""
    rng = random.Random(SEED)
    writer = Writer(yaml.safe_load((HERE / "mobilites_phrases.yaml").read_text(encoding="utf-8")), rng)
    planted = [*campaign_a(writer), *campaign_b(writer), *special(writer)]
    n_ordinary = N_TOTAL - len(planted) - N_DOUBLE
    ordinary = [writer.ordinary() for _ in range(n_ordinary)]
    personal_data(writer, ordinary)
    for contribution in rng.sample(ordinary, N_WRONG_COLUMN):
        others = [number for number in range(3) if number != contribution.question]
        contribution.question = rng.choice(others)
        contribution.flags = (*contribution.flags, "mauvaise_colonne")
    first = [*planted, *ordinary]
    rng.shuffle(first)
    n_first = {name: count - N_DOUBLE_OF.get(name, 0) for name, count in SOURCES.items()}
    sources = [name for name, count in n_first.items() for _ in range(count)]
    rng.shuffle(sources)
    begin, people = datetime(2026, 3, 2, 8, tzinfo=UTC), 0
    for key, (contribution, source) in enumerate(zip(first, sources, strict=True)):
        contribution.key, contribution.source = key, source
        alone = bool(contribution.campaign) or source == "papier" or rng.random() < 0.75
        people += 1 if alone or not people else rng.randint(0, 1)
        contribution.author = "" if source == "papier" else f"p{people:05d}"
        contribution.quarter = rng.choice(QUARTERS)
        contribution.at = begin + timedelta(minutes=13 * key + rng.randint(0, 12))
    again = double_sends(
        writer, [c for c in first if c.author and not c.campaign and c.pieces and c.status == "retenue"]
    )
    everything = sorted([*first, *again], key=lambda contribution: contribution.at)
    for contribution in everything:
        contribution.shown = contribution.text
    broken = [c for c in everything if not c.text.isascii() and c.status == "retenue" and "langue" not in str(c.flags)]
    for contribution in rng.sample(broken, N_MOJIBAKE):
        with_fault = contribution.text.encode("utf-8").decode("cp1252", errors="replace")
        if "\ufffd" not in with_fault:
            contribution.shown = with_fault
            contribution.flags = (*contribution.flags, "mojibake")
    return everything


def _written(path: Path, rows: Callable[[Any], None]) -> None:
    text = io.StringIO(newline="")
    rows(csv.writer(text, delimiter=";", lineterminator="\r\n"))
    with path.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as archive:
        archive.write(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"))


def write(folder: Path, contributions: Sequence[Contribution]) -> None:
    """Write the consultation and what is true of it."""
    numbers = {contribution.key: rank for rank, contribution in enumerate(contributions, 1) if contribution.key >= 0}

    def consultation(out: Any) -> None:
        out.writerow(["n°", "date", "canal", "quartier", "identifiant participant", "question", "contribution"])
        for rank, c in enumerate(contributions, 1):
            out.writerow(
                [rank, f"{c.at:%d/%m/%Y %H:%M}", c.source, c.quarter, c.author, QUESTIONS[c.question], c.shown]
            )

    def gold(out: Any) -> None:
        out.writerow(
            [
                "numero",
                "ordre",
                "debut",
                "fin",
                "texte",
                "theme",
                "nature",
                "statut",
                "campagne",
                "formulation",
                "doublon_de",
                "drapeaux",
            ]
        )
        for rank, c in enumerate(contributions, 1):
            again = numbers[c.repeats] if c.repeats >= 0 else ""
            for order, piece in enumerate(c.pieces or [Piece("")], 1):
                flags = " ".join(flag.replace(" ", "_") for flag in (*c.flags, *piece.flags))
                out.writerow(
                    [
                        rank,
                        order if c.pieces else 0,
                        piece.start,
                        piece.start + len(piece.text),
                        piece.text,
                        piece.theme,
                        piece.nature,
                        c.status,
                        c.campaign,
                        c.wording,
                        again,
                        flags,
                    ]
                )

    folder.mkdir(parents=True, exist_ok=True)
    _written(folder / f"{NAME}.csv.gz", consultation)
    _written(folder / f"{NAME}_etalon.csv.gz", gold)


def main() -> None:
    """Write both files and say what they hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sortie", type=Path, default=EXAMPLES)
    folder = parser.parse_args().sortie
    contributions = build()
    write(folder, contributions)
    flags = Counter(flag.split(":")[0] for c in contributions for flag in c.flags)
    pieces = [piece for c in contributions for piece in c.pieces]
    print(
        len(contributions), "contributions,", len(pieces), "idées,", len({c.author for c in contributions}), "personnes"
    )
    print(Counter(c.status for c in contributions), Counter(c.campaign for c in contributions), dict(flags))
    print(Counter(c.source for c in contributions), Counter(piece.theme for piece in pieces if piece.theme))
    print("hors compétence :", sum(any("hors_competence" in p.flags for p in c.pieces) for c in contributions))


if __name__ == "__main__":
    main()
