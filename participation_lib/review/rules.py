"""Applying decisions, one after the other, to the automatic grouping.

The rules of what may be decided are here: a decision that cannot apply is refused with one
French sentence and changes nothing. What the tool learnt by itself is softer: it never
overrules a person, and what no longer applies of it is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any, Final

from participation_lib.corpus.privacy.marks import MARK
from participation_lib.review.cutting import falls_between_words
from participation_lib.review.protection import Protection, cuts_a_mark, protected
from participation_lib.review.state import (
    LONGEST_LABEL,
    NOT_THERE,
    NOTHING_CHOSEN,
    Arrival,
    DecisionError,
    ReviewedIdea,
    ReviewedTheme,
    State,
    is_held,
)
from participation_lib.schema import (
    SET_ASIDE,
    UNCLASSIFIED,
    AcceptLearning,
    Action,
    AddBatch,
    AddSecondaryTheme,
    ApproveTheme,
    ConfirmIdeas,
    CreateTheme,
    CutIdea,
    Decision,
    DeleteTheme,
    DescribeTheme,
    DocumentAction,
    FlagIdeas,
    JoinIdeas,
    Learn,
    LockTheme,
    MergeThemes,
    MoveIdeas,
    ProtectPassages,
    RecodeNature,
    RefuseLearning,
    RemoveSecondaryTheme,
    RenameTheme,
    SetAsideIdeas,
    SetBatchAside,
    SetRetention,
    SettleDisagreement,
    SplitTheme,
    TakeBackIdeas,
    Treatment,
)

__all__ = [
    "LONGEST_LABEL",
    "Arrival",
    "DecisionError",
    "ReviewedIdea",
    "ReviewedTheme",
    "State",
    "apply",
    "is_held",
]

_NO_MORE: Final = "son thème n’existe plus"


def _rename(state: State, action: RenameTheme, _decision: Decision) -> int:
    theme = state.theme(action.theme_id)
    state.themes[theme.theme_id] = replace(theme, label=state.new_label(action.label, theme.theme_id), proposed=False)
    return len(state.members(theme.theme_id))


def _describe(state: State, action: DescribeTheme, _decision: Decision) -> int:
    theme = state.theme(action.theme_id)
    state.themes[theme.theme_id] = replace(theme, description=" ".join(action.description.split()))
    return 0


def _merge(state: State, action: MergeThemes, _decision: Decision) -> int:
    if action.theme_id == action.into_id:
        raise DecisionError("Choisissez deux thèmes différents à fusionner.")
    gone, kept = state.theme(action.theme_id), state.theme(action.into_id)
    moved = state.members(gone.theme_id)
    both = gone.approved and kept.approved
    state.put(_still_held(idea, kept, read_in=kept.theme_id if both else "") for idea in state.members(kept.theme_id))
    state.put(
        replace(_still_held(idea, gone, read_in=kept.theme_id if both else ""), theme_id=kept.theme_id)
        for idea in moved
    )
    for idea in [idea for idea in state.ideas.values() if gone.theme_id in idea.secondary]:
        others = tuple(dict.fromkeys(kept.theme_id if t == gone.theme_id else t for t in idea.secondary))
        state.ideas[idea.idea_id] = replace(idea, secondary=others)
    state.put(_without_own(idea) for idea in state.members(kept.theme_id))
    del state.themes[gone.theme_id]
    state.merged[gone.theme_id] = kept.theme_id
    state.themes[kept.theme_id] = replace(
        kept,
        keywords=tuple(dict.fromkeys([*kept.keywords, *gone.keywords])),
        approved=kept.approved and gone.approved,
        proposed=kept.proposed and gone.proposed,
    )
    return len(moved)


def _still_held(idea: ReviewedIdea, theme: ReviewedTheme, *, read_in: str = "") -> ReviewedIdea:
    """Give an idea of a theme that changes, which the tool may not move any more than before.

    What was approved stays held: by the approval of the theme it is in now, or as a settled idea.
    """
    if not (theme.approved and idea.read_in == theme.theme_id):
        return idea
    if read_in:
        return replace(idea, read_in=read_in)
    # She read it there: what the tool had done before is no more in question.
    return replace(idea, read_in="", settled=True, unseen=(), came_from="")


def _without_own(idea: ReviewedIdea) -> ReviewedIdea:
    """Give the idea without its own theme among the further ones."""
    if idea.theme_id not in idea.secondary:
        return idea
    return replace(idea, secondary=tuple(theme for theme in idea.secondary if theme != idea.theme_id))


def _split(state: State, action: SplitTheme, _decision: Decision) -> int:
    origin = state.theme(action.theme_id)
    named = [idea_id for part in action.parts for idea_id in part.idea_ids]
    if not action.parts or len({*named, *action.kept}) != len(named) + len(action.kept):
        raise DecisionError("Une scission doit donner des parties distinctes, d’au moins une idée chacune.")
    accepted = {name for part in action.parts for name in part.as_proposed}
    if any(not _is_there(state.idea(name), origin) for name in (*named, *action.kept) if name not in accepted):
        raise DecisionError(NOT_THERE)
    for part in action.parts:
        if not part.idea_ids:
            raise DecisionError(NOTHING_CHOSEN)
        state.themes[part.theme_id] = state.new_theme(part.theme_id, part.label)
        state.put(_placed(state.idea(name), part.theme_id) for name in part.idea_ids if name not in accepted)
        # What the proposal placed follows from where it was then: where that is undone, it is no more concerned.
        following = [state.ideas[name] for name in part.idea_ids if name in accepted and name in state.ideas]
        state.put(
            _without_own(replace(_still_held(idea, origin), theme_id=part.theme_id))
            for idea in following
            if _is_there(idea, origin)
        )
    state.put(_placed(state.idea(name), origin.theme_id) for name in action.kept)
    state.put(_still_held(idea, origin) for idea in state.members(origin.theme_id))
    state.themes[origin.theme_id] = replace(origin, approved=False)
    return len(named)


def _is_there(idea: ReviewedIdea, theme: ReviewedTheme) -> bool:
    return idea.theme_id == theme.theme_id and not idea.set_aside


def _create(state: State, action: CreateTheme, _decision: Decision) -> int:
    state.themes[action.theme_id] = state.new_theme(action.theme_id, action.label)
    return 0


def _delete(state: State, action: DeleteTheme, _decision: Decision) -> int:
    theme = state.theme(action.theme_id)
    members = state.members(theme.theme_id)
    if kept := sum(not idea.set_aside for idea in members):
        raise DecisionError(
            f"Ce thème contient encore {kept} idée{'s' if kept > 1 else ''} : "
            "seul un thème vide se supprime. Déplacez ses idées, ou fusionnez-le."
        )
    if any(theme.theme_id in idea.secondary for idea in state.ideas.values()):
        raise DecisionError(
            "Ce thème est encore le thème secondaire d’une idée : retirez-le de cette idée, ou fusionnez-le."
        )
    _close(state, theme)
    return 0


def _close(state: State, theme: ReviewedTheme) -> None:
    """Take away a theme that holds no kept idea; taken back one day, those set aside have none."""
    state.put(
        replace(
            idea,
            theme_id=UNCLASSIFIED,
            confidence=0,
            to_review=True,
            reason=_NO_MORE,
            settled=False,
            unseen=(),
            came_from="",
            read_in="",
        )
        for idea in state.members(theme.theme_id)
    )
    del state.themes[theme.theme_id]
    state.deleted[theme.theme_id] = theme.label


def _lock(state: State, action: LockTheme, _decision: Decision) -> int:
    state.themes[action.theme_id] = replace(state.theme(action.theme_id), locked=action.locked)
    return len(state.members(action.theme_id))


def _approve(state: State, action: ApproveTheme, _decision: Decision) -> int:
    theme = state.theme(action.theme_id)
    state.themes[theme.theme_id] = replace(theme, approved=action.approved, proposed=False)
    members = state.members(theme.theme_id)
    state.put(replace(idea, read_in=theme.theme_id if action.approved else "") for idea in members)
    return len(members)


def _placed(idea: ReviewedIdea, theme_id: str) -> ReviewedIdea:
    """Give the idea as a person put it there."""
    classified = theme_id != UNCLASSIFIED
    return _without_own(
        replace(
            idea,
            theme_id=theme_id,
            confidence=100 if classified else 0,
            to_review=False,
            reason="" if classified else "laissée sans thème à la relecture",
            set_aside="",
            settled=True,
            unseen=(),
            came_from="",
            read_in="",
        )
    )


def _move(state: State, action: MoveIdeas, _decision: Decision) -> int:
    if action.theme_id != UNCLASSIFIED:
        theme = state.theme(action.theme_id)
        state.themes[theme.theme_id] = replace(theme, proposed=False)
    moved = state.chosen(action.idea_ids)
    state.put(_placed(idea, action.theme_id) for idea in moved)
    return len(moved)


def _confirm(state: State, action: ConfirmIdeas, _decision: Decision) -> int:
    confirmed = state.chosen(action.idea_ids)
    if any(idea.set_aside for idea in confirmed):
        raise DecisionError("Une idée écartée n’a pas de thème à confirmer : reprenez-la d’abord.")
    if action.theme_id not in ("", UNCLASSIFIED):
        state.theme(action.theme_id)
    state.put(_placed(idea, action.theme_id or idea.theme_id) for idea in confirmed)
    return len(confirmed)


def _add_secondary(state: State, action: AddSecondaryTheme, _decision: Decision) -> int:
    theme, ideas = state.theme(action.theme_id), state.chosen(action.idea_ids)
    # The theme may have become the first one of an idea once what the tool learnt is replayed.
    state.put(
        _without_own(replace(idea, secondary=tuple(dict.fromkeys([*idea.secondary, theme.theme_id])))) for idea in ideas
    )
    return len(ideas)


def _remove_secondary(state: State, action: RemoveSecondaryTheme, _decision: Decision) -> int:
    ideas = state.chosen(action.idea_ids)
    state.put(
        replace(idea, secondary=tuple(theme for theme in idea.secondary if theme != action.theme_id)) for idea in ideas
    )
    return len(ideas)


def _set_aside(state: State, action: SetAsideIdeas, decision: Decision) -> int:
    reason = " ".join(decision.reason.split())
    if not reason:
        raise DecisionError("Dites pourquoi cette idée est écartée : la raison figure au pied de la note.")
    ideas = state.chosen(action.idea_ids)
    state.put(replace(idea, set_aside=reason) for idea in ideas)
    return len(ideas)


def _take_back(state: State, action: TakeBackIdeas, _decision: Decision) -> int:
    ideas = state.chosen(action.idea_ids)
    if not all(idea.set_aside for idea in ideas):
        raise DecisionError("Seule une idée écartée peut être reprise.")
    state.put(replace(idea, set_aside="") for idea in ideas)
    return len(ideas)


def _settle(state: State, action: SettleDisagreement, decision: Decision) -> int:
    if action.theme_id != SET_ASIDE:
        return _move(state, MoveIdeas(action.idea_ids, action.theme_id), decision)
    ideas = state.chosen(action.idea_ids)
    kept = tuple(idea.idea_id for idea in ideas if not idea.set_aside)
    if kept:  # the others stay apart for the reason they had
        _set_aside(state, SetAsideIdeas(kept), decision)
    return len(ideas)


def _recode(state: State, action: RecodeNature, _decision: Decision) -> int:
    ideas = state.chosen(action.idea_ids)
    state.put(replace(idea, nature=action.nature.value, coded=True) for idea in ideas)
    return len(ideas)


def _flag(state: State, action: FlagIdeas, _decision: Decision) -> int:
    ideas = state.chosen(action.idea_ids)
    change = frozenset({action.flag})
    state.put(replace(idea, flags=idea.flags | change if action.raised else idea.flags - change) for idea in ideas)
    return len(ideas)


def _cut(state: State, action: CutIdea, _decision: Decision) -> int:
    idea = state.idea(action.idea_id)
    if not action.new_id.startswith(f"{idea.contribution_id}-"):
        raise DecisionError("Le numéro de la nouvelle idée n’est pas de cette contribution : rechargez.")
    if action.new_id in state.ideas or action.new_id in state.absorbed:
        raise DecisionError("Cette coupure a déjà été faite : rechargez.")
    text = state.texts[idea.contribution_id]
    if not idea.start < action.first_end <= action.second_start < idea.end:
        raise DecisionError("Une coupure se fait à l’intérieur d’une idée : placez-la entre deux mots.")
    parts = (text[idea.start : action.first_end], text[action.second_start : idea.end])
    if not all(re.search(r"\w", part) for part in parts):
        raise DecisionError("Une coupure doit laisser des mots de chaque côté.")
    if not falls_between_words(text, action.first_end, action.second_start):
        raise DecisionError("Une coupure ne peut perdre aucun mot : placez-la entre deux mots.")
    state.ideas[idea.idea_id] = replace(idea, end=action.first_end)
    state.ideas[action.new_id] = replace(
        idea,
        idea_id=action.new_id,
        start=action.second_start,
        settled=False,
        to_review=True,
        reason="issue d’une coupure",
    )
    return 2


def _join(state: State, action: JoinIdeas, decision: Decision) -> int:
    first, second = state.idea(action.idea_id), state.idea(action.absorbed_id)
    ordered = sorted(
        (idea for idea in state.ideas.values() if idea.contribution_id == first.contribution_id),
        key=lambda idea: idea.start,
    )
    follows = any(a.idea_id == first.idea_id and b.idea_id == second.idea_id for a, b in pairwise(ordered))
    if not follows:
        raise DecisionError("Seules deux idées qui se suivent dans la même contribution peuvent être recollées.")
    if first.set_aside or second.set_aside:
        raise DecisionError("Une des deux idées est écartée : reprenez-la avant de les recoller.")
    # A classified idea leads the other, and one that a person placed leads one that the tool
    # did. A fragment left without theme does not make the tool's place for the other a person's.
    leading = max(first, second, key=lambda idea: (idea.theme_id != UNCLASSIFIED, idea.settled))
    further = [*first.secondary, *second.secondary, first.theme_id, second.theme_id]
    # The first says best what the whole does, unless a person said so of the second alone.
    spoken, other = (second, first) if (second.coded and not first.coded) or not first.nature else (first, second)
    if other.nature and other.nature != spoken.nature:
        state.natures[decision.decision_id] = (spoken.nature, other.nature)
    state.ideas[first.idea_id] = _without_own(
        replace(
            leading,
            idea_id=first.idea_id,
            start=first.start,
            end=second.end,
            nature=spoken.nature,
            coded=spoken.coded,
            secondary=tuple(theme_id for theme_id in dict.fromkeys(further) if theme_id != UNCLASSIFIED),
            flags=first.flags | second.flags,
        )
    )
    del state.ideas[second.idea_id]
    state.absorbed[second.idea_id] = first.idea_id
    return 2


def _add_batch(state: State, action: AddBatch, _decision: Decision) -> int:
    if action.batch_id not in state.arrivals:
        raise DecisionError("Un lot de contributions manque dans ce dossier : reprenez une sauvegarde.")
    if action.batch_id in state.entered:
        raise DecisionError("Ce lot de contributions est déjà dans le dossier.")
    arrival = state.arrivals[action.batch_id]
    for theme in arrival.themes:
        if theme.theme_id not in state.themes:
            state.themes[theme.theme_id] = replace(theme, label=state.free_label(theme.label))
        elif not state.themes[theme.theme_id].batch_id:
            raise DecisionError("Un thème a été créé pendant l’ajout : recommencez l’ajout.")
    for idea in arrival.ideas:
        theme_id = idea.theme_id
        while theme_id in state.merged and theme_id not in state.themes:
            theme_id = state.merged[theme_id]
        state.ideas[idea.idea_id] = (
            replace(idea, theme_id=theme_id)
            if theme_id == UNCLASSIFIED or theme_id in state.themes
            else replace(idea, theme_id=UNCLASSIFIED, confidence=0, to_review=True, reason=_NO_MORE)
        )
    state.entered.add(action.batch_id)
    return len(arrival.ideas)


def _set_batch_aside(state: State, action: SetBatchAside, decision: Decision) -> int:
    reason = " ".join(decision.reason.split())
    if not reason:
        raise DecisionError("Dites pourquoi ces contributions sont écartées : la raison figure au pied de la note.")
    if action.batch_id not in state.entered:
        raise DecisionError("Ces contributions ne sont pas dans le dossier.")
    if action.batch_id == min(state.arrivals):
        raise DecisionError("Ce dossier a été ouvert avec ces contributions : pour s’en passer, ouvrez-en un autre.")
    if action.batch_id in state.aside:
        raise DecisionError("Ces contributions sont déjà écartées.")
    state.aside[action.batch_id] = reason
    gone = _said_nowhere_else(state, action.batch_id)
    put_aside = [idea for idea in state.ideas.values() if idea.contribution_id in gone and not idea.set_aside]
    state.put(replace(idea, set_aside=reason) for idea in put_aside)
    state.with_batch[decision.decision_id] = tuple(idea.idea_id for idea in put_aside)
    in_use = {idea.theme_id for idea in state.ideas.values() if not idea.set_aside}
    in_use.update(theme_id for idea in state.ideas.values() for theme_id in idea.secondary)
    for theme in [theme for theme in state.themes.values() if theme.batch_id == action.batch_id and theme.proposed]:
        if theme.theme_id not in in_use:
            _close(state, theme)
    return len(put_aside)


def _said_nowhere_else(state: State, batch_id: int) -> frozenset[str]:
    """Give what goes with a batch: its contributions, and those of other batches set aside that only it still said.

    Of the same words said twice at a table, one contribution is retained for both.
    """
    kept = [state.arrivals[number] for number in state.entered if number not in state.aside]
    said = {name for arrival in kept for name in (*arrival.contribution_ids, *arrival.repeated)}
    aside = {name for number in state.aside for name in state.arrivals[number].contribution_ids}
    batch = state.arrivals[batch_id]
    return (batch.contribution_ids | (batch.repeated & aside)) - said


def _learn(state: State, action: Learn, decision: Decision) -> int:
    moved = 0
    for idea_id, theme_id, confidence in action.placements:
        idea = state.ideas.get(idea_id)
        if idea is None or theme_id not in state.themes or is_held(state, idea) or _is_closed(state, theme_id):
            continue
        if idea.theme_id == theme_id or (idea_id, theme_id) in state.refused:
            continue
        state.ideas[idea_id] = _without_own(
            replace(
                idea,
                theme_id=theme_id,
                confidence=confidence,
                to_review=True,
                reason="déplacée par l’outil d’après vos choix",
                unseen=(*idea.unseen, (decision.decision_id, idea.theme_id)),
                came_from=idea.came_from or idea.theme_id,
            )
        )
        moved += 1
    return moved


def _is_closed(state: State, theme_id: str) -> bool:
    """Tell whether the tool may add nothing to a theme."""
    return state.themes[theme_id].locked or state.themes[theme_id].approved


def _refuse(state: State, action: RefuseLearning, _decision: Decision) -> int:
    # What it refuses is left out of the log that is replayed: only the memory of it is kept here.
    moved = {(idea, theme) for number in action.decision_ids for idea, theme in state.learnt.get(number, ())}
    refused = {(idea, theme) for idea, theme in moved if not action.idea_ids or idea in action.idea_ids}
    state.refused |= refused
    return len({idea for idea, _ in refused})


def _accept(state: State, action: AcceptLearning, _decision: Decision) -> int:
    accepted = frozenset(action.decision_ids)
    looked_at = [idea for idea in state.ideas.values() if idea.learnt in accepted]
    state.put(replace(idea, unseen=()) for idea in looked_at)
    return len(looked_at)


def _protect(state: State, action: ProtectPassages, decision: Decision) -> int:
    if not action.passages:
        raise DecisionError("Aucun passage n’est choisi : sélectionnez des mots.")
    words = " ".join(action.words.split())
    if action.treatment is Treatment.GENERALISE and not re.search(r"\w", words):
        raise DecisionError("Écrivez ce qui remplace ce passage, en moins précis.")
    if len(words) > LONGEST_LABEL:
        raise DecisionError(f"Ces mots sont trop longs : {LONGEST_LABEL} caractères au plus.")
    if action.treatment is Treatment.MASK and not MARK.fullmatch(words):
        raise DecisionError("Ce passage ne peut pas être masqué ainsi : rechargez, puis recommencez.")
    shown = "" if action.treatment is Treatment.KEEP else words
    for passage in action.passages:
        text = state.texts.get(passage.contribution_id, "")
        if not 0 <= passage.start < passage.end <= len(text):
            raise DecisionError("Ce passage n’est pas dans ce dossier : rechargez, puis recommencez.")
        if cuts_a_mark(text, passage.start, passage.end):
            raise DecisionError("Une marque se garde ou se masque en entier : sélectionnez-la toute.")
        known = state.protections.get(passage.contribution_id, ())
        fresh = Protection(passage.start, passage.end, action.treatment, shown, decision.decision_id)
        state.protections[passage.contribution_id] = protected(known, fresh)
    return len(set(action.passages))


def _retain(state: State, action: SetRetention, _decision: Decision) -> int:
    try:
        date.fromisoformat(action.until)
    except ValueError:
        raise DecisionError("Cette date de fin de conservation n’est pas comprise : écrivez-la AAAA-MM-JJ.") from None
    state.retention = action.until
    return 0


_RULES: Final[Mapping[type[Any], Callable[[State, Any, Decision], int]]] = {
    RenameTheme: _rename,
    DescribeTheme: _describe,
    MergeThemes: _merge,
    SplitTheme: _split,
    CreateTheme: _create,
    DeleteTheme: _delete,
    LockTheme: _lock,
    ApproveTheme: _approve,
    MoveIdeas: _move,
    ConfirmIdeas: _confirm,
    AddSecondaryTheme: _add_secondary,
    RemoveSecondaryTheme: _remove_secondary,
    SetAsideIdeas: _set_aside,
    TakeBackIdeas: _take_back,
    SettleDisagreement: _settle,
    RecodeNature: _recode,
    FlagIdeas: _flag,
    CutIdea: _cut,
    JoinIdeas: _join,
    AddBatch: _add_batch,
    SetBatchAside: _set_batch_aside,
    Learn: _learn,
    AcceptLearning: _accept,
    RefuseLearning: _refuse,
    ProtectPassages: _protect,
    SetRetention: _retain,
}


def _named(action: Action) -> tuple[str, ...]:
    """Give the themes an action names, in the order its sentence names them."""
    names = [getattr(action, name) for name in ("theme_id", "into_id") if hasattr(action, name)]
    return tuple(names)


def apply(state: State, decision: Decision) -> None:
    """Change the state as a decision says; undoing and redoing are not for this room.

    Raises
    ------
    DecisionError
        The decision cannot be taken as things are; the state may not be used any more.
    """
    if isinstance(decision.action, DocumentAction):
        # Documents are drafted from the grouping: deciding about them changes nothing in it.
        state.touched[decision.decision_id] = 0
        state.said[decision.decision_id] = ()
        return
    labels = {
        theme_id: state.themes[theme_id].label for theme_id in _named(decision.action) if theme_id in state.themes
    }
    state.touched[decision.decision_id] = _RULES[type(decision.action)](state, decision.action, decision)
    for theme_id in _named(decision.action):
        if theme_id not in labels and theme_id in state.themes:
            labels[theme_id] = state.themes[theme_id].label
    state.said[decision.decision_id] = tuple(labels.get(theme_id, "") for theme_id in _named(decision.action))
