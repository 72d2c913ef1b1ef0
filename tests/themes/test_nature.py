from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation_lib.corpus.tagging import TaggedText, tag
from participation_lib.schema import Nature
from participation_lib.themes.nature import code_nature, code_natures

Words = Callable[[str], TaggedText]

CASES = [
    ("proposition", "Mettre des nichoirs dans le square"),
    ("proposition", "Il faudrait rouvrir le passage sous la voie ferrée"),
    ("proposition", "Plus de fontaines à boire"),
    ("proposition", "Moins de publicité dans les rues"),
    ("proposition", "Pourquoi ne pas ouvrir la bibliothèque le dimanche ?"),
    ("proposition", "Et si on fermait la rue le samedi ?"),
    ("proposition", "Pourrait-on avoir un abri pour les vélos ?"),
    ("proposition", "Je propose un marché de producteurs"),
    ("proposition", "On pourrait prêter des outils de jardin"),
    ("proposition", "Un terrain de pétanque"),
    ("proposition", "Des toilettes publiques près du skatepark"),
    ("proposition", "créer une ferme pédagogique"),
    ("proposition", "Interdire les trottinettes sur les trottoirs"),
    ("proposition", "Ne plus tondre avant juillet"),
    ("proposition", "Stop aux panneaux lumineux"),
    ("proposition", "Arrêtez de couper les haies au printemps"),
    ("proposition", "La mairie doit entretenir le lavoir"),
    ("proposition", "J'aimerais un cinéma en plein air"),
    ("proposition", "davantage de bancs avec dossier svp"),
    ("proposition", "Que la mairie ouvre le gymnase le soir"),
    ("proposition", "végétaliser les toits des écoles"),
    ("proposition", "Pas de caméras partout"),
    ("proposition", "+ d'ombre sur l'aire de jeux"),
    ("proposition", "Remplacer les lampadaires par des lampes basses"),
    ("proposition", "Une navette pour aller au marché, ce serait bien"),
    ("probleme", "Plus de bancs depuis les travaux"),
    ("probleme", "Trop de bruit la nuit sous mes fenêtres"),
    ("probleme", "Pas assez de places à la crèche"),
    ("probleme", "L'ascenseur de la gare est toujours en panne"),
    ("probleme", "On ne peut pas traverser avec une poussette"),
    ("probleme", "Il n'y a plus de médecin dans le quartier"),
    ("probleme", "Vous trouvez ça normal d'attendre une heure ?"),
    ("probleme", "De qui se moque-t-on ?"),
    ("probleme", "Bravo pour les travaux, six mois sans trottoir !"),
    ("probleme", "Merci pour les crottes sur le chemin de l'école"),
    ("probleme", "La mare est à sec et personne ne fait rien"),
    ("probleme", "Ras-le-bol des scooters"),
    ("probleme", "Le passage souterrain est sale et dangereux"),
    ("probleme", "Impossible de trouver une place le soir"),
    ("probleme", "manque d'éclairage derrière le gymnase"),
    ("probleme", "Le bus n'est jamais à l'heure"),
    ("probleme", "Aucun abri à l'arrêt du collège"),
    ("question", "Quand ouvre la nouvelle piscine ?"),
    ("question", "Où en est le projet de passerelle"),
    ("question", "Qui décide des horaires du parc ?"),
    ("question", "Combien coûte la rénovation de la halle ?"),
    ("question", "Est-ce que le marché va déménager ?"),
    ("question", "Que devient l'ancienne poste ?"),
    ("question", "A-t-on prévu des places pour les personnes handicapées ?"),
    ("question", "C'est pour quand les travaux du pont ?"),
    ("question", "Comment sont choisis les arbres plantés ?"),
    ("satisfaction", "J'aime beaucoup me promener au bord de l'étang"),
    ("satisfaction", "Bravo aux jardiniers"),
    ("satisfaction", "Merci pour les nouveaux jeux"),
    ("satisfaction", "La médiathèque est un lieu très agréable"),
    ("satisfaction", "Le marché du samedi est super"),
    ("satisfaction", "Heureusement qu'il y a le parc"),
    ("satisfaction", "Quel plaisir d'entendre les oiseaux"),
    ("satisfaction", "Garder le verger comme il est"),
    ("crainte", "J'ai peur que les loyers augmentent"),
    ("crainte", "Attention à ne pas supprimer les places des soignants"),
    ("crainte", "Le risque d'inondation avec ces immeubles"),
    ("crainte", "Ça va encore attirer les rats"),
    ("crainte", "On craint la disparition des commerces"),
    ("crainte", "Pourvu que le verger ne soit pas vendu"),
    ("crainte", "Je suis inquiète pour les chauves-souris"),
    ("constat", "Il y a deux bancs devant l'école"),
    ("constat", "Les bus passent toutes les vingt minutes"),
    ("constat", "Le composteur de l'îlot se trouve derrière la halle"),
    ("constat", "La plupart des gens viennent à pied au marché"),
    ("constat", "Les hirondelles reviennent en avril"),
    ("constat", "Le parc ferme à vingt heures"),
    ("proposition", "il ne faut pas oublier les chats errants"),
    ("proposition", "Il faut des gens pour garder le verger"),
    ("probleme", "Il faut quarante minutes pour rejoindre la gare"),
    ("probleme", "Il faut dire que le parc est mal entretenu"),
    ("probleme", "bonjour le bruit"),
    ("probleme", "C'est quoi cette odeur ?"),
    ("probleme", "À quoi sert une piste qui s'arrête au milieu ?"),
    ("proposition", "pas d'antenne près des écoles"),
    ("probleme", "pas de place pour les vélos"),
    ("satisfaction", "Pas un bruit le matin, c'est magnifique"),
    ("proposition", "Un banc, s'il vous plaît !"),
    ("question", "Y aura-t-il un guichet ouvert le samedi ?"),
]

# Known limits: a person would give the first; the second is not a contradiction.
KNOWN_LIMITS = [
    ("Les corbeilles débordent tous les lundis", ("probleme", "constat")),
    ("ça pue près des bennes", ("probleme", "constat")),
    ("rien à redire, tout est propre", ("satisfaction", "constat")),
    ("Oui à la piste à condition de garder les arbres", ("crainte", "proposition")),
]


@pytest.mark.parametrize(("expected", "text"), CASES, ids=[text for _, text in CASES])
def test_nature(expected: str, text: str, tagged: Words) -> None:
    assert code_nature(text, tagged(text)).value == expected


@pytest.mark.parametrize(("text", "accepted"), KNOWN_LIMITS)
def test_known_limits_are_not_contradictions(text: str, accepted: tuple[str, str], tagged: Words) -> None:
    assert code_nature(text, tagged(text)).value in accepted


@pytest.mark.parametrize(
    "text",
    [
        "Planter des arbres",
        "Trop de bruit la nuit",
        "Quand ouvre la piscine ?",
        "J'aime beaucoup ce parc",
        "J'ai peur des voitures",
    ],
)
@pytest.mark.parametrize(
    "spell",
    [
        pytest.param(str.upper, id="shouted"),
        pytest.param(str.lower, id="lower"),
        pytest.param(lambda text: text.replace("'", "’"), id="curly-apostrophe"),
        pytest.param(lambda text: f"  {text} ", id="spaces"),
        pytest.param(lambda text: text.replace(" ?", "\u202f?").replace(" ", "\u00a0"), id="no-break-spaces"),
    ],
)
def test_spelling_does_not_change_the_nature(text: str, spell: Callable[[str], str], tagged: Words) -> None:
    assert code_nature(spell(text), tagged(spell(text))) == code_nature(text, tagged(text))


@settings(derandomize=True, max_examples=80, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_has_a_nature(text: str) -> None:
    words = tag([text])[0]
    assert code_nature(text, words) in Nature
    assert code_nature(text, words) == code_nature(text, words)


def test_natures_come_in_the_order_of_the_ideas(tagged: Words) -> None:
    texts = ["Planter des arbres", "Quand ouvre la piscine ?", "", "🌳"]
    found = code_natures(texts, [tagged(text) for text in texts])
    assert found[:2] == [Nature.PROPOSAL, Nature.QUESTION]
    assert len(found) == 4
    with pytest.raises(ValueError, match="zip"):
        code_natures(texts, [])
