"""Offices on a day: what the rows allow to be said of it, and nothing more."""

from __future__ import annotations

from datetime import date, timedelta

import marisa_trie
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.knowledge.aliases import FORM
from dateline.knowledge.base import base
from dateline.knowledge.holders import Holders, Tenure, person_keys
from dateline.knowledge.offices import office_class, office_rule, office_rules
from dateline.knowledge.packed import Table, pack
from dateline.knowledge.tables import table

PEOPLE = "id name names wikidata gender born died source first".split()
TENURES = "person office of label from to until_known acting source row".split()
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2035, 12, 31))


def holders(*rows: tuple[str, str, str, str, str, str]) -> Holders:
    """Persons with `name, office, from, to, until_known, source` of Atlantis."""
    names = sorted({r[0] for r in rows})
    tenures = [(n, r[1], "atl", r[1], r[2], r[3], r[4], "", r[5], "1") for n in names for r in sorted(rows) if r[0] == n]
    people = [(n, n, "", "", "", "", "", "s", str(sum(r[0] < n for r in rows))) for n in names]
    found: dict[str, dict[int, None]] = {}
    for t in tenures:
        found.setdefault(f"{t[1]} atl", {})[names.index(t[0])] = None
    offices = sorted((k, " ".join(map(str, ns))) for k, ns in found.items())
    keys = marisa_trie.RecordTrie(FORM, [(k, (n,)) for n, name in enumerate(names) for k in person_keys((name,))])
    return Holders(
        Table(pack(PEOPLE, people)), Table(pack(TENURES, tenures)), Table(pack(["key", "people"], offices)), keys, {"ATL"}
    )


def living(born: str, died: str, first: str = "1990-01-01") -> Holders:
    """One person with the years of life, in office from `first`."""
    person = ("ana-ruiz", "Ana Ruiz", "", "", "", born, died, "s", "0")
    row = ("ana-ruiz", "foreign", "atl", "foreign", first, "", "2000-01-01", "", "s", "1")
    keys = marisa_trie.RecordTrie(FORM, [(k, (0,)) for k in person_keys(("Ana Ruiz",))])
    tables = (Table(pack(PEOPLE, [person])), Table(pack(TENURES, [row])), Table(pack(["key", "people"], [("foreign atl", "0")])))
    return Holders(*tables, keys, {"ATL"})


@pytest.mark.parametrize(
    ("born", "died", "day", "meant"),
    [
        ("1950-06-30", "", date(1966, 6, 29), False),  # fifteen
        ("1950-06-30", "", date(1966, 6, 30), True),
        ("1950", "", date(1965, 12, 31), False),
        ("1950", "", date(1966, 1, 1), True),  # perhaps sixteen
        ("1950-06-30", "", date(1940, 1, 1), False),
        ("1950-06-30", "2004-11-11", date(2005, 11, 11), True),  # news speaks of the newly dead
        ("1950-06-30", "2004-11-11", date(2005, 11, 12), False),
        ("1950-06-30", "2004", date(2005, 12, 31), True),
        ("1950-06-30", "2004", date(2006, 1, 1), False),
        ("", "2004-11-11", date(2010, 1, 1), False),
        ("", "", date(1974, 12, 31), False),  # more than fifteen years before the first office
        ("", "", date(1975, 1, 1), True),
        ("", "", date(2040, 1, 1), True),
    ],
)
def test_whom_a_report_of_a_day_can_mean(born: str, died: str, day: date, meant: bool) -> None:
    assert living(born, died).is_of_era(0, day) is meant


@given(DAYS, DAYS, DAYS)
def test_nobody_is_meant_outside_of_life(born: date, died: date, day: date) -> None:
    if born < died:
        meant = living(born.isoformat(), died.isoformat()).is_of_era(0, day)
        assert meant == (
            day.isoformat() >= f"{born.year + 16}{born.isoformat()[4:]}"
            and day.isoformat() <= f"{died.year + 1}{died.isoformat()[4:]}"
        )


def tenure(start: str, end: str = "", until: str = "") -> Tenure:
    return Tenure(
        name="Ana Ruiz",
        office="foreign",
        country="ATL",
        label="",
        start=start,
        end=end or None,
        until_known=until or None,
        gender=None,
        wikidata=None,
        source="s",
    )


@pytest.mark.parametrize(
    ("row", "day", "state"),
    [
        (tenure("2005", "2009"), date(2004, 12, 31), "not"),
        (tenure("2005", "2009"), date(2005, 1, 1), "unsure"),
        (tenure("2005", "2009"), date(2005, 12, 31), "unsure"),
        (tenure("2005", "2009"), date(2006, 1, 1), "held"),
        (tenure("2005", "2009"), date(2009, 7, 1), "unsure"),
        (tenure("2005", "2009"), date(2010, 1, 1), "not"),
        (tenure("2005-03-01", "2009-02-03"), date(2005, 3, 1), "held"),
        (tenure("2005-03-01", "2009-02-03"), date(2009, 2, 4), "not"),
        (tenure("2005-03-01", until="2022-08-03"), date(2022, 8, 3), "held"),
        (tenure("2005-03-01", until="2022-08-03"), date(2022, 8, 4), "unknown-after"),
    ],
)
def test_what_a_row_says_of_a_day(row: Tenure, day: date, state: str) -> None:
    assert row.state(day) == state


@given(DAYS, DAYS, DAYS)
def test_an_open_tenure_is_never_held_after_its_source(start: date, until: date, day: date) -> None:
    state = tenure(start.isoformat(), until=until.isoformat()).state(day)
    assert (state == "held") == (start <= day <= until)
    assert (state == "unknown-after") == (start <= day and day > until)


@given(DAYS, st.sampled_from([4, 7, 10]), st.integers(1, 4000))
def test_a_vaguer_date_never_says_more(start: date, width: int, length: int) -> None:
    end = start + timedelta(days=length)
    exact, vague = tenure(start.isoformat(), end.isoformat()), tenure(start.isoformat()[:width], end.isoformat()[:width])
    for day in (start, start + timedelta(days=length // 2), end, end + timedelta(days=1), start - timedelta(days=1)):
        assert vague.state(day) in (exact.state(day), "unsure")


def test_two_holders_of_one_seat_conflict() -> None:
    two = holders(
        ("Ana Ruiz", "foreign", "2005-01-01", "2009-01-01", "", "s"), ("Bo Lund", "foreign", "2008-06-01", "2012-01-01", "", "s")
    )
    assert two.verdict("Ana Ruiz", "foreign", "atl", date(2008, 7, 1)).answer == "conflicting"
    assert two.verdict("Ana Ruiz", "foreign", "atl", date(2006, 7, 1)).answer == "yes"
    assert {t.name for t in two.holders("foreign", "atl", date(2008, 7, 1))} == {"Ana Ruiz", "Bo Lund"}


def test_many_may_hold_an_office_of_many_seats() -> None:
    two = holders(
        ("Ana Ruiz", "envoy", "2005-01-01", "2009-01-01", "", "s"), ("Bo Lund", "envoy", "2008-06-01", "2012-01-01", "", "s")
    )
    assert two.verdict("Ana Ruiz", "envoy", "atl", date(2008, 7, 1)).answer == "yes"


def test_the_day_of_handing_over_is_both_ones() -> None:
    two = holders(
        ("Ana Ruiz", "foreign", "2005-01-01", "2009-01-01", "", "s"), ("Bo Lund", "foreign", "2009-01-01", "2012-01-01", "", "s")
    )
    assert {two.verdict(n, "foreign", "atl", date(2009, 1, 1)).answer for n in ("Ana Ruiz", "Bo Lund")} == {"yes"}


def test_sources_that_differ_about_the_day_conflict() -> None:
    two = holders(
        ("Ana Ruiz", "foreign", "2004-05-11", "2011-03-06", "", "one"),
        ("Ana Ruiz", "foreign", "2004-07-11", "2011-03-06", "", "two"),
    )
    between = two.verdict("Ana Ruiz", "foreign", "atl", date(2004, 6, 1))
    assert (between.answer, {t.source for t in between.rows}) == ("conflicting", {"one", "two"})
    assert two.verdict("Ana Ruiz", "foreign", "atl", date(2007, 6, 1)).answer == "yes"
    assert two.holders("foreign", "atl", date(2004, 6, 1)) == ()


def test_a_successor_ends_what_is_unknown() -> None:
    two = holders(
        ("Ana Ruiz", "foreign", "2005-01-01", "", "2010-01-01", "s"), ("Bo Lund", "foreign", "2011-01-01", "", "2014-01-01", "t")
    )
    said = [two.verdict("Ana Ruiz", "foreign", "atl", date(y, 6, 1)).answer for y in (2004, 2006, 2010, 2012, 2015)]
    assert said == ["no", "yes", "unknown-after", "no", "unknown-after"]


def test_somebody_nobody_lists() -> None:
    one = holders(("Ana Ruiz", "foreign", "2005-01-01", "2009-01-01", "", "s"))
    assert one.verdict("Cy Berg", "foreign", "atl", date(2010, 1, 1)).answer == "not-listed"
    assert one.verdict("Cy Berg", "foreign", "atl", date(2006, 1, 1)).answer == "no"
    assert one.verdict("Anna-Maria Ruiz", "foreign", "atl", date(2006, 1, 1)).answer == "not-listed"
    assert one.verdict("Ana Ruíz", "foreign", "atl", date(2006, 1, 1)).answer == "yes"


@pytest.mark.parametrize(
    ("person", "office", "of", "day", "answer"),
    [
        ("Sergei Lavrov", "foreign", "rus", date(2007, 2, 26), "yes"),
        ("Sergei Lavrov", "foreign", "rus", date(2026, 2, 26), "unknown-after"),
        ("Sergei Lavrov", "foreign", "rus", date(2001, 2, 26), "no"),
        ("Khaled Mashaal", "leader", "hamas", date(2007, 2, 26), "yes"),
        ("Ban Ki-moon", "secretary_general", "un", date(2007, 2, 26), "yes"),
        ("Angela Merkel", "head_of_government", "deu", date(2016, 2, 26), "yes"),
        ("Alexander Saltanov", "deputy_foreign", "rus", date(2007, 2, 26), "not-listed"),
    ],
)
def test_verdicts_of_the_packaged_base(person: str, office: str, of: str, day: date, answer: str) -> None:
    verdict = base().verdict(person, office, of, day)
    assert verdict.answer == answer and (verdict.rows or answer == "not-listed") and verdict.why


def test_the_supreme_leader_is_not_the_president() -> None:
    day = date(2007, 2, 26)
    assert [t.name for t in base().holders("supreme_leader", "irn", day)] == ["Ali Khamenei"]
    assert base().holder("head_of_state", "IRN", day) == "Mahmoud Ahmadinejad"


def test_members_of_a_group_by_day() -> None:
    assert base().members("quartet", date(2007, 2, 26)) == ("eu", "rus", "un", "usa")
    assert base().members("quartet", date(1999, 2, 26)) == ()
    assert "hun" in base().members("nato", date(2016, 6, 1)) and "rus" not in base().members("nato", date(2016, 6, 1))


def test_every_open_tenure_has_the_day_of_its_source() -> None:
    packed = base().people._tenures
    assert all(end or known for end, known in zip(packed["to"], packed["until_known"], strict=True))
    tenures = (t for n in base().people._more for t in base().people.tenures_of(n))
    assert all(t.end or t.until_known for t in tenures)


# ---- classes
def labels(wanted: str) -> list[tuple[str, str]]:
    return [(e["id"], label) for e in table("actors/office_rules") for label in e[wanted]]


def _rule_of(written: str) -> str | None:
    country, mark, label = written.partition(": ")
    rule = office_rule(label, country) if mark and len(country) == 3 else office_rule(written)
    return rule.id if rule else None


@pytest.mark.parametrize(("rule", "label"), labels("yes"))
def test_a_label_is_of_its_class(rule: str, label: str) -> None:
    assert _rule_of(label) == rule


@pytest.mark.parametrize(("rule", "label"), labels("no"))
def test_a_label_is_not_of_the_class(rule: str, label: str) -> None:
    assert _rule_of(label) != rule


def test_classes_by_what_people_call_them() -> None:
    assert office_class("Foreign Minister") == office_class("foreign") == "foreign"
    assert len({r.office for r in office_rules()}) > 25
