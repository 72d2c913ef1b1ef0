"""Values of options, read from what was typed."""

from __future__ import annotations

import argparse

__all__ = ["fact", "formats", "whole"]


def fact(value: str) -> tuple[str, str]:
    """Give what « nom=valeur » says."""
    name, equals, told = value.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError(f"« {value} » n'est pas accepté ; écrivez nom=valeur")
    return name.strip(), told.strip()


def formats(value: str) -> tuple[str, ...]:
    """Give the formats of a list between commas, each once."""
    return tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part.strip()))


def whole(value: str) -> int:
    """Give a whole number from 0."""
    if value.isascii() and value.isdecimal() and len(value) < 7:
        return int(value)
    raise argparse.ArgumentTypeError(f"« {value} » n'est pas accepté ; écrivez un nombre entier")
