"""Views."""
from __future__ import annotations
from dateline.foundation.cast import Cast
from dateline.foundation.coded import Coded
from dateline.foundation.rows import CalendarEntry, Dating, Forecast, Position, Statement, TimeExpression
from dateline.reading.tree import Tree

def positions_of(coded: Coded, tree: Tree, cast: Cast, statements: tuple[Statement, ...], dating: Dating) -> tuple[Position, ...]:
    return ()

def calendar_of(coded: Coded, tree: Tree, cast: Cast) -> tuple[CalendarEntry, ...]:
    return ()

def forecasts_of(statements: tuple[Statement, ...], tree: Tree, cast: Cast, times: tuple[TimeExpression, ...]) -> tuple[Forecast, ...]:
    return ()
