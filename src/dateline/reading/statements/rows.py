"""From claims to rows: speaker, manner, circumstances, nesting, names."""

from __future__ import annotations

import msgspec

from dateline.foundation.cast import Cast
from dateline.foundation.ids import Namer
from dateline.foundation.rows import Dating, Statement, TimeExpression
from dateline.foundation.spans import Span, hull
from dateline.reading.statements.circumstances import addressee_of, condition_of, is_made, is_medium, medium_of, said_when
from dateline.reading.statements.claim import Claim, phrase_span
from dateline.reading.statements.holders import holder_of
from dateline.reading.statements.quotes import block_of, manner_and_spans, unattributed
from dateline.reading.tense import left_by_tense
from dateline.reading.tree import Tree

ACTS = frozenset({"infinitive", "gerund", "verdict", "as", "of", "object", "oblique"})


def rows_of(
    tree: Tree, cast: Cast, times: tuple[TimeExpression, ...], dating: Dating, claims: tuple[Claim, ...]
) -> tuple[Statement, ...]:
    """One row per claim and per quotation that goes on, in text order, each once."""
    drafts = _with_continued(tree, _once([_draft(tree, cast, times, dating, c) for c in claims]))
    drafts = [
        d for d in drafts if not _is_attitude_inside(d, drafts, claims) and (d.made or d.rule.rpartition("/")[2] not in ACTS)
    ]
    drafts.sort(key=lambda d: (d.content[0].start, -d.content[-1].end, d.cue or Span(0, 0)))
    return _nested(tree, _named(tree, _dated(tree, drafts)))


def _draft(tree: Tree, cast: Cast, times: tuple[TimeExpression, ...], dating: Dating, claim: Claim) -> Statement:
    manner, spans = manner_and_spans(tree, claim)
    told, made = said_when(tree, times, dating, claim), is_made(tree, claim)
    return Statement(
        id="",
        speaker=_speaker(tree, cast, claim.holder),
        speaker_span=_speaker_span(tree, cast, claim.holder),
        manner=manner,
        act=claim.cue.act,
        cue=tree.span(claim.said_by),
        content=spans,
        addressee=addressee_of(tree, cast, claim),
        medium=medium_of(tree, claim),
        condition=condition_of(tree, claim),
        when=told.interval,
        dated_by=told.told_by,
        bounds=None if told else left_by_tense(tree, claim.word, dating, "happened" if made else "possible"),
        made=made,
        rule=claim.rule or f"{claim.cue.rule}/{claim.frame}",
        confidence=claim.cue.sure,
    )


def _speaker(tree: Tree, cast: Cast, holder: int | None) -> str | None:
    """The actor of the speaker's phrase: of its head, of a name in apposition to it, or of whose statement or report it is."""
    if holder is None:
        return None
    owners = tree.children(holder, "nmod:poss", "compound", "nmod") if is_medium(tree, holder) else ()
    issuer = tree.head(holder) if owners == () and is_medium(tree, holder) and tree.is_rel(holder, "obj") else None
    issued_by = (holder_of(tree, issuer),) if issuer is not None else ()
    for word in (holder, *tree.children(holder, "appos", "flat", "nmod:desc"), *owners, *issued_by):
        if found := cast.at(word):
            return found[0]
    return None


def _speaker_span(tree: Tree, cast: Cast, holder: int | None) -> Span | None:
    if holder is None:
        return None
    known = cast.reference(holder)
    return known.span if known else phrase_span(tree, holder)


def _once(drafts: list[Statement]) -> list[Statement]:
    seen: dict[tuple[Span, ...], Statement] = {}
    for d in drafts:
        if d.content not in seen or seen[d.content].confidence < d.confidence:
            seen[d.content] = d
    return list(seen.values())


def _is_attitude_inside(draft: Statement, drafts: list[Statement], claims: tuple[Claim, ...]) -> bool:
    attitudes = {c.cue.rule for c in claims if c.cue.attitude}
    if draft.rule.split("/")[0] not in attitudes or draft.cue is None:
        return False
    cue = draft.cue
    return any(o is not draft and any(s.covers(cue) for s in o.content) for o in drafts)


def _with_continued(tree: Tree, drafts: list[Statement]) -> list[Statement]:
    """Quotations without a cue go on with the last speaker of their block; a whole block, with the block's before."""
    out = list(drafts)
    for q in unattributed(tree, [(s, d.cue) for d in drafts for s in d.content]):
        block = block_of(tree, q.start)
        before = [
            d
            for d in out
            if (d.content[0].start < q.start and d.within is None and d.manner != "indirect") or _just_before(tree, d, q)
        ]
        last = max((d for d in before if block_of(tree, d.content[0].start) in (block, block - 1)), key=_end, default=None)
        if last is not None:
            out.append(_continuation(tree, last, q, same=block_of(tree, last.content[0].start) == block))
    return out


def _just_before(tree: Tree, draft: Statement, q: Span) -> bool:
    return draft.content[0].start < q.start and block_of(tree, draft.content[0].start) == block_of(tree, q.start)


def _end(draft: Statement) -> int:
    return hull([*draft.content, draft.cue or draft.content[0]]).end


def _continuation(tree: Tree, last: Statement, q: Span, same: bool) -> Statement:
    return msgspec.structs.replace(
        last,
        manner="direct",
        act="say",
        content=(q.stripped(tree.text),),
        rule="quote.continued",
        made=True,
        confidence=0.85 if same else 0.7,
    )


def _dated(tree: Tree, drafts: list[Statement]) -> list[Statement]:
    """A statement without a day of its own has that of the same speaker's just before, in the same block or the one before."""
    out: list[Statement] = []
    for d in drafts:
        last = next((o for o in reversed(out) if o.speaker == d.speaker and o.speaker is not None), None)
        near = last is not None and block_of(tree, d.content[0].start) - block_of(tree, last.content[0].start) <= 1
        carried = last is not None and near and d.when is None and last.when is not None
        out.append(msgspec.structs.replace(d, when=last.when, dated_by=last.dated_by, bounds=None) if last and carried else d)
    return out


def _named(tree: Tree, drafts: list[Statement]) -> tuple[Statement, ...]:
    name = Namer("s")
    return tuple(
        msgspec.structs.replace(
            d, id=name(d.speaker_span.of(tree.text) if d.speaker_span else "", *(s.of(tree.text) for s in d.content))
        )
        for d in drafts
    )


def _nested(tree: Tree, rows: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Each row whose cue stands in another's content is within the shortest such; its `I` is whoever says that.

    What stands in a denial was not said, by the denier's word: `he denied that the judge had said it`; an act of speech that
    is denied (`that he had offered to resign`) is no row at all.
    """
    out = []
    for row in rows:
        outer = _around(row, rows)
        first_person = row.speaker is None and row.speaker_span is not None and row.speaker_span.of(tree.text) == "I"
        speaker = outer.speaker if outer is not None and first_person else row.speaker
        denied = outer is not None and outer.act == "deny" and outer.made and _is_head(tree, row, outer)
        if denied and row.rule.rpartition("/")[2] in ACTS:
            continue
        made = row.made and not denied
        out.append(msgspec.structs.replace(row, within=outer.id if outer else None, speaker=speaker, made=made))
    return tuple(out)


def _is_head(tree: Tree, row: Statement, outer: Statement) -> bool:
    """Whether a statement's cue heads the words of another's content, rather than a clause inside them."""
    word = tree.at(row.cue.end - 1) if row.cue else None
    above = tree.head(word) if word is not None else None
    return above is None or not any(s.start <= tree.parse.start[above] < s.end for s in outer.content)


def _around(row: Statement, rows: tuple[Statement, ...]) -> Statement | None:
    if row.cue is None:
        return None
    cue = row.cue
    outer = [(s.end - s.start, o.id, o) for o in rows if o is not row for s in o.content if s.covers(cue)]
    return min(outer, key=lambda o: o[:2])[2] if outer else None
