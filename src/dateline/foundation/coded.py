"""What the events stage hands on to the views: the rows, and for each what a position or a date is read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dateline.foundation.days import Interval
from dateline.foundation.rows import CalendarStatus, Event, Stance
from dateline.foundation.spans import Span

Fate = Literal["set", "cancelled", "postponed"]


@dataclass(frozen=True)
class Act:
    """One coded event with the words it was read from.

    `trigger` is its word in the parse; `complements` the head words of what is refused, demanded, pledged …; `under` the
    id of the event it is embedded in (`refused to sign`: the signing is under the refusal); `stance` what the trigger
    says of its source's standing; `condition` the predicate of the clause the act hangs on (`if …`); `modal` the
    trigger's modal auxiliary; `fate` what became of its date.
    """

    event: Event
    trigger: int
    complements: tuple[int, ...] = ()
    under: str | None = None
    stance: Stance | None = None
    condition: int | None = None
    modal: str | None = None
    fate: Fate | None = None


@dataclass(frozen=True)
class Occasion:
    """A dated happening that is no act of one party on another: an election, an oath, a deadline."""

    id: str
    evidence: Span
    title: str
    when: Interval
    status: CalendarStatus
    participants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coded:
    """Events in text order, with their acts in the same order.

    `conditions` pairs each predicate that hangs on a condition with the predicate of that condition's clause.
    """

    acts: tuple[Act, ...] = ()
    conditions: tuple[tuple[int, int], ...] = ()
    occasions: tuple[Occasion, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """The rows alone."""
        return tuple(a.event for a in self.acts)
