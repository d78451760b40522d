"""Which days a predicate's clause speaks of: asked by statements and events alike.

A time belongs to the predicate it hangs on. Where a clause has none, it goes on from the clause it is coordinated with
or depends on, as English does; never from a relative clause, and never from inside somebody's words to the saying of them.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import Literal

import msgspec

from dateline.foundation.days import DAY, Interval
from dateline.foundation.rows import Dating, TimeExpression
from dateline.foundation.spans import Span
from dateline.knowledge.tables import table
from dateline.reading.tense import ahead_words, published_day
from dateline.reading.tree import CLAUSAL, Tree

_LINK = re.compile(r"\s+(?:(?:on|in|of|at|from|during)\s+)?|,\s+(?:on|in)\s+")
_TO = re.compile(r"\s+(?:to|until|till|through|and)\s+")
_AND = re.compile(r"\s*(?:[-–/]|to|and)\s*")  # between the two ends of a range told as one
NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
ALONGSIDE = ("as", "when", "while", "whilst")
SCENE = ("in", "at", "during", "on", "with", "over", "through", "by")
WITHIN = ("in", "at", "during")  # `killed in a raid on Friday`: the raid was that day too
RANGES = ("year-range", "month-days")  # rules that give both ends: `May 4-9`
LOOK_BACK = 2  # sentences
Times = tuple[TimeExpression, ...]


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(word for entry in table("times/belongs") if entry["id"] == kind for word in entry["words"])


class Occurrence(msgspec.Struct, frozen=True):
    """When something happens, and what tells it: its own `words` or the `story` before it; `told_by` is the time expression."""

    interval: Interval | None
    by: Literal["words", "story", "nothing"]
    told_by: Span | None = None

    def __bool__(self) -> bool:
        """Whether anything is told."""
        return self.interval is not None


NOTHING = Occurrence(None, "nothing")


def interval_of(tree: Tree, times: Times, predicate: int, dating: Dating | None = None) -> Interval | None:
    """The days that a predicate, verb or noun, is dated to by its own clause or the one it goes on from; None if by none.

    Durations and sets date nothing. `since`, `until`, `before`, `after` open the interval on one side; with `dating`, the
    day of publication closes it again: what has lasted since, or will last until.
    """
    return told_of(tree, times, predicate, dating).interval


def told_of(tree: Tree, times: Times, predicate: int, dating: Dating | None = None) -> Occurrence:
    """As `interval_of`, with the time expression that tells it."""
    found = time_of(tree, times, predicate)
    if found is None or found.interval is None:
        return _measured(tree, times, predicate, dating) or _aimed_at(tree, times, predicate)
    days = _stretch(tree, times, found) or _bounded(tree, found, published_day(dating))
    late = _is_too_late(tree, predicate, days, published_day(dating))
    return NOTHING if days is None or late else Occurrence(days, "words", found.span)


def told_or_carried(tree: Tree, times: Times, predicate: int, dating: Dating) -> Occurrence:
    """By its own words, else by the story before it."""
    told = told_of(tree, times, predicate, dating)
    return told or story_of(tree, times, predicate, dating)


def _is_too_late(tree: Tree, predicate: int, days: Interval | None, published: date | None) -> bool:
    """What has happened has no day still to come: `announced plans for next week` wrongly hung on the announcing."""
    coming = published is not None and days is not None and days.start is not None and days.start > published
    arranged = tree.lemma(predicate).lower() in ahead_words() & _words("light")
    meant = tree.feat(predicate, "VerbForm") == "Inf"  # `was to meet`, `was due to meet`
    return coming and _is_narrative(tree, predicate) and not arranged and not meant


def story_of(tree: Tree, times: Times, predicate: int, dating: Dating | None = None) -> Occurrence:
    """The day that a clause of the narrative without a time goes on from: `Rebels attacked on Monday. The army fled.`

    Only for a main clause in the plain past, and only from the main clauses just before it in the same paragraph; the
    last day told of there, if it is not still to come (Reichenbach 1947: the past tense refers to a time already given).
    """
    if not _is_narrative(tree, predicate) or time_of(tree, times, predicate) is not None:
        return NOTHING
    sentence = tree.sentence_index(predicate)
    block = tree.block_index(predicate)
    published = published_day(dating)
    for n in range(sentence, sentence - LOOK_BACK - 1, -1):
        if n < 0 or tree.parse.sentences[n].block != block:
            return NOTHING
        told = _main_times(tree, times, n, before=tree.parse.start[predicate])
        if told:
            days = told[-1].interval
            past = published is None or (days is not None and days.start is not None and days.start <= published)
            return Occurrence(days, "story", told[-1].span) if days is not None and days.is_day and past else NOTHING
    return NOTHING


def _main_times(tree: Tree, times: Times, sentence: int, before: int) -> list[TimeExpression]:
    """The times of a sentence's narrative clauses, in text order."""
    first, end = tree.parse.sentences[sentence].first, tree.parse.sentences[sentence].end
    inside = range(tree.parse.start[first], min(before, tree.parse.end[end - 1]))
    return [t for t in _dated(times) if t.span.start in inside and _is_narrative(tree, _owner(tree, t))]


def _is_narrative(tree: Tree, predicate: int) -> bool:
    """A main clause, or one coordinated with it, in the plain past."""
    top = tree.first_conjunct(predicate)
    main = tree.head(top) is None or tree.is_rel(top, "parataxis")
    aux = tree.auxiliaries(predicate)
    plain = tree.tense(predicate) == "past" and tree.modal(predicate) is None and not {"had", "has", "have"}.intersection(aux)
    return main and tree.is_verbal(predicate) and plain


def moved_dates(tree: Tree, times: Times, mover: int, dating: Dating | None = None) -> tuple[Occurrence, Occurrence]:
    """The old and the new days of what is moved, by the word that moves it: `put off from 24 March to 6 April`.

    The old day may stand with what is moved: `the vote, set for Monday, was postponed until Friday`.
    """
    dated = _dated(times)
    near = ((t, _phrase(tree, t, mover)) for t in dated if _is_near(tree, t, mover))
    ends = {tree.preposition(word): t for t, word in near if word is not None}
    new = next((ends[p] for p in ("to", "until", "till", "for") if p in ends), None)
    old = ends.get("from")
    moved = tree.child(mover, "nsubj:pass") if tree.is_passive(mover) else tree.child(mover, "obj", "nsubj")
    before = by_words(old) if old else told_of(tree, times, moved, dating) if moved is not None else NOTHING
    return before, by_words(new)


def by_words(time: TimeExpression | None) -> Occurrence:
    """What a time expression tells, if there is one."""
    return Occurrence(time.interval, "words", time.span) if time is not None else NOTHING


def time_of(tree: Tree, times: Times, predicate: int) -> TimeExpression | None:
    """The expression that dates a predicate."""
    dated = _dated(times)
    seen: set[int] = set()
    here: int | None = predicate
    while here is not None and here not in seen:
        seen.add(here)
        own = _own(tree, dated, here) or _namedby_words(tree, dated, here) or _alongside(tree, dated, here)
        if own is not None:
            return own
        here = _goes_on_from(tree, here)
    return _behind_its_object(tree, dated, predicate)


def _behind_its_object(tree: Tree, times: Times, verb: int) -> TimeExpression | None:
    """`condemned the raid on Monday`: a day hung on what a verb that has no other is about is the verb's too."""
    if tree.upos(verb) != "VERB":
        return None
    for time in times:
        phrase = _phrase(tree, time, verb)
        if (
            phrase is not None
            and phrase > verb
            and tree.is_rel(phrase, "obj", "obl")
            and tree.preposition(_head(tree, time)) == "on"
        ):
            return time
    return None


def _dated(times: Times) -> Times:
    return tuple(t for t in times if t.interval is not None and t.type in ("DATE", "TIME"))


# ---- the predicate's own time
def _own(tree: Tree, times: Times, predicate: int) -> TimeExpression | None:
    """The nearest of the times whose owner it is; a day before anything wider."""
    mine = [t for t in times if _is_near(tree, t, predicate) and _owner(tree, t) == predicate and not _is_aim(tree, t, predicate)]
    return min(mine, key=lambda t: _width(t), default=None) or _right_after(tree, times, predicate)


def _phrase(tree: Tree, time: TimeExpression, predicate: int) -> int | None:
    """The word under a predicate in whose phrase a time stands: `end` in `from the end of May`."""
    word = _head(tree, time)
    while (above := tree.head(word)) is not None and above != predicate:
        if tree.upos(above) not in NOMINAL:
            return None
        word = above
    return word if above == predicate else None


def _is_aim(tree: Tree, time: TimeExpression, mover: int) -> bool:
    """`put off until Friday`, `called a strike for Friday`: the day is of what is moved or arranged, not of the arranging."""
    phrase = _phrase(tree, time, mover)
    if phrase is None or not tree.is_verbal(mover):
        return False
    verb, preposition = tree.lemma(mover).lower(), tree.preposition(phrase)
    moving = verb in _words("moving") and preposition in ("until", "till", "to", "from", "for")
    return moving or (preposition == "for" and verb in ahead_words() - _words("light"))


def _aimed_at(tree: Tree, times: Times, noun: int) -> Occurrence:
    """`the vote was put off until Friday`, no old day told: the new one is that of the vote."""
    mover = tree.head(noun)
    if mover is None or tree.is_verbal(noun) or not tree.is_rel(noun, "nsubj:pass", "obj"):
        return NOTHING
    aims = (t for t in _dated(times) if _is_near(tree, t, mover) and _is_aim(tree, t, mover))
    return next((by_words(t) for t in aims if tree.preposition(_phrase(tree, t, mover) or 0) != "from"), NOTHING)


def _right_after(tree: Tree, times: Times, noun: int) -> TimeExpression | None:
    """`fled after talks in May`: the time right after a happening in a phrase of its own is its, wherever it is hung."""
    if tree.upos(noun) != "NOUN" or not tree.is_rel(noun, "obl", "nmod") or not _is_happening(tree, noun):
        return None
    end = tree.parse.end[noun]
    return next((t for t in times if t.span.start > end and _LINK.fullmatch(tree.text, end, t.span.start)), None)


def _namedby_words(tree: Tree, times: Times, predicate: int) -> TimeExpression | None:
    """`on May 3, when the bank failed`: the time that a clause is the relative clause of."""
    above = tree.head(predicate)
    if above is None or not tree.is_rel(predicate, "acl", "advcl") or not _is_alongside(tree, predicate):
        return None
    start, before = tree.parse.start[above], tree.parse.start[min(tree.subtree(predicate))]
    inside = [t for t in times if t.span.start <= start < t.span.end]
    ahead = [t for t in times if 0 <= before - t.span.end <= 2 and tree.is_rel(predicate, "advcl")]
    return next(iter(inside + ahead), None)


def _is_near(tree: Tree, time: TimeExpression, predicate: int) -> bool:
    sentence = tree.sentence(predicate)
    return tree.parse.start[sentence.first] <= time.span.start < tree.parse.end[sentence.end - 1]


def _width(time: TimeExpression) -> int:
    interval = time.interval
    return (interval.end - interval.start).days if interval and interval.start and interval.end else 10**6


def _head(tree: Tree, time: TimeExpression) -> int:
    words = tree.words_in(time.span)
    return next((w for w in words if tree.head(w) is None or tree.head(w) not in words), words[0])


def _owner(tree: Tree, time: TimeExpression) -> int:
    """What a time dates: the word it hangs on, or that word's own predicate where the word is no happening."""
    word = _head(tree, time)
    above = tree.head(word)
    if above is None:
        return word
    while tree.upos(above) in NOMINAL and not tree.is_verbal(above) and not _is_happening(tree, above):
        over = tree.head(above)
        names = tree.is_rel(above, "nsubj") or (above == tree.head(word) and tree.is_rel(word, "compound", "nummod", "amod"))
        if over is None or (names and not _is_day(time)):
            break  # `the men of 1968 rose` and `found a 1987 van` date the men and the van, `the men on Monday rose` the rising
        above = over
    over = tree.head(above)
    if over is not None and tree.upos(above) in ("ADP", "SCONJ", "ADV", "DET"):
        above = over
    return _past_parenthesis(tree, word, above)


def _is_day(time: TimeExpression) -> bool:
    return time.interval is not None and time.interval.grain == "day"


def _past_parenthesis(tree: Tree, word: int, verb: int) -> int:
    """`In June, she wrote, prices had doubled`: what stands before a saying set off by commas dates what is said."""
    said = tree.child(verb, "ccomp")
    after = verb + 1
    set_off = after < len(tree) and tree.word(after) == ","
    return said if said is not None and word < verb < said and set_off else verb


def _is_happening(tree: Tree, noun: int) -> bool:
    """A noun that can have a day of its own: listed, or made from a verb."""
    lemma = tree.lemma(noun).lower()
    return lemma in _words("happening") or lemma.endswith(("tion", "sion", "ment", "ing"))


# ---- times of other words that are its time too
def _alongside(tree: Tree, times: Times, predicate: int) -> TimeExpression | None:
    """From its object or scene (`held talks on Monday`, `said in an address on Monday`) or a clause with as, when, while."""
    light = tree.lemma(predicate) in _words("light")
    if not tree.is_verbal(predicate) and (found := _arranged(tree, times, predicate)) is not None:
        return found
    for c in tree.children(predicate, "obl", "obj", "nsubj:pass", "advcl", "nsubj"):
        if tree.is_rel(c, "advcl"):
            fits = _is_alongside(tree, c)
        elif tree.is_rel(c, "obl"):
            fits = (tree.preposition(c) or "") in SCENE and _is_happening(tree, c)
        else:
            fits = light and _is_happening(tree, c)
        found = _own(tree, times, c) if fits else None
        if found is None and fits and not tree.is_verbal(c):
            found = _arranged(tree, times, c)
        if found is not None:
            return found
    return None


def _arranged(tree: Tree, times: Times, noun: int) -> TimeExpression | None:
    """From a clause that says when a happening is to be or was: `the forum that it will host on Friday`."""
    clauses = (c for c in tree.children(noun, "acl", "amod") if tree.lemma(c) in _words("light"))
    return next((t for c in clauses if (t := _own(tree, times, c))), None)


def _is_alongside(tree: Tree, clause: int) -> bool:
    """A clause with `as`, `when`, `while`: both happen at one time."""
    return any(tree.low(c) in ALONGSIDE for c in tree.children(clause, "mark", "advmod"))


def _goes_on_from(tree: Tree, predicate: int) -> int | None:
    """The predicate whose time is also this one's, where it has none of its own."""
    above, rel = tree.head(predicate), tree.rel(predicate)
    if above is None:
        return None
    if rel == "conj":
        return above if _same_time(tree, predicate, above) else None
    if not tree.is_verbal(predicate):
        light = tree.lemma(above) in _words("light")
        carried = rel in ("obj", "nsubj:pass", "nsubj") and light
        scene = rel.startswith("obl") and (light or tree.preposition(predicate) in WITHIN) and _is_happening(tree, predicate)
        return above if carried or scene else None
    if rel == "xcomp":
        return None if tree.lemma(above).lower() in ahead_words() else above
    mark = tree.child(predicate, "mark")
    bare = tree.feat(predicate, "VerbForm") in ("Ger", "Part") and (mark is None or tree.low(mark) == "with")
    if rel.startswith("advcl") and (bare or _is_alongside(tree, predicate)):
        return above
    return above if _is_cleft(tree, predicate, above) else None


def _same_time(tree: Tree, later: int, first: int) -> bool:
    """Coordinated clauses share their time while they share their tense and neither is hypothetical or negated alone."""
    if tree.is_verbal(later) != tree.is_verbal(first):
        return False
    own = tree.children(later, "aux", "cop")
    return not own or (tree.tense(later) == tree.tense(first) and tree.modal(later) == tree.modal(first))


def _is_cleft(tree: Tree, predicate: int, above: int) -> bool:
    """`In May it was the mayor who resigned`: the time stands with the copula and means the resigning."""
    subject = tree.own_subject(above) or tree.child(above, "expl")
    copula = tree.child(above, "cop") is not None
    return tree.is_rel(predicate, *CLAUSAL) and copula and subject is not None and tree.low(subject) == "it"


# ---- since, until, before, after
def _bounded(tree: Tree, time: TimeExpression, published: date | None) -> Interval | None:
    """The interval as its preposition bounds it."""
    days = time.interval
    assert days is not None
    match tree.preposition(_head(tree, time)):
        case "since":
            return _ordered(days.start, published, days)
        case "until" | "till" | "by":
            return _ordered(published, days.end, days)
        case "before":
            return _before(days, time.mod, published)
        case "after":
            return _after(days, published)
    return days


def _ordered(start: date | None, end: date | None, days: Interval) -> Interval:
    """From one to the other; where they run backwards (`by May he had left`) the days themselves."""
    return Interval(start, end, days.grain) if start is None or end is None or start <= end else days


def _stretch(tree: Tree, times: Times, time: TimeExpression) -> Interval | None:
    """`from Monday to Friday`, told as two times."""
    if time.interval is None:
        return None
    dated = _dated(times)
    ends = (t for t in dated if t.rule == time.rule in RANGES)
    range_end = next((t for t in ends if _AND.fullmatch(tree.text, time.span.end, max(time.span.end, t.span.start))), None)
    if range_end is not None and range_end.interval is not None:
        return Interval(time.interval.start, range_end.interval.end, time.interval.grain)
    if tree.preposition(_head(tree, time)) not in ("from", "between"):
        return None
    ends = (t for t in dated if _TO.fullmatch(tree.text, time.span.end, max(time.span.end, t.span.start)))
    last = next((t.interval.end for t in ends if t.interval), None)
    start = time.interval.start
    if last is None or start is None:
        return None
    last += timedelta(days=7) if last < start and (start - last).days < 7 else timedelta(0)
    return Interval(start, last, time.interval.grain) if start <= last else None


def _before(days: Interval, mod: str | None, published: date | None) -> Interval | None:
    """Up to the day before; `before the end of the year` is up to its last day. What is still to come begins now."""
    end = days.end if mod == "END" else days.start - DAY if days.start else None
    if end is None:
        return None
    return Interval(published if published and published <= end else None, end, days.grain)


def _after(days: Interval, published: date | None) -> Interval | None:
    """From the day after; what is over by now ended at the latest now."""
    if days.end is None:
        return None
    start = days.end + DAY
    return Interval(start, published if published and start <= published else None, days.grain)


# ---- so many days before or after another happening
def _measured(tree: Tree, times: Times, predicate: int, dating: Dating | None) -> Occurrence:
    """`one day after the bank closed`: the closing by the clause it hangs on, or the other way round."""
    above = tree.head(predicate)
    step = _step(tree, times, predicate)
    if step is not None and above is not None:
        return _moved(told_of(tree, times, above, dating), -step)
    for c in tree.children(predicate, "advcl", "obl"):
        step = _step(tree, times, c)
        if step is not None and _own(tree, _dated(times), c) is not None:
            return _moved(told_of(tree, times, c), step)
    return NOTHING


def _step(tree: Tree, times: Times, clause: int) -> timedelta | None:
    """How long after (or, below zero, before) a clause or noun what it hangs on happened."""
    mark = tree.child(clause, "mark", "case")
    if mark is None or tree.low(mark) not in ("after", "before"):
        return None
    at = tree.parse.start[mark]
    length = next((t for t in times if t.type == "DURATION" and 0 <= at - t.span.end <= 1), None)
    found = re.fullmatch(r"P(\d+)([DW])", length.value) if length else None
    if found is None:
        return None
    days = timedelta(days=int(found[1]) * (7 if found[2] == "W" else 1))
    return days if tree.low(mark) == "after" else -days


def _moved(told: Occurrence, by: timedelta) -> Occurrence:
    days = told.interval
    if days is None:
        return NOTHING
    return Occurrence(Interval(days.start and days.start + by, days.end and days.end + by, days.grain), told.by, told.told_by)
