"""What the events stage hands on to the views: the rows, and for each what a position is read from."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.foundation.rows import Event, Stance


@dataclass(frozen=True)
class Act:
    """One coded event with the words it was read from.

    `trigger` is its word in the parse; `complement` the head word of what is refused, demanded, pledged …; `under`
    the id of the event it is embedded in (`refused to sign`: the signing is under the refusal); `stance` what the
    trigger says of its source's standing; `condition` the predicate of the clause the act hangs on (`if …`).
    `after` is the head word of what a put-off happening is moved to (`postponed to May`), -1 where nothing is said.
    """

    event: Event
    trigger: int
    operator: str | None = None
    complement: int | None = None
    under: str | None = None
    stance: Stance | None = None
    condition: int | None = None
    nominal: bool = False
    fate: str | None = None


@dataclass(frozen=True)
class Coded:
    """Events in text order, with their acts in the same order."""

    acts: tuple[Act, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(a.event for a in self.acts)
