"""`dateline times`: the time expressions of a text, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import click

from dateline.cli.faults import faults, teller
from dateline.cli.options import day

if TYPE_CHECKING:
    from dateline.foundation.rows import TimeExpression
    from dateline.reading.page.errors import Unreadable
    from dateline.reading.tagging import Tagged
    from dateline.reading.times import Profile

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@click.command()
@click.argument("text", metavar="TEXT|FILE|-")
@click.option("--published", type=day, metavar="DAY", help="The day of publication; without it the text is dated by itself.")
@click.option(
    "--profile",
    type=click.Choice(["auto", "news", "narrative"]),
    default="auto",
    show_default=True,
    help="Whether months and days go by the day of publication or by the year told before.",
)
@click.option("--json", "form", flag_value="json", help="One object a text, its times as in the contract.")
@click.option("--timeml", "form", flag_value="timeml", help="The text with TIMEX3 tags.")
def times(text: str, published: date | None, profile: Profile, form: str | None) -> int:
    """Tag time expressions: words, type, value, days.

    What holds a blank, or is one bare word, and is no file is the text itself; anything else is a file, an address or `-`
    (standard input).
    """
    present, failed = {"json": _json, "timeml": timeml}.get(form or "", _table), list[str]()
    with faults():
        for tagged in _tagged(text, published, profile, teller(failed)):
            click.echo(present(tagged))
    return 1 if failed else 0


def _tagged(text: str, published: date | None, profile: Profile, tell: Callable[[str, Unreadable], None]) -> Iterator[Tagged]:
    from dateline.reader import times_behind, times_of
    from dateline.reading.page.errors import Unreadable as CannotRead

    if not _is_text(text):
        yield from times_behind(text, published=published, profile=profile, unreadable=tell)
        return
    try:
        yield times_of(text, published=published, profile=profile)
    except CannotRead as error:
        tell("TEXT", error)


def _is_text(argument: str) -> bool:
    """Nothing, words with blanks between them, or one bare word (`tomorrow`, `2031-05-03`), unless a file has that name."""
    if argument and not re.search(r"\s", argument) and not re.fullmatch(r"\w[\w-]*", argument):
        return False
    try:
        return not argument or not Path(argument).exists()
    except OSError:  # longer than a name can be
        return True


def _json(tagged: Tagged) -> str:
    import msgspec

    return msgspec.json.encode(tagged).decode()


def _table(tagged: Tagged) -> str:
    """Words, type, value and days of each, in columns; the day of publication first."""
    from dateline.foundation.portrait import dated, visible

    rows = [(visible(" ".join(t.span.of(tagged.text).split())), t.type, _value(t), str(t.interval or "")) for t in tagged.times]
    width = [max((len(row[k]) for row in rows), default=0) for k in range(3)]
    lines = ("  ".join((*(cell.ljust(w) for cell, w in zip(row, width, strict=False)), row[3])).rstrip() for row in rows)
    return "\n".join((dated(tagged.dating), *(lines if rows else ("no time expressions",))))


def _value(time: TimeExpression) -> str:
    return f"{time.value} {time.mod}" if time.mod else time.value


def timeml(tagged: Tagged) -> str:
    """The text as TimeML 1.2.1: the day of publication is `t0`; characters that XML can't hold become U+FFFD."""
    out, at = [], 0
    for time in tagged.times:
        out.append(_xml(tagged.text[at : time.span.start]))
        out.append(f"<TIMEX3{_attributes(time)}>{_xml(time.span.of(tagged.text))}</TIMEX3>")
        at = time.span.end
    out.append(_xml(tagged.text[at:]))
    known = tagged.dating.published
    value = quoteattr(known or "XXXX-XX-XX")
    made = f'<TIMEX3 tid="t0" type="DATE" value={value} functionInDocument="CREATION_TIME">{known or ""}</TIMEX3>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<TimeML>\n<DCT>{made}</DCT>\n<TEXT>{"".join(out)}</TEXT>\n</TimeML>'


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))


def _attributes(time: TimeExpression) -> str:
    anchor = "t0" if time.anchor == "published" else time.anchor
    given = {"tid": time.id, "type": time.type, "value": time.value, "mod": time.mod, "anchorTimeID": anchor}
    return "".join(f" {name}={quoteattr(value)}" for name, value in given.items() if value)
