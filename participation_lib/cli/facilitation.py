"""Framing a démarche and choosing its methods from a terminal."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

__all__ = ["frame"]

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
