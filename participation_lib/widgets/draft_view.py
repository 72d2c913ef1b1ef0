"""The draft, sentence by sentence; each one opens on the contributions it rests on."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

import ipywidgets

from participation_lib.widgets.markup import Markup, element, ours, panel, plural, theirs

if TYPE_CHECKING:
    from participation_lib.synthesis.overview import Overview, SectionRow, SentenceRow

__all__ = ["DraftView"]

_REFERENCES: Final = 5  # given beside a sentence
_SOURCES: Final = 30  # given under it; the document's annex has them all


class DraftView:
    """The panel of the fifth step. It shows the draft as it was written, and changes nothing."""

    def __init__(self) -> None:
        self._content = ipywidgets.HTML()
        self.view = panel(self._content)
        self.clear()

    def clear(self) -> None:
        """Wait for a synthesis."""
        self._content.value = element(
            "p", ours("Le brouillon de synthèse s'affichera ici après la synthèse."), class_="pl-note"
        )

    def show(self, overview: Overview) -> None:
        """Show the draft."""
        sections = [section for section in overview.sections if section.sentences]
        if not sections:
            self._content.value = element("p", ours("Il n'y a rien à rédiger : aucune idée n'a été retenue."))
            return
        self._content.value = "".join(_section(section, overview) for section in sections)


def _section(section: SectionRow, overview: Overview) -> Markup:
    parts = [element("h3", ours(section.heading))]
    for lead, sentences in groupby(section.sentences, key=lambda sentence: sentence.lead):
        # One announcement for the sentences that follow it under the same words.
        for rank, sentence in enumerate(sentences):
            parts.append(_sentence(sentence, "" if rank else lead, overview))
    return Markup("".join(parts))


def _sentence(sentence: SentenceRow, lead: str, overview: Overview) -> Markup:
    words = Markup("".join(theirs(part.text) if part.verbatim else ours(part.text) for part in sentence.passages))
    announced = element("span", ours(f"{lead}. "), class_="pl-lead") if lead else Markup("")
    return element(
        "details",
        element("summary", announced, words, Markup(" "), _references(sentence, overview)),
        _sources(sentence, overview),
        class_="pl-sentence",
        data_statement=sentence.statement_id,
    )


def _references(sentence: SentenceRow, overview: Overview) -> Markup:
    identifiers = sentence.contribution_ids
    shown = ", ".join(overview.contributions[identifier].reference for identifier in identifiers[:_REFERENCES])
    left = len(identifiers) - _REFERENCES
    rest = f" et {plural(left, 'autre')}" if left > 0 else ""
    hidden = element("span", ours("Contributions "), class_="pl-hidden")
    return element("span", Markup("["), hidden, ours(f"{shown}{rest}"), Markup("]"), class_="pl-refs")


def _sources(sentence: SentenceRow, overview: Overview) -> Markup:
    rows = [overview.contributions[identifier] for identifier in sentence.contribution_ids[:_SOURCES]]
    lines = [
        element(
            "li",
            element("strong", theirs(f"{row.reference}, {row.group}" if row.group else row.reference)),
            ours(" : "),
            theirs(row.text),
        )
        for row in rows
    ]
    left = len(sentence.contribution_ids) - len(rows)
    if left > 0:
        lines.append(
            element(
                "li",
                ours(f"et {plural(left, 'autre contribution', 'autres contributions')}, dans l'annexe du document."),
            )
        )
    return element("ul", *lines, class_="pl-sources")
