"""Word pieces: what the encoder is fed for every word.

The encoder is uncased, so the case of the written word travels beside its pieces as one of six classes.
Training and run time share this module: a difference between the two would be a silent loss.
"""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

CASE_CLASSES = 6
MAX_PIECES_PER_WORD = 12
PLACES = 512  # pieces of a passage that the model has places for


def case_class(word: str) -> int:
    """Case of the written form: 1 lower, 2 Capitalised, 3 UPPER, 4 mixed, 5 no letters (0 is padding)."""
    if not any(c.isalpha() for c in word):
        return 5
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    return 2 if word[0].isupper() and word[1:].islower() else 4


class Pieces:
    """Word-by-word WordPiece with a cache."""

    def __init__(self, path: Path | str) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._cache: dict[str, tuple[int, ...]] = {}
        self.cls, self.sep, self.unknown = (self._special(t) for t in ("[CLS]", "[SEP]", "[UNK]"))

    def _special(self, token: str) -> int:
        found = self._tokenizer.token_to_id(token)
        if found is None:
            raise ValueError(f"the tokenizer file has no {token}; use the one of all-MiniLM-L6-v2.")
        return int(found)

    def of(self, word: str) -> tuple[int, ...]:
        """Piece ids of one word, at least one, at most `MAX_PIECES_PER_WORD`."""
        found = self._cache.get(word)
        if found is None:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids or [self.unknown]
            found = tuple(ids[:MAX_PIECES_PER_WORD])
            if len(self._cache) < 200_000:
                self._cache[word] = found
        return found

    def of_all(self, words: list[str]) -> list[tuple[int, ...]]:
        """The pieces of a passage's words; where they have no room, each word keeps as many of its first as all can have."""
        found = [self.of(w) for w in words]
        if sum(map(len, found)) > PLACES - 2:
            room = max(1, (PLACES - 2) // len(words))
            found = [f[:room] for f in found]
        return found

    def count(self, words: list[str]) -> int:
        """Pieces of a passage with its two boundary marks."""
        return 2 + sum(map(len, self.of_all(words)))
