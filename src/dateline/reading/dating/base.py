"""What a clue is to the solver."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.foundation.days import Interval
from dateline.foundation.rows import Clue, ClueKind
from dateline.foundation.timevalue import Expression, Moment, Partial, Piece, Value
from dateline.reading.dating.weigh import Weigh
from dateline.reading.tree import Tree

DAMP = 0.7  # dates of one report are not independent of each other


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


def quoted(tree: Tree, e: Expression) -> str:
    """The words of an expression in quotation marks."""
    return f"“{e.span.of(tree.text)}”"


def clue_of(tree: Tree, e: Expression, kind: ClueKind, why: str, says: Interval | None = None) -> Clue:
    """A clue that is a time expression of the text."""
    return Clue(kind=kind, text=e.span.of(tree.text), span=e.span, says=says, why=why)
