"""Events."""
from __future__ import annotations
from dateline.foundation.cast import Cast
from dateline.foundation.coded import Coded
from dateline.foundation.rows import Dating, Statement, TimeExpression
from dateline.reading.tree import Tree

def find_events(tree: Tree, cast: Cast, times: tuple[TimeExpression, ...], statements: tuple[Statement, ...], dating: Dating) -> Coded:
    return Coded()
