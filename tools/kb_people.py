"""Claims of several sources about the same person under one readable id, and each claim once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from dateline.foundation.ids import slug
from dateline.knowledge.offices import ONE_SEAT
from dateline.knowledge.spelling import fold, name_keys, same_name
from tools.kb_offices import Claim
from tools.kb_phoenix import alike

PEOPLE = "id name names wikidata gender born died source first"
OFFICES = "key people"
TENURES = "person office of label from to until_known acting source row"


class Book:
    """The persons met so far: by Wikidata id, by country and spelling, and by seat and first day."""

    def __init__(self) -> None:
        self.claims: list[list[Claim]] = []
        self._by_qid: dict[str, int] = {}
        self._by_name: dict[tuple[str, str], list[int]] = {}
        self._by_seat: dict[tuple[str, str, str], list[int]] = {}

    def add(self, claim: Claim) -> None:
        """Files a claim under its person: the same Wikidata id, or a spelling of the same name in the same country.

        Who took the same seat on the same day under a like name is one, too: William Clinton and Bill Clinton.
        """
        at = self._by_qid.get(claim.qid) if claim.qid else self._of_name(claim)
        seat = (claim.of, claim.office, claim.start) if claim.office in ONE_SEAT and len(claim.start) == 10 else None
        if at is None and seat and not claim.qid:
            at = next((n for n in self._by_seat.get(seat, ()) if self._is_like(n, claim)), None)
        if at is None:
            at = len(self.claims)
            self.claims.append([])
        self.claims[at].append(claim)
        if claim.qid:
            self._by_qid[claim.qid] = at
        if seat:
            self._by_seat.setdefault(seat, []).append(at)
        for name in claim.names:
            for key in (fold(name), *sorted(name_keys(name))):
                filed = self._by_name.setdefault((claim.of, key), [])
                if at not in filed:
                    filed.append(at)

    def _is_like(self, n: int, claim: Claim) -> bool:
        return any(alike(mine, other) for mine in claim.names for c in self.claims[n] for other in c.names)

    def _may_be(self, n: int, claim: Claim) -> bool:
        """Nobody is born in two years: father and son may bear one name."""
        born = {c.born[:4] for c in self.claims[n] if c.born} | {claim.born[:4]} - {""}
        return len(born) < 2 or not claim.born

    def _of_name(self, claim: Claim) -> int | None:
        """Whoever bears exactly one of the names, else the one whose name is a spelling of one."""
        for name in claim.names:
            exact = [n for n in self._by_name.get((claim.of, fold(name)), ()) if self._may_be(n, claim)]
            if exact:
                return exact[0]
        for name in claim.names:
            near = dict.fromkeys(n for key in sorted(name_keys(name)) for n in self._by_name.get((claim.of, key), ()))
            for n in (n for n in near if self._may_be(n, claim)):
                if any(same_name(name, other) for c in self.claims[n] for other in c.names):
                    return n
        return None


def people_and_tenures(claims: Iterable[Claim]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Rows of both tables, persons sorted by id, tenures by person and start. Sources with Wikidata ids are filed first.

    The last column of a person is the row of its first tenure.
    """
    book = Book()
    for c in sorted(claims, key=lambda c: (not c.qid, c.of, c.names, c.office, c.start, c.source, c.row)):
        book.add(c)
    named = sorted(((c[0].names[0], c[0].qid, c) for c in book.claims), key=lambda p: (slug(p[0]), -len(p[2]), p[1], p[0]))
    people, taken = list[tuple[tuple[str, ...], list[tuple[str, ...]]]](), dict[str, int]()
    for name, qid, own in named:
        ident = slug(name)
        taken[ident] = taken.get(ident, 0) + 1
        if taken[ident] > 1:
            ident = f"{ident}-{(qid or str(taken[ident])).lower()}"
        names = dict.fromkeys(n for c in own for n in c.names)
        first = {f: next((getattr(c, f) for c in own if getattr(c, f)), "") for f in ("gender", "born", "died")}
        source = "+".join(sorted({c.source for c in own}))
        held = sorted({tenure(ident, c) for c in own}, key=lambda r: (r[4], r))
        facts = (first["gender"], first["born"], first["died"])
        people.append(((ident, name, "|".join(list(names)[1:]), qid, *facts, source), held))
    people.sort(key=lambda p: p[0][0])
    starts = accumulate((len(held) for _, held in people), initial=0)
    return [(*p, str(at)) for (p, _), at in zip(people, starts, strict=False)], [t for _, held in people for t in held]


def tenure(ident: str, c: Claim) -> tuple[str, ...]:
    known = "" if c.end else c.until_known
    return (ident, c.office, c.of, c.label, c.start, c.end, known, "1" if c.acting else "", c.source, c.row)


def offices(people: list[tuple[str, ...]], tenures: list[tuple[str, ...]]) -> list[tuple[str, str]]:
    """For each office of each country or body the numbers of all who held it, so that a question reads only their rows."""
    number = {p[0]: n for n, p in enumerate(people)}
    found: dict[str, dict[int, None]] = {}
    for t in tenures:
        found.setdefault(f"{t[1]} {t[2]}", {})[number[t[0]]] = None
    return sorted((key, " ".join(map(str, sorted(ns)))) for key, ns in found.items())
