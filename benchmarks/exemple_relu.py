"""Rebuild the reviewed example: the bundled plenary as somebody reviewed and wrote it up.

The reviewer's opinion is the hand-made coding of `pleniere_nature_etalon.csv`: cuts, themes
and natures are brought to it by ordinary decisions, from the automatic grouping. Documents
are then written as a facilitator would. The result is `data/exemples/pleniere_nature_relue.zip`.

    python benchmarks/exemple_relu.py [--sortie FICHIER.zip]
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Final

from gold import EXAMPLES, PLENARY, GoldIdea, read_gold

from participation_lib.chain import WritingDesk, add_files
from participation_lib.dossier import archive_dossier, create_dossier
from participation_lib.review.desk import ReviewDesk
from participation_lib.review.review import DecisionError
from participation_lib.schema import (
    ApproveTheme,
    CreateTheme,
    Flag,
    FlagIdeas,
    JoinIdeas,
    MergeThemes,
    MoveIdeas,
    Nature,
    RecodeNature,
    RenameTheme,
    SetAsideIdeas,
    Voice,
)

RESULT: Final = EXAMPLES / "pleniere_nature_relue.zip"
LABELS: Final[Mapping[str, str]] = {
    "arbres_ombre_chaleur": "Arbres, ombre et fraîcheur",
    "parcs_entretien_usages": "Parcs : entretien et usages",
    "jardins_partages_potagers": "Jardins partagés et potagers",
    "cours_ecole_vegetalisees": "Cours d’école végétalisées",
    "biodiversite_animaux": "Biodiversité et animaux",
    "proprete_dejections": "Propreté et déjections",
    "eau_berges_etangs": "Eau, berges et étangs",
    "tonte_herbes_hautes": "Tonte et herbes hautes",
    "accessibilite_bancs_toilettes": "Bancs, toilettes et accessibilité",
    "densification_beton": "Béton et densification",
    "pieds_immeubles_permis_vegetaliser": "Pieds d’immeubles à végétaliser",
    "education_animations": "Animations et éducation à la nature",
    "caniparc": "Espaces pour les chiens",
    "allergies_moustiques_rats": "Allergies, moustiques et rats",
    "hors_sujet": "Autres sujets que la nature",
    "critique_demarche": "La démarche elle-même",
}
UNUSABLE: Final = "inexploitable"
OFF_TOPIC: Final = "hors_sujet"
START: Final = datetime(2024, 10, 14, 9, 0, tzinfo=timezone(timedelta(hours=2)))
FACTS: Final[Mapping[str, str]] = {
    "titre": "La nature en ville",
    "date_seance": "samedi 12 octobre 2024",
    "lieu": "maison de quartier, grande salle",
    "horaires": "de 9 h 30 à 12 h 30",
    "nombre_presents": "60",
    "nombre_tables": "8",
    "ordre_du_jour": "accueil, ce qui va et ce qui ne va pas, propositions, restitution",
    "animation": "service participation citoyenne",
    "elus_presents": "l’élue déléguée à la nature en ville",
    "services_presents": "direction des espaces verts",
    "question": "Quelle nature voulons-nous en ville, et où ?",
    "ouvert": "les lieux, les plantations, l’entretien et les usages",
    "non_ouvert": "le budget de l’année, déjà voté",
    "publics_absents": "les moins de 30 ans et les personnes qui travaillent le samedi matin",
    "service": "service participation citoyenne",
    "relecteurs": "une chargée de mission",
    "date_compte_rendu": "mardi 22 octobre 2024",
    "date_reponse": "30 novembre 2024",
    "service_reponse": "direction des espaces verts",
    "prochain_rendez_vous": "samedi 9 novembre 2024, à 9 h 30",
    "contact": "le service participation citoyenne, à l’hôtel de ville",
    "contact_donnees": "la déléguée à la protection des données de la Ville",
    "decision_attendue": "choisir les lieux de plantation avant le vote du budget",
}


class Clock:
    """A clock that gains twenty seconds each time it is read, so that the example is the same when it is rebuilt."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=20)
        return self.moment


def overlap(idea: GoldIdea, start: int, end: int) -> int:
    """Count the characters a span shares with a gold idea."""
    return max(0, min(idea.end, end) - max(idea.start, start))


def agree_on_cuts(desk: ReviewDesk, gold: Mapping[str, Sequence[GoldIdea]], note_of: Mapping[str, str]) -> None:
    """Cut what the reviewer cuts, join what she does not."""
    for contribution_id in list(desk.review.contributions):
        wanted = gold.get(note_of[contribution_id], ())
        for before, after in pairwise(wanted):
            for idea in [i for i in desk.review.ideas.values() if i.contribution_id == contribution_id]:
                inside = idea.start < after.start < idea.end
                if inside and overlap(before, idea.start, idea.end) > 2 and overlap(after, idea.start, idea.end) > 2:
                    try:
                        desk.cut(idea.idea_id, after.start - idea.start)
                    except DecisionError:
                        continue  # a masked name moved the words: she leaves it whole
        ours = sorted(
            (i for i in desk.review.ideas.values() if i.contribution_id == contribution_id), key=lambda i: i.start
        )
        for kept, absorbed in pairwise(ours):
            same = [g for g in wanted if overlap(g, kept.start, kept.end) and overlap(g, absorbed.start, absorbed.end)]
            both = {kept.idea_id, absorbed.idea_id} <= set(desk.review.ideas)
            if both and len(same) == 1 and overlap(same[0], absorbed.start, absorbed.end) >= 3:
                desk.decide(JoinIdeas(kept.idea_id, absorbed.idea_id))
                break


def opinions(
    desk: ReviewDesk, gold: Mapping[str, Sequence[GoldIdea]], note_of: Mapping[str, str]
) -> dict[str, GoldIdea]:
    """Give what the reviewer thinks of each of our ideas."""
    found: dict[str, GoldIdea] = {}
    for idea in desk.review.ideas.values():
        wanted = gold.get(note_of[idea.contribution_id], ())
        best = max(wanted, key=lambda g: overlap(g, idea.start, idea.end), default=None)
        if best is not None:
            found[idea.idea_id] = best
    return found


def agree_on_themes(desk: ReviewDesk, opinion: Mapping[str, GoldIdea]) -> None:
    """Name, merge, create, then move what is left."""
    homes: dict[str, str] = {}
    for theme_id, ideas in sorted(desk.review.by_theme.items(), key=lambda pair: -len(pair[1])):
        if theme_id not in desk.review.themes:
            continue
        votes = Counter(opinion[i.idea_id].theme for i in ideas if i.idea_id in opinion)
        votes.pop(UNUSABLE, None)
        if not votes:
            continue
        subject = votes.most_common(1)[0][0]
        if subject in homes:
            desk.decide(MergeThemes(theme_id, homes[subject]))
        else:
            homes[subject] = theme_id
            desk.decide(RenameTheme(theme_id, LABELS[subject]))
    for subject, label in LABELS.items():
        if subject not in homes:
            (fresh,) = desk.review.new_theme_ids()
            desk.decide(CreateTheme(fresh, label))
            homes[subject] = fresh
    moves: dict[str, list[str]] = defaultdict(list)
    unusable = []
    for idea_id, thought in opinion.items():
        if thought.theme == UNUSABLE:
            unusable.append(idea_id)
        elif desk.review.ideas[idea_id].theme_id != homes[thought.theme]:
            moves[homes[thought.theme]].append(idea_id)
    if unusable:
        desk.decide(SetAsideIdeas(tuple(unusable)), "illisible")
    for theme_id, idea_ids in moves.items():
        desk.decide(MoveIdeas(tuple(idea_ids), theme_id))
    off_topic = tuple(idea_id for idea_id, thought in opinion.items() if thought.theme == OFF_TOPIC)
    desk.decide(FlagIdeas(off_topic, Flag.OFF_TOPIC))


def agree_on_natures(desk: ReviewDesk, opinion: Mapping[str, GoldIdea]) -> None:
    """Recode, one decision for each nature."""
    recoded: dict[str, list[str]] = defaultdict(list)
    for idea_id, thought in opinion.items():
        if thought.nature and desk.review.ideas[idea_id].nature != thought.nature:
            recoded[thought.nature].append(idea_id)
    for nature, idea_ids in recoded.items():
        desk.decide(RecodeNature(tuple(idea_ids), Nature(nature)))
    for theme_id, ideas in desk.review.by_theme.items():
        if theme_id in desk.review.themes and ideas:
            desk.decide(ApproveTheme(theme_id))


def write_documents(desk: ReviewDesk) -> None:
    """Write up the session as a facilitator would, a few sentences of her own included."""
    writing = WritingDesk(desk)
    for name, value in FACTS.items():
        writing.give_fact(name, value)
    city = "La direction des espaces verts présentera les lieux retenus pour l’automne 2025, carte à l’appui."
    for document_id, section_id in (("synthese_pleniere", "suites"), ("compte_rendu_pleniere", "suites")):
        writing.add(document_id, section_id, city, voice=Voice.CITY)
    writing.add(
        "compte_rendu_pleniere",
        "informations",
        "La direction des espaces verts a rappelé le calendrier des plantations, de novembre à mars.",
        voice=Voice.SERVICES,
    )
    writing.add(
        "releve_de_decisions",
        "decisions",
        "Une visite des berges est organisée avec les personnes volontaires (décidé en séance par l’élue déléguée).",
        voice=Voice.CITY,
    )
    writing.add(
        "releve_de_decisions",
        "actions",
        "Proposer trois dates de visite : service participation citoyenne, avant le 22 octobre 2024.",
        voice=Voice.CITY,
    )
    writing.add(
        "note_au_maire",
        "services",
        "Les plantations demandées devant les écoles tiennent dans le programme d’automne ; celles de la dalle "
        "demandent une étude d’étanchéité.",
        voice=Voice.SERVICES,
    )
    writing.add(
        "note_au_maire",
        "options",
        "Option 1 : planter d’abord dans les cours d’école. Option 2 : commencer par les places sans ombre. "
        "Le service recommande l’option 1, dont les études sont faites.",
        voice=Voice.SERVICES,
    )
    questions = [idea for idea in writing.evidence().all_ideas if idea.nature == Nature.QUESTION]
    if questions:
        writing.answer(
            questions[0].idea_id,
            "Les adhésions se prennent auprès de l’association qui gère chaque jardin ; la liste est en mairie.",
            "Direction des espaces verts",
        )
        for question in questions[1:]:
            writing.answer(question.idea_id, "", "Direction des espaces verts", "30 novembre 2024")


def build(result: Path) -> None:
    """Build the example from the plenary and its gold standard."""
    gold: dict[str, list[GoldIdea]] = defaultdict(list)
    for idea in read_gold():
        gold[idea.note].append(idea)
    clock = Clock()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "pleniere_nature"
        with create_dossier(folder, title="La nature en ville", clock=clock) as dossier:
            add_files(dossier, [PLENARY], author="Camille")
            desk = ReviewDesk(dossier, author="Camille", learns=False)
            contributions = desk.batches[0].contributions
            note_of = dict(
                zip(contributions["contribution_id"], (contributions["source_row"] - 1).astype(str), strict=True)
            )
            agree_on_cuts(desk, gold, note_of)
            opinion = opinions(desk, gold, note_of)
            agree_on_themes(desk, opinion)
            agree_on_natures(desk, opinion)
            write_documents(desk)
            print(f"{len(desk.review.log)} décisions, {len(desk.review.themes)} thèmes")
        result.unlink(missing_ok=True)
        archive_dossier(folder, result)
    print(f"{result.name} : {result.stat().st_size // 1024} Ko")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sortie", type=Path, default=RESULT)
    build(parser.parse_args().sortie)
