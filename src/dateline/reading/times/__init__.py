"""Time expressions."""
from __future__ import annotations
from dateline.foundation.rows import Dating, TimeExpression
from dateline.reading.tree import Tree

def find_times(tree: Tree) -> tuple[object, ...]:
    return ()

def resolve_times(expressions: tuple[object, ...], tree: Tree, dating: Dating) -> tuple[TimeExpression, ...]:
    return ()
