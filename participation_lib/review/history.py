"""The log of decisions as French sentences: who did what, when, on how many ideas, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from participation_lib.corpus.statuses import reference_number
from participation_lib.review.retention import day_in_words
from participation_lib.review.review import Review, spoken_time
from participation_lib.review.taken_back import taken_back
from participation_lib.review.telling_documents import tell_document_action
from participation_lib.schema import (
    SET_ASIDE,
    TOOL,
    UNCLASSIFIED,
    UNCLASSIFIED_LABEL,
    AcceptLearning,
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
    Flag,
    FlagIdeas,
    JoinIdeas,
    Learn,
    LockTheme,
    MergeThemes,
    MoveIdeas,
    Nature,
    ProtectPassages,
    RecodeNature,
    Redo,
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
    Undo,
)
from participation_lib.themes.labels import NATURE_LABELS

__all__ = ["HistoryLine", "history", "ideas_named", "last_decision_of", "midnight", "told"]

_MOST_FILES: Final = 3  # named; more are counted
_FLAGS: Final = {Flag.OFF_TOPIC: "hors sujet", Flag.OUTSIDE_COMPETENCE: "hors compétence de la ville"}


@dataclass(frozen=True)
class HistoryLine:
    """One decision as it is read.

    Attributes
    ----------
    day, time
        « 14 mars 2026 », « 14 h 32 », in the offset it was taken in.
    sentence
        What was done, without full stop: « Fusion de “Arbres” dans “Arbres et ombre” (12 idées) ».
    undone
        The decision does not stand.
    can_be_undone
        It may be undone as far as its kind goes; decisions that depend on it may still forbid it.
    by_tool
        The tool did it by itself.
    gesture
        The decision that began the gesture it is part of; its own number most often.
    batch_id
        For what came in later and may be set aside as a whole; 0 otherwise.
    """

    decision_id: int
    day: str
    time: str
    author: str
    sentence: str
    reason: str
    undone: bool
    can_be_undone: bool
    by_tool: bool
    gesture: int
    batch_id: int = 0


@dataclass(frozen=True)
class _Telling:
    """What telling one decision takes.

    Attributes
    ----------
    label
        Gives the label of a theme then.
    touched
        How many ideas were touched; None for a decision that does not stand.
    reasons
        Why each of the ideas it took back had been set aside.
    """

    label: Callable[[str], str]
    touched: int | None
    sentence_of: Callable[[int], str]
    file_names: Callable[[int], Sequence[str]]
    place_of: Callable[[str], str]
    reasons: tuple[str, ...] = ()
    natures: tuple[str, str] | None = None

    def files(self, batch_id: int) -> str:
        """Give « du fichier “avis.csv” », « de contributions » where no file is known."""
        names = self.file_names(batch_id)
        if not names:
            return "de contributions"
        if len(names) > _MOST_FILES:
            return f"de {len(names)} fichiers"
        listed = " et ".join(filter(None, (", ".join(f"“{name}”" for name in names[:-1]), f"“{names[-1]}”")))
        return f"{'du fichier' if len(names) == 1 else 'des fichiers'} {listed}"

    def contribution(self, idea_id: str) -> str:
        """Give « la contribution n° 42 (table 3) »."""
        reference, _, where = self.place_of(idea_id).partition(", ")
        return f"la contribution {reference} ({where})" if where else f"la contribution {reference}"

    def theme(self, theme_id: str) -> str:
        """Give the name of a theme between quotation marks."""
        return f"“{UNCLASSIFIED_LABEL if theme_id == UNCLASSIFIED else self.label(theme_id)}”"

    def number(self, idea_ids: Iterable[str]) -> int:
        """Give how many ideas were touched, or named by a decision that does not stand."""
        return len(set(idea_ids)) if self.touched is None else self.touched

    def ideas(self, idea_ids: Iterable[str]) -> str:
        """Give « 12 idées »."""
        return _ideas(self.number(idea_ids))

    @property
    def counted(self) -> str:
        """« (12 idées) » after a space; nothing where the decision does not stand, so touches nothing."""
        return "" if self.touched is None else f" ({_ideas(self.touched)})"

    @property
    def why_aside(self) -> str:
        """« (raison : hors sujet) » after a space; nothing where no idea was taken back."""
        reasons = list(dict.fromkeys(self.reasons))
        return f" (raison{_s(len(reasons))} : {' ; '.join(reasons)})" if reasons else ""

    def back(self, idea_ids: Iterable[str]) -> str:
        """« , reprise des écartées (raison : hors sujet) »; nothing where no idea was taken back."""
        n_back = len(self.reasons)
        if not n_back:
            return ""
        some = f"dont {n_back} " if n_back < len(set(idea_ids)) else ""
        return f", {some}reprise{_s(n_back)} des écartées{self.why_aside}"

    def inside(self, decision_id: int) -> str:
        """Give the sentence of another decision, after a colon."""
        sentence = self.sentence_of(decision_id)
        return f"{sentence[:1].lower()}{sentence[1:]}"


def _ideas(number: int) -> str:
    return "aucune idée" if not number else f"{number} idée{_s(number)}"


def _s(number: int) -> str:
    return "s" if number > 1 else ""


def _told_confirmation(action: ConfirmIdeas, telling: _Telling) -> str:
    ideas = telling.ideas(action.idea_ids)
    if action.theme_id == UNCLASSIFIED:
        return f"{ideas.capitalize()} laissée{_s(telling.number(action.idea_ids))} sans thème"
    return f"Place confirmée{' dans ' + telling.theme(action.theme_id) if action.theme_id else ''} pour {ideas}"


def _told_natures(telling: _Telling) -> str:
    if telling.natures is None:
        return ""
    kept, given_up = (NATURE_LABELS[Nature(nature)].lower() for nature in telling.natures)
    return f", nature “{kept}” gardée plutôt que “{given_up}”"


def _told_settlement(action: SettleDisagreement, telling: _Telling) -> str:
    ideas = telling.ideas(action.idea_ids)
    place = f"{ideas} dans {telling.theme(action.theme_id)}"
    if action.theme_id == SET_ASIDE:
        place = f"mise à l’écart de {ideas}"
    elif action.theme_id == UNCLASSIFIED:
        place = f"{ideas} sans thème"
    colleague = f" avec {action.colleague}" if action.colleague else ""
    return f"Désaccord{colleague} réglé : {place}{telling.back(action.idea_ids)}"


def _told_protection(action: ProtectPassages, telling: _Telling) -> str:
    done = {Treatment.KEEP: "gardé", Treatment.MASK: "masqué", Treatment.GENERALISE: "généralisé"}[action.treatment]
    contributions = list(dict.fromkeys(passage.contribution_id for passage in action.passages))
    if len(action.passages) == 1:
        return f"Passage {done} dans {telling.contribution(contributions[0] + '-1')}"
    return f"{len(action.passages)} passages {done}s dans {len(contributions)} contribution{_s(len(contributions))}"


def _told_learning(action: Learn, telling: _Telling) -> str:
    idea_ids = [idea_id for idea_id, _, _ in action.placements]
    moved = f"déplacée{_s(telling.number(idea_ids))} par l’outil d’après vos choix"
    return f"{telling.ideas(idea_ids).capitalize()} {moved}"


_TELLING: Final[Mapping[type[Any], Callable[[Any, _Telling], str]]] = {
    RenameTheme: lambda a, t: f"Thème {t.theme(a.theme_id)} renommé en “{' '.join(a.label.split())}”",
    DescribeTheme: lambda a, t: f"Description du thème {t.theme(a.theme_id)}",
    MergeThemes: lambda a, t: f"Fusion de {t.theme(a.theme_id)} dans {t.theme(a.into_id)}{t.counted}",
    SplitTheme: lambda a, t: (
        f"Scission de {t.theme(a.theme_id)} : "
        + ", ".join(f"“{' '.join(part.label.split())}” ({_ideas(len(part.idea_ids))})" for part in a.parts)
    ),
    CreateTheme: lambda a, _: f"Création du thème “{' '.join(a.label.split())}”",
    DeleteTheme: lambda a, t: f"Suppression du thème vide {t.theme(a.theme_id)}",
    LockTheme: lambda a, t: f"Thème {t.theme(a.theme_id)} {'verrouillé' if a.locked else 'déverrouillé'}",
    ApproveTheme: lambda a, t: (
        f"Thème {t.theme(a.theme_id)} approuvé{t.counted}"
        if a.approved
        else f"Approbation retirée au thème {t.theme(a.theme_id)}"
    ),
    MoveIdeas: lambda a, t: (
        t.ideas(a.idea_ids).capitalize()
        + (" sans thème" if a.theme_id == UNCLASSIFIED else f" dans {t.theme(a.theme_id)}")
        + t.back(a.idea_ids)
    ),
    ConfirmIdeas: _told_confirmation,
    AddSecondaryTheme: lambda a, t: f"Thème secondaire {t.theme(a.theme_id)} pour {t.ideas(a.idea_ids)}",
    RemoveSecondaryTheme: lambda a, t: f"Thème secondaire {t.theme(a.theme_id)} retiré à {t.ideas(a.idea_ids)}",
    SetAsideIdeas: lambda a, t: f"Mise à l’écart de {t.ideas(a.idea_ids)}",
    TakeBackIdeas: lambda a, t: f"Reprise de {t.ideas(a.idea_ids)} écartée{_s(t.number(a.idea_ids))}{t.why_aside}",
    SettleDisagreement: _told_settlement,
    RecodeNature: lambda a, t: f"Nature “{NATURE_LABELS[a.nature].lower()}” pour {t.ideas(a.idea_ids)}",
    FlagIdeas: lambda a, t: (
        f"Repère “{_FLAGS[a.flag]}” {'posé sur' if a.raised else 'retiré de'} {t.ideas(a.idea_ids)}"
    ),
    CutIdea: lambda a, t: f"Idée de {t.contribution(a.idea_id)} coupée en deux",
    JoinIdeas: lambda a, t: f"Deux idées de {t.contribution(a.idea_id)} recollées{_told_natures(t)}",
    AddBatch: lambda a, t: f"Ajout {t.files(a.batch_id)}{t.counted}",
    SetBatchAside: lambda a, t: f"Mise à l’écart {t.files(a.batch_id)}{t.counted}",
    Learn: _told_learning,
    AcceptLearning: lambda _, t: f"Déplacements de l’outil vus et gardés{t.counted}",
    RefuseLearning: lambda a, t: (
        f"Refus de {t.ideas(a.idea_ids)} que l’outil avait déplacée{_s(t.number(a.idea_ids))}"
        if a.idea_ids
        else f"Refus de ce que l’outil avait déplacé{t.counted}"
    ),
    ProtectPassages: _told_protection,
    SetRetention: lambda a, _: f"Contributions conservées jusqu’au {_day(a.until)}",
    Undo: lambda a, t: f"Annulation : {t.inside(a.decision_id)}",
    Redo: lambda a, t: f"Rétablissement : {t.inside(a.decision_id)}",
}


def history(review: Review, *, after: int = 0, since: datetime | None = None) -> tuple[HistoryLine, ...]:
    """Give the lines of the history, the latest decision first.

    A decision that does not stand is told with the last names its themes had, and without
    the number of ideas it touched unless it names them.

    Parameters
    ----------
    after
        Only the decisions that came after this one.
    since
        Only the decisions taken from this moment on; it has an offset from UTC.
    """
    latest, back = _latest_labels(review), taken_back(review)
    sentences: dict[int, str] = {}
    lines: list[HistoryLine] = []
    for decision in review.log:
        sentence = _sentence(review, decision, latest, sentences, back.get(decision.decision_id, ()))
        sentences[decision.decision_id] = sentence
        if decision.decision_id <= after:
            continue
        if since is not None and datetime.fromisoformat(decision.decided_at) < since:
            continue
        undone = not isinstance(decision.action, Undo | Redo) and not review.stands(decision.decision_id)
        lines.append(
            HistoryLine(
                decision_id=decision.decision_id,
                day=_day(decision.decided_at),
                time=spoken_time(decision.decided_at),
                author=decision.author,
                sentence=sentence,
                reason=decision.reason,
                undone=undone,
                can_be_undone=not undone and not isinstance(decision.action, Undo | Redo | AddBatch | Learn),
                by_tool=decision.author == TOOL,
                gesture=decision.gesture or decision.decision_id,
                batch_id=_batch_to_set_aside(review, decision),
            )
        )
    return tuple(reversed(lines))


def ideas_named(review: Review, decision_id: int) -> tuple[str, ...]:
    """Give the ideas a decision names, each once: those still there, or what took them in.

    No sentence holds their words; the screen may show them beside it.
    """
    action = review.decision(decision_id).action
    names: list[str] = list(getattr(action, "idea_ids", ()))
    if isinstance(action, Learn):
        names += [idea_id for idea_id, _, _ in action.placements]
    elif isinstance(action, SplitTheme):
        names += [idea_id for part in action.parts for idea_id in part.idea_ids]
    elif isinstance(action, CutIdea):
        names += [action.idea_id, action.new_id]
    elif isinstance(action, JoinIdeas):
        names.append(action.idea_id)
    return tuple(name for name in dict.fromkeys(map(review.idea_now, names)) if name in review.ideas)


def told(review: Review, decision: Decision) -> str:
    """Give the sentence of one decision that is neither an undo nor a redo, without the rest of the history."""
    back = taken_back(review).get(decision.decision_id, ())
    return _sentence(review, decision, _latest_labels(review), {}, back)


def last_decision_of(review: Review, author: str) -> int:
    """Give the last decision somebody took, 0 for none: what came after it is new to that person."""
    return next((d.decision_id for d in reversed(review.log) if d.author == author), 0)


def midnight(now: datetime, days_ago: int = 0) -> datetime:
    """Give the moment a day began, on this machine's clock.

    >>> midnight(datetime(2026, 3, 14, 9, 30), days_ago=1).strftime("%d/%m %H:%M")
    '13/03 00:00'
    """
    return datetime.combine(now.date() - timedelta(days=days_ago), time.min).astimezone()


def _batch_to_set_aside(review: Review, decision: Decision) -> int:
    action = decision.action
    return action.batch_id if isinstance(action, AddBatch) and review.may_be_set_aside(action.batch_id) else 0


def _sentence(
    review: Review,
    decision: Decision,
    latest: Mapping[str, str],
    sentences: Mapping[int, str],
    reasons: tuple[str, ...],
) -> str:
    if isinstance(decision.action, DocumentAction):
        return tell_document_action(decision.action)
    named = [getattr(decision.action, name) for name in ("theme_id", "into_id") if hasattr(decision.action, name)]
    then = dict(zip(named, review.labels_named(decision.decision_id), strict=False))
    telling = _Telling(
        label=lambda theme_id: then.get(theme_id) or latest.get(theme_id, theme_id),
        touched=review.touched(decision.decision_id) if review.stands(decision.decision_id) else None,
        sentence_of=lambda number: sentences.get(number, "décision"),
        reasons=reasons,
        file_names=review.file_names,
        place_of=lambda idea_id: _place(review, idea_id.rpartition("-")[0]),
        natures=review.natures_joined(decision.decision_id),
    )
    return _TELLING[type(decision.action)](decision.action, telling)


def _place(review: Review, contribution_id: str) -> str:
    """Give « n° 42, table 3 »; the number alone of a contribution that was not retained."""
    found = review.contributions.get(contribution_id)
    return found.place if found else f"n° {reference_number(contribution_id)}"


def _latest_labels(review: Review) -> dict[str, str]:
    """Give the last known label of every theme there ever was."""
    labels: dict[str, str] = {theme.theme_id: theme.label for theme in review.every_automatic_theme}
    for decision in review.log:
        action = decision.action
        if isinstance(action, CreateTheme):
            labels[action.theme_id] = action.label
        elif isinstance(action, SplitTheme):
            labels |= {part.theme_id: part.label for part in action.parts}
        elif isinstance(action, RenameTheme) and review.stands(decision.decision_id):
            labels[action.theme_id] = action.label
    labels = {theme_id: " ".join(label.split()) for theme_id, label in labels.items()}
    return labels | dict(review.deleted) | {theme.theme_id: theme.label for theme in review.themes.values()}


def _day(decided_at: str) -> str:
    """Give « 1er mars 2026 »."""
    return day_in_words(decided_at[:10])
