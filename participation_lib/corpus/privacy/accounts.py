"""Accounts of social networks: `@name`, the path of a profile, a name told after « insta »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from participation_lib.corpus.privacy.marks import Found, Kind, fold_words
from participation_lib.reference import load

__all__ = ["find_accounts"]

_NETWORK: Final = (
    r"insta(?:gram)?|snap(?:chat)?|twitter|tik\s?tok|facebook|fb|linkedin|telegram|discord|mastodon|bluesky|youtube"
    r"|pseudo(?:nyme)?|compte"
)
_HANDLE: Final = re.compile(r"(?<![\w@.+\-])@[A-Za-z0-9_](?:[\w.]{1,28}\w)")
_PROFILE: Final = re.compile(
    r"\b(?:facebook|instagram|twitter|tiktok|linkedin|snapchat|x|threads|youtube)\.com/"
    r"(?:in/|add/|people/|profile/|u/|c/)?(?P<name>@?[\w.\-]{2,49}\w)",
    re.IGNORECASE,
)
# A name told in words has a mark inside, or follows « : » at once: « snap : sofien.bmx », « insta c kylian_off ».
_TOLD: Final = re.compile(
    rf"\b(?:{_NETWORK})\b(?:\s?[:=]\s?|\s(?:c'est|c’est|c|est|mon|le|perso|de|sur)\b)*\s?"
    r"(?P<name>(?=[\w.\-]*\w(?:[._]|\d)\w)[A-Za-z0-9_][\w.\-]{2,28}\w)",
    re.IGNORECASE,
)
_HINTS: Final = ("@", ".com/", "insta", "snap", "twitter", "tok", "fb", "linkedin", "telegram", "discord", "mastodon")
_MORE_HINTS: Final = ("facebook", "bluesky", "youtube", "pseudo", "compte")
_SITE: Final = re.compile(r"^(?:www\.)?[\w\-]+\.(?:fr|com|org|net|eu|be|gouv\.fr)$", re.IGNORECASE)
_NOT_A_NAME: Final = frozenset(
    ["groups", "pages", "watch", "events", "hashtag", "explore", "company", "search", "share"]
)


@cache
def _public() -> tuple[frozenset[str], tuple[str, ...]]:
    kept = load("noms_conserves")
    people = [*kept["personnalites"], *kept["personnalites_nom_seul"]]
    return frozenset(fold_words(name).replace(" ", "") for name in people), tuple(kept["comptes_publics"])


def _is_public(handle: str) -> bool:
    """Say whether an account is a public figure's or an institution's (« @villedecergy »)."""
    people, beginnings = _public()
    plain = fold_words(handle).replace(" ", "")
    return plain in people or plain.startswith(beginnings)


def find_accounts(text: str) -> Iterator[Found]:
    """Give the accounts of social networks in a text, those of institutions and public figures aside.

    Examples
    --------
    >>> from participation_lib.corpus.privacy.accounts import find_accounts
    >>> text = "mon insta : lina_95, et la page @villedecergy"
    >>> [text[found.start : found.end] for found in find_accounts(text)]
    ['lina_95']
    """
    low = text.lower()  # looking for plain words is much quicker than for a pattern
    if not any(hint in low for hint in _HINTS) and not any(hint in low for hint in _MORE_HINTS):
        return
    for pattern in (_HANDLE, _PROFILE, _TOLD):
        for match in pattern.finditer(text):
            start, end = match.span("name") if "name" in pattern.groupindex else match.span()
            name = text[start:end]
            if name.lower() not in _NOT_A_NAME and not _SITE.match(name) and not _is_public(name):
                yield Found(start, end, Kind.ACCOUNT)
