"""Names: classes, spans out of the scores of words, and one class for one name over a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Persons, organisations, places with and without a government of their own, peoples, anything else that has a name,
# and the words of an office.
CLASSES = ("PER", "ORG", "GPE", "LOC", "NORP", "MISC", "TITLE")
TAGS = ("O", *(f"B-{c}" for c in CLASSES), *(f"I-{c}" for c in CLASSES))
_N = len(CLASSES)
_APART = np.array([c in ("TITLE", "NORP") for c in CLASSES])  # these stand beside names and are never one with them


class Named(NamedTuple):
    """Words `first` to `end` (past the last) of a passage, and how well each class fits: summed log probabilities."""

    first: int
    end: int
    scores: NDArray[np.float64]

    @property
    def best(self) -> str:
        """The class that fits best."""
        return CLASSES[int(self.scores.argmax())]


def spans_of(scores: NDArray[np.float32], starts: Iterable[int] = ()) -> list[Named]:
    """Names out of tag scores, words x TAGS: borders first, by begin/inside/outside; then the class, by all its words.

    No name goes on over one of `starts`, the first words of sentences.
    """
    likely = np.exp(scores.astype(np.float64) - scores.max(1, keepdims=True))
    likely /= likely.sum(1, keepdims=True)
    begin, inside = likely[:, 1 : _N + 1], likely[:, _N + 1 :]
    named = begin.sum(1) + inside.sum(1) > likely[:, 0]
    if not named.any():
        return []
    kinds = np.log(begin + inside + 1e-9)
    best = kinds.argmax(1)
    cut = begin.sum(1) > inside.sum(1)
    cut[1:] |= ~named[:-1] | ((best[1:] != best[:-1]) & (_APART[best[1:]] | _APART[best[:-1]]))
    cut[[0, *starts]] = True
    firsts = np.flatnonzero(named & cut).tolist()
    ends = [*np.flatnonzero(~named | cut).tolist(), len(named)]
    past = np.searchsorted(ends, firsts, side="right")
    return [Named(f, ends[e], kinds[f : ends[e]].sum(0)) for f, e in zip(firsts, past, strict=True)]


def agreed(names: Sequence[tuple[tuple[str, ...], Named]]) -> list[str]:
    """One class for one name: the class of each of a document's names, all places where it stands taken together.

    `names`: the written words of each name with its scores. A word that ends a name of several words of a person (the
    family name) is one name with it, where it stands alone.
    """
    total: dict[tuple[str, ...], NDArray[np.float64]] = {}
    for words, name in names:
        total[words] = total[words] + name.scores if words in total else name.scores
    families = {w[-1:] for w, s in total.items() if len(w) > 1 and CLASSES[int(s.argmax())] == "PER"}
    whole = dict(total)
    for words, scores in total.items():
        if words[-1:] in families and len(words) > 1 and words[-1:] in total and CLASSES[int(scores.argmax())] == "PER":
            whole[words[-1:]] = whole[words[-1:]] + scores
    return [CLASSES[int(whole[words].argmax())] for words, _ in names]


def tags_of(length: int, names: Iterable[tuple[int, int, str]]) -> list[str]:
    """BIO tags over so many words, of names given as first word, past the last, class."""
    tags = ["O"] * length
    for first, end, kind in names:
        tags[first:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - first - 1)]
    return tags
