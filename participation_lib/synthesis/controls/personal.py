"""Personal data left in a sentence: the detectors of `corpus.privacy`, and the marks they leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from participation_lib.corpus.privacy.accounts import find_accounts
from participation_lib.corpus.privacy.addresses import find_addresses
from participation_lib.corpus.privacy.birth_dates import find_birth_dates
from participation_lib.corpus.privacy.marks import MARK, Found, Kind
from participation_lib.corpus.privacy.names import find_names
from participation_lib.corpus.privacy.patterns import find_patterns
from participation_lib.corpus.privacy.recognition import recognise
from participation_lib.synthesis.controls.listed import compiled, message, settings_of
from participation_lib.synthesis.controls.model import Remark
from participation_lib.synthesis.controls.passage import Passage

__all__ = ["check_personal"]

_CONTROL: Final = "donnee-personnelle"
_ORDER: Final = {kind: rank for rank, kind in enumerate(Kind)}


def check_personal(read: Passage) -> Iterator[Remark]:
    """Give the personal data of a text and the marks that stand for some.

    An elected official in their role, a public figure, a place that bears a name, a service's
    mailbox stay. No rule finds every name.
    """
    for match in MARK.finditer(read.own):
        yield Remark("marque-restante", *match.span(), message("marque-restante", "marque"))
    for place in _found(read.own):
        name = place.kind.value if place.kind.value in settings_of(_CONTROL)["messages"] else "autre"
        yield Remark(_CONTROL, place.start, place.end, message(_CONTROL, name))


def _found(text: str) -> Iterator[Found]:
    names = find_names(text)
    seen = recognise({0: text}, {0: names.candidates}) if names.candidates else {}
    forms = [*find_patterns(text), *find_addresses(text), *find_birth_dates(text), *find_accounts(text)]
    places = [*forms, *names.found, *seen.get(0, ())]
    taken = [match.span() for match in MARK.finditer(text)]
    for place in sorted(places, key=lambda place: (_ORDER[place.kind], place.start - place.end, place.start)):
        if any(start < place.end and place.start < end for start, end in taken):
            continue
        taken.append((place.start, place.end))
        if not _is_official(text, place):
            yield place


def _is_official(text: str, place: Found) -> bool:
    if place.kind is Kind.EMAIL:
        box = text[place.start : place.end].partition("@")[0].lower().replace("é", "e").strip()
        return box in settings_of(_CONTROL)["boites_de_service"]
    role = compiled(settings_of(_CONTROL)["fonction_apres_le_nom"])
    return place.kind is Kind.PERSON and bool(role.match(text[place.end : place.end + 60].lower()))
