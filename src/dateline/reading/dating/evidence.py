"""Clues to the day of publication that the text gives away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dateline.foundation.days import day
from dateline.foundation.timevalue import Abs, Expression, Partial
from dateline.knowledge.base import KnowledgeBase
from dateline.reading.dating import weigh
from dateline.reading.dating.ages import age_evidence
from dateline.reading.dating.base import Evidence, clue_of, core, quoted
from dateline.reading.dating.dates import date_evidence
from dateline.reading.dating.events import event_evidence
from dateline.reading.dating.office import office_evidence
from dateline.reading.dating.page import TRUST
from dateline.reading.dating.relative import relative_evidence
from dateline.reading.dating.weekdays import weekday_evidence
from dateline.reading.dating.years import year_evidence
from dateline.reading.tree import Tree

HEAD, LINE = 3, 90  # blocks at the head of a report, characters of a line
_PLACE = re.compile(r"\s*(?:[A-Z][\w.'’-]*[\s,/]+(?:(?:de|del|la|el|of|the|al|da|do|dos|am|and)\s+)*){1,7}\(?\s*")
_DATELINE = re.compile(r"\s*[^\n]{0,90}?(?:--|—|–|\s-\s|_)")


def text_evidence(tree: Tree, expressions: tuple[Expression, ...], kb: KnowledgeBase | None = None) -> Iterator[Evidence]:
    """Dateline, weekdays, days and months without year, years, relations to the day of publication, offices and events."""
    yield from _date_lines(tree, expressions)
    heading = _dateline(tree, expressions)
    rest = tuple(e for e in expressions if e is not heading)
    weekly = weekday_evidence(tree, rest)
    if heading is not None and isinstance(heading.value, Partial):
        part = heading.value
        assert part.month is not None
        assert part.day is not None
        weekly = (replace(e, weigh=weigh.of_writing(e.weigh, part.month, part.day)) for e in weekly)
        why = f"the report is headed {quoted(tree, heading)}, the day it was sent or the day before it appeared"
        yield Evidence(clue_of(tree, heading, "partial-date", why), weigh.dateline(part.month, part.day), hard=True)
    yield from weekly
    yield from date_evidence(tree, rest)
    yield from year_evidence(tree, rest)
    yield from relative_evidence(tree, rest)
    yield from office_evidence(tree, kb)
    yield from age_evidence(tree, kb)
    yield from event_evidence(tree, rest)


def _dateline(tree: Tree, expressions: tuple[Expression, ...]) -> Expression | None:
    """The day in an agency's dateline at the head of the body: `NAIROBI, May 9 (Agency) -`."""
    first = next((e for e in expressions if isinstance(e.value, Partial)), None)
    if first is None or not isinstance(first.value, Partial) or first.value.day is None or first.value.month is None:
        return None
    kind, block = tree.parse.blocks[first.block]
    opening = _DATELINE.match(tree.text, block.start, block.end)
    headed = kind == "dateline" or (opening is not None and first.span.end <= opening.end())
    before = tree.text[block.start : first.span.start]
    return first if headed and _PLACE.fullmatch(before) else None


def _date_lines(tree: Tree, expressions: tuple[Expression, ...]) -> Iterator[Evidence]:
    """A line at the head of the report that only names a full day, a writer or a place."""
    for e in expressions:
        part, (_, block) = core(e.value), tree.parse.blocks[e.block]
        if (
            e.block > HEAD
            or not isinstance(part, Abs)
            or part.day is None
            or part.month is None
            or len(block.of(tree.text)) > LINE
        ):
            continue
        if not any(tree.upos(w) in ("VERB", "AUX") and tree.feat(w, "VerbForm") == "Fin" for w in tree.words_in(block)):
            named = day(date(part.year, part.month, part.day))
            clue = clue_of(tree, e, "visible", "published: a line at the head of the report names this day", named)
            yield Evidence(clue, weigh.stamp(named, TRUST["visible"]), stamp=True)
