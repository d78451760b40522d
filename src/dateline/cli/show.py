"""`dateline show`: what the record has: its reports, one report, one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import click

from dateline.cli.faults import Fault, faults
from dateline.cli.options import database, form_of, output
from dateline.foundation.portrait import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from dateline.record import Found, Listed, Record


@click.command()
@click.argument("name", required=False, metavar="[REPORT|ROW]")
@output
@database
def show(name: str | None, form: str | None, table: str | None, out: str | None, path: str) -> None:
    """Show the list of reports, a report, or a row.

    A report is named by its id, the beginning of it, or the source it was read from; a row by its id.
    """
    import dateline
    from dateline.cli.output import opened

    asked = form_of(form, table)
    with faults(), dateline.open_record(path, readonly=True) as record, opened(out) as target:
        if name is None:
            _show_list(record.reports(), asked, target)
        else:
            _show_named(record, name, asked, target)


def _show_list(reports: list[Listed], form: str, out: TextIO) -> None:
    if form not in ("people", "json"):
        raise click.UsageError("The list of reports comes for people or as --json; name a report for --rows and --csv.")
    if form == "json":
        import msgspec

        out.writelines(msgspec.json.encode(r).decode() + "\n" for r in reports)
        return
    from dateline.cli.people import console_on, one_line

    console = console_on(out)
    for r in reports:
        counts = ", ".join(f"{n} {kind}" for kind, n in r.rows.items() if kind in ("event", "statement", "position"))
        newer = f"  version {r.version}" if r.version > 1 else ""
        console.print(
            one_line(f"{r.published or 'day unknown'}  {r.title or r.source}  ({counts or 'no rows'})  {r.id}{newer}"),
            soft_wrap=True,
        )
    console.print(f"{len(reports)} report{'s' * (len(reports) != 1)}")


def _show_named(record: Record, name: str, form: str, out: TextIO) -> None:
    from dateline.cli.output import presenter

    ids = record.reports_named(name)
    rows = [] if ids else record.named(name)
    if not ids and not rows:
        raise Fault("NO_SUCH_ROW", f"{record.path} has no report or row named {name!r}.")
    if rows and form not in ("people", "json"):
        raise click.UsageError("A row is shown for people or as --json.")
    present = presenter(form, out) if ids else None
    for report_id in ids:
        report = record.report(report_id)
        if report and present:
            present(report)
    _show_rows(rows, form, out)


def _show_rows(rows: list[Found], form: str, out: TextIO) -> None:
    from dateline.cli.people import console_on

    if form == "json":
        out.writelines(bytes(found.json).decode() + "\n" for found in rows)
        return
    console = console_on(out)
    for found in rows:
        show_found(found, console)
        console.print_json(bytes(found.json).decode(), indent=2)


def show_found(found: Found, console: Console) -> None:
    """A row, then its report."""
    from dateline.cli.people import indented

    show_found_row(found, console)
    indented(where(found), 6, console)


def where(found: Found) -> Text:
    """The report that the row stands in."""
    from rich.text import Text

    from dateline.cli.people import one_line

    return Text(one_line(f"{found.published or 'day unknown'}  {found.title or found.source}  {found.report}"), "dim")


def show_found_row(found: Found, console: Console) -> None:
    """A row alone; actors and reports, which have no line of the notation, by their comment line."""
    from rich.text import Text

    from dateline.cli.people import indented, one_line, show_row

    note = f"  retracted in version {found.retracted}" if found.retracted else ""
    if found.line.startswith("#"):
        indented(Text.assemble(one_line(found.line[1:]), (f"  {visible(found.id)}", "dim"), (note, "yellow")), 2, console)
    else:
        show_row(found.line, found.id, console, note)
