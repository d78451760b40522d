"""From scores to a tree and to spans, with numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32] | NDArray[np.float64]


CROSSING_COST = 2.0  # log probability that an arc may lose to cross no other; measured: 1 to 4 do alike
MOST_CHANGES = 8  # in one sentence: rows of words that are no language cross everywhere


def heads_of(arc: Floats) -> list[int]:
    """Best single-rooted tree.

    `arc[d, h]` scores head `h` for word `d`: shape words x (words + 1), column 0 is the root.
    Returns one head per word, 0 for the root, words counted from 1. The plain argmax is kept when it
    already is such a tree (most sentences); else Chu-Liu/Edmonds (Edmonds 1967) with one root. Arcs that cross others,
    which hardly any English sentence needs, give way to the next likely ones that don't.
    """
    head = _best_tree(arc)
    crossed = _crossings(head)
    if crossed.any():
        _untangle(arc, head, crossed)
    return [int(h) for h in head]


def _best_tree(arc: Floats) -> NDArray[np.int64]:
    head: NDArray[np.int64] = arc.argmax(1).astype(np.int64)
    if _is_tree(head):
        return head
    n = len(head)
    score = np.concatenate([np.zeros((1, n + 1)), arc.astype(np.float64)])
    score[np.arange(1, n + 1), np.arange(1, n + 1)] = -1e9
    root = 1 + int((score[1:, 0] - score[1:, 1:].max(1, initial=-1e9)).argmax())
    score[1:, 0] = -1e9
    score[root, 0] = 1e9
    return _edmonds(score)[1:]


def _crossings(head: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pairs of arcs cross: words x words, symmetric."""
    word = np.arange(1, len(head) + 1)
    low, high = np.minimum(word, head), np.maximum(word, head)
    crossed: NDArray[np.bool_] = (low[:, None] < low) & (low < high[:, None]) & (high[:, None] < high)
    return crossed | crossed.T


def _untangle(arc: Floats, head: NDArray[np.int64], crossed: NDArray[np.bool_]) -> None:
    """Change heads in place, one at a time, by what leaves the fewest crossings and then costs least."""
    likely = arc - arc.max(1, keepdims=True)
    likely = likely - np.log(np.exp(likely).sum(1, keepdims=True))
    for _ in range(MOST_CHANGES):
        changes = []
        for word in np.flatnonzero(crossed.any(1)).tolist():
            if head[word] == 0:
                continue
            loss = likely[word, head[word]] - likely[word]
            for other in np.flatnonzero((loss > 0) & (loss <= CROSSING_COST)).tolist():
                tried = head.copy()
                tried[word] = other
                if other and _is_tree(tried):
                    changes.append((int(_crossings(tried).sum()), float(loss[other]), word, other))
        if not changes or min(changes)[0] >= crossed.sum():
            return
        _, _, word, other = min(changes)
        head[word] = other
        crossed = _crossings(head)
        if not crossed.any():
            return


def _is_tree(head: NDArray[np.int64]) -> bool:
    if int((head == 0).sum()) != 1:
        return False
    above = head.copy()
    for _ in range(len(head)):
        if not above.any():
            return True
        above = np.where(above > 0, head[above - 1], 0)
    return not above.any()


def _cycle(head: NDArray[np.int64]) -> list[int] | None:
    for start in range(1, len(head)):
        seen: list[int] = []
        v = start
        while v and v not in seen:
            seen.append(v)
            v = int(head[v])
        if v:
            return seen[seen.index(v) :]
    return None


def _edmonds(score: NDArray[np.float64]) -> NDArray[np.int64]:
    n = len(score)
    score = score.copy()
    np.fill_diagonal(score, -np.inf)
    head: NDArray[np.int64] = score.argmax(1).astype(np.int64)
    head[0] = 0
    cycle = _cycle(head)
    if cycle is None:
        return head
    inside = np.zeros(n, bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)  # contract the cycle into one node, the last of the smaller graph
    m = len(rest)
    small = np.full((m + 1, m + 1), -np.inf)
    small[:m, :m] = score[np.ix_(rest, rest)]
    members = np.array(cycle)
    total = score[members, head[members]].sum()
    enter = score[np.ix_(members, rest)] - score[members, head[members]][:, None] + total
    small[m, :m], into = enter.max(0), members[enter.argmax(0)]
    leave = score[np.ix_(rest, members)]
    small[:m, m], out = leave.max(1), members[leave.argmax(1)]
    solved = _edmonds(small)
    for i, v in enumerate(rest):
        if v:
            head[v] = out[i] if solved[i] == m else rest[solved[i]]
    head[into[solved[m]]] = rest[solved[m]]
    return head


def entity_spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """BIO tags to (first word, past last word, type); an I that follows nothing of its type begins a span."""
    out: list[tuple[int, int, str]] = []
    start = -1
    for i, tag in enumerate([*tags, "O"]):
        if start >= 0 and (tag[0] != "I" or tag[2:] != tags[start][2:]):
            out.append((start, i, tags[start][2:]))
            start = -1
        if tag[0] == "B" or (tag[0] == "I" and start < 0):
            start = i
    return out
