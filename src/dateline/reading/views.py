"""What follows from the rows: standings that outlast the day, and dates to come. Nothing is guessed anew here."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.foundation.cast import Cast
from dateline.foundation.coded import Act, Coded, Occasion
from dateline.foundation.ids import Namer
from dateline.foundation.rows import CalendarEntry, CalendarStatus, Dating, Event, Position, Stance, Statement
from dateline.foundation.spans import Span, hull
from dateline.reading.forecasts import forecasts_of
from dateline.reading.tree import Tree

__all__ = ["calendar_of", "forecasts_of", "positions_of"]

PLEDGED = frozenset({"AID", "SUPPORT", "COOPERATE", "CONCEDE", "RETREAT", "AGREE"})
STANDING = frozenset({"happened", "ongoing", "possible"})
MEETINGS = {"visit": "visit", "phone": "call"}
DATED_RULES = {"sign": "signing", "sign-alone": "signing", "signing": "signing", "vote-noun": "vote", "vote-for": "vote"}
DEEDS = {
    "RETREAT": "step",
    "COOPERATE": "joint action",
    "PROTEST": "protest",
    "AGREE": "agreement",
    "AID": "aid",
    "CONCEDE": "step",
}
ADJUNCT = ("on", "in", "at", "by", "after", "before", "during", "since", "until")
CALENDAR: dict[str, CalendarStatus] = {
    "planned": "planned",
    "happened": "held",
    "ongoing": "held",
    "possible": "possible",
    "conditional": "possible",
    "wanted": "possible",
}


def positions_of(coded: Coded, tree: Tree, cast: Cast, statements: tuple[Statement, ...], dating: Dating) -> tuple[Position, ...]:
    """Who stands how to what: from acts that take a stand, refusals by `will not`, pledges by `will`, conditions, denials."""
    name = Namer("p")
    found = [*_standings(coded, tree, cast), *_terms(coded, tree, cast, statements), *_denials(statements, tree)]
    out: dict[tuple[str, Stance, Span], Position] = {}
    for p in sorted(found, key=lambda p: (p.evidence[0], p.stance, p.holder)):
        row_id = name(p.holder, p.stance, p.evidence[0].of(tree.text))
        out.setdefault((p.holder, p.stance, p.evidence[0]), _named(p, row_id))
    return tuple(out.values())


def _named(p: Position, row_id: str) -> Position:
    return Position(**{**{f: getattr(p, f) for f in p.__struct_fields__}, "id": row_id})


def _standings(coded: Coded, tree: Tree, cast: Cast) -> Iterator[Position]:
    for act in coded.acts:
        stance = _stance(act)
        if stance is not None:
            yield from _positions(act, stance, tree)
        if act.condition is not None:
            yield from _conditions(act, act.condition, tree, cast)
        if _denied_by_itself(act, cast):
            yield _position(act.event, act.event.holder or "", "denies", act.event.evidence[0], act.event.evidence[0], tree)


def _stance(act: Act) -> Stance | None:
    """What an act's own words say of its source's standing."""
    event = act.event
    if event.status == "negated":
        if act.under:
            return None
        if act.stance == "recognises" or act.modal in ("will", "would"):
            return "refuses"
        return None
    if event.status in STANDING:
        return act.stance
    return "pledges" if event.status == "planned" and act.modal in ("will", "would") and event.type in PLEDGED else None


def _denied_by_itself(act: Act, cast: Cast) -> bool:
    """A party says that it did not do something: `The firm says that it has dumped nothing`."""
    event, holder = act.event, act.event.holder
    if event.status != "negated" or holder is None or act.modal or act.under:
        return False
    countries = {cast.actor(s).country for s in event.source} - {None}
    return holder in event.source or cast.actor(holder).country in countries


def _positions(act: Act, stance: Stance, tree: Tree) -> Iterator[Position]:
    """One for each holder and each coordinated complement: `refuses to recognise X or to rule out Y`."""
    event = act.event
    holders = event.source or ((event.holder,) if event.holder and event.status == "planned" else ())
    issues = [_phrase(tree, c) for c in _issues(act, tree)] or [event.evidence[0]]
    for holder in holders:
        for issue in issues:
            evidence = hull((event.trigger, issue)) if len(issues) == 1 else issue
            yield _position(event, holder, stance, issue, evidence, tree)


def _issues(act: Act, tree: Tree) -> list[int]:
    """The complements that say what it is about: not the day or place beside them, not whom an act is asked of."""
    clauses = [c for c in act.complements if tree.is_verbal(c)]
    if clauses:
        return clauses
    return [c for k, c in enumerate(act.complements) if k == 0 or tree.preposition(c) not in ADJUNCT]


def _position(event: Event, holder: str, stance: Stance, issue: Span, evidence: Span, tree: Tree) -> Position:
    return Position(
        id="",
        holder=holder,
        stance=stance,
        target=next((t for t in event.target if t != holder), None),
        issue=" ".join(issue.of(tree.text).split()),
        issue_span=issue,
        since=event.when,
        said_by=event.holder if event.holder != holder else None,
        evidence=(evidence,),
        rule=event.rule,
    )


def _conditions(act: Act, condition: int, tree: Tree, cast: Cast) -> Iterator[Position]:
    """The clause an act hangs on is its source's condition; the speaker's where the act names no source."""
    event, clause = act.event, _phrase(tree, condition)
    subject = tree.own_subject(condition)
    target = next((a for a in cast.at(subject) if a not in event.source), None)
    for holder in event.source or ((event.holder,) if event.holder else ()):
        yield Position(
            id="",
            holder=holder,
            stance="conditions",
            target=target,
            issue=" ".join(clause.of(tree.text).split()),
            issue_span=clause,
            since=event.when,
            said_by=event.holder if event.holder != holder else None,
            evidence=(clause,),
            rule=f"condition < {event.rule}",
        )


def _terms(coded: Coded, tree: Tree, cast: Cast, statements: tuple[Statement, ...]) -> Iterator[Position]:
    """What a speaker makes his own side's act hang on: `if the tax came, he warned, his union would …`."""
    for main, condition in coded.conditions:
        speaker = _speaker_at(tree.parse.start[main], statements)
        subject = tree.own_subject(main)
        if speaker is None or speaker.speaker is None or subject is None:
            continue
        if _is_own_side(speaker.speaker, subject, tree, cast):
            clause = _phrase(tree, condition)
            yield Position(
                id="",
                holder=speaker.speaker,
                stance="conditions",
                issue=" ".join(clause.of(tree.text).split()),
                issue_span=clause,
                since=speaker.when,
                evidence=(clause,),
                rule="condition.own-side",
            )


def _speaker_at(at: int, statements: tuple[Statement, ...]) -> Statement | None:
    """The innermost statement that holds an offset."""
    held = [(c.end - c.start, n) for n, s in enumerate(statements) for c in s.content if c.start <= at < c.end]
    return statements[min(held)[1]] if held else None


def _is_own_side(speaker: str, subject: int, tree: Tree, cast: Cast) -> bool:
    """The speaker himself, somebody called his, or an actor of his country."""
    near = [subject, *tree.children(subject, "nmod:poss")]
    named = {a for w in near for a in cast.at(w)}
    country = cast.actor(speaker).country
    same = country is not None and any(cast.actor(a).country == country for a in cast.at(subject))
    return speaker in named or same


def _denials(statements: tuple[Statement, ...], tree: Tree) -> Iterator[Position]:
    for s in statements:
        if s.act == "deny" and s.speaker and s.content:
            issue = hull(s.content)
            evidence = hull((s.cue, issue)) if s.cue else issue
            yield Position(
                id="",
                holder=s.speaker,
                stance="denies",
                issue=" ".join(issue.of(tree.text).split()),
                issue_span=issue,
                since=s.when,
                evidence=(evidence,),
                rule=s.rule,
            )


def _phrase(tree: Tree, head: int) -> Span:
    """A clause or phrase without the punctuation and the coordinated rest."""
    words = [w for w in tree.subtree(head, without=("conj", "parataxis", "punct")) if not _joins(tree, w, head)]
    return tree.span(words)


def _joins(tree: Tree, w: int, head: int) -> bool:
    return tree.is_rel(w, "cc") and tree.head(w) == head


def calendar_of(coded: Coded, tree: Tree, cast: Cast) -> tuple[CalendarEntry, ...]:
    """Meetings, visits, signings and votes that have a day, or that are planned, called off or put off."""
    acts = [e for a in coded.acts if (e := _entry(a, cast)) is not None]
    told = {(e.when, e.status) for e in acts}
    return (*acts, *(_occasion(o) for o in coded.occasions if (o.when, o.status) not in told))


def _occasion(o: Occasion) -> CalendarEntry:
    return CalendarEntry(
        id=o.id,
        event=None,
        title=o.title,
        when=o.when,
        status=o.status,
        participants=o.participants,
        evidence=(o.evidence,),
        rule="occasion",
    )


def _entry(act: Act, cast: Cast) -> CalendarEntry | None:
    event = act.event
    status = _calendar_status(act)
    kind = _kind(event) or (_deed(event) if status in ("planned", "cancelled", "postponed") else None)
    if kind is None or status is None or (event.when is None and status in ("held", "possible")):
        return None
    participants = tuple(dict.fromkeys((*event.source, *event.target, *event.others)))
    names = [cast.actor(p).name for p in participants[:3]]
    return CalendarEntry(
        id="c:" + event.id.partition(":")[2],
        event=event.id,
        title=" ".join([" and ".join(names), kind]).strip(),
        when=event.when,
        status=status,
        participants=participants,
        place=event.place.name if event.place else None,
        evidence=event.evidence,
        rule=event.rule,
    )


def _kind(event: Event) -> str | None:
    rule = event.rule.split(" < ")[0]
    if rule in DATED_RULES:
        return DATED_RULES[rule]
    return MEETINGS.get(event.mode or "", "meeting") if event.type == "CONSULT" else None


def _deed(event: Event) -> str | None:
    """What an announced deed is called: only with a day of its own."""
    return DEEDS.get(event.type) if event.when is not None else None


def _calendar_status(act: Act) -> CalendarStatus | None:
    if act.fate in ("cancelled", "postponed"):
        return act.fate
    return CALENDAR.get(act.event.status)
