"""Methods on paper: the sheet of one, and the choice made among several, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from participation_lib.facilitation.choosing import Choice, Excluded, Need, Ranked, spoken_minutes
from participation_lib.facilitation.methods import (
    Method,
    Suitability,
    circumstances,
    intentions,
    places,
    publics,
)
from participation_lib.facilitation.questions import levels
from participation_lib.notes.model import Block, BulletList, Heading, Inline, Note, Paragraph, Table, Text

__all__ = ["build_choice_note", "build_method_sheet", "comparison_rows", "told_need"]

_TOLD_IN_FULL = 5  # methods told one by one in the note of a choice
_SUITABILITIES = {
    Suitability.SUITED: "adaptée",
    Suitability.WITH_CARE: "avec un aménagement",
    Suitability.UNSUITED: "déconseillée",
}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _item(name: str, told: str) -> tuple[Inline, ...]:
    return (Text(f"{name} : ", "strong"), Text(told))


def _bullets(items: Sequence[str]) -> BulletList:
    return BulletList(tuple((Text(_capital(item)),) for item in items))


def _label(name: str) -> str:
    return publics().get(name) or circumstances()[name]


def build_method_sheet(method: Method) -> Note:
    """Give the sheet of a method, to be printed and held while facilitating.

    Examples
    --------
    >>> from participation_lib.facilitation.methods import method_named
    >>> build_method_sheet(method_named("world_cafe")).title
    'World café'
    """
    others = f"Aussi appelée : {', '.join(method.other_names)}" if method.other_names else "Fiche de méthode"
    return Note(
        title=method.name,
        subtitle=others,
        blocks=tuple(_sheet(method)),
        keywords=("méthode", "participation"),
    )


def _sheet(method: Method) -> Iterator[Block]:
    yield Paragraph((Text(method.aim, "strong"),))
    yield Heading(1, "En bref")
    yield BulletList(
        (
            _item("Sert à", ", ".join(intentions()[name].lower() for name in method.intentions)),
            _item("Niveau", ", ".join(levels()[name].label.lower() for name in method.levels)),
            _item("Combien", f"de {method.people.least} à {method.people.most} personnes"),
            _item("Durée", f"{spoken_minutes(method.usual_minutes)} d’ordinaire, {_span(method)}"),
            _item("Où", ", ".join(places()[name].lower() for name in method.places)),
            _item("Animation", method.roles or str(method.n_facilitators(method.people.least))),
            _item("Préparation", _days(method.preparation_days)),
        )
    )
    yield Heading(1, "Déroulé")
    yield _steps_table(method)
    for heading, items in (
        ("Matériel", method.material),
        ("Pour que chacun participe", method.inclusion),
    ):
        if items:
            yield Heading(1, heading)
            yield _bullets(items)
    if method.opinions:
        yield Heading(1, "Selon les personnes et les circonstances")
        yield Table(
            "Ce qui convient, et comment",
            ("Pour", "Avis", "Comment, ou pourquoi"),
            tuple(
                ((Text(_label(name)),), (Text(_SUITABILITIES[opinion.suitability]),), (Text(_capital(opinion.why)),))
                for name, opinion in method.opinions.items()
            ),
            widths=(0.3, 0.2, 0.5),
            row_headers=True,
        )
    if method.risks:
        yield Heading(1, "Ce qui peut mal tourner")
        yield _bullets(method.risks)
    if method.deliverables:
        yield Heading(1, "Ce qu’on garde")
        yield _bullets(method.deliverables)
    if method.to_capture:
        yield Heading(1, "À noter pour la synthèse")
        yield _bullets(method.to_capture)


def _span(method: Method) -> str:
    return f"de {spoken_minutes(method.minutes.least)} à {spoken_minutes(method.minutes.most)}"


def _days(days: int) -> str:
    return f"environ {days} {'jour' if days < 2 else 'jours'} de travail" if days else "presque rien"


def _steps_table(method: Method) -> Table:
    rows: list[tuple[tuple[Inline, ...], ...]] = []
    passed = 0
    for step in method.steps:
        rows.append(
            (
                (Text(spoken_minutes(passed) if passed else "0"),),
                (Text(spoken_minutes(step.minutes)),),
                (Text(_capital(step.action)),),
            )
        )
        passed += step.minutes
    rows.append(((Text(spoken_minutes(passed)),), (), (Text("Fin", "strong"),)))
    return Table("Étapes et minutes", ("À partir de", "Durée", "Étape"), tuple(rows), widths=(0.18, 0.16, 0.66))


def told_need(need: Need) -> str:
    """Give a need in a sentence.

    >>> told_need(Need("emerger", "concerter", 60, 150, publics=("sourds",)))
    'Faire émerger des idées, « Concerter », 60 personnes, 2 h 30, salle avec des tables mobiles. À ménager : personnes sourdes ou malentendantes.'
    """  # noqa: E501 - the example shows the whole sentence
    people = f"{need.n_people} {'personne' if need.n_people < 2 else 'personnes'}"
    told = (
        f"{intentions()[need.intention]}, « {levels()[need.level].label} », {people}, "
        f"{spoken_minutes(need.minutes)}, {places()[need.place].lower()}."
    )
    if need.publics:
        told += f" À ménager : {', '.join(_label(name).lower() for name in need.publics)}."
    if need.n_facilitators:
        told += f" Pour animer : {need.n_facilitators}."
    return told


def comparison_rows(chosen: Sequence[Ranked | Excluded]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give methods side by side: what each line is about, then what is said of each method."""

    def line(name: str, *values: str) -> tuple[str, tuple[str, ...]]:
        return name, values

    methods = [one.method for one in chosen]
    return (
        line("Note", *(f"{one.score} sur 100" if isinstance(one, Ranked) else "écartée" for one in chosen)),
        line("Objectif", *(method.aim for method in methods)),
        line("Pourquoi", *(_why(one) for one in chosen)),
        line("À surveiller", *(" ".join(_cautions(one)) for one in chosen)),
        line("Participants", *(f"de {method.people.least} à {method.people.most}" for method in methods)),
        line("Durée", *(f"{spoken_minutes(method.usual_minutes)} ({_span(method)})" for method in methods)),
        line("Animation", *(method.roles or "1" for method in methods)),
        line("Préparation", *(_capital(_days(method.preparation_days)) for method in methods)),
        line("Ce qu’on garde", *(_capital(", ".join(method.deliverables)) for method in methods)),
    )


def _why(one: Ranked | Excluded) -> str:
    return " ".join(one.strengths if isinstance(one, Ranked) else one.reasons)


def _cautions(one: Ranked | Excluded) -> Sequence[str]:
    return one.cautions if isinstance(one, Ranked) else [f"{_capital(risk)}." for risk in one.method.risks]


def build_choice_note(choice: Choice) -> Note:
    """Give the methods that fit a need, why, what would go wrong, and why the others do not fit."""
    return Note(
        title="Choix des méthodes",
        subtitle=told_need(choice.need),
        blocks=tuple(_choice(choice)),
        keywords=("méthode", "participation"),
    )


def _choice(choice: Choice) -> Iterator[Block]:
    yield Heading(1, "Méthodes qui conviennent")
    if not choice.ranked:
        yield Paragraph(
            (Text("Aucune ne convient à tout : changez le temps, le lieu ou le nombre, ou partagez le groupe."),)
        )
    else:
        yield Paragraph(
            (
                Text(
                    "La note sur 100 additionne l’objectif (30), l’effectif (20), la durée (15), les publics et "
                    "circonstances (25), les moyens (6) et la préparation (4). "
                    "Elle aide à comparer ; elle ne décide pas."
                ),
            )
        )
        yield Table(
            "Méthodes par note",
            ("Méthode", "Note", "Durée", "Pour animer"),
            tuple(
                (
                    (Text(one.method.name),),
                    (Text(str(one.score)),),
                    (Text(spoken_minutes(one.method.usual_minutes)),),
                    (Text(str(one.n_facilitators)),),
                )
                for one in choice.ranked
            ),
            ("left", "right", "right", "right"),
            (0.52, 0.12, 0.16, 0.2),
            row_headers=True,
        )
    for one in choice.ranked[:_TOLD_IN_FULL]:
        yield Heading(2, f"{one.method.name} – {one.score} sur 100")
        yield Paragraph((Text(one.method.aim),))
        yield BulletList(tuple(_item(f"{part.name} ({part.points}/{part.out_of})", part.why) for part in one.parts))
        if one.cautions:
            yield Paragraph((Text("Ce qui peut mal tourner. ", "strong"), Text(" ".join(one.cautions))))
    if choice.excluded:
        yield Heading(1, "Méthodes écartées, et pourquoi")
        yield Table(
            "Méthodes écartées",
            ("Méthode", "Raison"),
            tuple(((Text(one.method.name),), (Text(" ".join(one.reasons)),)) for one in choice.excluded),
            widths=(0.34, 0.66),
            row_headers=True,
        )
