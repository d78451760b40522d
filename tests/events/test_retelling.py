"""Ellipsis, tellings taken up again, implied threats, dates that are moved, and occasions without an act."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.foundation.coded import Coded
from dateline.foundation.days import day
from dateline.foundation.rows import Dating, Statement, TimeExpression
from dateline.foundation.spans import Span
from dateline.reading.events import find_events
from dateline.reading.events.lexicon import nouns
from tests.events.stage import cast_of, coded, events
from tests.recorded import tree_of


def dated(text: str, days: dict[str, date], statements: tuple[Statement, ...] = ()) -> Coded:
    """Coded as of 1 June 2011, the words of `days` resolved to theirs."""
    tree = tree_of(text)
    times = tuple(
        TimeExpression(
            id=f"t:{n}",
            span=Span(text.index(w), text.index(w) + len(w)),
            type="DATE",
            value=d.isoformat(),
            interval=day(d),
            rule="test",
        )
        for n, (w, d) in enumerate(days.items())
    )
    return find_events(tree, cast_of(tree), times, statements, Dating(published="2011-06-01"))


@pytest.mark.parametrize(
    ("text", "kind", "source", "status"),
    [
        ("Norway recognised Palestine. Sweden did not.", "SUPPORT", ("sweden",), "negated"),
        ("Norway recognised Palestine. So did Sweden.", "SUPPORT", ("sweden",), "happened"),
        ("Chad condemned the raid. Niger has not.", "ACCUSE", ("niger",), "negated"),
    ],
)
def test_ellipsis_repeats_the_act(text: str, kind: str, source: tuple[str, ...], status: str) -> None:
    assert (kind, source, status) in [(e.type, e.source, e.status) for e in events(text)]


def test_a_definite_noun_takes_up_the_first_telling() -> None:
    text = "Chavez visited Cuba. Reporters asked about the visit."
    visits = [e for e in events(text) if e.type == "CONSULT"]
    assert [e.trigger.of(text) for e in visits] == ["visited"]
    assert [s.of(text) for s in visits[0].same_as] in (["visit"], [])


def test_put_off_gives_the_old_day_and_the_new() -> None:
    text = "The summit of Chad and Niger was put off from Monday to Friday."
    found = dated(text, {"Monday": date(2011, 6, 6), "Friday": date(2011, 6, 10)})
    rows = [(e.status, e.when.start if e.when else None) for e in found.events if e.type == "CONSULT"]
    assert rows == [("negated", date(2011, 6, 6)), ("planned", date(2011, 6, 10))]


def test_what_was_to_be_by_now_was_not() -> None:
    text = "Egypt was to open the border on Monday."
    found = dated(text, {"Monday": date(2011, 5, 30)})
    assert [e.status for e in found.events] == ["negated"]


def test_hostile_plan_under_a_condition_is_a_threat() -> None:
    text = "If Peru refuses, Chile will expel the envoy."
    said = Statement(
        id="s:1",
        speaker="chile",
        speaker_span=None,
        manner="indirect",
        act="say",
        cue=None,
        content=(Span(0, len(text)),),
        rule="t",
    )
    threats = [e for e in dated(text, {}, (said,)).events if e.type == "THREATEN"]
    assert [(e.source, e.status, e.rule.split(" ")[0]) for e in threats] == [(("chile",), "happened", "threat.implied")]


def test_elections_stand_in_the_calendar_alone() -> None:
    found = dated("The election in Peru is set for Friday.", {"Friday": date(2011, 6, 10)})
    assert found.events == ()
    assert [(o.title, o.status) for o in found.occasions] == [("election", "planned")]


def test_plain_sentences_have_no_occasions() -> None:
    assert coded("The election campaign in Peru was long.").occasions == ()


def test_noun_classes() -> None:
    assert {"villager", "docker", "nurse"} <= nouns("person")
    assert "trawler" in nouns("vehicle")
    assert "villager" not in nouns("vehicle")
