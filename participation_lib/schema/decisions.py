"""What a person decides about a grouping, as values that can be stored and replayed.

An action says what to do; a decision says who did it, when and why. Decisions are only
ever added to a log: undoing one is another decision.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any, Final, TypeAlias, get_args, get_origin, get_type_hints

from participation_lib.schema.edits import DOCUMENT_ACTIONS, DocumentAction, InclusiveWriting, Voice
from participation_lib.schema.protection import PROTECTION_ACTIONS, ProtectionAction, Treatment
from participation_lib.schema.tables import Flag, Nature

__all__ = [
    "ACTIONS",
    "TOOL",
    "AcceptLearning",
    "Action",
    "AddBatch",
    "AddSecondaryTheme",
    "Agreement",
    "ApproveTheme",
    "ConfirmIdeas",
    "CreateTheme",
    "CutIdea",
    "Decision",
    "DeleteTheme",
    "DescribeTheme",
    "FlagIdeas",
    "JoinIdeas",
    "Learn",
    "LockTheme",
    "MergeThemes",
    "MoveIdeas",
    "RecodeNature",
    "Redo",
    "RefuseLearning",
    "RemoveSecondaryTheme",
    "RenameTheme",
    "SetAsideIdeas",
    "SetBatchAside",
    "SettleDisagreement",
    "SplitTheme",
    "TakeBackIdeas",
    "ThemePart",
    "Undo",
    "action_content",
    "parse_action",
]

TOOL: Final = "outil"  # the author of what the tool learnt by itself


@dataclass(frozen=True)
class RenameTheme:
    """Give a theme another name."""

    theme_id: str
    label: str


@dataclass(frozen=True)
class DescribeTheme:
    """Say what a theme holds and what it does not."""

    theme_id: str
    description: str


@dataclass(frozen=True)
class MergeThemes:
    """Put all the ideas of a theme into another; the first disappears."""

    theme_id: str
    into_id: str


@dataclass(frozen=True)
class ThemePart:
    """A theme made of some ideas of another.

    `as_proposed` names those of its ideas that the tool had proposed there: accepted with the
    rest, not chosen one by one.
    """

    theme_id: str
    label: str
    idea_ids: tuple[str, ...]
    as_proposed: tuple[str, ...] = ()


@dataclass(frozen=True)
class SplitTheme:
    """Take some ideas of a theme out into new ones; what is named in no part stays.

    Ideas a person put in a part by hand are hers from then on, as if she had moved them, and
    so are those she put back by hand into the theme (`kept`). Those that are where the tool
    proposed them follow the split as they would follow a merge: what was settled, or read in
    a theme that was approved, stays so; the others may still be examined, by her and by the
    tool. Accepting a proposal is no reading of each idea: that is what approving a theme says.
    """

    theme_id: str
    parts: tuple[ThemePart, ...]
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class CreateTheme:
    """Open a theme that holds nothing yet."""

    theme_id: str
    label: str


@dataclass(frozen=True)
class DeleteTheme:
    """Close a theme that holds no idea. Those set aside from it stay set aside, without a theme."""

    theme_id: str


@dataclass(frozen=True)
class LockTheme:
    """Keep the tool from adding to a theme or taking from it; a person still may."""

    theme_id: str
    locked: bool = True


@dataclass(frozen=True)
class ApproveTheme:
    """Say that a theme was read through: its name is right and its ideas are in their place."""

    theme_id: str
    approved: bool = True


@dataclass(frozen=True)
class MoveIdeas:
    """Put ideas in a theme, or among those that fit nowhere (`UNCLASSIFIED`)."""

    idea_ids: tuple[str, ...]
    theme_id: str


@dataclass(frozen=True)
class ConfirmIdeas:
    """Say that ideas are in the right theme.

    `theme_id` is the one that was on screen: they are in it after this decision, even if
    the tool moved them meanwhile, or if what had put them there is undone later. "" says
    only that each is right where it is.
    """

    idea_ids: tuple[str, ...]
    theme_id: str = ""


@dataclass(frozen=True)
class AddSecondaryTheme:
    """Say that ideas also speak of a second theme. They still count once, in their first."""

    idea_ids: tuple[str, ...]
    theme_id: str


@dataclass(frozen=True)
class RemoveSecondaryTheme:
    """Take a second theme back."""

    idea_ids: tuple[str, ...]
    theme_id: str


@dataclass(frozen=True)
class SetAsideIdeas:
    """Count ideas apart, for the reason the decision gives."""

    idea_ids: tuple[str, ...]


@dataclass(frozen=True)
class SetBatchAside:
    """Count apart all that came in together later, for the reason the decision gives: a file added by mistake.

    What a file that is kept says too, word for word and in the same group, stays: it was
    counted once, here. Themes found in these contributions that nobody used go with them.
    """

    batch_id: int


@dataclass(frozen=True)
class TakeBackIdeas:
    """Take ideas that were set aside back where they were."""

    idea_ids: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """How far two people agreed who each placed the same ideas alone.

    Attributes
    ----------
    n_read, n_same
        Ideas both placed, and how many of them in the same theme once themes are matched.
    kappa
        Cohen's kappa on these ideas: 1 is full agreement, 0 what chance would give.
    """

    n_read: int
    n_same: int
    kappa: float


@dataclass(frozen=True)
class SettleDisagreement:
    """Say where ideas go that a colleague put elsewhere, in a dossier of hers.

    Attributes
    ----------
    theme_id
        A theme of this dossier, `UNCLASSIFIED`, or `SET_ASIDE` for the reason the decision
        gives; ideas that are set aside already keep the reason they had.
    dossier_id, other_id
        The dossier of the colleague, and where it had these ideas.
    colleague
        What the history calls her; "" when unknown.
    at_first
        How far the two agreed before anything was settled between them; empty where both
        placed too few ideas for it to be known.
    """

    idea_ids: tuple[str, ...]
    theme_id: str
    dossier_id: str
    other_id: str
    colleague: str
    at_first: tuple[Agreement, ...] = ()


@dataclass(frozen=True)
class RecodeNature:
    """Give ideas another nature."""

    idea_ids: tuple[str, ...]
    nature: Nature


@dataclass(frozen=True)
class FlagIdeas:
    """Say, or unsay, that ideas are off topic or outside the city's competence."""

    idea_ids: tuple[str, ...]
    flag: Flag
    raised: bool = True


@dataclass(frozen=True)
class CutIdea:
    """Cut an idea in two. Positions are code points of the contribution's text.

    The idea keeps what is before `first_end`; the new one begins at `second_start`: only
    spaces and joints may lie between. `new_id` has never been used.
    """

    idea_id: str
    first_end: int
    second_start: int
    new_id: str


@dataclass(frozen=True)
class JoinIdeas:
    """Mend a cut: an idea takes in the one that follows it in the same contribution."""

    idea_id: str
    absorbed_id: str


@dataclass(frozen=True)
class AddBatch:
    """Bring in contributions read later, with the places proposed for their ideas."""

    batch_id: int


@dataclass(frozen=True)
class Learn:
    """What the tool moved by itself after a decision: idea, theme, confidence (0 to 100)."""

    placements: tuple[tuple[str, str, int], ...]
    after: int


@dataclass(frozen=True)
class AcceptLearning:
    """Say that what the tool moved was looked at, and may stay."""

    decision_ids: tuple[int, ...]


@dataclass(frozen=True)
class RefuseLearning:
    """Put back what the tool moved, and keep it from moving the same ideas there again.

    `idea_ids` names those to put back, when they are not all.
    """

    decision_ids: tuple[int, ...]
    idea_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Undo:
    """Replay the log without a decision, and without what the tool learnt from it."""

    decision_id: int


@dataclass(frozen=True)
class Redo:
    """Take a decision that was undone back into the log, at its place."""

    decision_id: int


Action: TypeAlias = (
    RenameTheme
    | DescribeTheme
    | MergeThemes
    | SplitTheme
    | CreateTheme
    | DeleteTheme
    | LockTheme
    | ApproveTheme
    | MoveIdeas
    | ConfirmIdeas
    | AddSecondaryTheme
    | RemoveSecondaryTheme
    | SetAsideIdeas
    | SetBatchAside
    | TakeBackIdeas
    | SettleDisagreement
    | RecodeNature
    | FlagIdeas
    | CutIdea
    | JoinIdeas
    | AddBatch
    | Learn
    | AcceptLearning
    | RefuseLearning
    | Undo
    | Redo
    | DocumentAction
    | ProtectionAction
)

# Names written in the database: they outlive the names of classes.
ACTIONS: Final[Mapping[str, type[Any]]] = {
    "renommer": RenameTheme,
    "decrire": DescribeTheme,
    "fusionner": MergeThemes,
    "scinder": SplitTheme,
    "creer": CreateTheme,
    "supprimer": DeleteTheme,
    "verrouiller": LockTheme,
    "approuver": ApproveTheme,
    "deplacer": MoveIdeas,
    "confirmer": ConfirmIdeas,
    "ajouter_theme_secondaire": AddSecondaryTheme,
    "retirer_theme_secondaire": RemoveSecondaryTheme,
    "ecarter": SetAsideIdeas,
    "ecarter_lot": SetBatchAside,
    "reprendre": TakeBackIdeas,
    "regler_desaccord": SettleDisagreement,
    "recoder": RecodeNature,
    "signaler": FlagIdeas,
    "couper": CutIdea,
    "recoller": JoinIdeas,
    "ajouter_lot": AddBatch,
    "apprendre": Learn,
    "accepter_apprentissage": AcceptLearning,
    "refuser_apprentissage": RefuseLearning,
    "annuler": Undo,
    "retablir": Redo,
    **DOCUMENT_ACTIONS,
    **PROTECTION_ACTIONS,
}
_NAME_OF: Final = {kind: name for name, kind in ACTIONS.items()}


@dataclass(frozen=True)
class Decision:
    """An action with who decided it, when and why.

    Attributes
    ----------
    decision_id
        Position in the log, from 1; never reused.
    decided_at
        ISO 8601, to the second, with its offset from UTC.
    author
        A first name or initials chosen by the person, or `TOOL`.
    reason
        Why, in the person's words; "" where none was given.
    gesture
        The decision that began the gesture this one goes on with; 0 for one that begins a
        gesture or is one by itself.
    """

    decision_id: int
    decided_at: str
    author: str
    action: Action
    reason: str = ""
    gesture: int = 0


def action_content(action: Action) -> tuple[str, str]:
    """Give the name of an action and its fields as JSON, for storage.

    >>> action_content(LockTheme("t03"))
    ('verrouiller', '{"theme_id": "t03", "locked": true}')
    """
    return _NAME_OF[type(action)], json.dumps(asdict(action), ensure_ascii=False)


def parse_action(name: str, content: str) -> Action:
    """Give back the action that was stored.

    Raises
    ------
    ValueError
        The name is unknown (a newer version wrote it) or the content is not of that action.

    Examples
    --------
    >>> parse_action("verrouiller", '{"theme_id": "t03", "locked": true}')
    LockTheme(theme_id='t03', locked=True)
    """
    if name not in ACTIONS:
        raise ValueError(f"unknown action {name!r}")
    try:
        action: Action = _read(ACTIONS[name], json.loads(content))
    except (TypeError, AttributeError, ValueError, RecursionError) as error:
        raise ValueError(f"content of action {name!r} cannot be read") from error
    return action


def _read(kind: Any, value: Any) -> Any:
    """Give a value of a kind from what JSON holds of it; what is of another kind is refused, never bent."""
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise TypeError
        kinds = get_args(kind)
        parts = kinds[:1] * len(value) if kinds[-1] is Ellipsis else kinds
        return tuple(_read(part, held) for part, held in zip(parts, value, strict=True))
    if isinstance(kind, type) and is_dataclass(kind):
        kinds_of = get_type_hints(kind)
        return kind(**{key: _read(kinds_of.get(key), held) for key, held in value.items()})
    if kind in (Nature, Flag, Voice, InclusiveWriting, Treatment):
        return kind(value)
    if type(value) is not kind:
        raise TypeError
    return value
