"""Statements."""
from __future__ import annotations
from dateline.foundation.cast import Cast
from dateline.foundation.rows import Dating, Statement, TimeExpression
from dateline.reading.tree import Tree

def find_statements(tree: Tree, cast: Cast, times: tuple[TimeExpression, ...], dating: Dating) -> tuple[Statement, ...]:
    return ()
