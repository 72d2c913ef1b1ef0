"""What a person reads of the agreement of two reviews: plain sentences first, figures of specialists on demand.

Source of the words for a kappa: Landis and Koch, 1977, « The measurement of observer
agreement for categorical data », Biometrics 33, 159–174. Thresholds of alpha: Krippendorff,
2004, « Content Analysis », chapter 11.
"""

from __future__ import annotations

from typing import Final

from participation_lib.review.agreement import Comparison
from participation_lib.themes.naming import fold

__all__ = ["caution", "in_brief", "in_detail", "sentences"]

_DOSSIERS: Final = ("dans le premier dossier", "dans le second")
# Least kappa, the word for it, and what it means to the two people.
_STRENGTHS: Final = (
    (0.8, "presque parfait, bien au-delà du hasard : les thèmes sont compris de la même façon."),
    (0.6, "fort, bien au-delà du hasard : la plupart des thèmes sont compris de la même façon."),
    (0.4, "moyen, au-delà du hasard : certains thèmes ne sont pas compris de la même façon."),
    (0.2, "faible, un peu au-delà du hasard : plusieurs thèmes ne sont pas compris de la même façon."),
    (-1.0, "très faible, guère mieux que le hasard : redites d’abord ensemble ce que contient chaque thème."),
)


def in_brief(found: Comparison) -> tuple[str, str]:
    """Say how far two people agree and what it means, in two French sentences without jargon."""
    ideas = "idées comparées" if found.n_compared > 1 else "idée comparée"
    verb = "sont" if found.n_same > 1 else "est"
    same = f"{_number(found.n_same)} {verb}" if found.n_same else "aucune n’est"
    return f"Sur {_number(found.n_compared)} {ideas}, {same} dans le même thème.", _meaning(found)


def _meaning(found: Comparison) -> str:
    kappa = found.kappa
    if kappa is None:
        return "Un seul thème est employé : rien ne dit si cet accord dépasse le hasard."
    if found.n_same == found.n_compared:
        return "L’accord est complet."
    return f"L’accord est {next(meaning for least, meaning in _STRENGTHS if kappa >= least)}"


def caution(found: Comparison) -> str:
    """Say which of the ideas compared two people really read, in French; "" where they read all."""
    if found.n_read_by_both == found.n_compared:
        return ""
    elsewhere = "une des deux places au moins est celle de l’outil."
    if not found.n_read_by_both:
        return f"Attention : aucune de ces idées n’a été relue par les deux personnes ; {elsewhere}"
    read = "ont été relues" if found.n_read_by_both > 1 else "a été relue"
    same = f"dont {_number(found.n_same_read) if found.n_same_read else 'aucune'}"
    return (
        f"Attention : {_number(found.n_read_by_both)} {read} par les deux personnes, {same} dans le même thème ; "
        f"ailleurs, {elsewhere}"
    )


def in_detail(found: Comparison, sides: tuple[str, str] = _DOSSIERS) -> tuple[str, ...]:
    """Give the figures of specialists with what each means, and how themes were matched, in French.

    Parameters
    ----------
    sides
        How the two reviews are spoken of: « chez vous », « chez BL ».
    """
    told = []
    if found.kappa is not None and found.alpha is not None:
        told.append(
            f"Kappa de Cohen : {_decimal(found.kappa)}. C’est l’accord qui reste une fois ôté celui que donnerait "
            "le hasard : 0, pas mieux que le hasard ; 1, accord complet."
        )
        told.append(
            f"Alpha de Krippendorff : {_decimal(found.alpha)}. Même échelle ; l’usage est de conclure à partir "
            "de 0,80, et avec prudence à partir de 0,67."
        )
    if found.nature_kappa is not None:
        told.append(f"Natures (constat, proposition…) : kappa de Cohen {_decimal(found.nature_kappa)}.")
    renamed = [f"« {label} » et « {other} »" for label, other in found.matched if fold(label) != fold(other)]
    if renamed:
        told.append(f"Tenus pour un même thème, car ils partagent le plus d’idées : {', '.join(renamed)}.")
    for side, labels in zip(sides, (found.alone, found.other_alone), strict=True):
        if labels:
            named = ", ".join(f"« {label} »" for label in labels)
            told.append(f"Sans équivalent, {side} seulement : {named}.")
    if found.n_left_out:
        told.append(
            "Idées qu’un seul des deux dossiers contient (coupées, recollées ou ajoutées), non comparées : "
            f"{_number(found.n_left_out)}."
        )
    return tuple(told)


def sentences(found: Comparison) -> tuple[str, ...]:
    """Give all of it, in French."""
    warning = caution(found)
    return (
        *in_brief(found),
        *((warning,) if warning else ()),
        f"Textes en désaccord : {_number(len(found.disagreements))}.",
        *in_detail(found),
    )


def _number(count: int) -> str:
    return f"{count:,}".replace(",", " ")


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace(".", ",").replace("-", "−")
