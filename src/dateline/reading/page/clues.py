"""What a page says of its own date, each piece as a clue with its words; which is right, the dating decides.

`why` begins with what the clue is the date of: `published:`, `dated:` (the page is dated so, of publication or change),
`modified:` and `captured:` (latest possible days only) or `seen:`.
Clues come in order of trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from dateline.foundation.days import Interval
from dateline.foundation.rows import Clue, ClueKind
from dateline.foundation.spans import Span
from dateline.knowledge.tables import table
from dateline.reading.page.dates import address_date, stamp, written_dates
from dateline.reading.page.heads import split_byline
from dateline.reading.page.metadata import Metadata
from dateline.reading.page.outline import Outline
from dateline.reading.page.stamps import DateLine, said_in, stamps

_RELATIVE = re.compile(
    r"\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
    r" (?:sec(?:ond)?|min(?:ute)?|hr|hour|day|week|month|year)s? ago\b",
    re.I,
)
_DAY_FIRST = re.compile(r"en[-_](?:gb|au|nz|in|ie|za|ng|ke|sg|my|hk|pk)|(?:fr|de|es|it|pt|nl|ru|pl)\b", re.I)
_TRUST: tuple[ClueKind, ...] = ("json-ld", "meta", "microdata", "time-tag", "url", "visible", "header")


class Line(NamedTuple):
    """A line that may tell a date: beside the headline, within the report's part of the page, or away from it.

    `at`: how many blocks below the headline it stands.
    """

    text: str
    where: Literal["beside", "within", "away"]
    at: int


def ordered(clues: Iterable[Clue]) -> tuple[Clue, ...]:
    """Without repetitions; dates of publication first, then by trust in where they stand."""
    unique = dict.fromkeys(clues)
    return tuple(sorted(unique, key=lambda c: (not c.why.startswith("published:") or c.says is None, _TRUST.index(c.kind))))


def best_time(clues: Iterable[Clue]) -> str | None:
    """The instant of the best clue of publication that has a clock time and a zone."""
    said = (
        stamp(c.text.partition(" ")[2])
        for c in clues
        if c.why.startswith("published:") and c.says and c.kind not in ("url", "visible")
    )
    return next((s.instant for s in said if s and s.instant), None)


def machine_clues(page: Metadata, headers: Mapping[str, str] | None) -> Iterator[Clue]:
    """Clues of JSON-LD, meta tags and HTTP headers."""
    for node in page.nodes:
        for key, means in (("datePublished", "published"), ("dateCreated", "published"), ("dateModified", "modified")):
            if key != "dateCreated" or "datePublished" not in node:
                yield from _machine("json-ld", key, node.get(key), means, f"{key} of the page's JSON-LD")
    for entry in table("page/metas"):
        for name in entry["names"]:
            yield from _machine("meta", name, page.meta(name), entry["means"], f"the page's meta tag {name}")
    for name, value in (headers or {}).items():
        if name.lower() == "last-modified":
            yield from _machine("header", "Last-Modified", value, "modified", "the server's Last-Modified header")


def _machine(kind: ClueKind, name: str, value: Any, means: str, where: str) -> Iterator[Clue]:
    found = stamp(value) if isinstance(value, str) else None
    if found and isinstance(value, str):
        utc = "; in UTC, the day at the place may differ" if found.instant and found.instant.endswith("Z") else ""
        yield Clue(kind=kind, text=f"{name} {value.strip()}", says=found.says, why=f"{means}: {where}{utc}")


def tag_clues(outline: Outline, first: int, last: int) -> Iterator[Clue]:
    """Clues of `time` tags and microdata from the headline (block `first`) to the end of the report (block `last`)."""
    for tag, element, before in outline.stamped:
        a = tag.attributes()
        said = a.get("itemprop", "").lower()
        value = a.get("datetime") or a.get("content")
        elsewhere = outline.elements[element].region in ("furniture", "hidden")
        if not value or (elsewhere and "date" not in said) or not first - 12 <= before <= last + 2:
            continue
        if "date" in said:
            means = "modified" if "modif" in said or "updat" in said else "published"
            yield from _machine("microdata", a["itemprop"], value, means, "a property of the page's markup")
        elif tag.name == "time":
            yield from _machine(
                "time-tag", "time", value, _tag_means(outline, tag, a, element, before), "a time tag beside the report"
            )


def _tag_means(outline: Outline, tag: Any, a: dict[str, str], element: int, before: int) -> str:
    """What a time tag's own words, or those before it in its block, say it is."""
    near = outline.pieces[max(0, before - 1) : before + 1]
    words = " ".join(
        [a.get("class", ""), *(p.text[:60] for p in near if p.element == element or p.start <= tag.end <= p.end)]
    ).lower()
    return "modified" if re.search(r"updat|modif|edited", words) else "published"


def address_clues(*urls: str | None) -> Iterator[Clue]:
    """Clues of the page's addresses, the canonical one first."""
    for url in urls:
        found = address_date(url) if url else None
        if found:
            yield Clue(kind="url", text=found[0], says=found[1], why="published: the day in the page's address")


def line_clues(lines: Iterable[Line], *, day_first: bool | None) -> Iterator[Clue]:
    """Clues of lines that tell a date, and of relative stamps, which tell no day.

    Of the lines beside the headline that have no label, the nearest is the report's.
    """
    nearest: int | None = None
    found: list[tuple[Line, DateLine, bool]] = []
    for line in sorted(lines, key=_distance):
        for told, is_bare in _told(line.text, day_first):
            bare_beside = line.where == "beside" and told.means is None and told.says is not None
            nearest = line.at if bare_beside and nearest is None else nearest
            found.append((line, told, is_bare))
        relative = _RELATIVE.search(line.text) if len(line.text) < 60 else None
        if relative:
            yield Clue(
                kind="visible", text=relative.group(), why="seen: counted from the day the page was seen, which is not known"
            )
    for line, told, is_bare in found:
        yield _visible(line, told, is_bare, line.where == "beside" and nearest in (None, line.at))


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


def _visible(line: Line, told: DateLine, is_bare: bool, is_nearest: bool) -> Clue:
    words = line.text.strip(" .|·•\t\n")
    open_words = "" if told.says else "; the words leave the year or the order of day and month open"
    if told.means == "other":
        why = "seen: a line of the page names this day, as that of something else"
    elif told.means == "modified":
        why = "modified: a line that tells the page's last change"
    elif told.means == "published" and line.where != "away":
        why = "published: a line of the page says so"
    elif is_nearest and is_bare:
        why = "published: a date line beside the headline"
    elif is_nearest:
        why = "dated: a line beside the headline has this day"
    else:
        why = "seen: a date line away from the report"
    return Clue(kind="visible", text=words, says=told.says, why=why + open_words)


def dateline_clue(text: str, span: Span) -> Clue:
    """The day in a dateline, which has no year as a rule."""
    line = span.of(text)
    says = next((d.says for d in stamps(line)), None)
    return Clue(kind="visible", text=line, span=span, says=says, why="published: the day in the dateline, that of writing")


def day_first(*languages: str | None) -> bool | None:
    """The order in `3/4/2019` by the page's language and country; None where they do not tell."""
    said = [x for x in languages if x]
    if any(re.match(r"en[-_]us", x, re.I) for x in said):
        return False
    return True if any(_DAY_FIRST.match(x) for x in said) else None
