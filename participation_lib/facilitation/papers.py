"""What is printed for a session: idea cards, stickers, attendance, consent, questionnaire, plan of the tables.

Each is a note, so that it leaves in every format, ordinary or large. Cards and sheets have the
columns that the reader of files knows: what is written on paper is typed as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from participation_lib.errors import InputError
from participation_lib.facilitation.days import tell_day
from participation_lib.facilitation.guests import GuestList
from participation_lib.facilitation.run_sheet_note import tell_time
from participation_lib.facilitation.session import Session
from participation_lib.notes.model import Block, BulletList, Heading, Note, Notice, Paragraph, Table, Text, blank_table
from participation_lib.reference import load

__all__ = [
    "PAPERS",
    "build_attendance_sheet",
    "build_idea_cards",
    "build_photo_consent",
    "build_questionnaire",
    "build_sticker_sheet",
    "build_table_plan",
]

_N_CARDS: Final = 4  # on a page
_N_LINES: Final = 20  # of an attendance sheet that nobody is on yet
_TO_COMPLETE: Final = "………………………………"
_BOX: Final = "☐"
# Told apart by shape: colours are lost in black and white, and to some eyes.
_STICKERS: Final = (("●", "prioritaire"), ("▲", "à discuter"), ("■", "question"))


def _subtitle(session: Session) -> str:
    day = tell_day(session.day) if session.day else ""
    return ", ".join(part for part in (session.title, day, session.place) if part)


def build_idea_cards(session: Session, *, n_pages: int = 1) -> Note:
    """Give cards to cut out: one idea each, with its table and its sequence.

    Examples
    --------
    >>> len(build_idea_cards(Session("Nature")).blocks)
    5
    """
    intro = Paragraph((Text("Une idée par carte, en majuscules, sans nom de personne. Quatre cartes à découper."),))
    cards = tuple(
        blank_table(f"Carte {rank}", ("Table", "Séquence", "Idée"), 1, row_height_mm=36, widths=(0.15, 0.2, 0.65))
        for rank in range(1, _N_CARDS * n_pages + 1)
    )
    return Note("Cartes-idées", _subtitle(session), (intro, *cards), ("cartes", "participation"))


def build_sticker_sheet(session: Session, *, n_each: int = 24) -> Note:
    """Give stickers of three shapes to cut out, with what each says."""
    blocks: list[Block] = [
        Paragraph((Text("À imprimer sur papier autocollant, ou à découper. Chaque personne reçoit le même nombre."),)),
    ]
    for sign, meaning in _STICKERS:
        cells = tuple((Text(sign, "strong"),) for _ in range(8))
        blocks.append(Heading(1, f"{sign} {meaning}"))
        blocks.append(
            Table(
                f"Gommettes « {meaning} »",
                tuple(str(rank) for rank in range(1, 9)),
                (cells,) * max(1, n_each // 8),
                row_height_mm=14,
            )
        )
    return Note("Planche de gommettes", _subtitle(session), tuple(blocks), ("gommettes", "participation"))


def build_attendance_sheet(session: Session, guests: GuestList | None = None, *, contact: str = "") -> Note:
    """Give the sheet that people sign when they come, with what becomes of their names.

    It is never to be read with contributions: it holds names.

    Parameters
    ----------
    guests
        Those expected, in the order of their names; blank lines where nobody is.
    contact
        Whom to write to about these data; left open when empty.
    """
    names = sorted((person.name for person in guests.people), key=str.casefold) if guests else []
    rows = tuple(((Text(name),), (), ()) for name in names) + (((), (), ()),) * max(5, _N_LINES - len(names))
    blocks: tuple[Block, ...] = (
        Table(
            "Émargement", ("Prénom et nom", "Quartier", "Signature"), rows, widths=(0.42, 0.24, 0.34), row_height_mm=9
        ),
        _data_notice("compter les personnes présentes et envoyer le compte rendu à celles qui le demandent", contact),
    )
    return Note("Feuille d’émargement", _subtitle(session), blocks, ("émargement",))


def build_photo_consent(session: Session, *, contact: str = "") -> Note:
    """Give the form by which somebody accepts to be photographed, or does not."""
    blocks: tuple[Block, ...] = (
        Paragraph(
            (
                Text(
                    "La Ville prend des photos de cette rencontre pour en rendre compte. Être pris·e en photo n’est "
                    "jamais une condition pour participer ; vous pouvez changer d’avis à tout moment."
                ),
            )
        ),
        Heading(1, "Mon choix"),
        BulletList(
            (
                (Text(f"{_BOX} J’accepte d’être reconnaissable sur des photos de cette rencontre."),),
                (Text(f"{_BOX} Je n’accepte pas : les photos où je suis reconnaissable ne sont pas utilisées."),),
            )
        ),
        Heading(1, "Où ces photos peuvent paraître"),
        BulletList(
            (
                (Text(f"{_BOX} compte rendu remis aux participantes et participants"),),
                (Text(f"{_BOX} site et journal de la Ville"),),
                (Text(f"{_BOX} réseaux sociaux de la Ville"),),
            )
        ),
        Paragraph((Text(f"Pendant : {_TO_COMPLETE} (deux ans au plus, sauf autre durée écrite ici)."),)),
        Heading(1, "Signature"),
        blank_table(
            "Personne photographiée ; pour une personne mineure, les titulaires de l’autorité parentale",
            ("Prénom et nom", "Date", "Signature"),
            3,
            row_height_mm=16,
            widths=(0.45, 0.2, 0.35),
        ),
        _data_notice("conserver la preuve de votre choix", contact),
    )
    return Note("Autorisation de prise de vue", _subtitle(session), blocks, ("droit à l’image",))


def build_questionnaire(session: Session) -> Note:
    """Give the end questionnaire, whose answers are typed under the titles that `evaluation` reads."""
    form = load("questionnaire_sortie")
    return Note(
        "Votre avis sur cette rencontre",
        _subtitle(session),
        tuple(_questionnaire(form)),
        ("évaluation", "questionnaire"),
    )


def _questionnaire(form: dict[str, Any]) -> Iterator[Block]:
    yield Paragraph((Text(form["mention"]),))
    scales = [found for found in form["questions"] if found["forme"] == "echelle"]
    yield Table(
        "Cochez une case par ligne",
        ("", *(form["echelle"])),
        tuple(((Text(found["question"]),), *((Text(_BOX),) for _ in form["echelle"])) for found in scales),
        widths=(0.48, 0.13, 0.13, 0.13, 0.13),
        row_headers=True,
    )
    chosen = [found for found in form["questions"] if found["forme"] in {"choix", "court"}]
    yield BulletList(
        tuple(
            (
                Text(f"{found['question'].rstrip(' ?')} : ", "strong"),
                Text("   ".join(f"{_BOX} {option}" for option in found.get("options", ())) or _TO_COMPLETE),
            )
            for found in chosen
        )
    )
    for found in form["questions"]:
        if found["forme"] == "libre":
            yield blank_table(found["question"], ("Votre réponse",), 1, row_height_mm=26)


def build_table_plan(session: Session, guests: GuestList) -> Note:
    """Give who sits where, table by table, then person by person.

    It holds names: it stays with those who welcome people, and goes with the session.

    Raises
    ------
    InputError
        Nobody is seated yet.
    """
    if guests.plan is None:
        raise InputError("Le plan de tables n’est pas encore fait.")
    names = {person.key: person.name or person.key for person in guests.people}
    rounds = guests.plan.rounds
    blocks: list[Block] = []
    for rank, tables in enumerate(rounds, start=1):
        blocks.append(Heading(1, f"Tour {rank}" if len(rounds) > 1 else "Tables"))
        blocks.append(
            Table(
                f"Qui est à quelle table, tour {rank}" if len(rounds) > 1 else "Qui est à quelle table",
                ("Table", "Personnes"),
                tuple(
                    ((Text(str(number), "strong"),), (Text(", ".join(names[key] for key in seated)),))
                    for number, seated in enumerate(tables, start=1)
                ),
                widths=(0.12, 0.88),
                row_headers=True,
            )
        )
    blocks.append(Heading(1, "Liste d’accueil"))
    blocks.append(
        Table(
            "Table de chaque personne",
            ("Personne", *(f"Tour {rank}" if len(rounds) > 1 else "Table" for rank in range(1, len(rounds) + 1))),
            tuple(
                (
                    (Text(person.name or person.key),),
                    *((Text(str(table)),) for table in guests.plan.table_of(person.key)),
                )
                for person in sorted(guests.people, key=lambda person: person.name.casefold())
            ),
            row_headers=True,
        )
    )
    blocks.append(
        Notice(
            (
                Paragraph(
                    (
                        Text(
                            "Cette liste porte des noms : elle sert à l’accueil et ne se diffuse pas. Effacez-la, et "
                            "détruisez les copies imprimées, une fois la séance passée."
                        ),
                    )
                ),
            ),
            "caution",
            "Données personnelles",
        )
    )
    when = f" – {tell_time(session.starts)}" if session.day else ""
    return Note(f"Plan de tables{when}", _subtitle(session), tuple(blocks), ("plan de tables",))


def _data_notice(purpose: str, contact: str) -> Notice:
    words = (
        f"Ces informations servent à {purpose}. Elles ne sont transmises à personne d’autre, ne sont pas rapprochées "
        "de ce que vous dites pendant la rencontre, et sont détruites au plus tard un an après. Vous pouvez les "
        f"consulter, les faire rectifier ou effacer en écrivant à {contact.strip() or _TO_COMPLETE}, et saisir la CNIL."
    )
    return Notice((Paragraph((Text(words),)),), "caution", "Vos données")


# Papers that need nothing but the session, by the name of their files.
PAPERS: Final[Mapping[str, Callable[[Session], Note]]] = {
    "cartes_idees": build_idea_cards,
    "gommettes": build_sticker_sheet,
    "emargement": build_attendance_sheet,
    "autorisation_photo": build_photo_consent,
    "questionnaire": build_questionnaire,
}
