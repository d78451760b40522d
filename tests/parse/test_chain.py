"""The linear chain: its best path and its marginals against all paths counted out."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.parse.chain import Chain


def counted(chain: Chain, scores: np.ndarray) -> dict[tuple[int, ...], float]:
    """Every path with its score."""
    out = {}
    for path in product(range(scores.shape[1]), repeat=len(scores)):
        total = chain.start[path[0]] + chain.end[path[-1]] + sum(scores[i, k] for i, k in enumerate(path))
        out[path] = total + sum(chain.step[a, b] for a, b in pairwise(path))
    return out


@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_best_and_marginals_are_those_of_all_paths(words: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    chain, scores = Chain(rng.normal(size=(3, 3)), rng.normal(size=3), rng.normal(size=3)), rng.normal(size=(words, 3))
    paths = counted(chain, scores)
    assert tuple(chain.best(scores)) == max(paths, key=lambda p: paths[p])
    whole = sum(np.exp(s) for s in paths.values())
    for i, k in product(range(words), range(3)):
        share = sum(np.exp(s) for p, s in paths.items() if p[i] == k) / whole
        assert abs(chain.marginals(scores)[i, k] - share) < 1e-9


def test_a_forbidden_step_is_not_taken() -> None:
    step = np.array([[0.0, -1e4], [0.0, 0.0]])
    chain = Chain(step, np.array([0.0, -1e4]), np.zeros(2))
    assert chain.best(np.array([[0.0, 0.0], [0.0, 5.0], [0.0, 5.0]])) == [0, 0, 0]
