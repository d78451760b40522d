"""The rows of a report: what `dateline read --json` prints and `dateline.read` returns, name for name.

Every row points at words (spans into `report.text`) and names the rule or model head that made it.
Unknown is None, never a guess; lists are never None. The JSON Schema is generated from these structs.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from dateline.foundation.days import Interval
from dateline.foundation.spans import Span

SCHEMA = "dateline.report/1"

BlockKind = Literal["headline", "byline", "dateline", "paragraph", "quote", "list", "caption"]
ActorKind = Literal[
    "person", "country", "government", "organisation", "armed-group", "party", "agency", "media", "group", "anonymous"
]  # fmt: skip
MentionForm = Literal["name", "title", "description", "pronoun", "metonym", "composed"]
Manner = Literal["direct", "indirect", "mixed"]
PloverType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["happened", "ongoing", "planned", "possible", "negated", "conditional", "wanted"]
Stance = Literal[
    "supports", "opposes", "refuses", "demands", "pledges", "recognises", "denies", "conditions", "offers"
]  # fmt: skip
Relation = Literal[
    "leader-of", "member-of", "minister-of", "envoy-of", "spokesman-of",
    "analyst-at", "ally-of", "rival-of", "part-of", "based-in",
]  # fmt: skip
CalendarStatus = Literal["planned", "held", "cancelled", "postponed", "possible"]
ClueKind = Literal[
    "json-ld", "meta", "time-tag", "microdata", "url", "visible", "feed", "header", "weekday", "weekday-date", "partial-date",
    "relative", "office", "holiday", "event", "year", "given",
]  # fmt: skip
Verdict = Literal["used", "agrees", "contradicted", "upper-bound", "ignored"]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of everything in a report."""


class Block(Row, frozen=True, kw_only=True):
    """A stretch of the text and what it is on the page."""

    kind: BlockKind
    span: Span


class Head(Row, frozen=True, kw_only=True):
    """The report itself: its text, and what its page says of it. `dateline` is the place named at its head."""

    id: str
    source: str
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    dateline: str | None = None
    language: str | None = None
    text: str = ""
    blocks: tuple[Block, ...] = ()
    sentences: tuple[Span, ...] = ()


class Clue(Row, frozen=True, kw_only=True):
    """One piece of evidence for the day of publication, and what became of it."""

    kind: ClueKind
    text: str
    span: Span | None = None
    says: Interval | None = None
    verdict: Verdict = "ignored"
    why: str = ""


class Dating(Row, frozen=True, kw_only=True):
    """`time` is ISO 8601 with zone, as the page gives it; `confidence` that `published` is right to the day.

    `days`: the days still possible, likeliest first, where they are few; `weekdays`: the ISO weekdays that they fall on,
    where the clues leave three or fewer.
    """

    published: str | None = None
    interval: Interval | None = None
    days: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    time: str | None = None
    confidence: float = 0.0
    method: Literal["page", "text", "page+text", "given", "unknown"] = "unknown"
    clues: tuple[Clue, ...] = ()


class TimeExpression(Row, frozen=True, kw_only=True):
    """A TIMEX3; `anchor` is `published`, the id of another expression, or None for absolute ones."""

    id: str
    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    mod: str | None = None
    interval: Interval | None = None
    anchor: str | None = None
    rule: str


class Role(Row, frozen=True, kw_only=True):
    """An office; `of` is an actor id. `from`/`to` are ISO dates or prefixes of them."""

    office: str
    of: str | None = None
    from_: str | None = msgspec.field(name="from", default=None)
    to: str | None = None
    basis: Literal["text", "base", "both"] = "text"
    verdict: Literal["confirmed", "contradicted", "not-listed", "unknown-after"] | None = None
    evidence: Span | None = None


class Mention(Row, frozen=True, kw_only=True):
    """Where an actor is named or meant, and why it is this actor."""

    span: Span
    form: MentionForm
    why: str


class Actor(Row, frozen=True, kw_only=True):
    """`country`: ISO 3166-1 alpha-3 or a historical code; `code`: PLOVER/CAMEO-style."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    code: str | None = None
    wikidata: str | None = None
    roles: tuple[Role, ...] = ()
    mentions: tuple[Mention, ...] = ()


class Statement(Row, frozen=True, kw_only=True):
    """Who said what. Content spans leave out quotation marks; `within` is the statement that reports this one.

    `when`, `dated_by` and `bounds` as of an event.
    """

    id: str
    speaker: str | None
    speaker_span: Span | None
    manner: Manner
    act: str
    cue: Span | None
    content: tuple[Span, ...]
    addressee: str | None = None
    medium: str | None = None
    condition: str | None = None
    when: Interval | None = None
    dated_by: Span | None = None
    bounds: Interval | None = None
    within: str | None = None
    made: bool = True
    rule: str
    confidence: float = 1.0


class Place(Row, frozen=True, kw_only=True):
    """Where it happened; coordinates in degrees, WGS 84."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    span: Span | None = None


class Event(Row, frozen=True, kw_only=True):
    """A PLOVER event. `holder`: on whose word it stands, None for the report's own. `same_as`: other tellings.

    `when` is what words tell, and `dated_by` the time expression among them; where no words tell a day, `bounds` is what
    tense and status leave against the day of publication, open on one side.
    """

    id: str
    type: PloverType
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    quad: int
    score: float
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    place: Place | None = None
    when: Interval | None = None
    dated_by: Span | None = None
    bounds: Interval | None = None
    status: Status
    holder: str | None = None
    trigger: Span
    evidence: tuple[Span, ...]
    statement: str | None = None
    same_as: tuple[Span, ...] = ()
    rule: str
    confidence: float = 1.0


class Position(Row, frozen=True, kw_only=True):
    """A standing for or against that outlasts the day, with the words that state it."""

    id: str
    holder: str
    stance: Stance
    target: str | None = None
    issue: str = ""
    issue_span: Span | None = None
    since: Interval | None = None
    said_by: str | None = None
    evidence: tuple[Span, ...]
    rule: str


class Tie(Row, frozen=True, kw_only=True):
    """A relation between two actors as the text claims it."""

    subject: str
    relation: Relation
    object: str
    as_of: Interval | None = None
    evidence: Span
    rule: str


class CalendarEntry(Row, frozen=True, kw_only=True):
    """A meeting, vote, signing or visit, and whether it is to come, held or called off.

    `event` is None for an occasion that is no act of one party on another: an election, an oath, a deadline.
    """

    id: str
    event: str | None
    title: str
    when: Interval | None = None
    status: CalendarStatus
    participants: tuple[str, ...] = ()
    place: str | None = None
    evidence: tuple[Span, ...]
    rule: str


class Forecast(Row, frozen=True, kw_only=True):
    """What somebody says will come about, and on what condition."""

    id: str
    by: str | None
    statement: str
    content: tuple[Span, ...]
    condition: Span | None = None
    about: tuple[str, ...] = ()
    horizon: Interval | None = None


class Issue(Row, frozen=True, kw_only=True):
    """Something the reader should know; the code is stable."""

    code: str
    message: str
    span: Span | None = None


class Report(Row, frozen=True, kw_only=True):
    """Everything one report says, complete and frozen."""

    schema: str = SCHEMA
    report: Head
    dating: Dating = Dating()
    times: tuple[TimeExpression, ...] = ()
    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    positions: tuple[Position, ...] = ()
    ties: tuple[Tie, ...] = ()
    calendar: tuple[CalendarEntry, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    issues: tuple[Issue, ...] = ()

    def actor(self, actor_id: str | None) -> Actor | None:
        """The actor of that id, if the report has it."""
        return next((a for a in self.actors if a.id == actor_id), None)

    def __repr__(self) -> str:
        from dateline.foundation.portrait import portrait  # the portrait is drawn from rows

        return portrait(self)

    def _repr_html_(self) -> str:
        from dateline.foundation.portrait import portrait_html

        return portrait_html(self)

    def to_json(self) -> bytes:
        """The contract's JSON, one line, UTF-8."""
        return msgspec.json.encode(self)
