"""What can go wrong, said to the user in one French sentence.

Messages name files, columns, rows and identifiers. They never repeat the words
of a contribution: a message may end up in a log or on a shared screen.
"""

from __future__ import annotations

__all__ = ["InputError", "OutputError", "ParticipationError", "SetupError"]


class ParticipationError(Exception):
    """A problem the user can act on; `str(error)` is one French sentence.

    Parameters
    ----------
    message
        What is wrong and what is accepted. It names no command option and no field of a panel.
    setting
        What is to be set otherwise, by the name of a parameter of the library (`text_column`,
        `output_folder`…), "" if nothing is. Whoever shows the message adds how it is set there.
    """

    exit_code = 2

    def __init__(self, message: str = "", *, setting: str = "") -> None:
        super().__init__(message)
        self.setting = setting


class InputError(ParticipationError):
    """A file, a column or an option that cannot be used as given."""


class OutputError(ParticipationError):
    """A place where results cannot be written."""


class SetupError(ParticipationError):
    """A part of the installation that is missing or damaged."""
