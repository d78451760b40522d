"""Lines that tell nothing but a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from dateline.foundation.days import Interval
from dateline.foundation.spans import Span
from dateline.knowledge.tables import table
from dateline.reading.page.dates import one_of, written_dates

Meaning = Literal["published", "modified", "other"]

_LONGEST = 160
_CLOSE = 60  # characters beside a date in which its label stands
_CLOSER, _NAME = 40, 4  # characters after a date in which its label stands, words of a name between a label and its date
_WORDS = re.compile(r"\w+")
_SHORT = 80  # characters of a line at whose edge a date may stand without a stroke
_BEGINS, _ENDS = (
    re.compile(p) for p in (r"\s*[-–—/|·•,;:>»)\]]", r"[-–—/|·•,;:>»(\[]\s*$")
)  # what parts a date from other words
_CUT = re.compile(r"\s*[|·•]\s*")
_CLOCK = re.compile(
    r"\b(?:at\s+)?\d{1,2}(?:[:.h]?\d\d){1,2}(?::\d\d)?\s*(?:[ap]\.?\s?m\b\.?|hrs?|hours|h|uhr)?"
    r"|\b(?:at\s+)?\d{1,2}\s*[ap]\.?\s?m\b\.?|\bnoon\b|\bmidnight\b",
    re.I,
)
_ZONE = re.compile(
    r"\(?\b(?:GMT|UTC|Z|[A-Z]{1,3}S?T|[A-Z]{3,4}T|Eastern|Pacific|Central|local time|[A-Z][a-z]+ time)\b\)?"
    r"|[+-]\d\d?:?\d\d\b|\bGMT[+-]\d+"
)


class DateLine(NamedTuple):
    """A date in a stamp line: its words there, their day if they tell one, and what it is the date of."""

    span: Span
    says: Interval | None
    means: Meaning | None


def stamps(line: str, *, day_first: bool | None = None) -> list[DateLine]:
    """The dates of a line, or of a part between bars, that holds nothing else; an empty list where there is more to it."""
    if len(line) > _LONGEST:
        return []
    out: list[DateLine] = []
    for part in _parts(line):
        out += _stamps_in(line, part, day_first)
    return out


@lru_cache(maxsize=4_096)  # asked of one line by all who look at it
def is_stamp(line: str) -> bool:
    """Whether the whole line is nothing but a date and the words around it."""
    parts = list(_parts(line)) if len(line) <= _LONGEST else []
    return bool(parts) and all(_stamps_in(line, p, None) for p in parts)


class Said(NamedTuple):
    """What a line that holds more than a date says of the one day it names; `means` is None if it only stands at its edge."""

    says: Interval
    means: Meaning | None


def said_in(line: str, *, day_first: bool | None = None) -> Said | None:
    """The day of a line in which a date stands with a label (`Posted on May 5, 2011 by Ann`), or apart from the other words:
    at the line's edge or between strokes. None for more than one day, and for a date inside a sentence.
    """
    found = [w for w in written_dates(line, day_first=day_first) if w.says] if len(line) <= _LONGEST else []
    if not found or len({w.says for w in found}) > 1 or found[0].says is None:
        return None
    before, after = line[: found[0].span.start], line[found[-1].span.end :]
    means = _nearest_label(before[-_CLOSE:]) or _meaning(after[:_CLOSER])
    starts, ends = not _WORDS.search(before), not _WORDS.search(_cleaned(after))
    left, right, is_short = starts or _ENDS.search(before), ends or _BEGINS.match(after), len(line) <= _SHORT
    is_apart = (left and right) or (is_short and (starts or ends))
    return Said(found[0].says, means) if means or (is_apart and not line.rstrip().endswith((".", "?", "!"))) else None


def is_label(line: str) -> bool:
    """Whether a line is nothing but the label of a date that stands in the next one (`Published:`)."""
    return len(line) <= _CLOSE and bool(line.strip()) and not _left(line)


def _parts(line: str) -> Iterator[Span]:
    at = 0
    for m in (*_CUT.finditer(line), None):
        end = m.start() if m else len(line)
        if line[at:end].strip():
            yield Span(at, end)
        at = m.end() if m else end


def _stamps_in(line: str, part: Span, day_first: bool | None) -> list[DateLine]:
    words = part.of(line)
    found = list(written_dates(words, day_first=day_first))
    if not found:
        return []
    bare, out, at = [], [], 0
    for w in found:
        before = words[at : w.span.start]
        bare.append(before)
        out.append(DateLine(Span(part.start + w.span.start, part.start + w.span.end), w.says, _meaning(before)))
        at = w.span.end
    after = words[at:]
    if len(out) == 1 and out[0].means is None:
        out[0] = out[0]._replace(means=_meaning(after))
    return out if not _left(" ".join((*bare, after))) else []


def _left(words: str) -> str:
    """What is left of a line's words when everything that belongs to a stamp is taken out."""
    for _, pattern in _labels():
        words = pattern.sub(" ", words)
    return re.sub(r"[\W_]+", "", _cleaned(words))


def _cleaned(words: str) -> str:
    """Without clock times, zones, weekdays and the small words of dates."""
    for pattern in (_CLOCK, _ZONE, _joins()):
        words = pattern.sub(" ", words)
    return words


def _meaning(words: str) -> Meaning | None:
    return next((means for means, pattern in _labels() if pattern.search(words)), None)


def _nearest_label(before: str) -> Meaning | None:
    """What the last label before a date says, if no more than a name stands between them (`Posted by Ann Lee on`)."""
    ends = [(m.end(), means) for means, pattern in _labels() for m in pattern.finditer(before)]
    end, means = max(ends, default=(0, None), key=lambda e: e[0])
    return means if len(_WORDS.findall(_cleaned(before[end:]))) <= _NAME else None


@cache
def _labels() -> tuple[tuple[Meaning, re.Pattern[str]], ...]:
    return tuple((e["means"], re.compile(rf"(?<!\w)(?:{'|'.join(e['match'])})(?!\w)", re.I)) for e in table("page/stamps"))


@cache
def _joins() -> re.Pattern[str]:
    """Weekdays and the small words of dates, in every language."""
    words = {w for e in table("page/months") for part in (*e["weekdays"], e["joins"]) for w in part.split()}
    return re.compile(rf"(?<!\w){one_of(words)}", re.I)
