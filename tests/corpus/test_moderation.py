from __future__ import annotations

import re

import pytest

from participation_lib.corpus.content import fold_text
from participation_lib.corpus.moderation import _patterns, attacks_someone

ATTACKS = [
    "Le maire est un voleur",
    "Le maire est un incapable et un voleur",
    "les élus sont tous des pourris",
    "tous pourris !",
    "bande de cons",
    "Vous êtes des bouffons",
    "les jeunes du bas sont des racailles",
    "M. [PERSONNE 1] est un escroc",
    "les Arabes sont des voleurs",
    "sale juif",
    "espèce d'abruti",
    "les promoteurs se mettent tous plein les poches",
    "vous volez notre argent",
    "le maire touche des pots de vin",
    "elle est vraiment conne cette adjointe",
    "gros connard",
    "mort aux flics",
    "ces abrutis d'élus",
    "on ne veut plus de cette mafia de fainéants",
    "vous êtes des menteurs",
    "il faudrait les fusiller",
    "faut éliminer la racaille",
    "bande de glandeurs",
    "Les agents qui mettent les amendes sont des parasites",
    "L'adjointe aux transports est une menteuse",
    "les contrôleurs du RER sont des nazis",
    "Espèces d'idiots, vous avez supprimé mon arrêt",
    "il faut cogner ceux qui se garent là",
    "retournez dans votre pays",
]
OPINIONS = [
    "c'est de la merde ces travaux",
    "quel bordel la circulation",
    "le plan vélo est débile",
    "c'est con de couper les arbres",
    "il serait idiot de fermer la piscine",
    "les élus sont incompétents et n'écoutent personne",
    "le maire est incapable de nous écouter",
    "la mairie nous prend pour des cons",
    "on est pris pour des idiots",
    "il y a des voleurs de vélos à la gare",
    "les habitants ne sont pas des chiens",
    "comme s'ils étaient des parasites",
    "les fonctionnaires sont payés par nos impôts",
    "taxer à mort les pollueurs",
    "ce projet est criminel pour la biodiversité",
    "les chiens sont partout, et leurs crottes",
    "trop de dealers dans le hall",
    "arrêtez de bétonner, honte à vous",
    "le gouvernement détourne le regard",
    "il faut éliminer les voitures ventouses",
    "abattre les arbres malades",
    "sanctionner les fraudeurs dans le bus",
    "on nous a menti",
    "les jeunes qui se droguent ont besoin d'aide",
    "je rentre chez moi à pied et je retourne au travail en bus",
    "un tas de feuilles mortes sur la piste",
    "les gens au chômage ne sont pas des parasites",
    "la cave sent la mort, il faut nettoyer les ordures",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_attacks_on_persons(text: str) -> None:
    assert attacks_someone(text)


@pytest.mark.parametrize("text", OPINIONS)
def test_opinions_pass(text: str) -> None:
    assert not attacks_someone(text)


@pytest.mark.parametrize("text", ATTACKS)
def test_the_quick_check_hides_no_attack(text: str) -> None:
    """The list of word beginnings must let through whatever the patterns would find."""
    attack, _ = _patterns()
    assert attack.search(fold_text(text))
    assert re.search(r"\w", text)
