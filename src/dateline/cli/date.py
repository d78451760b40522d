"""`dateline date`: when reports appeared, how sure that is, and by which clues."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import click

from dateline.cli.faults import faults, teller
from dateline.cli.options import knowledge

if TYPE_CHECKING:
    from dateline import Dated, InputKind

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BECAME = {
    "used": "counts", "agrees": "fits", "contradicted": "does not fit", "upper-bound": "no later than this",
    "ignored": "left aside",
}  # fmt: skip


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="PAGE|FILE|FOLDER|URL|-…")
@click.option("--as", "as_", type=click.Choice(["page", "pasted", "article"]), help="What the input is; default: by its look.")
@click.option("--allow-local", is_flag=True, help="Ask addresses of the local network too.")
@knowledge
@click.option("--json", "as_json", is_flag=True, help="One object a line: source, title, dating, issues.")
def date(sources: tuple[str, ...], as_: InputKind | None, allow_local: bool, kb: tuple[str, ...], as_json: bool) -> int:
    """Say when reports appeared: the day, what is still possible, how sure, and every clue.

    By what the page says of itself and by the report's own words; nothing is kept. A page in another language is dated by
    the page alone. A report that gives no day away has none.
    """
    import dateline
    from dateline.cli.knowledge import base_with
    from dateline.cli.output import opened

    base_with(kb)
    failed: list[str] = []
    with faults(), opened(None) as out:
        for found in dateline.date_many(sources, as_=as_, allow_local=allow_local, unreadable=teller(failed), kb=kb):
            _write_json(found, out) if as_json else _show(found, out)
    return 1 if failed else 0


def _write_json(found: Dated, out: TextIO) -> None:
    import msgspec

    out.write(msgspec.json.encode(found).decode() + "\n")
    out.flush()


def _show(found: Dated, out: TextIO) -> None:
    from dateline.cli.people import one_line

    dating = found.dating
    lines = [f"{dating.published or 'undated'}  {one_line(found.title or found.source)}", f"  {_sure(found)}"]
    for c in dating.clues:
        says = f" ({c.says})" if c.says else ""
        lines.append(f"  {_BECAME[c.verdict]:<18} {one_line(c.text)}{says}: {one_line(c.why)}")
    lines += [f"  {i.code}: {one_line(i.message)}" for i in found.issues]
    out.write("\n".join(lines) + "\n")
    out.flush()


def _sure(found: Dated) -> str:
    """How sure the day is and what is still possible, in a sentence."""
    dating = found.dating
    by = {"page": "by the page", "text": "by the report's words", "page+text": "by the page and the report's words"}
    parts = [f"{by.get(dating.method, dating.method)}, sure to {dating.confidence:.2f}"] if dating.published else []
    if dating.interval and not dating.interval.is_day:
        parts.append(f"possible: {dating.interval}")
    if 1 < len(dating.days) <= 4:
        parts.append("likeliest first " + ", ".join(dating.days))
    elif dating.weekdays and not dating.published:
        parts.append("on a " + " or ".join(_WEEKDAYS[w - 1] for w in dating.weekdays))
    return "; ".join(parts) or "nothing tells the year"
