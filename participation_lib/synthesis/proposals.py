"""Putting together the proposals that ask for the same thing, in nobody's words but theirs.

Two proposals ask for the same thing when they want the same action on the same objects,
of the same kind (« des jardins partagés » is not « un jardin thérapeutique »). Where, how
many, with what are details: a group stands behind words that give none that others do
not share, so that nobody is made to ask for more than they did. In doubt two proposals
stay apart: two lines are better than a wrong one. The meaning vectors only choose the
words that stand for a group: on texts this short they bring « ouvrir le parc » and
« fermer le parc » together, and keep « caniparc » from « parc à chiens ».
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from participation_lib.corpus.tagging import TaggedText, tag
from participation_lib.schema import Counts, Nature
from participation_lib.synthesis.demands import Asked, read_request, written
from participation_lib.synthesis.evidence import Evidence, Idea
from participation_lib.synthesis.places import find_places
from participation_lib.synthesis.verbatims import pick_typical
from participation_lib.themes.naming import fold

__all__ = ["ProposalGroup", "Wording", "group_proposals", "same_request"]


@dataclass(frozen=True)
class Wording:
    """Words used by one or more contributions, letter for letter but for case and punctuation."""

    idea: Idea
    n_signatories: int


@dataclass(frozen=True)
class ProposalGroup:
    """Proposals that ask for the same thing.

    Attributes
    ----------
    head
        The most typical of them: its exact words may stand for the group.
    ideas
        All of them, in reading order, the head included.
    wordings
        Each different text once, with how many contributions sign it; most signed first.
    details
        What some add to it, as they wrote it (« avec accoudoirs »).
    places
        Places named, most often named first.
    """

    head: Idea
    ideas: tuple[Idea, ...]
    counts: Counts
    wordings: tuple[Wording, ...]
    details: tuple[str, ...]
    places: tuple[str, ...]


def same_request(one: str, other: str) -> bool:
    """Tell whether two proposals ask for the same thing.

    Examples
    --------
    >>> same_request("Plus de bancs", "mettre des bancs le long du canal")
    True
    >>> same_request("un jardin thérapeutique", "un jardin partagé")
    False
    """
    if written(one) == written(other):
        return True
    first, second = (read_request(text, words) for text, words in zip((one, other), tag([one, other]), strict=True))
    if not first.requests or first.requests != second.requests:
        return False
    return first.detail_words <= second.detail_words or second.detail_words <= first.detail_words


def group_proposals(
    evidence: Evidence,
    ideas: Sequence[Idea],
    tagged: Sequence[TaggedText] | None = None,
    *,
    quotable: Container[str] | None = None,
) -> tuple[ProposalGroup, ...]:
    """Give the proposals among some ideas, those that ask for the same thing put together.

    Within a theme only. Groups heard at most tables come first, then the largest; a
    proposal nobody else makes is a group of one.

    Parameters
    ----------
    tagged
        Tagged words of each idea, in the order of `evidence.ideas`; read again when not given.
    quotable
        Identifiers of the ideas whose words may stand for a group; all of them when not given.
        A group where none may still has a head, so that its proposals are counted.
    """
    proposals = [idea for idea in ideas if idea.nature == Nature.PROPOSAL]
    words = [tagged[idea.row] for idea in proposals] if tagged else tag([idea.text for idea in proposals])
    asked = {idea.idea_id: read_request(idea.text, one) for idea, one in zip(proposals, words, strict=True)}
    gathered: dict[tuple[object, ...], list[Idea]] = defaultdict(list)
    for idea in proposals:
        requests = asked[idea.idea_id].requests
        gathered[idea.theme_id, requests or written(idea.text)].append(idea)
    found = [
        _group(evidence, head, kept, asked)
        for together in gathered.values()
        for head, kept in _split(evidence, together, asked, quotable)
    ]
    return tuple(
        sorted(found, key=lambda group: (-(group.counts.groups or 0), -group.counts.contributions, group.head.row))
    )


def _split(
    evidence: Evidence, ideas: list[Idea], asked: Mapping[str, Asked], quotable: Container[str] | None
) -> Iterator[tuple[Idea, list[Idea]]]:
    """Give groups of the same request, each with its head: no member gives fewer details than it."""
    left = ideas
    while left:
        words = {idea.idea_id: asked[idea.idea_id].detail_words for idea in left}
        sayable = [idea for idea in left if quotable is None or idea.idea_id in quotable] or left
        fewest = min((words[idea.idea_id] for idea in sayable), key=lambda details: (len(details), sorted(details)))
        barest = [idea for idea in sayable if words[idea.idea_id] == fewest]
        head = pick_typical(evidence, [idea for idea in barest if not idea.text.isupper()] or barest, 1)[0]
        kept = [idea for idea in left if fewest <= words[idea.idea_id]]
        yield head, kept
        taken = {idea.idea_id for idea in kept}
        left = [idea for idea in left if idea.idea_id not in taken]


def _group(evidence: Evidence, head: Idea, ideas: Sequence[Idea], asked: Mapping[str, Asked]) -> ProposalGroup:
    signed: dict[str, list[Idea]] = defaultdict(list)
    for idea in ideas:
        signed[written(idea.text)].append(idea)
    wordings = [Wording(same[0], len({idea.contribution_id for idea in same})) for same in signed.values()]
    wordings.sort(key=lambda wording: (-wording.n_signatories, wording.idea.row))
    details = {fold(detail): detail for idea in reversed(ideas) for detail in reversed(asked[idea.idea_id].details)}
    named = Counter(name for idea in ideas for name in {mention.name for mention in find_places(idea.text)})
    return ProposalGroup(
        head=head,
        ideas=tuple(sorted(ideas, key=lambda idea: idea.row)),
        counts=evidence.counts(ideas),
        wordings=tuple(wordings),
        details=tuple(reversed(details.values())),
        places=tuple(sorted(named, key=lambda name: (-named[name], name))),
    )
