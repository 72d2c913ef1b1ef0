"""What the board says, in French; set by `typeset` where it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from participation_lib.schema import Flag

__all__ = ["FLAG_LABELS", "HELP", "HINT", "REASONS", "WORDS"]

FLAG_LABELS: Final[Mapping[str, str]] = {
    Flag.OFF_TOPIC: "hors sujet",
    Flag.OUTSIDE_COMPETENCE: "hors compétence de la ville",
}
REASONS: Final = ("incompréhensible", "déjà dite dans la même contribution", "ce n'est pas une idée")
HINT: Final = "Faites glisser une carte d'un thème à l'autre, ou choisissez-en plusieurs avec leur case."
HELP: Final = (
    "Tab va d'un thème au suivant ; les flèches vont d'une carte à l'autre.",
    "Alt et flèche droite ou gauche : déplacer la carte dans le thème voisin.",
    "D : déplacer vers un thème à choisir, ou nouveau.",
    "Espace : choisir la carte. Majuscule et flèche : en choisir plusieurs. Ctrl A : toutes celles du thème.",
    "Entrée : ouvrir la carte. Échap : ne plus rien choisir.",
    "P : aller aux idées proches, quand il y en a.",
    "Ctrl Z : annuler. Ctrl Y : rétablir.",
    "À la souris, Ctrl et clic ou Majuscule et clic choisissent aussi les cartes.",
)
WORDS: Final[Mapping[str, str]] = {
    "board": "Tableau des idées par thème",
    "one_chosen": "1 idée choisie",
    "several_chosen": "{n} idées choisies",
    "unchoose": "Ne plus choisir",
    "choose": "Choisir l'idée",
    "close_column": "Replier",
    "open_column": "Déplier",
    "more": "Afficher {n} de plus",
    "empty": "Aucune idée",
    "move": "Déplacer vers…",
    "open": "Plus…",
    "close": "Moins",
    "secondary": "Thème secondaire…",
    "unsecondary": "Retirer le thème secondaire",
    "nature": "Nature…",
    "unflag": "Retirer",
    "aside": "Écarter…",
    "back": "Reprendre",
    "confirm": "C'est bien là",
    "why": "Pourquoi ici ?",
    "cut": "Couper en deux…",
    "cut_help": (
        "Par quel mot commence la seconde idée ? Cliquez dessus, ou allez-y avec les flèches et appuyez sur Entrée."
    ),
    "cut_label": "Couper avant",
    "join": "Recoller à la suivante",
    "cancel": "Ne rien faire",
    "find_theme": "Commencez à écrire son nom, ou choisissez avec les flèches",
    "no_theme": "Aucun thème ne porte ce nom.",
    "new": "Nouveau thème…",
    "new_title": "Nouveau thème",
    "new_field": "Nom du thème",
    "new_done": "Créer et y mettre {what}",
    "aside_title": "Écarter {what}",
    "aside_field": "Pourquoi ? La raison figurera au pied de la note.",
    "aside_done": "Écarter",
    "move_title": "Déplacer {what} vers…",
    "secondary_title": "Thème secondaire pour {what}",
    "nature_title": "Nature de {what}",
    "this_idea": "cette idée",
    "these_ideas": "ces {n} idées",
    "accept": "Déplacer les idées cochées",
    "refuse": "Non merci",
    "offer_spoken": "Appuyez sur P pour les voir.",
    "wait": "Un instant…",
}
