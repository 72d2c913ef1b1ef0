"""Who wrote what, without saying who: one token a person, and nothing of what identified them."""

from __future__ import annotations

import hashlib
import hmac

__all__ = ["Tokens"]

_LENGTH = 16  # hexadecimal digits: two of a million people share one less than once in thirty million dossiers


class Tokens:
    """The tokens of one dossier, or of one reading that is in none.

    With the key of a dossier, a token is an HMAC-SHA256 of the identifier: the same person
    has the same one in every file of the dossier, another one in another dossier, and
    nobody finds the identifier again without the key. Without a key, people are numbered
    as they come.

    Examples
    --------
    >>> tokens = Tokens()
    >>> tokens.of("decidim", "77"), tokens.of("decidim", "12"), tokens.of("decidim", " 77 "), tokens.of("decidim", "")
    ('a1', 'a2', 'a1', '')
    >>> first, again, elsewhere = (Tokens(key).of("decidim", "77") for key in (b"one", b"one", b"other"))
    >>> first == again, first == elsewhere
    (True, False)
    """

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key
        self._known: dict[tuple[str, str], str] = {}

    def of(self, space: str, identifier: str) -> str:
        """Give the token of a person, "" where nobody is identified.

        Parameters
        ----------
        space
            Where an identifier means the same person.
        """
        identifier = identifier.strip()
        if not identifier:
            return ""
        token = self._known.get((space, identifier))
        if token is None:
            token = self._known[space, identifier] = self._drawn(f"{space}\x1f{identifier}")
        return token

    def _drawn(self, words: str) -> str:
        if self._key is None:
            return f"a{len(self._known) + 1}"
        message = words.encode("utf-8", errors="replace")
        return f"p{hmac.new(self._key, message, hashlib.sha256).hexdigest()[:_LENGTH]}"
