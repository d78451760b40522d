"""Longest match of many names at token level, in a trie.

A name is a key of its tokens, each followed by a space, so that a prefix of the text can only end where a token ends; one
call gives all names that begin at a token. Most tokens begin no name: only those with a capital and the few other words
that begin one are asked about, so nothing is lost by it. Structure and speed: docs/decisions/0015, docs/actors.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import marisa_trie

FORM = "<I"


class Match(NamedTuple):
    """Tokens `first` to `last`, both inclusive, and the numbers that were filed under the name."""

    first: int
    last: int
    found: tuple[int, ...]


class AliasIndex:
    """Names and the numbers filed under them. Case counts: `Turkey` is no bird, `US` no pronoun.

    Takes the tokens of each name with its number; about 7 s and 100 MB for a million.
    """

    def __init__(self, names: Iterable[tuple[Sequence[str], int]]) -> None:
        filed: dict[str, tuple[int, ...]] = {}
        for tokens, n in names:
            key = _key(tokens)
            filed[key] = (*filed.get(key, ()), n)
        self._trie = marisa_trie.Trie(filed)
        self._found: list[tuple[int, ...]] = [()] * len(filed)
        for key, numbers in filed.items():
            self._found[self._trie[key]] = numbers
        self._lower = frozenset(key.partition(" ")[0] for key in filed if not key[:1].isupper())
        self._reach = max((key.count(" ") for key in filed), default=0)

    def __getitem__(self, tokens: Sequence[str]) -> tuple[int, ...]:
        """The numbers of exactly this name; empty for one that is not there."""
        at = self._trie.get(_key(tokens))
        return self._found[at] if at is not None else ()

    def matches(self, tokens: Sequence[str]) -> Iterator[Match]:
        """Longest names from left to right; none overlaps another."""
        text = _key(tokens)
        starts = [0, *accumulate(len(t) + 1 for t in tokens)]
        prefixes, ids, found, lower = self._trie.prefixes, self._trie, self._found, self._lower
        at, end, reach = 0, len(tokens), self._reach
        while at < end:
            token = tokens[at]
            if token[:1].isupper() or token in lower:
                names = prefixes(text[starts[at] : starts[min(at + reach, end)]])
                if names:
                    longest = names[-1]
                    last = at + longest.count(" ") - 1
                    yield Match(at, last, found[ids[longest]])
                    at = last
            at += 1


def _key(tokens: Sequence[str]) -> str:
    return " ".join(tokens) + " "
