"""What the visible lines of a page say of its date: the line beside the headline, labels, lists of other reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from dateline.foundation.days import Interval
from dateline.foundation.rows import Clue
from dateline.foundation.spans import Span
from dateline.reading.page.dates import written_dates
from dateline.reading.page.heads import split_byline
from dateline.reading.page.stamps import DateLine, said_in, stamps

_RELATIVE = re.compile(
    r"\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
    r" (?:sec(?:ond)?|min(?:ute)?|hr|hour|day|week|month|year)s? ago\b",
    re.I,
)
_DAY_FIRST = re.compile(
    r"en[-_](?:gb|au|nz|in|ie|za|ng|ke|sg|my|hk|pk)|(?:fr|de|es|it|pt|nl|ru|pl|ro|tr|fi|da|nb|nn|no|sv|cs|sk|uk|bg|el|id|ms|vi|ar|ca|hr|sr)\b",
    re.I,
)
_ORDER = re.compile(r"(?<![\d/-])(\d{1,2})[/-](\d{1,2})[/-](?:19|20)\d\d(?!\d)")

BARE = "published: a date line beside the headline"
AWAY = "seen: a date line away from the report"
ONLY = "dated: the only day that the page's lines tell"
FOOT = 12  # blocks after the report in which its own date may stand
_STEP, _NOWHERE = 6, -1_000_000  # blocks from one report of a list to the next
_LIST = 3  # dated lines after the first that make a list


class Line(NamedTuple):
    """A line that may tell a date: beside the headline, within the report's part of the page, or away from it.

    `at`: how many blocks below the headline it stands.
    """

    text: str
    where: Literal["beside", "within", "away"]
    at: int


def line_clues(lines: Iterable[Line], *, day_first: bool | None) -> Iterator[Clue]:
    """Clues of lines that tell a date, and of relative stamps, which tell no day.

    Of the lines beside the headline that have no label, the nearest is the report's.
    """
    found: list[tuple[Line, DateLine, bool]] = []
    for line in sorted(lines, key=_distance):
        found += ((line, told, is_bare) for told, is_bare in _told(line.text, day_first))
        relative = _RELATIVE.search(line.text) if len(line.text) < 60 else None
        if relative:
            yield Clue(
                kind="visible", text=relative.group(), why="seen: counted from the day the page was seen, which is not known"
            )
    nearest = next((x.at for x, told, _ in found if x.where == "beside" and told.means is None and told.says), None)
    if nearest is not None and _is_list(nearest, found):
        nearest = _NOWHERE
    only = _only_day(found)
    for line, told, is_bare in found:
        is_nearest = line.where == "beside" and nearest in (None, line.at)
        yield _visible(line, told, is_bare, is_nearest, told.says is not None and told.says == only)


def _is_list(nearest: int, found: Iterable[tuple[Line, DateLine, bool]]) -> bool:
    """Whether the date beside the headline is the first of a list of reports, with other days at short distances."""
    ats = {told.says: line.at for line, told, is_bare in reversed([*found]) if is_bare and told.means is None and told.says}
    last, n = nearest, 0
    for at in sorted(at for at in ats.values() if at > nearest):
        if at - last > _STEP:
            break
        last, n = at, n + 1
    return n >= _LIST


def _only_day(found: Iterable[tuple[Line, DateLine, bool]]) -> Interval | None:
    """The one day that lines anywhere on the page give as that of publication, or without saying of what, where none is near."""
    open_lines = [(line, told) for line, told, _ in found if told.says and told.means in ("published", None)]
    if any(line.where == "beside" or (line.where == "within" and told.means) for line, told in open_lines):
        return None
    for means in ("published", None):
        days = {told.says for _, told in open_lines if told.means == means}
        if days:
            is_near = means or any(line.where == "within" or -FOOT <= line.at < 0 for line, told in open_lines)
            return days.pop() if len(days) == 1 and is_near else None
    return None


def _distance(line: Line) -> int:
    """Blocks between a line and the headline; those above count double, for what stands there may be the day of the visit."""
    return line.at if line.at >= 0 else 4 - 2 * line.at


def _told(text: str, day_first: bool | None) -> Iterator[tuple[DateLine, bool]]:
    """The dates that a line tells, and whether it tells nothing else."""
    found = stamps(text, day_first=day_first) or stamps(split_byline(text)[1], day_first=day_first)
    yield from ((told, True) for told in found)
    if found:
        return
    said = said_in(text, day_first=day_first)
    if said:
        yield DateLine(Span(0, len(text)), said.says, said.means), False
        return
    for named in written_dates(text, day_first=day_first):
        if named.says:
            yield DateLine(named.span, named.says, "other"), False


def _visible(line: Line, told: DateLine, is_bare: bool, is_nearest: bool, is_only: bool) -> Clue:
    words = line.text.strip(" .|·•\t\n")
    open_words = "" if told.says else "; the words leave the year or the order of day and month open"
    if told.means == "other":
        why = "seen: a line of the page names this day, as that of something else"
    elif told.means == "modified":
        why = "modified: a line that tells the page's last change"
    elif told.means == "published" and line.where != "away":
        why = "published: a line of the page says so"
    elif is_nearest and is_bare:
        why = BARE
    elif is_nearest:
        why = "dated: a line beside the headline has this day"
    elif is_only:
        why = ONLY
    else:
        why = AWAY
    return Clue(kind="visible", text=words, says=told.says, why=why + open_words)


def dateline_clue(text: str, span: Span) -> Clue:
    """The day in a dateline, which has no year as a rule."""
    line = span.of(text)
    says = next((d.says for d in stamps(line)), None)
    return Clue(kind="visible", text=line, span=span, says=says, why="published: the day in the dateline, that of writing")


def day_first(lines: Iterable[Line], *languages: str | None) -> bool | None:
    """The order in `3/4/2019` by the page's language and country, else by its other dates; None where they do not tell."""
    said = [x for x in languages if x]
    if any(re.match(r"en[-_]us", x, re.I) for x in said):
        return False
    if any(_DAY_FIRST.match(x) for x in said):
        return True
    found = [(int(a), int(b)) for line in lines for a, b in _ORDER.findall(line.text)]
    orders = {a > 12 for a, b in found if (a > 12) != (b > 12) and max(a, b) <= 31}
    return orders.pop() if len(orders) == 1 else None
