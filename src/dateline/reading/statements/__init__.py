"""Who said what: direct, mixed and indirect speech, with the words that say so.

Attributions are found by a lexicon of cues over the parse and the layout of the sentence (commas, quotation marks,
semicolons), after the designs of GenderGapTracker's and textacy's quote extractors and the annotation practice of
PolNeAR (Newell et al. 2018). Quotations without a cue of their own go to the speaker who spoke last.
"""

from __future__ import annotations

from dateline.foundation.cast import Cast
from dateline.foundation.rows import Dating, Statement, TimeExpression
from dateline.reading.statements.attributions import find_claims
from dateline.reading.statements.rows import rows_of
from dateline.reading.tree import Tree

__all__ = ["find_statements"]


def find_statements(tree: Tree, cast: Cast, times: tuple[TimeExpression, ...], dating: Dating) -> tuple[Statement, ...]:
    """Every statement of the body, in text order; nested ones name the statement around them in `within`."""
    return rows_of(tree, cast, times, dating, find_claims(tree))
