"""What the panel of two reviews says: the agreement, a disagreement, what was settled."""

from __future__ import annotations

from typing import Final

from participation_lib.notes.typography import format_number, typeset
from participation_lib.review.agreement import Disagreement
from participation_lib.review.agreement_words import caution, in_brief, in_detail
from participation_lib.review.settling import NOBODY, Settling
from participation_lib.themes.labels import group_label
from participation_lib.themes.naming import fold
from participation_lib.widgets.markup import Markup, element, ours, plural, theirs

__all__ = [
    "card_of",
    "colleague_name",
    "figures_of",
    "line_of",
    "progress_of",
    "remainder_of",
    "settled_list",
    "sides_of",
    "spoken_of",
]

_COLLEAGUE: Final = "votre collègue"
_AROUND: Final = 350  # signs of the contribution shown on each side of the idea
_LONGEST_LINE: Final = 40  # signs of an idea in the list
_LONGEST_SPOKEN: Final = 300
_MOST_SETTLED: Final = 200


def colleague_name(settling: Settling) -> str:
    """Give what the colleague is called on screen."""
    return settling.colleague or _COLLEAGUE


def figures_of(settling: Settling) -> Markup:
    """Give how far the two agreed at first: two sentences, what they do not tell, and figures on demand."""
    first, name = settling.at_first, colleague_name(settling)
    details = [element("li", ours(sentence)) for sentence in in_detail(first, ("chez vous", f"chez {name}"))]
    read = ours(f"Relecture lue à {settling.other.read_at} dans « ") + theirs(settling.other.name) + ours(" ».")
    warning = caution(first)
    return Markup(
        "".join(
            (
                element("h3", ours("Deux relectures : la vôtre et celle de "), theirs(name)),
                element("p", ours(" ".join(in_brief(first)))),
                element("p", ours(warning), class_="pl-note") if warning else "",
                element(
                    "details",
                    element("summary", ours("Comment lire ces chiffres")),
                    element("ul", *details, element("li", read)),
                    class_="pl-more pa-figures",
                ),
            )
        )
    )


def progress_of(settling: Settling) -> Markup:
    """Give how many disagreements there are, how many are settled, and what that changes."""
    n_done, n_in_all, now = len(settling.settled), settling.n_in_all, settling.now
    if not n_in_all:
        parts = [element("p", ours("Aucun désaccord entre vous deux."), class_="pa-progress")]
    else:
        bar = element("progress", value=str(n_done), max=str(n_in_all), aria_label=typeset("Désaccords réglés"))
        count = f"{plural(n_in_all, 'désaccord')}, {plural(n_done, 'réglé')}"
        parts = [element("p", bar, element("span", ours(count)), class_="pa-progress")]
    if n_done:
        same = f"{plural(now.n_same, 'idée')} sur {format_number(now.n_compared)}"
        told = f"À présent, {same} {'sont' if now.n_same > 1 else 'est'} dans le même thème"
        parts.append(element("p", ours(f"{told} ; les chiffres ci-dessus restent ceux du départ."), class_="pl-note"))
    if settling.n_unread:
        texts = plural(settling.n_unread, "texte que personne n’a relu est", "textes que personne n’a relus sont")
        told = f"{texts} aussi placés autrement par l’outil : ils attendent dans « À relire »."
        parts.append(element("p", ours(told), class_="pl-note"))
    if n_done == n_in_all > 0:
        parts.append(element("p", ours("Tous les désaccords sont réglés."), class_="pa-end"))
    return Markup("".join(parts))


def card_of(settling: Settling, found: Disagreement) -> Markup:
    """Give the idea within its whole contribution; of a long one, what is near it first."""
    desk = settling.desk
    idea = desk.review.ideas[found.key]
    contribution = desk.review.contributions[idea.contribution_id]
    text = contribution.text
    before, words, after = text[: idea.start], text[idea.start : idea.end], text[idea.end :]
    near_before, near_after = _last_words(before), _first_words(after)
    where = ", ".join(filter(None, (f"n° {contribution.reference}", group_label(contribution.group, desk.group_name))))
    same = len(found.idea_ids) - 1
    head = theirs(where) + (
        ours(f" et {plural(same, 'autre idée identique', 'autres idées identiques')}") if same else ours("")
    )
    parts = [
        element("p", head, class_="pl-small"),
        element("p", *_in_context(near_before, words, near_after), class_="pa-text"),
    ]
    if (near_before, near_after) != (before, after):
        whole = element("p", *_in_context(before, words, after), class_="pa-whole")
        parts.append(element("details", element("summary", ours("Toute la contribution")), whole, class_="pl-more"))
    return element("div", *parts, class_="pa-card")


def _in_context(before: str, words: str, after: str) -> tuple[Markup, ...]:
    around = [element("span", theirs(text), class_="pa-around") if text else ours("") for text in (before, after)]
    return around[0], element("span", theirs(words), class_="pa-idea"), around[1]


def _last_words(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    start = text.find(" ", len(text) - _AROUND)
    return f"…{text[start:] if start >= 0 else text[-_AROUND:]}"


def _first_words(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    end = text.rfind(" ", 0, _AROUND)
    return f"{text[: end + 1 if end >= 0 else _AROUND]}…"


def sides_of(settling: Settling, found: Disagreement) -> tuple[Markup, Markup]:
    """Give where each of the two put it, who did, and what taking the colleague's place would do."""
    here = settling.theirs_here(found)
    effect = ""
    if not here:
        effect = "Chez vous, ce thème sera créé."
    elif fold(here) != fold(found.other_label):
        effect = f"Chez vous : « {here} »."
    return (
        _side(ours("Vous"), found.label, found.aside, _chosen_by(found.author, settling, "vous")),
        _side(
            theirs(_capital(colleague_name(settling))),
            found.other_label,
            found.other_aside,
            _chosen_by(found.other_author, settling, _COLLEAGUE),
            effect,
        ),
    )


def _side(who: Markup, label: str, reason: str, *notes: str) -> Markup:
    small = [element("p", ours("Raison : "), theirs(reason), class_="pl-small")] if reason else []
    small += [element("p", ours(note), class_="pl-small") for note in notes if note]
    return Markup("".join((element("p", who), element("p", theirs(label), class_="pa-place"), *small)))


def _chosen_by(author: str, settling: Settling, nobody: str) -> str:
    if not author:
        return "Place proposée par l’outil."
    if author == NOBODY:
        return f"Place choisie par {nobody}."
    return "Place choisie par vous." if author == settling.desk.author else f"Place choisie par {author}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def line_of(found: Disagreement) -> str:
    """Give a disagreement in one line of the list."""
    return _shortened(found.text, _LONGEST_LINE)


def spoken_of(found: Disagreement) -> str:
    """Give a disagreement as it is read aloud."""
    return f"{_shortened(found.text, _LONGEST_SPOKEN)} ({found.label} / {found.other_label})"


def _shortened(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rpartition(' ')[0] or line[:longest]}…"


def remainder_of(n_unlisted: int) -> Markup:
    """Say how many disagreements are not in the list yet."""
    return (
        element("p", ours(f"et {plural(n_unlisted, 'autre')} ensuite."), class_="pl-small") if n_unlisted else ours("")
    )


def settled_list(settling: Settling) -> Markup:
    """Give what was settled, the last one first, and how to come back on it."""
    settled = settling.settled
    if not settled:
        return ours("")
    lines = [
        element(
            "li",
            theirs(_shortened(done.text, _LONGEST_SPOKEN)),
            element("span", ours(" : "), theirs(done.label), ours(" plutôt que "), theirs(done.other_label))
            if done.label != done.other_label
            else element("span", ours(" : "), theirs(done.label)),
            class_="pl-small",
        )
        for done in settled[:_MOST_SETTLED]
    ]
    left = len(settled) - len(lines)
    return element(
        "details",
        element("summary", ours(f"Ce qui est réglé ({format_number(len(settled))})")),
        element(
            "p", ours("Pour revenir sur l’un d’eux : « Annuler », ou sa ligne dans l’historique."), class_="pl-small"
        ),
        element("ul", *lines),
        *([element("p", ours(f"et {plural(left, 'autre')}."), class_="pl-small")] if left else []),
        class_="pl-more",
    )
