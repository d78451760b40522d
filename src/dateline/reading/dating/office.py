"""Office-holders as clues: a report that calls somebody president appeared, as a rule, while he was."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import numpy as np

from dateline.foundation.days import Interval, month, year
from dateline.foundation.rows import Clue
from dateline.foundation.spans import Span
from dateline.knowledge.base import KnowledgeBase, Tenure, base
from dateline.knowledge.dating import weights
from dateline.knowledge.tables import table
from dateline.reading.dating.base import DAMP, Evidence
from dateline.reading.dating.days import Days, Weights
from dateline.reading.dating.weigh import Weigh
from dateline.reading.tree import Tree

REACH = 70  # characters before and after a name in which its office may stand
SPARSE = 1.4  # nats: a tenure is a small part of the years in question
TOP = ("head_of_state", "head_of_government", "foreign", "defence")
SHOWN = 4  # tenures in an explanation
STRETCHES = ((-9999, -6), (-5, -2), (-1, -1), (0, 0), (1, 1), (2, 3), (4, 8), (9, 9999))  # years before, in and after office
LAG = timedelta(days=75)  # titles are given before the oath and after the fall
_FORMER = re.compile(
    r"\b(?:former|ex-|then|late|one-time|onetime|ousted|deposed|predecessor|successor|deputy|vice|assistant|acting|"
    r"shadow|under|junior|elect|designate|candidate|next|first|brother|son|wife|aide|adviser|advisor|spokesman|spokeswoman)\b",
    re.I,
)


class Known(NamedTuple):
    """A person named without office, and the first and last year of those that the base knows of."""

    name: str
    span: Span
    years: tuple[int, int]


class Named(NamedTuple):
    """A person as named with an office, and the tenures that may be meant."""

    name: str
    span: Span
    tenures: tuple[Tenure, ...]


def office_evidence(tree: Tree, kb: KnowledgeBase | None = None) -> Iterator[Evidence]:
    """A clue for every person who is named with an office that the base knows him to have held, and for those named without
    one that their offices made known."""
    titled = list(office_clues(tree, kb))
    for named, bounds in titled:
        yield _evidence(named, bounds)
    known = list(known_people(tree, [named.name for named, _ in titled], kb))
    for name, span, (first, last) in known:
        why = f"{name} held office from {first} to {last}; people are named most in such years"
        clue = Clue(kind="office", text=name, span=span, why=why)
        yield Evidence(clue, _weigh_years(first, last), DAMP / math.sqrt(len(known)))


def known_people(tree: Tree, titled: Sequence[str], kb: KnowledgeBase | None = None) -> Iterator[Known]:
    """Those named in full and not `titled`, each once, whose name one person of the base bears."""
    known, seen = kb or base(), set(titled)
    for span in people_named(tree):
        name = " ".join(span.of(tree.text).split())
        tenures = known.tenures(name) if " " in name and name not in seen else ()
        seen.add(name)
        starts = [int(t.start[:4]) for t in tenures if t.start[:4].isdigit()]
        if starts and len({t.person for t in tenures}) == 1:
            ends = [int(e) for t in tenures if (e := (t.end or t.until_known or t.start)[:4]).isdigit()]
            yield Known(name, span, (min(starts), max([*starts, *ends])))


def stretch(year_: int, first: int, last: int) -> int:
    """Which of `STRETCHES` a year lies in, for somebody in office from `first` to `last`."""
    off = year_ - first if year_ < first else max(0, year_ - last)
    return next(n for n, (low, high) in enumerate(STRETCHES) if low <= off <= high)


def _weigh_years(first: int, last: int) -> Weigh:
    logs = weights()["person"]["years"]
    width = math.log(last - first + 1)

    def weigh(days: Days) -> Weights:
        years = range(int(days.year[0]), int(days.year[-1]) + 1)
        shares = [logs[n] - (width if STRETCHES[n] == (0, 0) else 0.0) for n in (stretch(y, first, last) for y in years)]
        return np.asarray(np.array(shares)[days.year - years[0]], dtype=np.float64)

    return weigh


def office_clues(tree: Tree, kb: KnowledgeBase | None = None) -> Iterator[tuple[Named, tuple[Interval, ...]]]:
    """Those named with their office, each once, and the days on which the base knows them in it."""
    known = kb or base()
    seen: set[str] = set()
    for span in people_named(tree):
        name = " ".join(span.of(tree.text).split())
        family = name.split()[-1]
        if name in seen or family in seen:
            continue
        tenures = _named(tree, span, known, name) if " " in name else _by_family(tree, span, known)
        if tenures:
            seen.update((name, family))
            yield Named(name, span, tenures), tuple(_bounds(t) for t in tenures)


def people_named(tree: Tree) -> Iterator[Span]:
    """Names of persons in the body."""
    words: list[int] = []
    for w in (*tree.body_words(), -1):
        inside = w >= 0 and tree.names[w].endswith("PER")
        if words and (not inside or tree.names[w].startswith("B")):
            yield tree.span(words)
            words = []
        if inside:
            words.append(w)


def _named(tree: Tree, span: Span, known: KnowledgeBase, name: str) -> tuple[Tenure, ...]:
    """The person's tenures of the offices that stand beside the name."""
    before = tree.text[max(0, span.start - REACH) : span.start].rpartition(". ")[2]
    after = tree.text[span.end : span.end + REACH].partition(". ")[0]
    return tuple(t for t in known.tenures(name) if any(_beside(w, before, after) for w in _titles(t)))


def _by_family(tree: Tree, span: Span, known: KnowledgeBase) -> tuple[Tenure, ...]:
    """`Russian President Putin`: everybody of that family name in that office, in that country where one is named."""
    before = tree.text[max(0, span.start - REACH) : span.start].rpartition(". ")[2]
    family, ends_in = span.of(tree.text), before.rstrip().lower().endswith
    for office in TOP:
        for title in (t for t in _offices().get(office, ()) if ends_in(t.lower())):
            m = re.search(rf"(?P<lead>(?:\S+\s+){{0,3}})\b{re.escape(title)}\s+$", before, re.I)
            if m is None or _FORMER.search(m["lead"]) or not before.rstrip().split()[-1][:1].isupper():
                continue
            words = m["lead"].split()
            lands = (known.country_by_adjective(" ".join(words[-n:])) for n in (2, 1) if words[-n:])
            country = next((c.iso3 for c in lands if c), None)
            return tuple(t for t in known.of_family(family, office) if country is None or t.country.upper() == country)
    return ()


def _beside(title: str, before: str, after: str) -> bool:
    """Whether a title belongs to a name: right before it, or in an apposition after it; nothing lesser, nothing past."""
    words = re.escape(title)
    ahead = re.search(rf"(?P<lead>(?:\S+\s+){{0,3}})\b{words}s?(?:\s+of\s+(?:the\s+)?[A-Z]\S+)?\s+$", before, re.I)
    behind = re.match(rf"(?:\s+\([^)]*\))?,\s+(?P<lead>(?:[\w'’-]+\s+){{0,4}})\b{words}\b", after, re.I)
    return any(m is not None and not _FORMER.search(m["lead"]) for m in (ahead, behind))


@cache
def _offices() -> dict[str, tuple[str, ...]]:
    """The words for each office class of the base."""
    out: dict[str, tuple[str, ...]] = {}
    for entry in table("lexicon/titles"):
        if "holder" in entry:
            out[entry["holder"]] = (*out.get(entry["holder"], ()), *entry["words"])
    return out


def _titles(tenure: Tenure) -> tuple[str, ...]:
    return (*_offices().get(tenure.office, ()), tenure.label.lower())


def _evidence(named: Named, bounds: tuple[Interval, ...]) -> Evidence:
    name, span, tenures = named
    starts, ends = [b.start for b in bounds], [b.end for b in bounds]
    says = Interval(min((s for s in starts if s), default=None), max((e for e in ends if e), default=None) if all(ends) else None)
    label = " and ".join(dict.fromkeys(t.label.lower() for t in tenures))
    spans = list(dict.fromkeys(f"{t.start} to {t.end or 'now, as far as is known'}" for t in tenures))
    why = f"{name} was {label} " + ", ".join(spans[:SHOWN]) + (f" and {len(spans) - SHOWN} more times" if spans[SHOWN:] else "")
    clue = Clue(kind="office", text=name, span=span, says=says, why=why)
    ceiling = says.end.year + 1 if says.end else None
    floor = says.start.year - 1 if says.start else None
    return Evidence(clue, _within_any(bounds), hard=True, floor=floor, ceiling=ceiling)


def _bounds(tenure: Tenure) -> Interval:
    return Interval(_edge(tenure.start, last=False), _edge(tenure.end, last=True) if tenure.end else None)


def _edge(iso: str, *, last: bool) -> date | None:
    """The first or last day of an ISO date or a prefix of one."""
    numbers = [int(n) for n in iso.split("-") if n.isdigit()]
    if not numbers:
        return None
    whole = year(numbers[0]) if len(numbers) == 1 else month(numbers[0], numbers[1])
    return date(*numbers[:3]) if len(numbers) > 2 else whole.end if last else whole.start


def _within_any(bounds: tuple[Interval, ...]) -> Weigh:
    """Full likelihood in any of the tenures, less in the weeks around them; outside as the base's gaps and slips want it."""
    inside = weights()["office"]["inside"]
    cost_outside = math.log(inside / (1 - inside)) + SPARSE

    def weigh(days: Days) -> Weights:
        found = np.full(len(days), -cost_outside)
        for lag, cost in ((LAG, -1.5), (timedelta(0), 0.0)):
            for b in bounds:
                first = (b.start - lag).toordinal() if b.start else 0
                last = (b.end + lag).toordinal() if b.end else 10**7
                found = np.where((days.ordinal >= first) & (days.ordinal <= last), cost, found)
        return found

    return weigh
