"""Rules that list: proposals, questions, views on the process, what is to be passed on, places, identical texts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from participation_lib.schema import Flag, Nature, Theme
from participation_lib.synthesis.draft import DraftItem
from participation_lib.synthesis.drafter import MOST_LISTED, Drafter
from participation_lib.synthesis.evidence import Idea
from participation_lib.synthesis.places import places as named_places
from participation_lib.synthesis.proposals import ProposalGroup
from participation_lib.synthesis.verbatims import quoted, stands_alone
from participation_lib.synthesis.wording import joined, number, plural

__all__ = [
    "identical_texts",
    "off_topic",
    "outside_competence",
    "places",
    "proposals",
    "questions",
    "questions_and_answers",
    "views_on_process",
]


def proposals(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give proposals theme by theme, in their own words: those that ask for the same thing once, then where.

    Each theme says how many proposals it holds and which places they name; those left without room are counted.
    Nothing says who should act: that is for the City. Flagged ones are told where they are passed on.
    """
    found: list[tuple[str, ProposalGroup]] = []
    asked_by: dict[str, list[Idea]] = {}
    for theme, ideas in drafter.ranked:
        asked = [idea for idea in ideas if idea.nature == Nature.PROPOSAL and not idea.flags]
        if asked:
            asked_by[theme.theme_id] = asked
            kept = [same for same in drafter.requests(asked) if drafter.quotable([same.head])]
            kept.sort(key=lambda same: same.counts.contributions == 1 and not stands_alone(same.head.text))
            found.extend((theme.theme_id, same) for same in kept)
    if most and len(found) > most:
        found = _most_widely_said(drafter, found, most)
    for theme, _ in drafter.ranked:
        if theme.theme_id in asked_by:
            shown = [same for theme_id, same in found if theme_id == theme.theme_id]
            yield from _of_a_theme(drafter, section_id, theme, asked_by[theme.theme_id], shown)
    told = {idea.idea_id for _, same in found for idea in same.ideas}
    everything = [idea for idea in drafter.evidence.all_ideas if idea.nature == Nature.PROPOSAL and not idea.flags]
    rest = [idea for idea in everything if idea.idea_id not in told]
    if rest:
        verb = plural(len(rest), "autre proposition figure", "autres propositions figurent")
        text = f"{number(len(rest))} {verb} dans les contributions en annexe."
        yield DraftItem(drafter.statement(section_id, "autres", text, rest))


def _of_a_theme(
    drafter: Drafter, section_id: str, theme: Theme, asked: Sequence[Idea], shown: Sequence[ProposalGroup]
) -> Iterator[DraftItem]:
    text = f"{drafter.opening(asked)} {plural(len(asked), 'propose une action', 'proposent une action')}"
    named = [place.name for place in named_places(drafter.evidence, asked)]
    if named:
        text += f". {plural(len(named), 'Lieu nommé', 'Lieux nommés')} : {joined(named)}"
    statement = drafter.statement(section_id, f"theme.{theme.theme_id}", f"{text}.", asked)
    yield DraftItem(statement, lead=theme.label)
    for same in shown:
        group = [same.head, *(idea for idea in same.ideas if idea is not same.head)]
        quotation = quoted(same.head)
        words = drafter.quotes([quotation], [same.head])
        told = [drafter.size(group)] if len(group) > 1 else []
        if drafter.taking_sides & {idea.idea_id for idea in group}:
            told.append("ce point fait débat")
        words += f" ({' ; '.join(told)})" if told else ""
        yield DraftItem(drafter.statement(section_id, same.head.idea_id, words, group, [quotation]), "listed")


def _most_widely_said(
    drafter: Drafter, rows: Sequence[tuple[str, ProposalGroup]], most: int
) -> list[tuple[str, ProposalGroup]]:
    """Keep those said in most groups, each theme keeping at least its first, in the order of themes."""
    counts = [(same.counts.groups or 0, drafter.common.ideas_once(same.ideas)) for _, same in rows]
    strongest = sorted(range(len(rows)), key=lambda rank: ([-count for count in counts[rank]], rank))
    turn_of: dict[int, int] = {}
    seen: Counter[str] = Counter()
    for rank in strongest:
        label = rows[rank][0]
        turn_of[rank] = seen[label]
        seen[label] += 1

    def order(rank: int) -> tuple[bool, list[int], int, int]:
        """Each theme has its first; then what most groups and people say; then theme by theme in turn."""
        return (turn_of[rank] > 0, [-count for count in counts[rank]], turn_of[rank], rank)

    return [rows[rank] for rank in sorted(sorted(turn_of, key=order)[:most])]


def questions(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give every question that was asked, in its own words; those without room are counted."""
    asked = [idea for idea in drafter.evidence.all_ideas if idea.nature == Nature.QUESTION]
    shown = drafter.quotable(asked)[: most or None]
    yield from drafter.listed(section_id, shown)
    yield from _others(drafter, section_id, [idea for idea in asked if idea not in shown], "pose", "posent")


def _others(drafter: Drafter, section_id: str, rest: Sequence[Idea], one: str, several: str) -> Iterator[DraftItem]:
    if rest:
        text = f"{drafter.n_ideas(rest).capitalize()} {plural(len(rest), one, several)} une autre question."
        yield DraftItem(drafter.statement(section_id, "autres_questions", text, rest))


def questions_and_answers(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give questions as a table: what was asked, what was answered and by whom, by when it will be."""
    asked = [idea for idea in drafter.evidence.all_ideas if idea.nature == Nature.QUESTION]
    shown = drafter.quotable(asked)[: most or None]
    for idea in shown:
        quotation = quoted(idea)
        answer = drafter.choices.answers.get(idea.idea_id)
        said = f"{answer.service} : {answer.answer}" if answer and answer.answer.strip() else "À répondre"
        due = answer.due if answer else ""
        statement = drafter.statement(
            section_id, idea.idea_id, drafter.quotes([quotation], [idea]), [idea], [quotation]
        )
        yield DraftItem(statement, "row", cells=(said, due))
    yield from _others(drafter, section_id, [idea for idea in asked if idea not in shown], "pose", "posent")


def views_on_process(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give views on the process itself: never off-topic, always shown."""
    told = drafter.process
    if not told:
        return
    text = f"{drafter.opening(told)} {plural(len(told), 'parle', 'parlent')} de la démarche elle-même."
    yield DraftItem(drafter.statement(section_id, "etendue", text, told))
    limit = most or MOST_LISTED
    quotable = drafter.quotable(told)
    yield from drafter.listed(section_id, quotable if len(quotable) <= limit else drafter.typical(quotable, limit))


def _flagged(drafter: Drafter, section_id: str, flag: Flag, said: str, lead: str, most: int) -> Iterator[DraftItem]:
    ideas = [idea for idea in drafter.evidence.all_ideas if flag in idea.flags]
    if not ideas:
        return
    text = f"{drafter.opening(ideas)} {plural(len(ideas), 'a été jugée', 'ont été jugées')} {said} à la relecture."
    yield DraftItem(drafter.statement(section_id, flag.value, text, ideas), lead=lead)
    yield from drafter.listed(section_id, drafter.quotable(ideas)[: most or None])


def off_topic(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """List what is outside the subject, to be passed on."""
    yield from _flagged(drafter, section_id, Flag.OFF_TOPIC, "hors du sujet", "Hors sujet", most)


def outside_competence(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """List what the City does not decide, to be passed on to who does."""
    said = "hors de la compétence de la Ville"
    yield from _flagged(drafter, section_id, Flag.OUTSIDE_COMPETENCE, said, "Hors compétence", most)


def places(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give the places that are named as a table: how many ideas name each, and in how many groups."""
    for place in named_places(drafter.evidence, drafter.evidence.all_ideas)[: most or None]:
        cells = [number(len(place.ideas))]
        if drafter.evidence.unit:
            cells.append(number(place.counts.groups or 0))
        statement = drafter.statement(section_id, place.name, place.name, place.ideas)
        yield DraftItem(statement, "row", cells=tuple(cells))


def identical_texts(drafter: Drafter, section_id: str, most: int) -> Iterator[DraftItem]:
    """Give texts that several contributions share: the argument once, how many signed it, in how many wordings."""
    by_contribution: dict[str, list[Idea]] = defaultdict(list)
    for idea in drafter.evidence.all_ideas:
        by_contribution[idea.contribution_id].append(idea)
    for campaign in drafter.common.campaigns[: most or None]:
        signing = [name for name in campaign.signatories if name in by_contribution]
        order = sorted(signing, key=lambda name: name != campaign.head)  # in the words most of them used
        head = next((name for name in order if drafter.quotable(by_contribution[name])), "")
        if not head:
            continue
        shown = drafter.quotable(by_contribution[head])
        quotations = [quoted(idea) for idea in shown]
        told = f"Un argument, {number(len(signing))} {plural(len(signing), 'signataire')}"
        if campaign.n_wordings > 1:
            told += f", {number(campaign.n_wordings)} formulations"
        group = [*shown, *(idea for name in signing for idea in by_contribution[name])]
        text = f"{told} : {drafter.quotes(quotations, shown)}."
        yield DraftItem(drafter.statement(section_id, campaign.campaign_id, text, group, quotations), "listed")
