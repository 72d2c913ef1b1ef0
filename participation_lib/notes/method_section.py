"""The method section of a note: what was read and set aside, who decided what, which tools and which words.

It writes itself from the tables and the log, so that it says the same when the document is
written again as it was. It counts people and never names them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from participation_lib.corpus.duplicates import Campaign
from participation_lib.corpus.languages import language_told
from participation_lib.corpus.privacy import pseudonymise
from participation_lib.notes.method_facts import MethodFacts, ReviewFacts, WritingFacts
from participation_lib.notes.model import Block, Paragraph, Table, Text
from participation_lib.notes.references import cells
from participation_lib.schema import Flag, Status, Version
from participation_lib.synthesis.evidence import Evidence
from participation_lib.synthesis.wording import joined, number, plural, quantity_scale, spelled

__all__ = ["method_blocks"]

_NOT_INVENTED: Final = (
    "Aucune phrase n'est inventée : chacune est calculée à partir des tableaux, reprend mot pour mot une "
    "contribution, ou a été écrite par une personne. Les personnes, adresses, numéros et courriels repérés sont "
    "remplacés par des marques entre crochets, comme [PERSONNE 1] ; les lieux, les équipements, les élues et élus dans "
    "leur fonction sont conservés."
)
_NO_DOSSIER: Final = (
    "fichiers lus sans dossier : ce document ne pourra pas être vérifié plus tard par la commande verifier"
)
_QUANTITIES: Final = (
    "Les mots de quantité suivent une échelle de la maison : un mot est employé quand l'effectif et la part "
    "atteignent tous deux le seuil. En séance, les tables sont comptées et aucun pourcentage n'est donné."
)
_SET_APART: Final = {
    Status.DUPLICATE: ("doublon", "doublons"),
    Status.NO_CONTENT: ("sans contenu", "sans contenu"),
    Status.UNUSABLE: ("inexploitable", "inexploitables"),
    Status.TO_MODERATE: ("à modérer", "à modérer"),
    Status.EMPTY: ("vide", "vides"),
    Status.SET_ASIDE: ("écartée à la relecture", "écartées à la relecture"),
}
_FLAGS: Final = {Flag.OFF_TOPIC: "hors sujet", Flag.OUTSIDE_COMPETENCE: "hors de la compétence de la Ville"}
_UNSAID: Final = "raison non publiée"  # it seems to hold personal data
_SHORT_PRINT: Final = 12  # hexadecimal digits: enough to tell a file from any other of a city


def method_blocks(evidence: Evidence, facts: MethodFacts) -> Iterator[Block]:
    """Give the blocks of the method section."""
    yield Paragraph((Text(f"{_tool(facts)} {_NOT_INVENTED}"),))
    yield Table(
        "Fichiers lus",
        ("Fichier", "Lignes lues", "Empreinte (SHA-256)"),
        tuple(
            cells(name, number(source.n_records), source.sha256[:_SHORT_PRINT])
            for name, source in zip(facts.file_names, facts.sources, strict=True)
        ),
        ("left", "right", "left"),
        (0.5, 0.2, 0.3),
    )
    yield Table(
        "Repères",
        ("Élément", "Valeur"),
        tuple(cells(*row) for row in _landmarks(evidence, facts)),
        ("left", "left"),
        (0.3, 0.7),
    )
    yield Paragraph((Text(_QUANTITIES),))
    yield Table(
        "Mots de quantité",
        ("Mot", "Part minimale", "Effectif minimal", "Condition"),
        tuple(
            cells(
                step.word,
                f"{round(100 * step.least_share)} %",
                number(step.least_count),
                "question posée à tous" if step.coded_position else "aucune",
            )
            for step in quantity_scale()
        ),
        ("left", "right", "right", "left"),
        (0.34, 0.2, 0.22, 0.24),
    )


def _tool(facts: MethodFacts) -> str:
    """Say what the software did and who read it again."""
    who = _people(_everybody(facts)) + (f" ({facts.service})" if facts.service else "")
    reread = facts.writing is not None and facts.writing.is_reread
    start = "Un logiciel libre a aidé à regrouper les contributions et à préparer un brouillon."
    end = "La Ville en est responsable."
    if facts.review is not None and reread:
        return f"{start} Le classement et la rédaction ont été relus par {who}. {end}"
    if facts.review is not None:
        return f"{start} Le classement a été relu par {who} ; les phrases sont celles du brouillon. {end}"
    if reread:
        return f"{start} La rédaction a été relue par {who} ; le classement est celui du logiciel. {end}"
    return f"{start} Ni le classement ni la rédaction n'ont encore été relus par une personne."


def _everybody(facts: MethodFacts) -> frozenset[str]:
    reviewing = facts.review.people if facts.review else frozenset()
    return reviewing | (facts.writing.people if facts.writing else frozenset())


def _people(people: frozenset[str]) -> str:
    count = max(1, len(people))
    return f"{spelled(count, feminine=True)} {plural(count, 'personne')}"


def _counted(count: int, one: str, several: str = "") -> str:
    return f"{number(count)} {plural(count, one, several or None)}"


def _landmarks(evidence: Evidence, facts: MethodFacts) -> Iterator[tuple[str, str]]:
    """Give the rows of the table of landmarks, those that have nothing to say left out."""
    statuses = evidence.contributions["status"].value_counts()
    apart = [
        f"{number(count)} {words[count > 1]}"
        for status, words in _SET_APART.items()
        if (count := int(statuses.get(status, 0)))
    ]
    yield "Contributions lues", f"{number(len(evidence.contributions))}, dont {number(evidence.n_retained)} retenues"
    if apart:
        yield "Contributions non retenues", " ; ".join(apart)
    if languages := _languages(evidence):
        yield "Autres langues", languages
    if facts.campaigns:
        yield "Textes repris par plusieurs contributions", _signed(facts.campaigns, evidence.n_retained)
    n_aside = len(evidence.ideas) - len(evidence.all_ideas)
    placed = [
        f"{number(len(evidence.all_ideas) - len(evidence.unclassified))} dans un thème",
        _counted(len(evidence.unclassified), "non classée"),
        *([_counted(n_aside, "écartée")] if n_aside else []),
    ]
    yield "Idées", f"{number(len(evidence.ideas))}, dont {joined(placed)}"
    public = facts.version == Version.PUBLISHABLE
    rows_aside = evidence.contributions.loc[evidence.contributions["status"] == Status.SET_ASIDE, "reason"]
    contributions_aside = Counter(str(reason) for reason in rows_aside)
    aside = {reason: len(ideas) for reason, ideas in evidence.set_aside.items()}
    kept = Counter(facts.writing.kept) if facts.writing else Counter()
    refused = Counter(facts.writing.refused) if facts.writing else Counter()
    reasons = dict.fromkeys([*contributions_aside, *aside, *(reason for _, reason in kept), *refused])
    said = _publishable(list(reasons)) if public else {}
    if contributions_aside:
        yield (
            "Contributions écartées à la relecture",
            _listed((said.get(reason, reason), n) for reason, n in contributions_aside.items()),
        )
    if aside:
        yield "Idées écartées à la relecture", _listed((said.get(reason, reason), n) for reason, n in aside.items())
    flagged = Counter(flag for idea in evidence.all_ideas for flag in idea.flags)
    if flagged:
        counted = [f"{number(flagged[flag])} {words}" for flag, words in _FLAGS.items() if flagged[flag]]
        yield "Idées à transmettre", f"{joined(counted)} ; elles restent comptées"
    yield (
        "Données personnelles",
        _counted(facts.n_replacements, "passage remplacé", "passages remplacés")
        + " par une marque"
        + (f", {number(facts.n_generalised)} en moins précis" if facts.n_generalised else ""),
    )
    yield "Regroupement", _grouping(facts)
    stability = "élevée" if facts.agreement >= 0.8 else "correcte" if facts.agreement >= 0.65 else "fragile"
    yield "Stabilité (0 à 100)", f"{round(100 * facts.agreement)}, {stability}"
    if facts.review is not None:
        yield "Relecture du classement", _reviewed(facts.review, len(evidence.all_ideas))
        if facts.review.n_disagreements:
            yield "Double lecture", _read_twice(facts.review)
    if facts.writing is not None:
        yield "Rédaction", _written(facts.writing)
    if facts.readers:
        yield "Relecture du document", facts.readers
    if kept:
        pairs = ((f"{name}, {said.get(reason, reason)}", n) for (name, reason), n in kept.items())
        yield "Formulations gardées malgré un contrôle", _listed(pairs)
    if refused:
        yield "Citations refusées", _listed((said.get(reason, reason), n) for reason, n in refused.items())
    yield "Logiciel", f"{facts.program} ; {facts.encoder} ; graine {facts.seed}"
    yield "Origine", facts.provenance or _NO_DOSSIER


def _languages(evidence: Evidence) -> str:
    """Count what is to be translated, language by language; "" where everything is in French."""
    told = Counter(filter(None, map(language_told, evidence.contributions["reason"])))
    if not told:
        return ""
    total = _counted(told.total(), "contribution")
    return f"{total} à traduire, dont l'original est conservé : {_listed(told.most_common())}"


def _signed(campaigns: Sequence[Campaign], n_retained: int) -> str:
    """Say how many texts were signed by several, and what is left without their signatories."""
    n_signed = sum(len(campaign.signatories) for campaign in campaigns)
    texts = _counted(len(campaigns), "texte")
    each = " ; il compte" if len(campaigns) == 1 else " ; chacun compte"
    return (
        f"{texts}, {_counted(n_signed, 'signataire')}{each} pour un argument, à quelques mots près. "
        f"Avec les signataires : {_counted(n_retained, 'contribution retenue', 'contributions retenues')} ; sans eux : "
        f"{number(n_retained - n_signed)}"
    )


def _publishable(reasons: list[str]) -> dict[str, str]:
    """Give what may be published of reasons a person typed: not those that name somebody."""
    masked = pseudonymise(reasons)
    hidden = {found.index for found in masked.replacements}
    return {reason: _UNSAID if rank in hidden else reason for rank, reason in enumerate(reasons)}


def _listed(counted: Iterable[tuple[str, int]]) -> str:
    together: dict[str, int] = {}
    for words, count in counted:
        together[words] = together.get(words, 0) + count
    return " ; ".join(f"{words} ({number(count)})" for words, count in together.items())


def _grouping(facts: MethodFacts) -> str:
    how = "ressemblance des textes, plus proches voisins et algorithme de Leiden"
    asked = (
        f"{facts.n_themes_asked} thèmes demandés"
        if facts.n_themes_asked
        else "nombre de thèmes trouvé dans les données"
    )
    given = f"livre de codes « {facts.codebook} »" if facts.codebook else asked
    return f"{how} ; {given}"


def _reviewed(review: ReviewFacts, n_ideas: int) -> str:
    people = f" par {_people(review.people)}" if review.people else ""
    parts = [
        f"{_counted(review.n_decisions, 'décision')}{people}",
        f"{_counted(review.n_settled, 'idée placée', 'idées placées')} ou confirmées sur {number(n_ideas)}",
        f"{_counted(review.n_approved, 'thème approuvé', 'thèmes approuvés')} sur {number(review.n_themes)}",
    ]
    if review.n_by_tool:
        moved = _counted(review.n_by_tool, "autre idée déplacée", "autres idées déplacées")
        parts.append(f"{moved} par le logiciel d'après ces choix")
    return " ; ".join(parts)


def _read_twice(review: ReviewFacts) -> str:
    settled = _counted(review.n_disagreements, "désaccord réglé", "désaccords réglés")
    alone = [
        f"avant d'en parler, {number(found.n_same)} idées sur {number(found.n_read)} lues par les deux étaient dans le "
        f"même thème (kappa de Cohen : {_two_decimals(found.kappa)} ; 1 pour un accord complet, 0 pour le hasard)"
        for found in review.agreements
    ]
    return " ; ".join(["relectures comparées", *alone, f"{settled} ({_counted(review.n_settled_ideas, 'idée')})"])


def _two_decimals(value: float) -> str:
    """Give « 0,78 »."""
    return f"{value:.2f}".replace(".", ",").replace("-", "\u2212")


def _written(writing: WritingFacts) -> str:
    edits = [_counted(count, one, several) for one, several, count in writing.edits]
    return " ; ".join([f"{_counted(writing.n_decisions, 'décision')} par {_people(writing.people)}", *edits])
