"""Framing a démarche and choosing its methods from a terminal."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

__all__ = ["choose", "frame", "gather", "prepare_session"]

_SEVERITIES: Final = {"arret": "À ne pas lancer en l’état", "attention": "À régler", "conseil": "Conseil"}


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def frame(arguments: argparse.Namespace) -> int:
    """Keep answers, tell what does not go together, write the note."""
    from participation_lib.chain.framing import FramingDesk, open_framing, read_framing_answers
    from participation_lib.chain.options import prepare_output
    from participation_lib.facilitation.contradictions import contradictions, readiness
    from participation_lib.facilitation.questions import blocks, questions

    if arguments.show_questions:
        for block in blocks():
            print(f"# {block.heading}")
            for question in block.questions:
                choices = f" ({', '.join(question.options)})" if question.options else ""
                print(f"{question.question_id} — {question.label}{choices}")
        return 0
    answers = read_framing_answers(arguments.answers_file) if arguments.answers_file else {}
    answers |= dict(arguments.answers)
    folder: Path = arguments.folder or arguments.dossier / "exports" / "cadrage"
    prepare_output(folder, arguments.formats)
    with open_framing(arguments.dossier, title=answers.get("titre", "")) as dossier:
        desk = FramingDesk(dossier, author=arguments.author, today=datetime.now().astimezone().date())
        framing = desk.answer_all(answers)
        written = desk.export(folder, formats=arguments.formats, word_reference=arguments.word_reference)
    ready = readiness(framing)
    _say(f"Feu {ready.light} : {ready.sentence}")
    for found in contradictions(framing):
        taken_on = f" Assumé : {found.accepted}" if found.accepted else ""
        _say(f"{_SEVERITIES[found.severity]} : {found.fact} {found.reason} {found.advice}{taken_on}")
    if ready.missing:
        _say("Sans réponse : " + " ; ".join(questions()[name].label for name in ready.missing))
    for path in written:
        print(path)
    return 0


def choose(arguments: argparse.Namespace) -> int:
    """List methods, rank them for a need, or write sheets."""
    from participation_lib.chain.methods import framed_need, read_methods, write_choice, write_sheets
    from participation_lib.chain.options import prepare_output
    from participation_lib.facilitation.choosing import Need, choose_methods
    from participation_lib.facilitation.methods import default_methods, intentions, method_named

    methods = read_methods(arguments.own) if arguments.own else default_methods()
    folder: Path = arguments.folder or Path("exports") / "methodes"
    if arguments.sheets:
        every = "toutes" in arguments.sheets
        chosen = methods if every else [method_named(name, methods) for name in arguments.sheets]
        prepare_output(folder, arguments.formats)
        for path in write_sheets(chosen, folder, arguments.formats):
            print(path)
        return 0
    if not arguments.intention:
        _say(f"Objectifs possibles (--objectif) : {', '.join(intentions())}.")
        for method in methods:
            print(f"{method.method_id} — {method.name} : {method.aim}")
        return 0
    need = (framed_need(arguments.framed) if arguments.framed else None) or Need("emerger", "consulter", 30, 150)
    told = {
        name: getattr(arguments, name)
        for name in ("level", "n_people", "minutes", "place", "n_facilitators")
        if getattr(arguments, name) is not None
    }
    if arguments.publics:
        told["publics"] = tuple(arguments.publics)
    choice = choose_methods(replace(need, intention=arguments.intention, **told), methods)
    for one in choice.ranked:
        print(f"{one.score} — {one.method.name} ({one.method.method_id})")
        for caution in one.cautions:
            print(f"    {caution}")
    for out in choice.excluded:
        _say(f"Écartée : {out.method.name}. {' '.join(out.reasons)}")
    if arguments.folder:
        prepare_output(folder, arguments.formats)
        for path in write_choice(choice, folder, arguments.formats):
            print(path)
    return 0


def prepare_session(arguments: argparse.Namespace) -> int:
    """Start a session from a file, seat people, print its papers, or erase who came."""
    from participation_lib.chain.framing import open_framing
    from participation_lib.chain.sessions import SessionDesk, read_session_file, sessions_of, start_session
    from participation_lib.errors import InputError
    from participation_lib.facilitation.guests import read_guests, seated
    from participation_lib.facilitation.session import told_minutes

    if arguments.model:
        session = read_session_file(arguments.model)
        open_framing(arguments.dossier, title=session.title).close()
        desk = start_session(arguments.dossier, session.title, session.day)
        desk.change(lambda _: session)
    else:
        found = sessions_of(arguments.dossier)
        wanted = [folder for _, folder in found if arguments.session in ("", folder.name)]
        if arguments.session == "" and len(found) != 1:
            for title, folder in found:
                print(f"{folder.name} — {title}")
            _say("Choisissez une séance avec --seance." if found else "Aucune séance dans ce dossier.")
            return 0
        if not wanted:
            known = ", ".join(folder.name for _, folder in found) or "aucune"
            raise InputError(f"Cette séance est introuvable ; séances du dossier : {known}.")
        desk = SessionDesk(wanted[0])
    session = desk.session
    if arguments.erase:
        _say("Personnes effacées." if desk.erase_guests() else "Aucune personne n’était enregistrée.")
        return 0
    if arguments.guests:
        try:
            listed = arguments.guests.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise InputError(
                f"La liste « {arguments.guests.name} » ne peut pas être lue : donnez un fichier texte ou CSV en UTF-8."
            ) from None
        desk.keep_guests(seated(read_guests(listed), session.n_tables or 1, arguments.rounds))
    _say(f"{session.title or desk.folder.name} : {len(session.steps)} étapes, {told_minutes(session.n_minutes)}.")
    for remark in session.remarks():
        _say(f"À reprendre : {remark.sentence}")
    for name, text in arguments.lines:
        desk.evaluate(name, text)
    if arguments.questionnaires:
        results = desk.count_questionnaires(arguments.questionnaires)
        _say(f"{results.n_returned} questionnaires comptés, {results.n_blank} vides.")
    if arguments.lines or arguments.questionnaires:
        for path in desk.write_evaluation(arguments.formats, arguments.folder):
            print(path)
    if arguments.papers:
        every = arguments.papers == "tous"
        papers = [name for name, _ in desk.papers()] if every else arguments.papers.split(",")
        for path in desk.write_papers(papers, arguments.formats, contact=arguments.contact, folder=arguments.folder):
            print(path)
    return 0


def gather(arguments: argparse.Namespace) -> int:
    """Gather what the sessions of several démarches taught."""
    from participation_lib.chain.options import prepare_output
    from participation_lib.chain.sessions import capitalise
    from participation_lib.notes.exporters import export_note

    note = capitalise(arguments.dossiers)
    prepare_output(arguments.folder, arguments.formats)
    for path in export_note(note, arguments.folder, arguments.formats, "capitalisation"):
        print(path)
    return 0
