"""Records to browse: of hand-made reports, one of them hostile; some corrected, many if asked."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import msgspec

from dateline.foundation.days import day
from dateline.foundation.rows import Actor, Block, CalendarEntry, Event, Head, Mention, Report, Statement
from dateline.foundation.spans import Span
from dateline.record import open_record
from tests.made import SENTENCES, TEXT, made, renamed

EVIL = '<script>document.title="run"</script><img src=x onerror="document.title=1">'
TURNED = "Ada \u202etsivdniL\u202c \u2067x\u2069 \u200b"
LONG = "w" * 10_000


def hostile(size: int = 3_000) -> Report:
    """Everything in it is markup, turns the text's direction, or has no end; its text has at least `size` characters."""
    name = f"{EVIL} {TURNED}"
    paragraph = f'{name} met {LONG} and said "{EVIL}". {TURNED} met nobody again.'
    text = "\n\n".join([paragraph] * max(1, size // len(paragraph)))
    words = Span(0, len(paragraph))
    return Report(
        report=Head(
            id=f"r:\u202e<b>/{EVIL}",
            source='javascript:alert("x")',
            title=f"{EVIL} {LONG}",
            publisher=TURNED,
            text=text,
            blocks=tuple(
                Block(kind="paragraph", span=Span(i, i + len(paragraph))) for i in range(0, len(text), len(paragraph) + 2)
            ),
            sentences=(words,),
        ),
        actors=(
            Actor(id=f"x:{EVIL}", name=name, kind="person", mentions=(Mention(span=Span(0, len(name)), form="name", why=EVIL),)),
            Actor(id=f"x:{LONG[:200]}", name=LONG, kind="group"),
        ),
        events=(
            Event(
                id="e:evil",
                type="CONSULT",
                mode="meet",
                quad=1,
                score=1.0,
                source=(f"x:{EVIL}",),
                target=(f"x:{LONG[:200]}",),
                status="planned",
                when=day(date(2031, 3, 12)),
                trigger=words,
                evidence=(words,),
                rule=EVIL,
            ),
        ),
        statements=(
            Statement(
                id="s:evil",
                speaker=f"x:{EVIL}",
                speaker_span=None,
                manner="direct",
                act="say",
                cue=None,
                content=(words,),
                rule="r",
            ),
        ),
        calendar=(
            CalendarEntry(
                id="c:evil",
                event="e:evil",
                title=f"{EVIL} {LONG}",
                when=day(date(2031, 3, 12)),
                status="planned",
                evidence=(words,),
                participants=(f"x:{EVIL}",),
                rule="r",
            ),
        ),
    )


def corrected() -> Report:
    """The second version of the hand-made report: one sentence is gone, one more has come."""
    text = TEXT.replace(SENTENCES[2], "Norland refuses to lower the tolls. It lowered them in spring, a spokeswoman said.")
    text = text.replace("on Monday.", "on Monday, officials said.")
    again = made(text)
    return msgspec.structs.replace(again, positions=(), events=again.events[:2])


def filled(path: Path) -> Path:
    """A record with a report in two versions, a copy of it and a hostile one."""
    with open_record(path) as record:
        for report in (made(), corrected(), renamed(made(), "r:copy", "copy.html"), hostile()):
            record.put(report)
    return path


def event(number: int) -> Report:
    """A report with one dated event, as many as are wanted."""
    text = f"Ada Lindqvist met Tom Brandt for the {number}th time."
    when = day(date(2031, 1, 1) + timedelta(days=number % 300))
    actors = tuple(
        Actor(id=f"x:{name}", name=name, kind="person", mentions=(Mention(span=Span(0, 3), form="name", why="name"),))
        for name in ("Ada Lindqvist", "Tom Brandt")
    )
    met = Event(
        id=f"e:{number}",
        type="CONSULT",
        mode="meet",
        quad=1,
        score=1.0,
        source=("x:Ada Lindqvist",),
        target=("x:Tom Brandt",),
        status="happened",
        when=when,
        trigger=Span(14, 17),
        evidence=(Span(14, len(text)),),
        rule="meet",
    )
    blocks = (Block(kind="paragraph", span=Span(0, len(text))),)
    head = Head(id=f"r:{number}", source=f"{number}.html", title=f"Meeting {number}", text=text, blocks=blocks)
    return Report(report=head, actors=actors, events=(met,))
