"""Who held which office on a day, as far as the sources tell, and with the row that says so.

A tenure known to the year only is an interval: on a day of that year nobody can say. An open tenure holds to the day of which
its source still tells; after it the answer is unknown, not still. Two sources may differ: both rows are kept, and where they
differ about the asked day, the answer is that they conflict.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

import marisa_trie
import msgspec

from dateline.foundation.ids import slug
from dateline.knowledge.offices import ONE_SEAT
from dateline.knowledge.packed import Table
from dateline.knowledge.spelling import fold, name_keys, same_name

GROWN = 16  # years of age from which on the news may name somebody with an office
MOURNED = 1  # years for which it speaks of the dead as of the living
RISING = 15  # years before the first office of somebody whose year of birth is not known

State = Literal["held", "not", "unsure", "unknown-after"]
Answer = Literal["yes", "no", "conflicting", "unsure", "unknown-after", "not-listed"]
EDGE = timedelta(days=370)  # sources that differ by less speak of one beginning or end, by more of two terms


class Tenure(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in an office. `start`, `end` are ISO dates or prefixes; an open end holds to `until_known` only.

    `country` is ISO alpha-3, upper case, or the id of a body. `row` says where in the source it stands.
    """

    name: str
    office: str
    country: str
    label: str
    start: str
    end: str | None
    until_known: str | None
    gender: str | None
    wikidata: str | None
    source: str
    person: str = ""
    acting: bool = False
    row: str = ""

    def state(self, day: date) -> State:
        """What the row says of a day; `unsure` inside a year or month in which it began or ended."""
        iso = day.isoformat()
        begun, over = iso[: len(self.start)], iso[: len(self.end or "")]
        if begun < self.start:
            return "not"
        if self.end and over > self.end:
            return "not"
        if not self.end and self.until_known and iso[: len(self.until_known)] > self.until_known:
            return "unknown-after"
        vague = (begun == self.start and len(self.start) < len(iso)) or (self.end == over and len(over) < len(iso))
        return "unsure" if vague else "held"

    def on(self, day: date) -> bool | None:
        """Whether it held that day, a vague edge counted in; None where the source can't tell."""
        return {"held": True, "unsure": True, "not": False}.get(self.state(day))

    def near_edge(self, day: date) -> bool:
        """Whether its beginning or end lies within a year of the day."""
        return any(abs(day - edge) <= EDGE for edge in (_first_day(self.start), _first_day(self.end or "")) if edge)


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to `did this person hold this office that day`, with the rows it stands on and why."""

    answer: Answer
    why: str
    rows: tuple[Tenure, ...] = ()


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the base. `born`, `died` are ISO dates or prefixes; empty where not known."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    wikidata: str | None = None
    gender: str | None = None
    born: str = ""
    died: str = ""
    source: str = ""


class Holders:
    """Persons and their tenures: the packed tables, and rows kept by hand or brought by the user."""

    def __init__(
        self,
        people: Table,
        tenures: Table,
        offices: Table,
        keys: marisa_trie.RecordTrie,
        states: Container[str],
        more: Sequence[Mapping[str, str]] = (),
    ) -> None:
        self._people, self._tenures, self._offices, self._keys, self._states = people, tenures, offices, keys, states
        self._more: dict[int, list[Mapping[str, str]]] = {}
        self._new: list[Person] = []
        self._new_keys: dict[str, list[int]] = {}
        for row in more:
            self._add(row)

    def _add(self, row: Mapping[str, str]) -> None:
        """A row under the person of this name who is known to the same country or body, else under a new one."""
        of = self._of(row["of"])
        known = [n for n in self.numbers(row["person"]) if self._is_same(n, row, of)]
        if known:
            n = known[0]
        else:
            n = len(self._people) + len(self._new)
            self._new.append(
                Person(
                    id=slug(row["person"]),
                    name=row["person"],
                    wikidata=row.get("wikidata") or None,
                    gender=row.get("gender") or None,
                    source=row["source"],
                )
            )
            for key in person_keys((row["person"],)):
                self._new_keys.setdefault(key, []).append(n)
        self._more.setdefault(n, []).append({**row, "of": of})

    def _is_same(self, n: int, row: Mapping[str, str], of: str) -> bool:
        """The Wikidata id decides; else an office of the same country, or none at all of any country."""
        packed = n < len(self._people)
        known = self._people.cell("wikidata", n) if packed else self.person(n).wikidata
        if row.get("wikidata") and known:
            return row["wikidata"] == known
        built = (self._of(self._tenures.cell("of", i)) for i in self._rows_of(n)) if packed else ()
        return of not in self._states or of in (*built, *(r["of"] for r in self._more.get(n, ())))

    def _of(self, written: str) -> str:
        """A country's code is upper case in answers, a body's id as it is."""
        return written.upper() if written.upper() in self._states else written

    # ---- persons
    def numbers(self, name: str) -> tuple[int, ...]:
        """The persons of this full name; of other spellings of it, if none has exactly this."""
        if len(name.split()) < 2:
            return ()
        exact = self._look("=" + fold(name))
        if exact:
            return exact
        near = dict.fromkeys(n for key in sorted(name_keys(name)) for n in self._look("~" + key))
        return tuple(n for n in near if any(same_name(name, other) for other in self._names(n)))

    def family(self, family: str) -> tuple[int, ...]:
        """The persons whose name ends so."""
        return self._look("^" + fold(family))

    def _look(self, key: str) -> tuple[int, ...]:
        return (*(n for (n,) in self._keys.get(key, ())), *self._new_keys.get(key, ()))

    def _names(self, n: int) -> tuple[str, ...]:
        if n >= len(self._people):
            person = self._new[n - len(self._people)]
            return (person.name, *person.names)
        return (self._people.cell("name", n), *(x for x in self._people.cell("names", n).split("|") if x))

    def person(self, n: int) -> Person:
        """By number."""
        if n >= len(self._people):
            return self._new[n - len(self._people)]
        r = self._people.row(n)
        return Person(
            id=r["id"],
            name=r["name"],
            names=tuple(x for x in r["names"].split("|") if x),
            wikidata=r["wikidata"] or None,
            gender=r["gender"] or None,
            born=r["born"],
            died=r["died"],
            source=r["source"],
        )

    def is_of_era(self, n: int, day: date) -> bool:
        """Whether a report of that day can mean this person by a bare name: grown up, and not dead for more than a year.

        Of the long dead news speaks, too; but then the name alone does not tell them from somebody who lives. Without a year
        of birth, nobody is meant more than fifteen years before the first office. What is known by year is false only when all
        of that year is.
        """
        person, iso = self.person(n), day.isoformat()
        grown, mourned = _years_before(iso, GROWN), _years_before(iso, MOURNED)
        if person.died and mourned[: len(person.died)] > person.died:
            return False
        if person.born:
            return grown[: len(person.born)] >= person.born
        first = min((t.start for t in self.tenures_of(n) if t.start), default="")
        return not first or int(first[:4]) - day.year <= RISING

    def all_names(self) -> Iterator[str]:
        """The name shown of every person."""
        yield from self._people["name"]
        yield from (p.name for p in self._new)

    def __len__(self) -> int:
        return len(self._people) + len(self._new)

    # ---- tenures
    def _rows_of(self, n: int) -> range:
        """A person's rows in the table of tenures, which is sorted by person."""
        last = n + 1 == len(self._people)
        return range(int(self._people.cell("first", n)), len(self._tenures) if last else int(self._people.cell("first", n + 1)))

    def tenures_of(self, n: int) -> tuple[Tenure, ...]:
        """One person's, by start."""
        person = self.person(n)
        rows = [self._tenures.row(i) for i in self._rows_of(n)] if n < len(self._people) else []
        return tuple(sorted((self._tenure(r, person) for r in (*rows, *self._more.get(n, ()))), key=lambda t: t.start))

    def _tenure(self, row: Mapping[str, str], person: Person) -> Tenure:
        return Tenure(
            name=person.name,
            office=row["office"],
            country=self._of(row["of"]),
            label=row["label"],
            start=row["from"],
            end=row["to"] or None,
            until_known=row["until_known"] or None,
            gender=person.gender,
            wikidata=person.wikidata,
            source=row["source"],
            person=person.id,
            acting=bool(row.get("acting")),
            row=row.get("row", ""),
        )

    @cached_property
    def _office_row(self) -> dict[str, int]:
        return dict(zip(self._offices["key"], range(len(self._offices)), strict=True))

    def _in_office(self, office: str, of: str) -> list[int]:
        """Everybody who ever held an office of a country or body, by number."""
        row = self._office_row.get(f"{office} {of.lower()}")
        packed = [int(n) for n in self._offices["people"][row].split()] if row is not None else []
        more = (n for n, own in self._more.items() if any(r["office"] == office and r["of"].lower() == of.lower() for r in own))
        return list(dict.fromkeys((*packed, *more)))

    def offices_of(self, of: str) -> tuple[str, ...]:
        """The classes of office that a country or body has, those with one seat first."""
        packed = (key.partition(" ")[0] for key in self._offices["key"] if key.partition(" ")[2] == of.lower())
        more = (r["office"] for own in self._more.values() for r in own if r["of"].lower() == of.lower())
        return tuple(sorted({*packed, *more}, key=lambda office: (office not in ONE_SEAT, office)))

    def of_office(self, office: str, of: str) -> Iterator[tuple[int, Tenure]]:
        """Every tenure of an office with the person's number."""
        for n in self._in_office(office, of):
            for t in self.tenures_of(n):
                if t.office == office and t.country.lower() == of.lower():
                    yield n, t

    # ---- answers
    def holders(self, office: str, of: str, day: date) -> tuple[Tenure, ...]:
        """The tenures that held that day for sure; several where a seat was handed over, shared or is disputed."""
        held = [(n, t) for n, t in self.of_office(office, of) if t.state(day) == "held"]
        held = [(n, t) for n, t in held if not self._disputed(n, t, day)]
        return tuple(dict(reversed(held)).values())

    def _disputed(self, n: int, tenure: Tenure, day: date) -> bool:
        """Another source has the same person begin or end within a year of it, and out of office that day."""
        same = (t for t in self.tenures_of(n) if t.office == tenure.office and t.country == tenure.country)
        return any(
            t.source != tenure.source
            and t.state(day) == "not"
            and t.near_edge(day)
            and tenure.near_edge(day)
            and _overlap(t, tenure)
            for t in same
        )

    def verdict(self, person: str, office: str, of: str, day: date) -> Verdict:
        """Did this person hold this office that day? See `Answer`; `why` names the source and its row."""
        return self._verdict(set(self.numbers(person)), person, office, of, day)

    def verdict_of(self, n: int, office: str, of: str, day: date) -> Verdict:
        """The same for the person of a number."""
        return self._verdict({n}, self.person(n).name, office, of, day)

    def _verdict(self, own_numbers: set[int], person: str, office: str, of: str, day: date) -> Verdict:
        every = list(self.of_office(office, of))
        own = [t for n, t in every if n in own_numbers]
        held = [t for t in own if t.state(day) == "held"]
        others = {n: t for n, t in every if n not in own_numbers and t.state(day) == "held" and not t.acting}
        rivals = tuple(t for t in others.values() if not _handed_over(t, held, day)) if office in ONE_SEAT else ()
        if held:
            return self._for_holder(held, own, rivals, own_numbers, day)
        vague = tuple(t for t in own if t.state(day) == "unsure")
        if vague:
            return Verdict(answer="unsure", why=f"{_told(vague[0])}: its source does not give the day", rows=vague)
        if rivals and (own or not any(fold(t.name).split()[-1] == fold(person).split()[-1] for t in rivals)):
            return Verdict(answer="no", why=_told(rivals[0]), rows=rivals)
        after = tuple(t for t in own if t.state(day) == "unknown-after")
        if after:
            return Verdict(answer="unknown-after", why=f"{_told(after[0])}: nothing is known after it", rows=after)
        if own:
            return Verdict(answer="no", why=f"{_told(own[-1])}", rows=tuple(own))
        return Verdict(answer="not-listed", why="no source lists it")

    def _for_holder(
        self, held: list[Tenure], own: list[Tenure], rivals: tuple[Tenure, ...], numbers: set[int], day: date
    ) -> Verdict:
        disputed = [t for n in sorted(numbers) for t in held if self._disputed(n, t, day)]
        if disputed and len(disputed) == len(held):
            against = tuple(t for t in own if t.state(day) == "not" and t.near_edge(day))
            return Verdict(answer="conflicting", why=f"{_told(held[0])}; but {_told(against[0])}", rows=(*held, *against))
        if rivals:
            return Verdict(answer="conflicting", why=f"{_told(held[0])}; but {_told(rivals[0])}", rows=(*held, *rivals))
        return Verdict(answer="yes", why=_told(held[0]), rows=tuple(held))


def _handed_over(t: Tenure, held: Iterable[Tenure], day: date) -> bool:
    """One's last day is the other's first."""
    iso = day.isoformat()
    return any((t.end == iso and h.start == iso) or (h.end == iso and t.start == iso) for h in held)


def _overlap(a: Tenure, b: Tenure) -> bool:
    return (not a.end or b.start <= a.end) and (not b.end or a.start <= b.end)


def _told(t: Tenure) -> str:
    until = f"to {t.end}" if t.end else f"as known on {t.until_known}" if t.until_known else "with no end"
    where = f"{t.source} {t.row}".strip()
    return f"{t.name} was {t.label} from {t.start} {until} ({where})"


def person_keys(names: Iterable[str]) -> list[str]:
    """All keys under which a person is found: `=` folded name, `~` skeletons, `^` family name."""
    keys: dict[str, None] = {}
    for name in names:
        words = fold(name).split()
        if len(words) > 1:
            keys[f"={fold(name)}"] = None
            keys |= dict.fromkeys(f"~{k}" for k in sorted(name_keys(name)))
            keys[f"^{words[-1]}"] = None
    return list(keys)


def _years_before(iso: str, years: int) -> str:
    return f"{int(iso[:4]) - years:04d}{iso[4:]}"


def _first_day(iso: str) -> date | None:
    numbers = [int(n) for n in iso.split("-") if n.isdigit()]
    return date(*[*numbers, 1, 1][:3]) if numbers else None
