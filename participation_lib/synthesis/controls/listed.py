"""Controls that are lists of turns of phrase, kept in `reference/redaction.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from participation_lib.reference import load
from participation_lib.schema import Voice
from participation_lib.synthesis.controls.model import Remark
from participation_lib.synthesis.controls.passage import HIDDEN, Passage

__all__ = ["Rule", "check_listed", "compiled", "message", "rules_of", "settings_of"]

_ELEMENT: Final = re.compile(r"<([A-Z]+|[a-z]+(?:_[a-z]+)*)>")
_NAMED: Final = re.compile(r"(?<=\(\?P)<\w+>|(?<=\\g)<\w+>")
_REACH: Final = 120  # characters looked back at for what makes a turn right


@dataclass(frozen=True)
class Rule:
    """One turn: what it looks like, what is said of it, and what around it makes it right."""

    pattern: re.Pattern[str]
    message: str
    suggestion: str | None
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    sentence: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _controls() -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in load("redaction")["controles"]}


def settings_of(control: str) -> Mapping[str, Any]:
    """Give what `reference/redaction.yaml` says of a control."""
    return _controls()[control]


def message(control: str, name: str) -> str:
    """Give one of the messages of a control."""
    found: str = settings_of(control)["messages"][name]
    return found


@cache
def compiled(expression: str, control: str = "") -> re.Pattern[str]:
    """Compile an expression of `reference/redaction.yaml`, its `<NAMES>` replaced by what they stand for."""
    return re.compile(_filled(expression, control))


@lru_cache(maxsize=1)
def _of_the_city() -> dict[str, str]:
    """Give the elements that come from the list of places: the town, and what its people are called."""
    city = load("gazetteer_cergy")
    people = [name.lower() for name in city["gentile"]]
    forms = [*people, *(name + "s" for name in people if not name.endswith(("s", "x")))]
    return {"COMMUNE": re.escape(city["commune"].lower()), "GENTILE": "|".join(map(re.escape, forms))}


def _filled(expression: str, control: str) -> str:
    elements: Mapping[str, Any] = load("redaction")["elements"]
    own: Mapping[str, Any] = _controls().get(control, {})

    def element(match: re.Match[str]) -> str:
        found = _of_the_city().get(match[1]) or elements.get(match[1]) or own.get(match[1])
        return f"(?:{_filled(str(found), control)})" if found else match.group()

    kept = {f"\x00{rank}\x00": name.group() for rank, name in enumerate(_NAMED.finditer(expression))}
    for place, name in kept.items():
        expression = expression.replace(name, place, 1)
    expression = _ELEMENT.sub(element, expression)
    for place, name in kept.items():
        expression = expression.replace(place, name)
    return expression


@cache
def rules_of(control: str) -> tuple[Rule, ...]:
    """Give the turns of a control, ready to be looked for; none for a control that computes."""

    def maybe(entry: Mapping[str, str], key: str) -> re.Pattern[str] | None:
        return compiled(entry[key], control) if key in entry else None

    return tuple(
        Rule(
            re.compile(_whole_words(_filled(entry["motif"], control))),
            entry["message"],
            entry.get("proposition"),
            maybe(entry, "avant"),
            maybe(entry, "apres"),
            maybe(entry, "phrase"),
        )
        for entry in settings_of(control).get("regles", ())
    )


def _whole_words(expression: str) -> str:
    """Let a turn that begins or ends with a letter begin or end there only where a word does."""
    return rf"(?:(?!\w)|(?<!\w))(?:{expression})(?:(?<!\w)|(?!\w))"


def check_listed(read: Passage, *, coded_position: bool, voice: Voice) -> Iterator[Remark]:
    """Give the remarks of every control that is a list of turns."""
    for control, entry in _controls().items():
        if "regles" not in entry:
            continue
        if coded_position and entry.get("sauf_position_codee"):
            continue
        if voice not in entry.get("voix", tuple(Voice)):
            continue
        yield from _check(read, control)


def _check(read: Passage, control: str) -> Iterator[Remark]:
    for rule in rules_of(control):
        for match in rule.pattern.finditer(read.folded):
            word = "mot" if match.groupdict().get("mot") else 0
            start, end = match.span(word)
            if start == end and rule.suggestion is None:
                continue
            before = read.folded[max(0, start - _REACH) : start]
            if rule.before and rule.before.search(before):
                continue
            if rule.after and rule.after.search(read.folded[end : end + _REACH]):
                continue
            if rule.sentence and rule.sentence.search(read.sentence_at(start)):
                continue
            yield Remark(control, start, end, rule.message, _suggestion(read, rule, match, start))


def _suggestion(read: Passage, rule: Rule, match: re.Match[str], start: int) -> str:
    """Fill a suggestion with the words as they were typed; hidden words are never repeated."""
    if not rule.suggestion:
        return ""

    def group(found: re.Match[str]) -> str:
        number = found["name"] or int(found["number"])
        first, last = match.span(number)
        return read.own[first:last] if first >= 0 else ""

    words = re.sub(r"\\(?:g<(?P<name>\w+)>|(?P<number>\d))", group, rule.suggestion)
    if HIDDEN in words:
        return ""
    return words[:1].upper() + words[1:] if read.own[start].isupper() else words
