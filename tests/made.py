"""A report made by hand, with a row of every kind: record and command line are tested without reading anything."""

from __future__ import annotations

from datetime import date

import msgspec

from dateline.foundation.days import Interval, day
from dateline.foundation.rows import (
    Actor,
    Block,
    CalendarEntry,
    Clue,
    Dating,
    Event,
    Forecast,
    Head,
    Issue,
    Mention,
    Position,
    Report,
    Role,
    Statement,
    Tie,
    TimeExpression,
)
from dateline.foundation.spans import Span

TITLE = "Ferry Talks Resume"
SENTENCES = (
    "Norland's transport minister, Ada Lindqvist, met harbour unions in Port Ellis on Monday.",
    '"We will sign on Friday," she said.',
    "Norland refuses to lower the tolls.",
    "If the tolls stay, the ferries will stop, union leader Tom Brandt said.",
)
TEXT = TITLE + "\n\n" + "\n\n".join(SENTENCES)
MONDAY, FRIDAY = day(date(2031, 3, 3)), day(date(2031, 3, 7))


def span_of(words: str, text: str = TEXT, nth: int = 0) -> Span:
    """Where words stand in the text, the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def made(text: str = TEXT, report_id: str = "r:ferry", source: str = "ferry.html") -> Report:
    """The report on a text that has all its words, wherever they stand in it."""

    def at(words: str, nth: int = 0) -> Span:
        return span_of(words, text, nth)

    paragraphs = [at(p) for p in text.split("\n\n")]
    blocks = tuple(Block(kind="headline" if i == 0 else "paragraph", span=s) for i, s in enumerate(paragraphs))
    return Report(
        report=Head(
            id=report_id,
            source=source,
            title=TITLE,
            publisher="The Ellis Courier",
            dateline="PORT ELLIS",
            language="en",
            text=text,
            blocks=blocks,
            sentences=tuple(paragraphs[1:]),
        ),
        dating=Dating(
            published="2031-03-04",
            interval=day(date(2031, 3, 4)),
            confidence=0.93,
            method="page+text",
            clues=(
                Clue(kind="meta", text="2031-03-04", says=day(date(2031, 3, 4)), verdict="used", why="article:published_time"),
                Clue(kind="weekday", text="Monday", span=at("Monday"), says=MONDAY, verdict="agrees", why="the day before"),
            ),
        ),
        times=(
            TimeExpression(
                id="t1",
                span=at("Monday"),
                type="DATE",
                value="2031-03-03",
                interval=MONDAY,
                anchor="published",
                rule="weekday.past",
            ),
            TimeExpression(
                id="t2",
                span=at("Friday"),
                type="DATE",
                value="2031-03-07",
                interval=FRIDAY,
                anchor="published",
                rule="weekday.future",
            ),
        ),
        actors=(
            Actor(
                id="nor",
                name="Norland",
                kind="country",
                country="NOR",
                code="NOR",
                mentions=(
                    Mention(span=at("Norland"), form="name", why="name"),
                    Mention(span=at("Norland", 1), form="name", why="name"),
                ),
            ),
            Actor(
                id="x:ada-lindqvist",
                name="Ada Lindqvist",
                kind="person",
                country="NOR",
                code="NORGOV",
                roles=(Role(office="transport minister", of="nor", evidence=at("transport minister")),),
                mentions=(
                    Mention(span=at("Ada Lindqvist"), form="name", why="full name"),
                    Mention(span=at("she"), form="pronoun", why="nearest person before it"),
                ),
            ),
            Actor(
                id="x:harbour-unions",
                name="harbour unions",
                kind="group",
                mentions=(Mention(span=at("harbour unions"), form="description", why="first description"),),
            ),
            Actor(
                id="x:tom-brandt",
                name="Tom Brandt",
                kind="person",
                mentions=(Mention(span=at("Tom Brandt"), form="name", why="full name"),),
            ),
        ),
        statements=(
            Statement(
                id="s:sign",
                speaker="x:ada-lindqvist",
                speaker_span=at("she"),
                manner="direct",
                act="say",
                cue=at("said"),
                content=(at("We will sign on Friday,"),),
                bounds=Interval(None, date(2031, 3, 4)),
                rule="quote.attributed",
                confidence=0.98,
            ),
            Statement(
                id="s:stop",
                speaker="x:tom-brandt",
                speaker_span=at("union leader Tom Brandt"),
                manner="indirect",
                act="predict",
                cue=at("said", 1),
                content=(at("If the tolls stay, the ferries will stop"),),
                rule="said.after",
            ),
        ),
        events=(
            Event(
                id="e:met",
                type="CONSULT",
                mode="meet",
                quad=1,
                score=1.0,
                source=("x:ada-lindqvist",),
                target=("x:harbour-unions",),
                when=MONDAY,
                dated_by=at("Monday"),
                status="happened",
                trigger=at("met"),
                evidence=(at("met harbour unions in Port Ellis on Monday"),),
                rule="meet",
                confidence=0.97,
            ),
            Event(
                id="e:sign",
                type="AGREE",
                quad=1,
                score=3.0,
                source=("x:ada-lindqvist",),
                when=FRIDAY,
                status="planned",
                holder="x:ada-lindqvist",
                trigger=at("sign"),
                evidence=(at("will sign on Friday"),),
                statement="s:sign",
                rule="sign",
            ),
            Event(
                id="e:refuse",
                type="REJECT",
                quad=3,
                score=-4.0,
                source=("nor",),
                status="ongoing",
                trigger=at("refuses"),
                evidence=(at("refuses to lower the tolls"),),
                rule="refuse",
            ),
        ),
        positions=(
            Position(
                id="p:tolls",
                holder="nor",
                stance="refuses",
                target="x:harbour-unions",
                issue="lower the tolls",
                issue_span=at("lower the tolls"),
                evidence=(at("refuses to lower the tolls"),),
                rule="act.refuse",
            ),
        ),
        ties=(
            Tie(
                subject="x:ada-lindqvist",
                relation="minister-of",
                object="nor",
                evidence=at("Norland's transport minister"),
                rule="apposition",
            ),
        ),
        calendar=(
            CalendarEntry(
                id="c:sign",
                event="e:sign",
                title="signing by Ada Lindqvist",
                when=FRIDAY,
                status="planned",
                participants=("x:ada-lindqvist",),
                evidence=(at("will sign"),),
                rule="sign",
            ),
        ),
        forecasts=(
            Forecast(
                id="f:stop",
                by="x:tom-brandt",
                statement="s:stop",
                content=(at("the ferries will stop"),),
                condition=at("If the tolls stay"),
                about=("nor",),
            ),
        ),
        issues=(Issue(code="DATE_CONFLICT", message="The page says 2031-03-04, its copyright line 2032."),),
    )


def renamed(report: Report, report_id: str, source: str) -> Report:
    """The same report as if it were another."""
    return msgspec.structs.replace(report, report=msgspec.structs.replace(report.report, id=report_id, source=source))
