"""Exports of Cap Collectif: one file is a tree laid flat, and its rows are of several kinds.

The first column says what a row is; arguments, comments and votes repeat the columns of what
they are about. Three generations of headers (`contributions_bodyText`,
`export_contribution_body_text`, `argument_content`) come down to one writing here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from participation_lib.corpus.formats.closed import find_variables
from participation_lib.corpus.formats.columns import find_text_columns, question_of
from participation_lib.corpus.formats.decidim import first_of, with_heading
from participation_lib.corpus.formats.model import Field, Layout, OpenQuestion, Part, Table
from participation_lib.corpus.formats.surveys import survey_layout
from participation_lib.corpus.formats.wording import counted
from participation_lib.reference import load

__all__ = ["CapCollectif"]

PLATFORM: Final = "cap collectif"
_KIND_COLUMNS: Final = ("contribution_type", "type")
_STANCES: Final = {"FOR": "pour", "AGAINST": "contre", "POUR": "pour", "CONTRE": "contre", "1": "pour", "0": "contre"}
_CHOICES: Final = {"YES": "pour", "NO": "contre", "MITIGE": "mitigé", "1": "pour", "-1": "contre", "0": "mitigé"}
_VOTED: Final = ("contribution", "proposition")  # what the votes of a row are about
_TRUE: Final = frozenset({"oui", "yes", "true", "1"})
_QUESTIONNAIRE: Final = frozenset(load("colonnes")["outils"]["cap_collectif"])
# Rows that are no words of anybody, and what is said of them.
_APART: Final = (
    ("vote", "vote"),
    ("reporting", "signalement"),
    ("news", "actualité de la plateforme"),
    ("source", "source jointe"),
)


@dataclass(frozen=True)
class _Kind:
    """Where rows of one kind keep what they say; columns are named without generation."""

    rows: frozenset[str]
    noun: str
    start: str
    texts: tuple[str, ...]
    parent: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()


_KINDS: Final = (
    _Kind(
        rows=frozenset({"opinion", "contribution"}),
        noun="contribution",
        start="contribution_",
        texts=("contribution_body_text", "contribution_body"),
    ),
    _Kind(
        rows=frozenset({"version", "opinion_version"}),
        noun="version",
        start="contribution_version_",
        texts=("contribution_version_body_text", "contribution_version_body", "contribution_version_explanation"),
        parent=("contribution_id",),
    ),
    _Kind(
        rows=frozenset({"argument"}),
        noun="argument",
        start="contribution_argument_",
        texts=("contribution_argument_body", "contribution_argument_content", "argument_content"),
        parent=("contribution_argument_related_id", "contribution_id"),
        stance=("contribution_argument_type", "argument_type"),
    ),
    _Kind(
        rows=frozenset({"proposal"}),
        noun="proposition",
        start="proposal_",
        texts=("proposal_description", "proposal_summary"),
    ),
    _Kind(
        rows=frozenset({"proposal_comment", "comment"}),
        noun="commentaire",
        start="proposal_comment_",
        texts=("proposal_comment_body",),
        parent=("proposal_id",),
    ),
)


@cache
def _plain(header: str) -> str:
    """Give a header without its generation: `contributions_bodyText` is `contribution_body_text`."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", header.strip()).lower().removeprefix("export_")
    name = re.sub(r"^contributions?_(version|argument|source|reporting)s?_(?!count)", r"contribution_\1_", name)
    name = re.sub(r"^contributions_", "contribution_", name)
    return re.sub(r"^proposal_comments_(?!count)", "proposal_comment_", name)


class CapCollectif:
    """Consultations, proposals, debates and questionnaires, full or simplified."""

    def recognises(self, table: Table) -> bool:
        """Say whether texts stand under the platform's own names."""
        names = {_plain(name) for name in table.columns}
        of_texts = {text for kind in _KINDS for text in kind.texts} & names
        of_platform = any(name.startswith(("contribution_", "proposal_", "argument_")) for name in names)
        votes_alone = {"proposal_id", "proposal_votes_id"} <= names
        return bool(of_texts and of_platform) or votes_alone or _is_questionnaire(names)

    def layout(self, table: Table) -> Layout:
        """Give one contribution a row that somebody wrote; votes are counted, the rest is set apart."""
        flat: dict[str, str] = {}
        for name in table.columns:
            flat.setdefault(_plain(name), name)
        names = set(flat)
        if not any(text in names for kind in _KINDS for text in kind.texts):
            return _votes_alone(table, flat) if "proposal_votes_id" in names else _questionnaire(table)
        kind_column = next((flat[name] for name in _KIND_COLUMNS if name in flat), "")
        rows = _rows_by_kind(table, kind_column, flat)
        parts, set_apart = [], dict(rows.apart)
        for kind in _KINDS:
            positions = rows.of.get(kind.noun, [])
            if positions:
                of_itself = rows.votes if kind.noun in _VOTED else {}
                parts.append(_part(table, flat, kind, positions, of_itself))
        counts = Counter({kind.noun: len(rows.of.get(kind.noun, ())) for kind in _KINDS})
        first, *others = [f"{counted(counts[kind.noun], kind.noun)}" for kind in _KINDS if counts[kind.noun]] or [""]
        return Layout(
            name="Export Cap Collectif",
            kind="propositions" if "proposal_id" in flat else "débat" if "argument_content" in flat else "consultation",
            detail=f"dont {' et '.join(others)}" if first and others else "",
            parts=tuple(parts),
            set_apart=set_apart,
            used=(kind_column,) if kind_column else (),
            why_none="" if parts else "aucune ligne n’est une contribution",
            remarks=tuple(_remarks(table, flat, rows)),
        )


@dataclass(frozen=True)
class _Rows:
    of: Mapping[str, list[int]]
    apart: Mapping[int, str]
    votes: Mapping[str, Mapping[str, int]]


def _rows_by_kind(table: Table, kind_column: str, flat: Mapping[str, str]) -> _Rows:
    of: dict[str, list[int]] = {}
    apart: dict[int, str] = {}
    votes: dict[str, dict[str, int]] = {}
    if not kind_column:
        only = next(kind for kind in reversed(_KINDS) if any(text in flat for text in kind.texts))
        if "contribution_body_text" in flat or "contribution_body" in flat:
            only = _KINDS[0]
        elif "proposal_description" in flat or "proposal_summary" in flat:
            only = _KINDS[3]
        elif "argument_content" in flat:
            only = _KINDS[2]
        return _Rows({only.noun: list(range(len(table)))}, apart, votes)
    parents = first_of(table, flat.get("contribution_id", ""), flat.get("proposal_id", ""))
    chosen = first_of(table, flat.get("contribution_votes_value", ""))
    for row, cell in enumerate(table.columns[kind_column]):
        said = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cell.strip()).lower().removeprefix("export_contribution_type_")
        kind = next((kind for kind in _KINDS if said in kind.rows), None)
        if kind is not None:
            of.setdefault(kind.noun, []).append(row)
            continue
        apart[row] = next((words for mark, words in _APART if mark in said), "sorte de ligne inconnue")
        if said in {"vote", "opinion_vote", "proposal_vote"} and parents:
            word = _CHOICES.get(chosen.cells[row].strip().upper(), "pour") if chosen else "pour"
            counts = votes.setdefault(parents.cells[row].strip(), {})
            counts[word] = counts.get(word, 0) + 1
    return _Rows(of, apart, votes)


def _part(
    table: Table, flat: Mapping[str, str], kind: _Kind, rows: Sequence[int], votes: Mapping[str, Mapping[str, int]]
) -> Part:
    def column(*ends: str) -> Field:
        starts = (kind.start, "argument_") if kind.noun == "argument" else (kind.start,)
        return first_of(table, *(flat.get(f"{start}{end}", "") for start in starts for end in ends))

    bodies = [Field((flat[name],), table.columns[flat[name]]) for name in kind.texts if name in flat]
    texts = with_heading(column("title"), _first_filled(bodies))
    questions = [OpenQuestion(texts)]
    variables: tuple[tuple[str, Field], ...] = ()
    if kind.noun in _VOTED:
        custom, variables = _custom_questions(table)
        questions += custom
    parent = first_of(table, *(flat.get(name, "") for name in kind.parent))
    stance = first_of(table, *(flat.get(name, "") for name in kind.stance))
    numbers = column("id")
    district = column("district_name")
    counts = _counts(column, numbers, votes)
    return Part(
        questions=tuple(questions),
        rows=rows,
        group=district,
        group_name="quartier" if district else "",
        author=column("author_id"),
        author_space=PLATFORM,
        declared_theme=column("category_name", "theme_title", "section_title", "consultation_title"),
        date=column("published_at", "created_at"),
        stance=Field(stance.columns, [_STANCES.get(cell.strip().upper(), "") for cell in stance.cells]),
        reference=Field(numbers.columns, [cell.strip().strip('"') for cell in numbers.cells]),
        reply_to=Field(parent.columns, [cell.strip().strip('"') for cell in parent.cells]),
        votes=counts,
        variables=variables,
        rich=True,
    )


def _first_filled(fields: Sequence[Field]) -> Field:
    """Give the first text of each row that is not blank, without copying where there is one column."""
    if len(fields) <= 1:
        return fields[0] if fields else Field()
    rows = zip(*(field.cells for field in fields), strict=True)
    names = tuple(name for field in fields for name in field.columns)
    return Field(names, [next((cell for cell in cells if cell.strip()), "") for cells in rows])


def _counts(column: object, numbers: Field, votes: Mapping[str, Mapping[str, int]]) -> tuple[tuple[str, Field], ...]:
    assert callable(column)
    found = []
    for word, names in (
        ("pour", ("votes_count_ok", "votes_total_count", "votes_count", "vote_number")),
        ("mitigé", ("votes_count_mitige",)),
        ("contre", ("votes_count_nok",)),
    ):
        if field := column(*names):
            found.append((word, field))
    if found or not votes:
        return tuple(found)
    words = sorted({word for counts in votes.values() for word in counts}, key=["pour", "mitigé", "contre"].index)
    return tuple(
        (word, Field((), [str(votes.get(number.strip(), {}).get(word, 0)) for number in numbers.cells]))
        for word in words
    )


def _custom_questions(table: Table) -> tuple[list[OpenQuestion], tuple[tuple[str, Field], ...]]:
    """Give the questions that a city added to its form: their columns bear no name of the platform."""
    ours = {
        name: cells
        for name, cells in table.columns.items()
        if not re.match(r"(contribution|proposal|argument|vote|debate)s?_|type$|draft$", _plain(name))
    }
    added = replace(table, columns=ours)
    if not ours:
        return [], ()
    open_ones = find_text_columns(added)
    questions = [
        OpenQuestion(Field((name,), table.columns[name]), question_of(name, several=True)) for name in open_ones
    ]
    return questions, find_variables(added, set(open_ones))


def _remarks(table: Table, flat: Mapping[str, str], rows: _Rows) -> list[str]:
    said = []
    trashed = [name for name in flat if name.endswith("_trashed")]
    moderated = {
        row
        for name in trashed
        for positions in rows.of.values()
        for row in positions
        if table.columns[flat[name]][row].strip().lower() in _TRUE
    }
    if moderated:
        said.append(
            f"{counted(len(moderated), 'contribution')} que la plateforme avait modérées : lues comme les autres, "
            "à vérifier."
        )
    n_votes = sum(count for counts in rows.votes.values() for count in counts.values())
    if n_votes:
        said.append(f"{counted(n_votes, 'vote')} : un vote n’est pas une contribution, ils ont été comptés.")
    return said


def _votes_alone(table: Table, flat: Mapping[str, str]) -> Layout:
    counts = Counter(cell.strip() for cell in table.columns[flat["proposal_id"]] if cell.strip())
    return Layout(
        name="Export Cap Collectif",
        kind="votes",
        votes={number: {"pour": count} for number, count in counts.items()},
        used=(flat["proposal_id"],),
        why_none="il contient des votes : donnez-le en même temps que les propositions, ils seront comptés",
    )


def _is_questionnaire(names: set[str]) -> bool:
    found = names & _QUESTIONNAIRE
    simplified = {"id", "published_at", "author_id", "account"} <= names
    newest = "contribution_type" in names and "contribution_author_id" in names
    return simplified or newest or (len(found) >= 6 and "author_id" in found)


def _questionnaire(table: Table) -> Layout:
    flat = {_plain(name): name for name in table.columns}
    of_the_tool = [name for name in table.columns if _plain(name) in _QUESTIONNAIRE]
    drafts = {
        row: "brouillon"
        for row, cell in enumerate(table.columns.get(flat.get("draft", ""), ()))
        if cell.strip().lower() in _TRUE
    }
    found = survey_layout(table, "Export Cap Collectif", of_the_tool, set_apart=drafts)
    author = first_of(table, flat.get("author_id", ""), flat.get("contribution_author_id", ""))
    date = first_of(table, flat.get("published_at", ""), flat.get("contribution_published_at", ""))
    parts = tuple(replace(part, author=author, author_space=PLATFORM, date=part.date or date) for part in found.parts)
    return replace(found, kind="questionnaire" if parts else found.kind, parts=parts)
