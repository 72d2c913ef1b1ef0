"""JavaScript of a panel as one module: a page without network has nowhere to import another from."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

__all__ = ["script"]

_STATIC: Final = Path(__file__).parent / "static"


@cache
def script(*names: str) -> str:
    """Give files of `static/` one after the other; the last one says how the panel is rendered.

    Only the last exports anything: what the others define is there for those that follow.

    >>> script("parts.js", "live.js").count("export default")
    1
    """
    return "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in names)
