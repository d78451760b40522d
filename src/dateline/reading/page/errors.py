"""What cannot be read, and why."""

from __future__ import annotations


class Unreadable(Exception):
    """Bytes that no article can be made of.

    `code` is stable: EMPTY_INPUT, BINARY_INPUT, TOO_LARGE, HOSTILE_PAGE, NO_ARTICLE, NOT_NEWS_TEXT, LANGUAGE.
    `message` is one sentence or two: what is wrong and the way out. It does not name the source: the caller does.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
