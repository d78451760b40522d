"""The casebook read and judged: which of the rows a case must give were given, and which it must not give came out.

A case line is one line of the notation (`dateline.foundation.notation`), read loosely: columns left out are not
compared; `A|B` are alternatives; a name is any of an actor's names; a day must lie in the interval asked for; quoted
words must overlap the row's; CONSULT, AGREE and COOPERATE hold either way round. For `mention` the second quoted
words are the passage the first stand in. `dated` is the day or interval of publication that must come out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dateline.foundation.article import Article
from dateline.foundation.notation import Line, interval_from, lines_of, read_line
from dateline.foundation.parsed import Parse
from dateline.foundation.rows import Actor, Report
from dateline.reading.page import read_page
from dateline.reading.walk import walk

FOLDER = Path(__file__).parent.parent / "casebook"
EITHER_WAY = {"CONSULT", "AGREE", "COOPERATE"}


@dataclass(frozen=True)
class Case:
    """A short report with the rows it must and must not give; `open` lists rows it should give and does
    not yet, `forbidden` rows it still gives and must not; `dated_open` says that its day is not found yet."""

    id: str
    text: str
    published: date | None = None
    dated: str | None = None
    method: str | None = None
    never_dated: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    dated_open: bool = False
    about: str = ""
    book: str = ""


def cases(folder: Path = FOLDER) -> Iterator[Case]:
    """Every case, in the order of files and entries."""
    for path in sorted(folder.glob("*.toml")):
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        for entry in book["case"]:
            lists = {k: tuple(entry.pop(k, ())) for k in ("gives", "never", "open", "forbidden", "never_dated")}
            yield Case(**entry, **lists, about=book["about"], book=path.stem)


def read_case(case: Case, parse: Callable[[Article], Parse] | None = None) -> Report:
    """The report that the case's text gives; `parse` stands in for the model's."""
    page = read_page(case.text.encode(), source=case.id, as_="pasted")
    return walk(page, published=case.published, parsed=parse(page) if parse else None)


@dataclass
class Judge:
    """Compares asked lines with the rows of one report."""

    report: Report
    lines: list[Line] = field(init=False)
    names: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = list(lines_of(self.report))
        self.names = {}
        for actor in self.report.actors:
            self.names.setdefault(actor.name, set()).update(_names_of(actor, self.report.report.text))

    def finds(self, asked: str) -> bool:
        """Whether some row says all that the line says."""
        line = read_line(asked)
        if line.kind == "mention":
            return self._mentioned(line)
        return any(self._agrees(line, found) for found in self.lines)

    def dated(self, asked: str) -> bool:
        """Whether the publication day is the asked day, or its interval lies in the asked one."""
        dating = self.report.dating
        if asked == "unknown":
            known = dating.interval
            return dating.published is None and (known is None or known.start is None or known.end is None)
        want = interval_from(asked)
        if dating.published:
            return date.fromisoformat(dating.published) in want
        have = dating.interval
        return not want.is_day and have is not None and have.overlaps(want)

    def _agrees(self, asked: Line, found: Line) -> bool:
        if asked.kind != found.kind or not all(_one_of(getattr(asked, f), getattr(found, f)) for f in ("what", "value")):
            return False
        if asked.status and not (found.status != "unmade" if asked.status == "made" else _one_of(asked.status, found.status)):
            return False
        if asked.day is not None and not _within(found.day, asked.day):
            return False
        parties = self._parties(asked.source, found.source) and self._parties(asked.target, found.target)
        swapped = (
            found.what in EITHER_WAY and self._parties(asked.source, found.target) and self._parties(asked.target, found.source)
        )
        holder = asked.holder is None or (self._party(asked.holder, (found.holder,)) if found.holder else asked.holder == "-")
        condition = asked.condition is None or _overlap(asked.condition, found.condition or "")
        words = all(any(_overlap(w, f) for f in found.words or ()) for w in asked.words or ())
        return (parties or swapped) and holder and condition and words

    def _parties(self, asked: tuple[str, ...] | None, found: tuple[str, ...] | None) -> bool:
        return asked is None or (all(self._party(a, found or ()) for a in asked) if asked else not found)

    def _party(self, asked: str, found: tuple[str, ...]) -> bool:
        return any(_same_name(asked, name) for f in found for name in self.names.get(f, {f}) | {f})

    def _mentioned(self, asked: Line) -> bool:
        text = self.report.report.text
        words, passage = (asked.words or ("", ""))[:2]
        home = re.search(r"\s+".join(map(re.escape, passage.split())), text)
        if not home:
            return False
        at = home.start() + passage.index(words)
        bearers = [
            a for a in self.report.actors if any(m.span.start <= at < m.span.end <= at + len(words) + 12 for m in a.mentions)
        ]
        return any(not asked.source or self._party(asked.source[0], (a.name,)) for a in bearers)


def _names_of(actor: Actor, text: str) -> set[str]:
    said = {m.span.of(text) for m in actor.mentions if m.form != "pronoun"}
    return {actor.name, *said} | ({actor.country} if actor.kind == "country" and actor.country else set())


def _words(name: str) -> list[str]:
    return [w for w in re.findall(r"\w+", name.lower()) if w not in ("the", "a", "an", "s")]


def _same_name(asked: str, have: str) -> bool:
    a, b = _words(asked), _words(have)
    return (
        a == b
        or (len(b) > 1 and bool(a) and set(a) <= set(b))
        or (len(a) > 1 and bool(b) and set(b) <= set(a) and a[-1] == b[-1])
    )


def _one_of(asked: str | None, found: str | None) -> bool:
    return asked is None or found in asked.split("|")


def _within(found: str | None, asked: str) -> bool:
    if asked == "-" or found in (None, "-"):
        return asked == (found or "-")
    inner, outer = interval_from(found), interval_from(asked)
    ends = inner.start, inner.end, outer.start, outer.end
    if None in ends:
        return found == asked
    return outer.start <= inner.start and inner.end <= outer.end  # type: ignore[operator]


def _overlap(a: str, b: str) -> bool:
    a, b = (" ".join(s.split()).casefold() for s in (a, b))
    return bool(a) and bool(b) and (a in b or b in a or _share(a, b) >= 0.6)


def _share(a: str, b: str) -> float:
    """Common words over the shorter one's."""
    x, y = set(a.split()), set(b.split())
    return len(x & y) / min(len(x), len(y))
