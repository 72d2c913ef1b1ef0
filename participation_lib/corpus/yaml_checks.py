"""Checks of what a city wrote in YAML: what is wrong is said with its file, its line and what is accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from participation_lib.corpus.yaml_file import YamlContent
from participation_lib.errors import InputError

__all__ = ["YamlChecks"]

_IDENTIFIER: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_YES: Final = {"oui": True, "non": False, True: True, False: False}


@dataclass
class YamlChecks:
    """Reads parts of a YAML file, or says what is wrong and where.

    A place is the keys and ranks that lead to a part.
    """

    source: YamlContent

    def refuse(self, what: str, *place: str | int) -> InputError:
        """Give the error to raise about a part."""
        return InputError(f"{what} {self.source.where(*place)}.")

    def words(self, holder: Mapping[str, Any], key: str, *place: str | int, needed: bool = True) -> str:
        """Give a short text, "" where it may be missing and is."""
        value = holder.get(key)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(f"Il manque « {key} », un texte court", *place)
        return " ".join(value.split())

    def one_of(self, value: Any, accepted: Sequence[str], key: str, *place: str | int) -> str:
        """Give one of some words."""
        if value not in accepted:
            raise self.refuse(f"« {key} » n'accepte que {', '.join(accepted)}", *place, key)
        return str(value)

    def yes(self, holder: Mapping[str, Any], key: str, default: bool, *place: str | int) -> bool:
        """Give what « oui » or « non » say."""
        value = holder.get(key, default)
        if not isinstance(value, str | bool) or value not in _YES:
            raise self.refuse(f"« {key} » n'accepte que oui ou non", *place, key)
        return _YES[value]

    def listed(self, holder: Mapping[str, Any], key: str, *place: str | int) -> list[Any]:
        """Give a list, empty where there is none."""
        value = holder.get(key, [])
        if not isinstance(value, list):
            raise self.refuse(f"« {key} » doit être une liste", *place, key)
        return value

    def known_keys(self, holder: Mapping[str, Any], accepted: Iterable[str], *place: str | int) -> None:
        """Refuse a key that means nothing."""
        known = sorted(accepted)
        for key in holder:
            if key not in known:
                raise self.refuse(
                    f"« {key} » n'est pas une rubrique connue ; sont acceptées : {', '.join(known)}", *place, str(key)
                )

    def identifier(self, holder: Any, what: str, *place: str | int) -> str:
        """Give the « id » of a part."""
        if not isinstance(holder, Mapping):
            raise self.refuse(f"{what} doit commencer par « id »", *place)
        value = holder.get("id")
        if not isinstance(value, str) or not _IDENTIFIER.fullmatch(value):
            raise self.refuse(
                f"{what} doit porter un « id » : une minuscule, puis des lettres sans accent, chiffres ou _", *place
            )
        return value
