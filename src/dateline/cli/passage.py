"""The words that a row stands on, short enough for a line: an event's in their sentence, a quotation from its beginning."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.text import Text

from dateline.foundation.portrait import visible
from dateline.foundation.rows import Event, Forecast, Report, Row, Statement
from dateline.foundation.spans import Span, hull

_EDGE = re.compile(r"\s+")


def shortened(text: str, room: int) -> str:
    """At most `room` characters, cut after a word, with `…` for what is left out."""
    if len(text) <= room:
        return text
    return text[: room - 1].rpartition(" ")[0].rstrip(" ,;:") + " …" if " " in text[: room - 1] else text[: room - 1] + "…"


def passage(row: Row, report: Report, room: int) -> Text | None:
    """The row's words in at most `room` characters (a statement's in twice that); None for rows that are told in one line."""
    text = report.report.text
    if isinstance(row, Event):
        return _in_sentence(hull(row.evidence), report, room)
    if isinstance(row, Statement | Forecast):
        words = " … ".join(_flat(s.of(text)) for s in row.content)
        return Text(f"“{shortened(words, 2 * room)}”", "italic")
    return None


def _in_sentence(words: Span, report: Report, room: int) -> Text:
    """The words, bold, with as much of their sentence around them as there is room for."""
    text = report.report.text
    marked, spare = shortened(_flat(words.of(text)), room), room - (words.end - words.start)
    if spare <= 0:
        return Text(marked, "bold italic")
    sentence = _unit(words, (*report.report.sentences, *(b.span for b in report.report.blocks)))
    before, after = _flat(text[sentence.start : words.start]), _flat(text[words.end : sentence.end])
    left = min(len(before), max(spare // 2, spare - len(after)))
    before, after = _cut_before(before, left), _cut_after(after, spare - left)
    return Text.assemble(before, (marked, "bold"), after, style="italic")


def _unit(words: Span, units: Iterable[Span]) -> Span:
    """The first of the units that holds the words, widened to hold them whole."""
    found = next((u for u in units if u.overlaps(words)), words)
    return hull((found, words))


def _cut_before(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    kept = text[len(text) - max(0, room - 2) :]
    return "… " + (kept.partition(" ")[2] if " " in kept else "")


def _cut_after(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    kept = text[: max(0, room - 2)]
    return (kept.rpartition(" ")[0].rstrip(" ,;:") if " " in kept else "") + " …"


def _flat(text: str) -> str:
    """Safe to print; white space folded but kept at the ends, where other words go on."""
    return _EDGE.sub(" ", visible(text))
