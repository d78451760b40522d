"""The record as people read it: rich text in a terminal, plain text elsewhere; passages are cut to the width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from rich.console import Console
from rich.text import Text

from dateline.cli.passage import passage, shortened
from dateline.foundation.notation import Line, read_line
from dateline.foundation.portrait import dated, visible
from dateline.foundation.rows import Actor, CalendarEntry, Clue, Dating, Event, Report, Role
from dateline.record.rows import Filed, file_report

_SECTIONS = {
    "event": "Events",
    "statement": "Statements",
    "position": "Positions",
    "tie": "Ties",
    "calendar": "Calendar",
    "forecast": "Forecasts",
}
_STATUSES = ("happened", "ongoing", "planned", "possible", "conditional", "wanted", "negated")
_LEADS = {"event": (11, 9), "plan": (9, 10), "said": (8,)}  # columns that stand under one another, and how wide
_ISSUE, _CLUE = 90, 50  # characters of a position's or tie's words, of a clue's
_MACHINE = frozenset({"json-ld", "meta", "time-tag", "microdata", "url", "feed", "header"})
_OF_PAGE = _MACHINE | {"visible"}
_DOUBTS = {"contradicted": "contradicted by ", "upper-bound": "not later than "}


def console_on(out: TextIO) -> Console:
    """A console that writes to `out`: colour and the terminal's width there, 100 columns elsewhere."""
    return Console(file=out, highlight=False, markup=False, emoji=False, width=None if out.isatty() else 100)


def show_report(report: Report, out: TextIO) -> None:
    """The whole report: head, dating, then every kind of row with the words it stands on."""
    console = console_on(out)
    _show_head(report, console)
    filed = list(file_report(report))
    for kind, title in _SECTIONS.items():
        _show_section(title, sorted((f for f in filed if f.kind == kind), key=_order), report, console)
    _show_actors(report, {actor for f in filed if f.kind in _SECTIONS for _, actor in f.parts}, console)
    for issue in report.issues:
        console.print(Text.assemble((f"\n{issue.code} ", "bold yellow"), one_line(issue.message)), soft_wrap=True)
    console.print()
    out.flush()


def _order(filed: Filed) -> tuple[int, str]:
    """Events by status, the calendar by day; all else as the text has it."""
    if isinstance(filed.row, Event):
        return _STATUSES.index(filed.row.status), ""
    day = filed.when.start if isinstance(filed.row, CalendarEntry) and filed.when else None
    return 0, day.isoformat() if day else ""


# ---- the head


def _show_head(report: Report, console: Console) -> None:
    head = report.report
    console.print(Text(one_line(head.title or head.source or head.id), "bold"), soft_wrap=True)
    facts = (head.publisher, head.byline, head.dateline, head.id)
    console.print(Text(one_line(" · ".join(dict.fromkeys(f for f in facts if f))), "dim"), soft_wrap=True)
    for line in dating_lines(report.dating, head.id):
        indented(line, 0, console)


def dating_lines(dating: Dating, report_id: str) -> Iterator[Text]:
    """The day and what it was found by; what the page says against it or bounds it with; how many clues are left to `why`.

    Words that only make the day less likely are left to `why`; where they speak against it, an issue says so.
    """
    told = tuple(c for c in dating.clues if c.verdict == "used" or (c.verdict in _DOUBTS and c.kind in _OF_PAGE))
    by = _clues_of(told, "used")
    yield Text.assemble((dated(dating), "green"), f": {by}" if by else "")
    for verdict, words in _DOUBTS.items():
        clues = _clues_of(told, verdict)
        if clues:
            yield Text.assemble((words, "yellow"), clues)
    rest = len(dating.clues) - len(told)
    if rest:
        yield Text(f"{rest} more clue{'s' * (rest != 1)}: dateline why {visible(report_id)}", "dim")


def _clues_of(clues: tuple[Clue, ...], verdict: str) -> str:
    return ", ".join(dict.fromkeys(_short_clue(c) for c in clues if c.verdict == verdict))


def _short_clue(clue: Clue) -> str:
    """`meta 2031-03-04` for what a machine wrote, `weekday “Monday”` for words."""
    if clue.kind in _MACHINE and clue.says:
        return f"{clue.kind} {clue.says}"
    return f"{clue.kind} “{shortened(one_line(clue.text), _CLUE)}”"


def clue_text(clue: Clue) -> Text:
    """`weekday “Monday” says 2031-03-03: agrees (the day before)`."""
    says = f" says {clue.says}" if clue.says else ""
    why = f" ({one_line(clue.why)})" if clue.why else ""
    return Text.assemble((clue.kind, "cyan"), f" “{one_line(clue.text)}”{says}: ", (clue.verdict, "bold"), why)


# ---- rows


def _show_section(title: str, filed: list[Filed], report: Report, console: Console) -> None:
    if filed:
        console.print(Text(f"\n{title}", "bold underline"))
    for row in filed:
        words = passage(row.row, report, console.width - 10)
        show_row(row.line, row.id, console, words=words, usual=_usual_day(report.dating))


def _usual_day(dating: Dating) -> str:
    """The day that most rows of a report would repeat."""
    return dating.published or str(dating.interval or "")


def show_row(line: str, row_id: str, console: Console, note: str = "", *, words: Text | None = None, usual: str = "") -> None:
    """One row: what it says, then the words; a tie's day is left out where it is the `usual` one."""
    read = read_line(line)
    short = _short_words(read)
    day = "" if read.day in (None, "-") or (read.kind == "tie" and read.day == usual) else read.day or ""
    indented(Text.assemble(row_text(read, day), short, (f"  {visible(row_id)}", "dim"), (note, "yellow")), 2, console)
    long = "" if short else one_line(" … ".join(read.words or ()))
    if words is None and long:
        words = Text(f"“{shortened(long, 2 * console.width - 20)}”", "italic")
    if words and not short:
        condition = f"if “{one_line(read.condition)}”: " if read.condition else ""
        indented(Text.assemble((condition, "italic"), words), 6, console)


def _short_words(line: Line) -> str:
    """The words of rows that fit one line: issue, tie, title."""
    words = shortened(one_line(" … ".join(line.words or ())), _ISSUE)
    if line.kind not in ("holds", "tie", "plan") or not words:
        return ""
    return f"  {words}" if line.kind == "plan" else f"  “{words}”"


def row_text(line: Line, day: str) -> Text:
    """The row without its words: `happened     CONSULT    Ada Lindqvist → harbour unions  2031-03-03  by Tom Brandt`."""
    pieces, widths = _pieces(line, day), _LEADS.get(line.kind, ())
    leads = [Text(one_line(text).ljust(width), style) for (text, style), width in zip(pieces, widths, strict=False)]
    rest = [Text(one_line(text), style) for text, style in pieces[len(widths) :] if text.strip()]
    return Text("  ").join((*leads, *rest))


def _pieces(line: Line, day: str) -> list[tuple[str, str]]:
    """What stands in the row, each with its style; first what has columns of its own."""
    what, status, parties = (line.what or "", "bold cyan"), (line.status or "", "magenta"), (_parties(line), "bold")
    by = (f"by {line.holder}" if line.holder else "", "")
    match line.kind:
        case "event":
            return [status, what, parties, (day, "green"), by]
        case "plan":
            return [status, (day or "no day", "green"), what]
        case "said":
            return [what, parties, (day, "green"), status, by]
        case "time":
            return [what, (line.value or "", "bold"), (day, "green")]
        case _:
            return [parties, (day, "green"), by]


def _parties(line: Line) -> str:
    source, target, others = (", ".join(names or ()) for names in (line.source, line.target, line.others))
    if line.kind in ("holds", "tie"):
        return f"{source} {(line.what or '').replace('-', ' ')} {target}".rstrip()
    parties = " → ".join(p for p in (source or "nobody named", target) if p)
    return f"{parties} with {others}" if others else parties


def indented(text: Text, by: int, console: Console) -> None:
    """Wrapped with an indent in a terminal, deeper from the second line on; elsewhere one line, so that it can be searched."""
    lines = text.wrap(console, max(20, console.width - by - 4)) if console.is_terminal else [text]
    for i, line in enumerate(lines):
        line.rstrip()
        line.pad_left(by + 4 * (i > 0))
        console.print(line, soft_wrap=True)


# ---- actors


def _show_actors(report: Report, acting: set[str], console: Console) -> None:
    """Those who take part in a row; how many others are named."""
    if report.actors:
        console.print(Text("\nActors", "bold underline"))
    names = {a.id: a.name for a in report.actors}
    shown = [a for a in report.actors if a.id in acting]
    for actor in shown:
        indented(_actor_text(actor, names), 2, console)
    others = len(report.actors) - len(shown)
    if others:
        indented(Text(f"{others} more only named: --csv actors", "dim"), 2, console)


def _actor_text(actor: Actor, names: dict[str, str]) -> Text:
    roles = ", ".join(role_words(r, names) for r in actor.roles)
    facts = ", ".join(f for f in (actor.kind, actor.code, roles) if f)
    count = len(actor.mentions)
    mentions = f"{count} mention{'s' * (count != 1)}"
    return Text.assemble((one_line(actor.name), "bold"), f" ({one_line(facts)}), {mentions}", (f"  {visible(actor.id)}", "dim"))


def role_words(role: Role, names: dict[str, str]) -> str:
    """`transport minister of Norland (confirmed)`."""
    of = f" of {names.get(role.of, role.of)}" if role.of else ""
    return f"{role.office}{of}" + (f" ({role.verdict})" if role.verdict else "")


def one_line(text: str) -> str:
    """Safe to print, white space folded."""
    return " ".join(visible(text).split())
