"""What stands in a document beside its statements: tables, figures, fixed wording, grids to fill in.

Each is laid out from the tables, never typed; plans call them by name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, Literal

from participation_lib.corpus.meetings import split_group
from participation_lib.notes.figure_tables import figure_table
from participation_lib.notes.figures import MOST_COLUMNS, group_grid, nature_bars, theme_bars
from participation_lib.notes.method_facts import MethodFacts
from participation_lib.notes.method_section import method_blocks
from participation_lib.notes.model import Block, Inline, Link, Notice, Paragraph, Table, Text, blank_table
from participation_lib.notes.references import cells
from participation_lib.review.retention import day_in_words
from participation_lib.schema import UNCLASSIFIED_LABEL, Nature, Status, Theme, Version
from participation_lib.synthesis.drafter import anchor
from participation_lib.synthesis.evidence import Evidence
from participation_lib.synthesis.plans import SectionContent
from participation_lib.synthesis.small_cells import FEWEST_PEOPLE, HIDDEN, Crossing, crossing
from participation_lib.synthesis.wording import number

__all__ = ["exhibit_blocks", "theme_anchor"]

_NATURES: Final = {
    Nature.PROPOSAL: "propositions",
    Nature.PROBLEM: "problèmes",
    Nature.OBSERVATION: "constats",
    Nature.QUESTION: "questions",
    Nature.SATISFACTION: "satisfactions",
    Nature.CONCERN: "craintes",
}
_SECRET: Final = (HIDDEN, HIDDEN)
_SECRET_TOLD: Final = Paragraph(
    (
        Text(
            f"« {HIDDEN} » : nombre tu, parce qu'il porte sur moins de {FEWEST_PEOPLE} personnes, ou parce qu'il "
            "permettrait d'en retrouver un autre par soustraction. Pour la même raison, l'origine de chaque "
            "contribution n'est pas dite dans ce document.",
            "small",
        ),
    )
)
_MOST_GROUPS: Final = 40  # rows of the table of groups
_STATUSES: Final = {
    Status.RETAINED: "Retenues",
    Status.EMPTY: "Vides",
    Status.NO_CONTENT: "Sans contenu (« RAS », « idem »…)",
    Status.DUPLICATE: "Doublons (même texte, même groupe ou même auteur)",
    Status.UNUSABLE: "Inexploitables (illisibles, autre langue…)",
    Status.TO_MODERATE: "À modérer (non publiées)",
    Status.SET_ASIDE: "Écartées à la relecture, avec leur fichier",
}


def theme_anchor(theme_id: str) -> str:
    """Give the anchor of the part that tells a theme."""
    return f"theme-{anchor(theme_id)}"


def exhibit_blocks(
    content: SectionContent, evidence: Evidence, facts: MethodFacts, told: frozenset[str]
) -> Iterator[Block]:
    """Give the blocks of an exhibit.

    Parameters
    ----------
    told
        Identifiers of the themes that have a part of their own in the document.
    """
    name = content.name
    if name == "representativite":
        yield from _representativity()
    elif name == "comptes":
        yield _accounts(evidence)
    elif name == "groupes":
        yield from _groups_table(evidence, _crossed(evidence, facts))
    elif name == "conservation":
        yield Paragraph((Text(_kept_until(facts.retention)),))
    elif name == "donnees_masquees":
        yield _masked(evidence, facts)
    elif name == "cartographie":
        yield from _map(evidence, told)
    elif name == "natures_par_theme":
        yield from _natures(evidence)
    elif name == "themes_par_groupe":
        yield from _grid(evidence, _crossed(evidence, facts))
    elif name == "methode":
        yield from method_blocks(evidence, facts)
    else:
        yield from _sheet(name)


def _representativity() -> Iterator[Block]:
    yield Notice(
        (
            Paragraph(
                (
                    Text(
                        "Ce document rend compte des contributions reçues, et d'elles seules. Les personnes qui se "
                        "sont exprimées n'ont pas été choisies pour représenter la population. Les nombres décrivent "
                        "ces contributions, pas la ville."
                    ),
                )
            ),
        )
    )
    yield Paragraph(
        (
            Text(
                "Une contribution est un texte tel qu'il a été remis. Une idée est une unité de sens : une même "
                "contribution peut en contenir plusieurs, et une même personne peut avoir écrit plusieurs fois. "
                "Les propos n'ont pas été vérifiés."
            ),
        )
    )


def _sheet(name: str) -> Iterator[Block]:
    """Give the grids of the table sheet: the columns that typing and importing expect."""
    if name == "fiche_en_tete":
        yield blank_table(
            "Table",
            ("Table n°", "Séquence", "Nombre de personnes", "Secrétaire (ne sera pas publié)"),
            1,
            row_height_mm=11,
            widths=(0.13, 0.3, 0.22, 0.35),
        )
    elif name == "fiche_idees":
        yield Paragraph((Text("Une ligne par idée. Écrivez les mots de la personne, sans nom."),))
        yield blank_table(
            "Idées",
            ("Idée", "Accord, débat ou isolé", "Lieu", "Gommettes"),
            10,
            row_height_mm=12,
            widths=(0.48, 0.18, 0.18, 0.16),
        )
    elif name == "fiche_desaccords":
        yield blank_table("Désaccords", ("Pour", "Contre", "Sur quoi"), 3, row_height_mm=15, widths=(0.38, 0.38, 0.24))
    elif name == "fiche_questions":
        yield blank_table("Questions à la Ville", ("Question",), 3, row_height_mm=11)
    elif name == "fiche_phrase":
        yield Paragraph((Text("Les mots exacts, avec l'accord de la personne qui les a dits."),))
        yield blank_table("Phrase à retenir", ("Phrase",), 1, row_height_mm=18)


def _widest_first(evidence: Evidence, theme_id: str) -> tuple[int, int, str]:
    counts = evidence.counts(evidence.by_theme[theme_id])
    return (-(counts.groups or 0), -counts.ideas, theme_id)


def _accounts(evidence: Evidence) -> Table:
    statuses = evidence.contributions["status"].value_counts()
    rows = [
        cells(label, number(int(statuses.get(status, 0))))
        for status, label in _STATUSES.items()
        if statuses.get(status)
    ]
    rows.append(cells("Total lu", number(len(evidence.contributions))))
    return Table(
        "Ce que sont devenues les contributions",
        ("Contributions", "Nombre"),
        tuple(rows),
        ("left", "right"),
        (0.75, 0.25),
    )


def _natural(group: str) -> tuple[int, int, int, str]:
    value, meeting = split_group(group)
    return (meeting, 0, int(value), "") if value.isdecimal() and len(value) < 10 else (meeting, 1, 0, value)


def _kept_until(retention: str) -> str:
    if not retention:
        return "Durée de conservation des contributions : à compléter."
    return (
        f"Les contributions sont conservées jusqu'au {day_in_words(retention)}, puis effacées. Restent les documents "
        "publiés et les effectifs."
    )


def _masked(evidence: Evidence, facts: MethodFacts) -> Table:
    rows = [cells("Contributions lues", number(len(evidence.contributions)))]
    rows += [cells(f"Mentions masquées : {kind.lower()}", number(count)) for kind, count in facts.masked]
    if facts.n_generalised:
        rows.append(cells("Passages dits en moins précis", number(facts.n_generalised)))
    return Table(
        "Données personnelles dans les contributions de ce dossier",
        ("Élément", "Nombre"),
        tuple(rows),
        ("left", "right"),
        (0.75, 0.25),
    )


def _crossed(evidence: Evidence, facts: MethodFacts) -> Crossing | None:
    """Give what may be shown of the groups; None where everything may."""
    crossed = crossing(evidence) if facts.version == Version.PUBLISHABLE else None
    return crossed if crossed is not None and crossed.hides else None


def _groups_table(evidence: Evidence, crossed: Crossing | None) -> Iterator[Block]:
    if not 1 < evidence.n_groups <= _MOST_GROUPS:
        return
    retained = evidence.contributions.loc[evidence.contributions["status"] == Status.RETAINED]
    contributions = retained["group"].value_counts()
    group_of = dict(zip(retained["contribution_id"], retained["group"], strict=True))
    ideas = Counter(group_of[idea.contribution_id] for idea in evidence.all_ideas)
    name = evidence.group_name.capitalize() or "Groupe"
    groups = sorted(map(str, contributions.index), key=_natural)
    told = [crossed is None or crossed.tells(group) for group in groups]
    rows = tuple(
        cells(
            group or "Non précisé", *((number(int(contributions[group])), number(ideas[group])) if tells else _SECRET)
        )
        for group, tells in zip(groups, told, strict=True)
    )
    yield Table(
        f"Contributions retenues et idées par {evidence.group_name or 'groupe'}",
        (name, "Contributions", "Idées"),
        rows,
        ("left", "right", "right"),
        (0.5, 0.25, 0.25),
    )
    if not all(told):
        yield _SECRET_TOLD


def _ranked(evidence: Evidence) -> list[Theme]:
    """Give the themes that hold ideas, those heard most widely first."""
    held = (theme for theme in evidence.themes if evidence.by_theme[theme.theme_id])
    return sorted(held, key=lambda theme: _widest_first(evidence, theme.theme_id))


def _natures(evidence: Evidence) -> Iterator[Block]:
    themes = _ranked(evidence)
    if not themes:
        return
    counts = [Counter(idea.nature for idea in evidence.by_theme[theme.theme_id]) for theme in themes]
    figure = nature_bars(
        [theme.label for theme in themes],
        list(_NATURES.values()),
        [[count[nature] for nature in _NATURES] for count in counts],
    )
    yield figure
    yield figure_table(figure)


def _grid(evidence: Evidence, crossed: Crossing | None) -> Iterator[Block]:
    themes, unit = _ranked(evidence), evidence.unit
    if not themes or unit is None or evidence.n_groups > MOST_COLUMNS:
        return
    groups = sorted({idea.group for idea in evidence.all_ideas} - {""}, key=_natural)
    if crossed is not None:  # a picture shows every number it is drawn from
        sides: list[Literal["left", "right"]] = ["right"] * len(groups)
        yield Table(
            f"Idées par thème et par {unit.singular}",
            ("Thème", *groups),
            tuple(
                cells(theme.label, *(_told(crossed.cell(theme.theme_id, group)) for group in groups))
                for theme in themes
            ),
            ("left", *sides),
        )
        yield _SECRET_TOLD
        return
    counts = [Counter(idea.group for idea in evidence.by_theme[theme.theme_id]) for theme in themes]
    figure = group_grid(
        [theme.label for theme in themes],
        groups,
        [[count[group] for group in groups] for count in counts],
        unit.several,
    )
    yield figure
    yield figure_table(figure)


def _told(count: int | None) -> str:
    return HIDDEN if count is None else number(count)


def _map(evidence: Evidence, told: frozenset[str]) -> Iterator[Block]:
    shown, unit = _ranked(evidence), evidence.unit
    if shown:
        counts = {theme.theme_id: evidence.counts(evidence.by_theme[theme.theme_id]) for theme in shown}
        yield theme_bars(
            [theme.label for theme in shown],
            [counts[theme.theme_id].ideas for theme in shown],
            [counts[theme.theme_id].groups or 0 for theme in shown] if unit else None,
            unit.several if unit else "",
        )
    rows = []
    for theme in [*shown, None]:
        ideas = evidence.by_theme[theme.theme_id] if theme else evidence.unclassified
        if theme is None and not ideas:
            continue
        count = evidence.counts(ideas)
        link: tuple[Inline, ...] = (
            (Link(theme_anchor(theme.theme_id), theme.label),)
            if theme and theme.theme_id in told
            else (Text(theme.label if theme else UNCLASSIFIED_LABEL),)
        )
        row = [link, (Text(number(count.ideas)),), (Text(number(count.contributions)),)]
        if unit:
            row.append((Text(number(count.groups or 0)),))
        rows.append(tuple(row))
    total = evidence.counts(evidence.all_ideas)
    last = [number(total.ideas), number(total.contributions)] + ([number(total.groups or 0)] if unit else [])
    rows.append(cells("Ensemble", *last))
    header = ["Thème", "Idées", "Contributions"] + ([unit.several.capitalize()] if unit else [])
    widths = (0.49, 0.15, 0.21, 0.15) if unit else (0.6, 0.18, 0.22)
    align: tuple[Literal["left", "right"], ...] = (
        ("left", "right", "right", "right") if unit else ("left", "right", "right")
    )
    yield Table(
        "Idées par thème (une contribution peut aborder plusieurs thèmes)",
        tuple(header),
        tuple(rows),
        align,
        widths,
    )
