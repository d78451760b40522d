"""Every case gives the rows it must give and none that it must not; rows still open are known, and counted by the gate."""

from __future__ import annotations

import pytest

from bench.casebook import Case, Judge, cases, read_case
from dateline.foundation.rows import Report
from tests.recorded import store

ALL = list(cases())


def reading(case: Case) -> Report:
    return read_case(case, parse=store().parse)


@pytest.mark.parametrize("case", ALL, ids=lambda c: c.id)
def test_case(case: Case) -> None:
    judge = Judge(reading(case))
    assert [line for line in case.gives if not judge.finds(line)] == []
    assert [line for line in case.never if judge.finds(line)] == []
    assert [line for line in case.forbidden if not judge.finds(line)] == [], "no longer given: move them to `never`"
    assert [line for line in case.open if judge.finds(line)] == [], "open rows that are given now: move them to `gives`"
    if case.dated:
        assert judge.dated(case.dated) is not case.dated_open
    if case.method and not case.dated_open:
        assert judge.report.dating.method == case.method
    assert [day for day in case.never_dated if judge.dated(day)] == []


def test_the_casebook_is_broad() -> None:
    assert len(ALL) >= 60
    assert len({c.id for c in ALL}) == len(ALL)
    kinds = {line.split()[0] for c in ALL for line in c.gives}
    assert kinds == {"event", "said", "holds", "tie", "plan", "forecast", "time", "mention"}
