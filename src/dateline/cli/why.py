"""`dateline why`: what a row stands on: its sentence, its rule, the clues of its day, the chain of its actors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from dateline.cli.faults import Fault, faults
from dateline.cli.options import database
from dateline.foundation.days import Interval
from dateline.foundation.rows import Actor, Forecast, Mention, Report, Row, TimeExpression
from dateline.foundation.spans import Span, hull

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from dateline.record import Found

_EVIDENCE = ("evidence", "content", "span", "issue_span", "trigger")
_PARTS = (
    "source", "target", "others", "holder", "speaker", "addressee", "subject", "object", "participants", "by", "about", "said_by",
)  # fmt: skip
_DAYS = ("when", "since", "as_of", "interval", "horizon")


@click.command()
@click.argument("row")
@database
def why(row: str, path: str) -> None:
    """Show what a row stands on.

    The sentence with the evidence marked, the rule or model that made the row, how its day was found, and how its
    actors were told. ROW is an id as `read`, `show` and `find` print it.
    """
    import dateline
    from dateline.cli.output import opened
    from dateline.cli.people import console_on

    with faults(), dateline.open_record(path, readonly=True) as record, opened(None) as out:
        found = record.named(row)
        if not found:
            raise Fault("NO_SUCH_ROW", f"{path} has no row named {row!r}.")
        console = console_on(out)
        for one in found:
            report = record.report(one.report, one.version)
            if report:
                explain(one, report, console)


def explain(found: Found, report: Report, console: Console) -> None:
    """All that a row stands on, from the record alone."""
    from dateline.cli.people import dating_lines
    from dateline.cli.show import show_found

    show_found(found, console)
    row = _event_of(found.row, report)
    evidence = _evidence(row)
    for sentence in _sentences(evidence, report):
        console.print(_marked(sentence, evidence, report.report.text), soft_wrap=True)
    _print("Made by", _makers(row, report), console)
    _print("Its day", _day_lines(row, evidence, report), console)
    for actor_id, parts in _parts_of(row).items():
        actor = report.actor(actor_id)
        if actor:
            _print(", ".join(parts).replace("_", " ").capitalize(), _actor_lines(actor, evidence, report), console)
    if found.kind == "report":
        _print("The report", _all_clues(report), console)
    elif _leans_on_publication(row, evidence, report):
        _print("The report", dating_lines(report.dating, report.report.id), console)
    console.print()


def _all_clues(report: Report) -> Iterator[str | Text]:
    from dateline.cli.people import clue_text
    from dateline.foundation.portrait import dated

    yield dated(report.dating)
    yield from map(clue_text, report.dating.clues)


def _print(title: str, lines: Iterable[str | Text], console: Console) -> None:
    from rich.text import Text

    from dateline.cli.people import one_line

    for i, line in enumerate(lines):
        label = f"  {title if i == 0 else '':<18}"
        console.print(Text.assemble((label, "cyan"), one_line(line) if isinstance(line, str) else line), soft_wrap=True)


def _event_of(row: Row, report: Report) -> Row:
    """A calendar entry is explained by its event."""
    event = next((e for e in report.events if e.id == getattr(row, "event", None)), None)
    return event or row


def _makers(row: Row, report: Report) -> Iterator[str]:
    """The rule of a row; of a forecast, which is a view of a statement, that statement's."""
    rule, confidence = getattr(row, "rule", None), getattr(row, "confidence", 1.0)
    if rule:
        yield f"rule {rule}" + (f", sure to {confidence:.2f}" if confidence < 1 else "")
    elif isinstance(row, Forecast):
        said = next((s for s in report.statements if s.id == row.statement), None)
        yield f"statement {row.statement}" + (f" (rule {said.rule})" if said else "")


# ---- the words


def _evidence(row: Row) -> list[Span]:
    found: list[Span] = []
    for name in _EVIDENCE:
        value = getattr(row, name, None)
        found.extend([value] if isinstance(value, Span) else value or ())
        if found:
            return sorted(found)
    return sorted(m.span for m in getattr(row, "mentions", ()))


def _sentences(evidence: list[Span], report: Report) -> list[Span]:
    """The sentences that hold evidence; for words outside every sentence (a headline), their block."""
    head = report.report
    units = (*head.sentences, *(b.span for b in head.blocks if not any(s.overlaps(b.span) for s in head.sentences)))
    return sorted(u for u in units if any(u.overlaps(e) for e in evidence))


def _marked(sentence: Span, evidence: list[Span], text: str) -> Text:
    """The sentence with `[[` and `]]` around evidence, in colour where there is colour."""
    from rich.text import Text

    from dateline.foundation.portrait import visible

    out, at = Text("  "), sentence.start
    for span in _merged(evidence, sentence):
        out.append(visible(text[at : span.start]).replace("\n", " "))
        out.append("[[", "dim").append(visible(span.of(text)).replace("\n", " "), "bold green").append("]]", "dim")
        at = span.end
    return out.append(visible(text[at : sentence.end]).replace("\n", " "))


def _merged(spans: list[Span], within: Span) -> Iterator[Span]:
    """The spans cut to the sentence, overlapping ones joined."""
    cut = [Span(max(s.start, within.start), min(s.end, within.end)) for s in spans if s.overlaps(within)]
    pending: Span | None = None
    for span in cut:
        if pending and span.start <= pending.end:
            pending = hull((pending, span))
        else:
            if pending:
                yield pending
            pending = span
    if pending:
        yield pending


# ---- the day


def _interval(row: Row) -> Interval | None:
    return next((v for n in _DAYS if isinstance(v := getattr(row, n, None), Interval)), None)


def _time_of(row: Row, evidence: list[Span], report: Report) -> TimeExpression | None:
    """The time expression that dates the row; of a row that names none, the one of its sentences with its interval."""
    span = getattr(row, "dated_by", None)
    if span is not None:
        return next((t for t in report.times if t.span == span), None)
    interval, sentences = _interval(row), _sentences(evidence, report)
    near = [t for t in report.times if any(s.overlaps(t.span) for s in sentences)]
    return next((t for t in near if t.interval == interval), None) if interval else None


def _day_lines(row: Row, evidence: list[Span], report: Report) -> Iterator[str]:
    interval = _interval(row)
    if interval is None:
        bounds = getattr(row, "bounds", None)
        if bounds:
            side = "not after" if bounds.end else "not before"
            yield f"told by no words; by its tense {side} {bounds.end or bounds.start}"
        return
    time = _time_of(row, evidence, report)
    if time is None:
        yield f"{interval}, from another sentence or from what the row is about"
        return
    text = report.report.text
    elsewhere = "" if any(s.overlaps(time.span) for s in _sentences(evidence, report)) else " in another sentence"
    yield f"{interval}, from “{time.span.of(text)}”{elsewhere} (rule {time.rule})"
    anchor = next((t for t in report.times if t.id == time.anchor), None)
    if anchor:
        yield f"counted from “{anchor.span.of(text)}”, {anchor.interval or anchor.value}"
    elif time.anchor == "published":
        yield f"counted from the day of publication, {report.dating.published or report.dating.interval or 'unknown'}"


def _leans_on_publication(row: Row, evidence: list[Span], report: Report) -> bool:
    time = _time_of(row, evidence, report)
    return time.anchor == "published" if time is not None else getattr(row, "bounds", None) is not None


# ---- the actors


def _parts_of(row: Row) -> dict[str, list[str]]:
    """Each actor of the row with the parts it has there."""
    if isinstance(row, Actor):
        return {row.id: ["actor"]}
    parts: dict[str, list[str]] = {}
    for part in _PARTS:
        value = getattr(row, part, None)
        for actor_id in value if isinstance(value, tuple) else (value,):
            if actor_id:
                parts.setdefault(actor_id, []).append(part)
    return parts


def _actor_lines(actor: Actor, evidence: list[Span], report: Report) -> Iterator[str]:
    from dateline.cli.people import role_words

    names = {a.id: a.name for a in report.actors}
    yield f"{actor.name} ({', '.join(f for f in (actor.kind, actor.code) if f)})  {actor.id}"
    chain = _chain(actor, _sentences(evidence, report), report.report.text)
    if chain:
        yield " ← ".join(f"“{m.span.of(report.report.text)}” ({m.form}: {m.why})" for m in chain)
    for role in actor.roles:
        stated = f"“{role.evidence.of(report.report.text)}”" if role.evidence else f"from the {role.basis}"
        yield f"{role_words(role, names)}, {stated}"


def _chain(actor: Actor, sentences: list[Span], text: str) -> list[Mention]:
    """The mention in the sentences that says least of itself, then back to the first that gives the name.

    A pronoun in the sentence of the name says nothing of the row, and is passed over.
    """
    named = [m for m in actor.mentions if actor.name in m.span.of(text)] or [m for m in actor.mentions if m.form == "name"]
    here = [(s, m) for s in sentences for m in actor.mentions if s.overlaps(m.span)]
    told = {s for s, m in here if m in named}
    weak = [m for s, m in here if m not in named and m.form != "name" and not (m.form == "pronoun" and s in told)]
    chosen = [*weak, *(m for _, m in here if m in named), *(m for _, m in here)][:1]
    return [*chosen, *(m for m in named[:1] if weak)]
