"""What can go wrong, said to the user in one French sentence.

Messages name files, columns, rows and identifiers. They never repeat the words
of a contribution: a message may end up in a log or on a shared screen.
"""

from __future__ import annotations

__all__ = ["InputError", "OutputError", "ParticipationError", "SetupError"]


class ParticipationError(Exception):
    """A problem the user can act on; `str(error)` is one French sentence."""

    exit_code = 2


class InputError(ParticipationError):
    """A file, a column or an option that cannot be used as given."""


class OutputError(ParticipationError):
    """A place where results cannot be written."""


class SetupError(ParticipationError):
    """A part of the installation that is missing or damaged."""
