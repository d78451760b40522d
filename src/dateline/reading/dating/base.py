"""What a clue is to the solver."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.foundation.rows import Clue
from dateline.foundation.timevalue import Expression, Moment, Partial, Piece, Value
from dateline.reading.dating.weigh import Weigh


@dataclass(frozen=True)
class Evidence:
    """A clue, its log-likelihood over days, and what it is in the reasoning.

    `stamp`: a day that the page names as that of publication; `bound`: the page was last changed then; `hard`: a text
    clue strong enough to speak against a page; `floor`/`ceiling`: years that it reaches into. `bar` is what a day is
    judged by, where part of the likelihood is only a habit (reports name the years just behind them).
    """

    clue: Clue
    weigh: Weigh
    factor: float = 1.0
    stamp: bool = False
    bound: bool = False
    hard: bool = False
    floor: int | None = None
    ceiling: int | None = None
    bar: Weigh | None = None


def core(value: Value) -> Value:
    """The day, month or year inside `early …`, `… morning`."""
    while isinstance(value, Piece | Moment) and value.of is not None:
        value = value.of
    return value


def bare_weekday(e: Expression) -> int | None:
    """The weekday an expression names without date or turn (`last`, `next`)."""
    part = core(e.value)
    return part.weekday if isinstance(part, Partial) and part.turn is None else None
