"""The verbs of the library from a terminal, in French."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from participation_lib.cli.arguments import OPTION_OF_SETTING, command_parser
from participation_lib.cli.commands import COMMANDS, say
from participation_lib.errors import ParticipationError
from participation_lib.incident import write_report

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; give 0 when done, 2 for input that cannot be used, 1 for a fault of ours.

    `verifier` also gives 1, when it did find differences.
    """
    parsed = command_parser().parse_args(arguments)
    try:
        return COMMANDS[parsed.verb](parsed)
    except ParticipationError as error:
        option = OPTION_OF_SETTING.get(error.setting)
        say(f"{error} Option concernée : {option}." if option else str(error))
        return error.exit_code
    except KeyboardInterrupt:
        say("Interrompu à votre demande : rien n'a été écrit à moitié, vous pouvez relancer la même commande.")
        return 130
    except MemoryError:
        say("La mémoire de ce poste ne suffit pas : fermez d'autres programmes ou coupez le fichier en plusieurs.")
        return 1
    except Exception as error:  # noqa: BLE001 - no fault of ours may show a traceback to the user
        report = write_report(error, Path.cwd())
        where = f" Rapport à nous transmettre, sans aucune contribution : {report}" if report else ""
        say(f"L'outil a rencontré une erreur de son fait ; rien n'a été écrit à moitié.{where}")
        return 1
