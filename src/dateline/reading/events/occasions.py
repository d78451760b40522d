"""Dated happenings for the calendar that are no acts: elections, oaths, trials, deadlines, and where they were moved to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from dateline.foundation.cast import Cast
from dateline.foundation.coded import Occasion
from dateline.foundation.days import Interval
from dateline.foundation.ids import Namer
from dateline.foundation.rows import CalendarStatus, Dating, TimeExpression
from dateline.knowledge.tables import table
from dateline.reading.events.frames import Frames
from dateline.reading.events.phrases import actors_of, key, slot
from dateline.reading.events.status import Statuses
from dateline.reading.when import interval_of, moved_dates

Dated = tuple[Interval | None, CalendarStatus]


@cache
def _words(part: str) -> frozenset[str]:
    return frozenset(w for e in table("ontology/occasions") for w in e[part])


class Occasions:
    """The occasions of one report."""

    def __init__(self, frames: Frames, statuses: Statuses, cast: Cast, times: tuple[TimeExpression, ...], dating: Dating) -> None:
        self._frames, self._tree, self._statuses, self._cast = frames, frames.tree, statuses, cast
        self._times, self._dating = times, dating

    def besides(self, coded: frozenset[int]) -> tuple[Occasion, ...]:
        """All that no act stands for already; `coded` are the words of the acts."""
        name = Namer("c")
        words = (w for w in self._tree.body_words() if w not in coded and self._is_occasion(w))
        return tuple(self._occasion(w, when, status, name) for w in words for when, status in self._dated(w) if when is not None)

    def _is_occasion(self, w: int) -> bool:
        tree = self._tree
        if tree.upos(w) == "VERB":
            return tree.lemma(w) in _words("verbs")
        hyphened = [f"{tree.low(c)}-{tree.low(w)}" for c in tree.children(w, "compound")]  # `swearing-in`
        known = any(n in _words("nouns") for n in (key(tree, w), *hyphened))
        return tree.upos(w) == "NOUN" and known and not tree.is_rel(w, "compound", "amod")

    def _dated(self, w: int) -> Iterator[Dated]:
        around = self._frames.around.get(w)
        if around is not None and around.sense.inner == "put-off" and not self._statuses.of(around.word).negated:
            old, new = moved_dates(self._tree, self._times, around.word, self._dating)
            yield old.interval, "postponed"
            yield new.interval, "planned"
            return
        when = self._day(w)
        if when is not None and (status := self._status(w, when)) is not None:
            yield when, status

    def _day(self, w: int) -> Interval | None:
        found = interval_of(self._tree, self._times, w, self._dating)
        head = self._tree.head(w)
        subject = head is not None and self._tree.is_rel(w, "nsubj")
        return found or (interval_of(self._tree, self._times, head, self._dating) if subject and head is not None else None)

    def _status(self, w: int, when: Interval) -> CalendarStatus | None:
        around = self._frames.around.get(w)
        if around is not None and around.sense.fate == "cancelled" and not self._statuses.of(around.word).negated:
            return "cancelled"
        claim = self._statuses.of(w)
        if claim.negated or self._dating.published is None or when.start is None:
            return None
        if when.start.isoformat() > self._dating.published:
            return "planned" if claim.mode in ("planned", "happened", "ongoing", "wanted") else "possible"
        return "held" if claim.mode in ("happened", "ongoing") and when.is_day else None

    def _occasion(self, w: int, when: Interval, status: CalendarStatus, name: Namer) -> Occasion:
        tree = self._tree
        words = tuple(x for s in ("poss", "of", "between", "in") for x in slot(tree, w, s))
        evidence = tree.span([c for c in (*tree.children(w, "compound", "amod", "nummod"), w) if c <= w])
        title = evidence.of(tree.text)
        return Occasion(
            id=name(title, status),
            evidence=evidence,
            title=title,
            when=when,
            status=status,
            participants=actors_of(tree, self._cast, words),
        )
