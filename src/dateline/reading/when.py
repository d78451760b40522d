"""Which day a predicate's clause speaks of: asked by statements and events alike."""

from __future__ import annotations

from dateline.foundation.days import Interval
from dateline.foundation.rows import TimeExpression
from dateline.reading.tree import CLAUSAL, Tree


def interval_of(tree: Tree, times: tuple[TimeExpression, ...], predicate: int) -> Interval | None:
    """The interval of the time expression that hangs on a predicate in its own clause; None where there is none.

    Embedded clauses keep their own times. Durations and sets date nothing.
    """
    own = set(tree.subtree(predicate, without=CLAUSAL))
    dated = [t for t in times if t.interval is not None and t.type in ("DATE", "TIME")]
    found = [t for t in dated if any(w in own for w in tree.words_in(t.span))]
    return found[0].interval if found else None
