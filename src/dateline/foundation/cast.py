"""Who is meant where: the actors of one report and every place in the parse that refers to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import msgspec

from dateline.foundation.rows import Actor, MentionForm, Place
from dateline.foundation.spans import Span


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A noun phrase or pronoun that stands for actors: `head` is its head word's index in the parse.

    Several actors only where the words mean several (`the two`, `they`); coordination is not one reference but several.
    """

    head: int
    span: Span
    actors: tuple[str, ...]
    form: MentionForm
    why: str


@dataclass(frozen=True)
class Cast:
    """What the actors stage gives; `actors` are complete rows, their mentions included.

    `places` are all that the text names, also where a name stands for a government; those the base does not know have no
    coordinates.
    """

    actors: tuple[Actor, ...] = ()
    references: tuple[Reference, ...] = ()
    places: tuple[Place, ...] = ()

    @cached_property
    def _by_head(self) -> dict[int, Reference]:
        return {r.head: r for r in self.references}

    @cached_property
    def _by_id(self) -> dict[str, Actor]:
        return {a.id: a for a in self.actors}

    def reference(self, word: int) -> Reference | None:
        """The reference headed by this word."""
        return self._by_head.get(word)

    def at(self, word: int | None) -> tuple[str, ...]:
        """Ids of the actors that the phrase headed by this word stands for; empty if none."""
        found = self._by_head.get(word) if word is not None else None
        return found.actors if found else ()

    def place(self, offset: int) -> Place | None:
        """The place whose name covers a character offset."""
        return next((p for p in self.places if p.span is not None and p.span.start <= offset < p.span.end), None)

    def actor(self, actor_id: str) -> Actor:
        """The actor of that id; raises KeyError if the cast has none."""
        return self._by_id[actor_id]
