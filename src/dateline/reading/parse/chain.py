"""The best sequence of labels for a block, and how sure each label is: a linear chain (Lafferty et al. 2001) in numpy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Chain(NamedTuple):
    """Scores of a label after a label (from x to), at the start and at the end; forbidden ones are very low."""

    step: Floats
    start: Floats
    end: Floats

    def best(self, scores: Floats) -> list[int]:
        """The best labels for words x labels, at least one word (Viterbi)."""
        total, back = self.start + scores[0], []
        for row in scores[1:]:
            paths = total[:, None] + self.step
            back.append(paths.argmax(0))
            total = paths.max(0) + row
        out = [int((total + self.end).argmax())]
        for pointers in reversed(back):
            out.append(int(pointers[out[-1]]))
        return out[::-1]

    def marginals(self, scores: Floats) -> Floats:
        """The probability of each label of each word: words x labels."""
        n = len(scores)
        forward, backward = np.empty_like(scores), np.empty_like(scores)
        forward[0], backward[n - 1] = self.start + scores[0], self.end
        for i in range(1, n):
            forward[i] = _logsum(forward[i - 1][:, None] + self.step, 0) + scores[i]
        for i in range(n - 2, -1, -1):
            backward[i] = _logsum(self.step + (scores[i + 1] + backward[i + 1])[None], 1)
        both = forward + backward
        likely: Floats = np.exp(both - _logsum(both, 1)[:, None])
        return likely


def _logsum(x: Floats, axis: int) -> Floats:
    top = x.max(axis, keepdims=True)
    out: Floats = np.log(np.exp(x - top).sum(axis)) + top.squeeze(axis)
    return out
