"""Fields that a button reads: what was typed is there when the button is pressed."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets

__all__ = ["area_field", "text_field"]


def text_field(label: str, *, suggestions: Sequence[str] | None = None, placeholder: str = "") -> ipywidgets.Text:
    """Give a field of one line whose value is the whole of what was typed.

    A field that tells each letter as it comes holds back the last ones while the kernel is
    busy, and the press of a button overtakes them: a theme would be made of half a name. This
    one tells its words once, when the field is left or Enter is pressed; they come before
    the press. A search that follows typing has no use for it.

    Parameters
    ----------
    suggestions
        Values offered while typing; any other may be typed too.

    Examples
    --------
    >>> text_field("Nom du dossier").continuous_update
    False
    """
    if suggestions is None:
        return ipywidgets.Text(description=label, placeholder=placeholder, continuous_update=False)
    return ipywidgets.Combobox(
        description=label,
        placeholder=placeholder,
        options=list(suggestions),
        ensure_option=False,
        continuous_update=False,
    )


def area_field(label: str, *, placeholder: str = "", rows: int = 6) -> ipywidgets.Textarea:
    """Give a field of several lines, told whole once it is left, as `text_field`.

    Examples
    --------
    >>> area_field("Liste").continuous_update
    False
    """
    return ipywidgets.Textarea(description=label, placeholder=placeholder, rows=rows, continuous_update=False)
