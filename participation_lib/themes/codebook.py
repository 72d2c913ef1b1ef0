"""Placing ideas in the themes of a codebook given beforehand.

An idea goes to a theme whose descriptors it uses, or, failing that, to the theme whose
descriptors it is clearly closest to in meaning. Everything else is left for grouping:
a codebook must never hide what it had not foreseen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sklearn.preprocessing import normalize

from participation_lib.errors import InputError
from participation_lib.reference import load
from participation_lib.schema import UNCLASSIFIED
from participation_lib.themes.clustering import NO_GROUP, Labels
from participation_lib.themes.encoding import Encoder
from participation_lib.themes.naming import fold, singular

__all__ = ["Codebook", "CodebookTheme", "default_codebook", "parse_codebook", "place_in_codebook"]

_RESERVED: Final = frozenset({UNCLASSIFIED, "en_bref", "regards"})  # names of our own sections
_CLOSE: Final = 0.45  # cosine to the descriptors of a theme, when none of them is used
_AHEAD: Final = 0.05  # lead over the second theme


@dataclass(frozen=True)
class CodebookTheme:
    """A theme decided before reading, with the words that point to it."""

    theme_id: str
    label: str
    descriptors: tuple[str, ...]


@dataclass(frozen=True)
class Codebook:
    """Themes decided before reading, in the order they will be shown.

    `fingerprint` is the SHA-256 of the file they come from, "" for the one shipped.
    """

    name: str
    themes: tuple[CodebookTheme, ...]
    fingerprint: str = ""


def parse_codebook(content: Mapping[str, Any], name: str) -> Codebook:
    """Give the codebook written in a YAML file already loaded.

    Raises
    ------
    InputError
        The file has no list of themes, or a theme has no `id`, no `libelle`, or the
        identifier of another.
    """
    themes = content.get("themes") if isinstance(content, Mapping) else None
    accepted = "une liste « themes » dont chaque thème porte « id », « libelle » et « descripteurs »"
    if not isinstance(themes, Sequence) or not themes:
        raise InputError(f"Le livre de codes {name} est illisible : il doit contenir {accepted}.")
    found: list[CodebookTheme] = []
    for position, theme in enumerate(themes, start=1):
        if not isinstance(theme, Mapping) or not theme.get("id") or not theme.get("libelle"):
            raise InputError(f"Le thème n° {position} du livre de codes {name} est incomplet : il faut {accepted}.")
        descriptors = theme.get("descripteurs") or ()
        if isinstance(descriptors, str):
            descriptors = [part.strip() for part in descriptors.split(",")]
        if not isinstance(descriptors, Sequence):
            raise InputError(f"Le thème n° {position} du livre de codes {name} est incomplet : il faut {accepted}.")
        if theme["id"] in _RESERVED:
            raise InputError(
                f"Dans le livre de codes {name}, l'identifiant « {theme['id']} » est réservé : changez-le."
            )
        found.append(CodebookTheme(str(theme["id"]), str(theme["libelle"]), tuple(str(d) for d in descriptors if d)))
    for kind, values in (
        ("l'identifiant", [theme.theme_id for theme in found]),
        ("le titre", [" ".join(fold(theme.label).split()) for theme in found]),
    ):
        repeated = sorted({value for value in values if values.count(value) > 1})
        if repeated:
            raise InputError(f"Le livre de codes {name} donne deux fois {kind} « {repeated[0]} ».")
    return Codebook(name, tuple(found))


def default_codebook() -> Codebook:
    """Give the codebook of a French town shipped with the package, without its catch-all theme."""
    whole = parse_codebook(load("codebook"), "commune")
    return Codebook(whole.name, tuple(theme for theme in whole.themes if theme.descriptors))


def _words(text: str) -> str:
    return " " + " ".join(singular(word) for word in re.findall(r"\w+", fold(text))) + " "


def place_in_codebook(texts: Sequence[str], codebook: Codebook, encoder: Encoder) -> Labels:
    """Give the position of the theme of each idea in the codebook, `NO_GROUP` where none fits.

    Parameters
    ----------
    texts
        Words of n ideas.

    Returns
    -------
    array of int, shape (n,)
    """
    if not texts:
        return np.zeros(0, dtype=np.int64)
    patterns = [[_words(descriptor) for descriptor in theme.descriptors] for theme in codebook.themes]
    folded = [_words(text) for text in texts]
    used = np.array(
        [
            [sum(1 + 0.5 * (pattern.count(" ") - 2) for pattern in theme if pattern in text) for theme in patterns]
            for text in folded
        ]
    )
    prototypes = normalize(
        np.stack([encoder.encode([theme.label, *theme.descriptors]).mean(axis=0) for theme in codebook.themes])
    )
    close = encoder.encode(texts) @ prototypes.T
    ranked = np.sort(close, axis=1)
    lead = ranked[:, -1] - ranked[:, -2] if len(codebook.themes) > 1 else np.ones(len(texts))
    by_meaning = np.where((ranked[:, -1] >= _CLOSE) & (lead >= _AHEAD), close.argmax(axis=1), NO_GROUP)
    by_words = (used + 0.5 * close).argmax(axis=1)
    return np.where(used.max(axis=1) > 0, by_words, by_meaning).astype(np.int64)
