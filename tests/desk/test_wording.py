"""A row in words: what is planned, denied or hoped never reads as done, and whose word it is stands in the sentence."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.desk.calendar_words import for_words, on_words, when_words
from dateline.desk.wording import label, pieces, quoted, sentence, shortened
from dateline.foundation.days import Interval, day, month, year
from dateline.foundation.rows import CalendarEntry, Event, Position
from dateline.foundation.spans import Span
from dateline.record import Entry, Party
from tests.made import made

ADA, TOM, NORLAND = (Party("source", "x:ada", "Ada"), Party("target", "x:tom", "Tom"), Party("holder", "nor", "Norland"))


def entry(kind: str = "event", parties: tuple[Party, ...] = (ADA, TOM), mode: str | None = "meet", **fields: object) -> Entry:
    row = Event(
        id="e:1", type="CONSULT", mode=mode, quad=1, score=1.0, status="happened", trigger=Span(0, 1), evidence=(), rule="r"
    )
    given = {
        "sequence": 1, "at": "2031-03-04T10:00:00.000Z", "change": "added", "changed": "2031-03-04T10:00:00.000Z",
        "report": "r:1", "source": "a.html", "title": "T", "published": "2031-03-04", "id": "e:1", "version": 1,
        "retracted": None, "type": "CONSULT", "status": "happened", "first_day": "2031-03-03", "last_day": "2031-03-03",
        "words": "met Tom", "line": "event  CONSULT", "json": msgspec.Raw(msgspec.json.encode(row)),
    } | fields  # fmt: skip
    return Entry(kind=kind, parties=parties, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("happened", "Ada met Tom on Mon 3 Mar 2031"),
        ("ongoing", "Ada is meeting Tom on Mon 3 Mar 2031"),
        ("planned", "Ada will meet Tom on Mon 3 Mar 2031"),
        ("possible", "Ada may meet Tom on Mon 3 Mar 2031"),
        ("negated", "Ada did not meet Tom on Mon 3 Mar 2031"),
        ("conditional", "Ada would meet Tom on Mon 3 Mar 2031"),
        ("wanted", "Ada should meet Tom on Mon 3 Mar 2031"),
    ],
)
def test_an_event_is_said_as_its_status_asks(status: str, said: str) -> None:
    assert sentence(entry(status=status)) == said


def test_a_denial_of_a_day_to_come_speaks_of_the_future() -> None:
    assert sentence(entry(status="negated", first_day="2031-03-09", last_day="2031-03-09")).startswith("Ada will not meet Tom")


def test_the_word_on_which_it_stands_is_in_the_sentence() -> None:
    assert sentence(entry(parties=(ADA, TOM, NORLAND))).endswith(", according to Norland")
    own = Party("holder", "x:ada", "Ada")
    assert sentence(entry(parties=(ADA, TOM, own), status="planned")).endswith(", by their own account")


def test_a_wish_is_its_holders() -> None:
    assert sentence(entry(parties=(ADA, TOM, NORLAND), status="wanted")).startswith("Norland wants Ada to meet Tom")
    own = Party("holder", "x:ada", "Ada")
    assert sentence(entry(parties=(ADA, TOM, own), status="wanted")).startswith("Ada wants to meet Tom")


def test_several_act_together() -> None:
    two = (ADA, Party("source", "x:bo", "Bo"), Party("source", "x:cy", "Cy"), TOM)
    assert sentence(entry(parties=two, status="ongoing")).startswith("Ada, Bo and Cy are meeting Tom")


def test_nobody_named_is_nobody_named() -> None:
    assert sentence(entry(parties=(), status="planned", first_day=None, last_day=None)) == "A meeting is planned"
    assert sentence(entry(parties=(), status="negated", first_day=None, last_day=None)) == "No meeting"
    assert sentence(entry(parties=(TOM,))).startswith("Someone met Tom")
    assert sentence(entry(parties=(ADA,))).startswith("Ada held a meeting")


def test_actors_are_pieces_of_their_own() -> None:
    assert [(p.text, p.actor) for p in pieces(entry())][:3] == [("Ada", "x:ada"), (" met ", None), ("Tom", "x:tom")]


def test_a_cancelled_occasion_does_not_read_as_to_come() -> None:
    row = CalendarEntry(id="c:1", event=None, title="Ada and Tom meeting", status="cancelled", evidence=(), rule="r")
    people = (Party("participants", "x:ada", "Ada"), Party("participants", "x:tom", "Tom"))
    told = entry("calendar", people, json=msgspec.Raw(msgspec.json.encode(row)), words=row.title, status="cancelled")
    assert sentence(told) == "Ada and Tom meeting, set for Mon 3 Mar 2031, is cancelled"
    assert [p.actor for p in pieces(told) if p.actor] == ["x:ada", "x:tom"]
    assert sentence(msgspec.structs.replace(told, status="held")) == "Ada and Tom meeting, held on Mon 3 Mar 2031"


def test_a_position_names_holder_stance_and_issue() -> None:
    row = Position(id="p:1", holder="nor", stance="demands", target="x:tom", issue="lower tolls", evidence=(), rule="r")
    parties = (Party("holder", "nor", "Norland"), TOM)
    line = 'holds  Norland  demands  Tom  @-  "lower tolls"'
    told = entry("position", parties, json=msgspec.Raw(msgspec.json.encode(row)), type="demands", status=None, line=line)
    assert sentence(told) == "Norland demands of Tom: “lower tolls” on Mon 3 Mar 2031"
    assert (label(told), quoted(told), quoted(entry())) == ("Position", "", "met Tom")


@given(st.text(max_size=300), st.sampled_from(["event", "statement", "position", "tie", "forecast", "report", "actor", "later"]))
def test_every_row_has_a_sentence_on_one_line(words: str, kind: str) -> None:
    row = made().statements[0] if kind == "statement" else made().events[0]
    json = msgspec.Raw(msgspec.json.encode(row))
    told = entry(kind, (Party("speaker", "x:a", words),), words=words, line=words, title=words, status=None, type=None, json=json)
    assert sentence(told).strip()
    assert "\n" not in sentence(told)


@given(st.text(), st.integers(min_value=2, max_value=50))
def test_a_shortened_text_has_no_more_than_its_room(text: str, room: int) -> None:
    assert len(shortened(text, room)) <= room + 1


@pytest.mark.parametrize(
    ("interval", "when", "on", "to_come"),
    [
        (day(date(2007, 2, 27)), "Tue 27 Feb 2007", "on Tue 27 Feb 2007", "for Tue 27 Feb 2007"),
        (month(2007, 2), "February 2007", "in February 2007", "for February 2007"),
        (year(2007), "2007", "in 2007", "for 2007"),
        (
            Interval(date(2006, 12, 31), date(2007, 1, 2)),
            "Sun 31 Dec 2006 – Tue 2 Jan 2007",
            "between Sun 31 Dec 2006 and Tue 2 Jan 2007",
            "between Sun 31 Dec 2006 and Tue 2 Jan 2007",
        ),
        (Interval(None, date(2007, 1, 2)), "until Tue 2 Jan 2007", "until Tue 2 Jan 2007", "until Tue 2 Jan 2007"),
        (Interval(date(2007, 1, 2), None), "since Tue 2 Jan 2007", "since Tue 2 Jan 2007", "since Tue 2 Jan 2007"),
    ],
)
def test_days_are_never_sharper_than_they_are_told(interval: Interval, when: str, on: str, to_come: str) -> None:
    assert (when_words(interval), on_words(interval), for_words(interval)) == (when, on, to_come)
