"""Reading a YAML file that a city wrote: its content, and the line of each of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from participation_lib.errors import InputError

__all__ = ["YamlContent", "read_yaml"]

_LARGEST: Final = 1_000_000  # bytes

Place = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlContent:
    """A mapping read from YAML, with the line where each of its parts begins.

    Attributes
    ----------
    name
        Of the file, without its folder; "" for what is shipped with the package.
    """

    name: str
    content: Mapping[str, Any]
    lines: Mapping[Place, int] = field(default_factory=dict, repr=False)

    def where(self, *place: str | int) -> str:
        """Give « (plans.yaml, ligne 12) » for a part, or for the closest part around it that is there.

        >>> YamlContent("plans.yaml", {}, {(): 1, ("documents", 0): 3}).where("documents", 0, "nom")
        '(plans.yaml, ligne 3)'
        """
        kept = next((place[:n] for n in range(len(place), -1, -1) if place[:n] in self.lines), None)
        return f"({self.name})" if kept is None else f"({self.name}, ligne {self.lines[kept]})"


def _lines(node: yaml.Node, place: Place = ()) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield from _lines(value, (*place, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for rank, value in enumerate(node.value):
            yield from _lines(value, (*place, rank))


def read_yaml(path: Path, called: str, holds: str) -> YamlContent:
    """Give the content of a YAML file, not checked further than its form.

    Parameters
    ----------
    called
        What such a file is, in a sentence: « Le livre de codes ».
    holds
        What is expected in it: « une liste « themes » ».

    Raises
    ------
    InputError
        The file is missing, too large, not text, or not YAML; the line is named.
    """
    name = path.name
    if not path.is_file():
        raise InputError(f"{called} « {name} » est introuvable : vérifiez le chemin du fichier YAML.")
    if path.stat().st_size > _LARGEST:
        raise InputError(f"{called} « {name} » dépasse un mégaoctet : ce n'est pas le bon fichier.")
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = yaml.safe_load(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        lines = dict(_lines(node)) if node is not None else {}
    except UnicodeDecodeError as error:
        raise InputError(f"{called} « {name} » n'est pas un fichier texte en UTF-8.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" à la ligne {mark.line + 1}" if mark is not None else ""
        raise InputError(f"{called} « {name} » n'est pas du YAML correct{where}.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{called} « {name} » contient du YAML que nous ne savons pas lire.") from error
    if not isinstance(content, Mapping):
        raise InputError(f"{called} « {name} » doit contenir {holds}.")
    return YamlContent(name, content, lines)
