"""The record as people read it: rich text in a terminal, plain text elsewhere, the same words in both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.text import Text

from dateline.foundation.notation import Line, read_line
from dateline.foundation.portrait import dated, visible
from dateline.foundation.rows import Actor, Clue, Report, Role
from dateline.record.rows import Filed, file_report

_SECTIONS = {
    "event": "Events",
    "statement": "Statements",
    "position": "Positions",
    "tie": "Ties",
    "calendar": "Calendar",
    "forecast": "Forecasts",
}


def console_on(out: TextIO) -> Console:
    """A console that writes to `out`: colour and the terminal's width there, 100 columns elsewhere."""
    return Console(file=out, highlight=False, markup=False, emoji=False, width=None if out.isatty() else 100)


def show_report(report: Report, out: TextIO) -> None:
    """The whole report: head, dating, then every kind of row with the words it stands on."""
    console = console_on(out)
    _show_head(report, console)
    filed = list(file_report(report))
    for kind, title in _SECTIONS.items():
        _show_section(title, [f for f in filed if f.kind == kind], console)
    _show_actors(report, console)
    for issue in report.issues:
        console.print(Text.assemble((f"\n{issue.code} ", "bold yellow"), one_line(issue.message)), soft_wrap=True)
    console.print()
    out.flush()


def _show_head(report: Report, console: Console) -> None:
    head = report.report
    console.print(Text(one_line(head.title or head.source or head.id), "bold"))
    facts = (head.publisher, head.byline, head.dateline, dated(report.dating), head.id)
    console.print(Text(one_line(" · ".join(f for f in facts if f)), "dim"), soft_wrap=True)
    for clue in report.dating.clues:
        indented(clue_text(clue), 2, console)


def clue_text(clue: Clue) -> Text:
    """`weekday “Monday” says 2031-03-03: agrees (the day before)`."""
    says = f" says {clue.says}" if clue.says else ""
    why = f" ({one_line(clue.why)})" if clue.why else ""
    return Text.assemble((clue.kind, "cyan"), f" “{one_line(clue.text)}”{says}: ", (clue.verdict, "bold"), why)


def _show_section(title: str, filed: Iterable[Filed], console: Console) -> None:
    rows = list(filed)
    if rows:
        console.print(Text(f"\n{title}", "bold underline"))
    for row in rows:
        show_row(row.line, row.id, console)


def show_row(line: str, row_id: str, console: Console, note: str = "") -> None:
    """One row: what it says, then the words."""
    read = read_line(line)
    indented(Text.assemble(row_text(read), (f"  {visible(row_id)}", "dim"), (note, "yellow")), 2, console)
    words = one_line(" … ".join(read.words or ()))
    if words:
        condition = f"if “{one_line(read.condition)}” " if read.condition else ""
        indented(Text(f"{condition}{words if read.kind == 'plan' else f'“{words}”'}", "italic"), 6, console)


def indented(text: Text, by: int, console: Console) -> None:
    """Wrapped with an indent in a terminal; elsewhere one line, so that it can be searched."""
    lines = text.wrap(console, max(20, console.width - by)) if console.is_terminal else [text]
    for line in lines:
        line.rstrip()
        line.pad_left(by)
        console.print(line, soft_wrap=True)


def row_text(line: Line) -> Text:
    """The row without its words: `CONSULT  Ada Lindqvist → harbour unions  2031-03-03  happened`."""
    source, target, others = (", ".join(names or ()) for names in (line.source, line.target, line.others))
    if line.kind in ("holds", "tie"):
        parties = f"{source} {(line.what or '').replace('-', ' ')} {target}"
        what = ""
    else:
        parties = " → ".join(p for p in (source or ("nobody named" if target else ""), target) if p)
        what = line.what or ""
    with_others = f"{parties} with {others}" if others else parties
    standing = " ".join(p for p in (line.status, f"by {line.holder}" if line.holder else "") if p)
    day = line.day if line.day not in (None, "-") else ""
    pieces = ((what, "bold cyan"), (with_others, "bold"), (day or "", "green"), (standing, "magenta"))
    shown = [(one_line(text), style) for text, style in pieces if text.strip()]
    return Text("  ").join(Text(text, style) for text, style in shown)


def _show_actors(report: Report, console: Console) -> None:
    if report.actors:
        console.print(Text("\nActors", "bold underline"))
    names = {a.id: a.name for a in report.actors}
    for actor in report.actors:
        indented(_actor_text(actor, names), 2, console)


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
