"""What is announced against somebody under a condition is a threat: `If it was not paid, she said, the port would be closed.`"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.foundation.cast import Cast
from dateline.foundation.coded import Act
from dateline.foundation.ids import Namer
from dateline.foundation.rows import Event, Statement
from dateline.reading.events.lexicon import kinds

HOSTILE = frozenset({"COERCE", "ASSAULT", "SANCTION", "PROTEST", "MOBILIZE"})


def implied_threats(acts: tuple[Act, ...], statements: tuple[Statement, ...], cast: Cast, text: str) -> Iterator[tuple[int, Act]]:
    """For each hostile act that a speaker announces of his own side under a condition, the threat; after which act it stands."""
    speakers = {s.id: s.speaker for s in statements}
    ids = {a.event.id: a for a in acts}
    name = Namer("e")
    for n, act in enumerate(acts):
        speaker = speakers.get(act.event.statement or "")
        if speaker is None or act.condition is None or act.event.type not in HOSTILE:
            continue
        above = ids.get(act.under or "")
        told_already = above is not None and above.event.type == "THREATEN"
        if act.event.status in ("conditional", "planned") and not told_already and _is_own(act.event, speaker, cast):
            yield (
                n,
                Act(
                    event=_threat(act.event, speaker, name("implied", "THREATEN", act.event.evidence[0].of(text))),
                    trigger=act.trigger,
                ),
            )


def _is_own(event: Event, speaker: str, cast: Cast) -> bool:
    """Nobody else's doing: the speaker's, his country's, or nobody's that is named."""
    country = cast.actor(speaker).country
    same = country is not None and any(cast.actor(s).country == country for s in event.source)
    return not event.source or speaker in event.source or same


def _threat(event: Event, speaker: str, row_id: str) -> Event:
    kind = kinds()["THREATEN"]
    return Event(
        id=row_id,
        type="THREATEN",
        quad=kind.quad,
        score=kind.score,
        source=(speaker,),
        target=tuple(t for t in event.target if t != speaker),
        status="happened",
        trigger=event.trigger,
        evidence=event.evidence,
        statement=event.statement,
        rule=f"threat.implied < {event.rule}",
        confidence=0.6,
    )
