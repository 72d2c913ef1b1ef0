"""Packaged reference data: the one place where YAML shipped with the library is read."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

from participation_lib.errors import SetupError

__all__ = ["load"]


@cache
def load(name: str) -> dict[str, Any]:
    """Give a packaged reference file as a dictionary.

    The same object is given at each call: read it, do not change it. A file of the
    user is never read here.

    Parameters
    ----------
    name
        Name of a file of `participation_lib/reference`, without `.yaml`.

    Returns
    -------
    dict
        The content of the file, whose top level is a mapping.

    Raises
    ------
    SetupError
        The file is not part of the installation, or is damaged.

    Examples
    --------
    >>> load("gazetteer_cergy")["commune"]
    'Cergy'
    """
    source = resources.files("participation_lib.reference").joinpath(f"{name}.yaml")
    try:
        content = yaml.safe_load(source.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SetupError(
            f"Le fichier de référence « {name}.yaml » manque à l’installation : réinstallez l’outil."
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise SetupError(f"Le fichier de référence « {name}.yaml » est abîmé : réinstallez l’outil.") from None
    if not isinstance(content, dict):
        raise SetupError(f"Le fichier de référence « {name}.yaml » est abîmé : réinstallez l’outil.")
    return content
