"""TempEval-3 measures of the time tagger, its direction of bare weekdays and months, event time, and speed.

    python bench/times.py [--sets timebank aquaint wikiwars meantime] [--boot 1000] [--errors FILE] [--parses FOLDER]
                          [--profile auto|news|narrative] [--lenient] [--speed] [--events] [--direction]

Needs the corpora folder (DATELINE_CORPORA) with time/. The measures are those of the task
(UzZaman et al. 2013): spans are paired one to one, exact ones first; `relaxed` counts pairs, `strict` pairs of the same
words, `type` and `value` pairs that agree in it; F1 over gold and given, summed over documents. The day of publication is
given, and not scored. `--lenient` also takes values that mean the same (P12M for P1Y, 1968-XX for 1968). Intervals: 95 %,
documents resampled. `--parses` keeps parses between runs. `--errors` writes every pair that differs, by class.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.corpora import corpora, part
from dateline.foundation.article import Article
from dateline.foundation.days import DAY, Interval, day
from dateline.foundation.parsed import Parse
from dateline.foundation.rows import Block, Dating, TimeExpression
from dateline.foundation.spans import Span
from dateline.reading.parse import parse_all
from dateline.reading.tense import side
from dateline.reading.times import Profile, find_times, resolve_times
from dateline.reading.tree import Tree
from dateline.reading.when import Times, told_or_carried

SETS = {"timebank": "timebank", "aquaint": "aquaint", "wikiwars": "wikiwars_dev", "meantime": "meantime_dev"}
EDGES = " \t\r\n.,;:!?"
KEYS = ("strict", "relaxed", "type", "value")
WEEKDAY = re.compile(r"(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
MONTH = re.compile(
    r"(?:(?:early|mid|late)[ -])?(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|April|May|June|July|Aug(?:ust|\.)?|"
    r"Sept(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?: \d{1,2}(?:st|nd|rd|th)?)?"
)


class Timex(NamedTuple):
    """A time expression, gold or given: its words' borders without punctuation around them."""

    start: int
    end: int
    type: str
    value: str


class Document(NamedTuple):
    name: str
    text: str
    published: str
    gold: list[Timex]
    tree: Tree


# ---- corpora and parses


def read_set(name: str) -> list[dict[str, Any]]:
    with lzma.open(corpora() / "time" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def article_of(text: str) -> Article:
    """One block a paragraph: what stands between blank lines."""
    found = re.finditer(r"\S(?:.|\n(?!\s*\n))*", text)
    return Article(text=text, blocks=tuple(Block(kind="paragraph", span=Span(*m.span()).stripped(text)) for m in found))


def parses(name: str, articles: list[Article], folder: Path | None) -> list[Parse]:
    """Parses of a set, from `folder` if they were kept there and are of these texts."""
    path = folder / f"{name}.msgpack" if folder else None
    if path and path.exists():
        kept = msgspec.msgpack.decode(path.read_bytes(), type=list[Parse])
        if [p.text for p in kept] == [a.text for a in articles]:
            return kept
    made = parse_all(articles)
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.msgpack.encode(made))
    return made


def documents(name: str, folder: Path | None) -> list[Document]:
    rows = read_set(SETS[name])
    found = parses(name, [article_of(r["text"]) for r in rows], folder)
    return [Document(r["doc"], r["text"], r["dct"][:10], list(_gold(r)), Tree(p)) for r, p in zip(rows, found, strict=True)]


def _gold(row: dict[str, Any]) -> Iterator[Timex]:
    for t in row["timexes"]:
        if not t.get("nested") and t.get("start") is not None:
            start, end = trimmed(row["text"], t["start"], t["end"])
            if end > start:
                yield Timex(start, end, t.get("type", ""), t.get("value", ""))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


# ---- tagging


def tag(doc: Document, profile: Profile) -> tuple[TimeExpression, ...]:
    dating = Dating(published=doc.published, method="given")
    return resolve_times(find_times(doc.tree), doc.tree, dating, profile)


def given(doc: Document, profile: Profile) -> list[Timex]:
    return [Timex(*trimmed(doc.text, t.span.start, t.span.end), t.type, t.value) for t in tag(doc, profile)]


# ---- measures


def paired(gold: list[Timex], found: list[Timex]) -> list[tuple[Timex, Timex]]:
    """One to one: the same words first, then the largest overlap, then text order."""
    both = ((g, f, min(g.end, f.end) - max(g.start, f.start)) for g in gold for f in found)
    ranked = sorted((g[:2] != f[:2], -n, g.start, f.start, g, f) for g, f, n in both if n > 0)
    out: list[tuple[Timex, Timex]] = []
    used: set[tuple[str, Timex]] = set()
    for *_, g, f in ranked:
        if not used & {("g", g), ("f", f)}:
            used |= {("g", g), ("f", f)}
            out.append((g, f))
    return out


def counted(gold: list[Timex], found: list[Timex], same: Callable[[str, str], bool]) -> Counter[str]:
    pairs = paired(gold, found)
    c: Counter[str] = Counter(gold=len(gold), found=len(found), relaxed=len(pairs))
    for g, f in pairs:
        c.update(strict=g[:2] == f[:2], type=g.type == f.type, value=same(g.value, f.value))
    return c


def f1(counts: Iterable[Counter[str]]) -> dict[str, float]:
    """Percent, over the summed counts."""
    total: Counter[str] = Counter()
    for c in counts:
        total.update(c)
    return {k: 200 * total[k] / max(1, total["gold"] + total["found"]) for k in KEYS}


def interval(counts: list[Counter[str]], rounds: int) -> dict[str, tuple[float, float]]:
    dice = random.Random(1)
    drawn = [f1(dice.choices(counts, k=len(counts))) for _ in range(rounds)]
    return {k: (sorted(d[k] for d in drawn)[int(0.025 * rounds)], sorted(d[k] for d in drawn)[int(0.975 * rounds)]) for k in KEYS}


MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}
HOURS = {"H": 1, "D": 24, "W": 168}


def meaning(value: str) -> object:
    """What a value stands for, loosely."""
    if found := re.fullmatch(r"P(T?)(\d+(?:\.\d+)?)(DE|CE|[HDWMQY])", value):
        n, unit = float(found[2]), found[3]
        if unit in MONTHS and not found[1]:
            return "months", n * MONTHS[unit]
        return ("hours", n * HOURS[unit]) if unit in HOURS else value
    value = re.sub(r"(T\d\d:\d\d)(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?$", r"\1", value)
    value = re.sub(r"-W(\d)$", r"-W0\1", value)
    return re.sub(r"(?:-XX)+$|(?<=^\d\d)X?X$|(?<=^\d\d\d)X$", "", value)


# ---- errors by class

CLASSES = (
    ("fiscal", r"quarter|fiscal|\bhalf\b|year[- ]earlier|period|nine months|six months"),
    ("weekday", r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day"),
    ("month", r"\b(?:jan|feb|mar|apr|may|june|july|aug|sep|oct|nov|dec)[a-z]*\b"),
    ("season", r"\b(?:spring|summer|autumn|fall|winter)\b"),
    ("week", r"\bweek"),
    ("ago", r"\bago\b"),
    ("later, earlier", r"\b(?:later|earlier|before|after|previous|following|same|next day)\b"),
    ("decade, century", r"\b(?:decade|century|centuries)\b|\d0'?s|[a-z]+ties\b"),
    ("set", r"\b(?:every|each|daily|weekly|monthly|annual|yearly|annually)\b|\ba (?:day|week|month|year|share)\b"),
    ("vague", r"\b(?:now|current|recent|past|future|present|once|former|time|soon)"),
    ("part of day", r"\b(?:morning|afternoon|evening|night|dawn|noon|overnight|a\.m|p\.m)"),
    ("number and unit", r"\b(?:second|minute|hour|day|month|year)s?\b"),
    ("year", r"\d{4}"),
)


def class_of(words: str) -> str:
    return next((name for name, pattern in CLASSES if re.search(pattern, words, re.I)), "other")


def errors(doc: Document, found: list[Timex], same: Callable[[str, str], bool]) -> Iterator[tuple[str, ...]]:
    pairs = paired(doc.gold, found)
    cases: list[tuple[str, Timex | None, Timex | None]] = []
    for g, f in pairs:
        wrong = ["span"] * (g[:2] != f[:2]) + ["type"] * (g.type != f.type) + ["value"] * (not same(g.value, f.value))
        if wrong:
            cases.append(("+".join(wrong), g, f))
    cases += [("missed", g, None) for g in doc.gold if not any(g is p[0] for p in pairs)]
    cases += [("extra", None, f) for f in found if not any(f is p[1] for p in pairs)]
    for kind, g, f in cases:
        one = g or f
        assert one is not None
        around = doc.text[max(0, one.start - 90) : one.end + 50]
        told = [(doc.text[t.start : t.end], t.type, t.value) if t else ("", "", "") for t in (g, f)]
        cells = (class_of(doc.text[one.start : one.end]), kind, doc.name, doc.published, *told[0], *told[1], around)
        yield tuple(re.sub(r"\s+", " ", c) for c in cells)


# ---- direction


def directions(docs: list[Document], profile: Profile) -> dict[str, tuple[int, int]]:
    """Of bare weekdays and months without a year that were found: how many lie on the right day, in the right year."""
    out = {"weekday": [0, 0], "month": [0, 0]}
    for doc in docs:
        for g, f in paired(doc.gold, given(doc, profile)):
            words = doc.text[g.start : g.end]
            exact = re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?(?:T.*)?", g.value)
            kind = "weekday" if WEEKDAY.fullmatch(words) else "month" if MONTH.fullmatch(words) else None
            if kind and exact:
                until = 10 if kind == "weekday" else 4
                out[kind][0] += g.value[:until] == f.value[:until]
                out[kind][1] += 1
    return {k: (a, n) for k, (a, n) in out.items()}


# ---- event time


def event_time(folder: Path | None, splits: tuple[str, ...], told: Path | None) -> dict[str, tuple[int, int]]:
    """Of events of one day: whether before, on or after publication; and the day, where the annotators know it."""
    docs = {d.name: d for d in documents("timebank", folder)}
    score = {"relation": [0, 0], "day": [0, 0]}
    lines: list[str] = []
    for row in read_set("eventtime"):
        doc = docs.get(row["doc"])
        if row["kind"] != "SingleDay" or row["split"] not in splits or doc is None or row["dct_rel"] == "other":
            continue
        word = _event_word(doc, row)
        if word is None:
            continue
        published = date.fromisoformat(doc.published)
        times = tag(doc, "auto")
        got, by = occurrence(doc.tree, times, word, Dating(published=doc.published, method="given"))
        relation = _relation(got, published)
        true = (
            doc.published if row["dct_rel"] == "DCT" else next((d["value"] for d in row.get("day", ()) if d["rel"] == "same"), "")
        )
        right = relation == row["dct_rel"]
        score["relation"][0] += right
        score["relation"][1] += 1
        if re.fullmatch(r"\d{4}-\d\d-\d\d", true):
            score["day"][0] += str(got) == true
            score["day"][1] += 1
        lines.append("\t".join(("ok" if right else "wrong", row["dct_rel"], relation, true, str(got), by, row["word"],
                                doc.name, row["sentence"])))  # fmt: skip
    if told:
        told.write_text("\n".join(sorted(lines)), encoding="utf-8")
    return {k: (a, n) for k, (a, n) in score.items()}


def occurrence(tree: Tree, times: Times, predicate: int, dating: Dating) -> tuple[Interval, str]:
    """The days of a happening, and what tells them: its `words`, the `story` before it, else its `tense`.

    By tense what will, may or is to happen lies ahead of publication and what had happened behind it; what a report tells of
    in the plain past or present it tells as of its day (the prior of news: three in five undated happenings of one day are
    of that day). No row says so much: `left_by_tense` is what they have.
    """
    told = told_or_carried(tree, times, predicate, dating)
    if told.interval is not None:
        return told.interval, told.by
    published = date.fromisoformat(dating.published or "")
    by_side = {"ahead": Interval(published, None), "behind": Interval(None, published - DAY), "today": day(published)}
    return by_side[side(tree, predicate)], "tense"


def _relation(days: Any, published: date) -> str:
    if days is None:
        return "none"
    if days.end is not None and days.end < published:
        return "beforeDCT"
    if days.start is not None and days.start > published:
        return "afterDCT"
    if days.start is None:
        return "beforeDCT"
    if days.end is None and days.start == published:
        return "afterDCT"
    if days.is_day:
        return "DCT"
    return "beforeDCT" if (published - days.start) > (days.end or published) - published else "afterDCT"


def _event_word(doc: Document, row: dict[str, Any]) -> int | None:
    """The word of the event: its sentence is found by its letters."""
    kept = [i for i, c in enumerate(doc.text) if c.isalnum()]
    letters = "".join(doc.text[i] for i in kept)
    tokens = ["".join(c for c in t if c.isalnum()) for t in row["sentence"].split()]
    at = letters.find("".join(tokens))
    hits = [k for k, t in enumerate(row["sentence"].split()) if t == row["word"]]
    if at < 0 or not hits:
        return None
    return doc.tree.at(kept[at + len("".join(tokens[: hits[0]]))])


# ---- speed


def speed(docs: list[Document]) -> list[str]:
    """Documents per CPU-second on parsed input, beside dateparser's search over the same texts."""
    tag(docs[0], "auto")
    began = time.process_time()
    for doc in docs:
        tag(Document(doc.name, doc.text, doc.published, [], Tree(doc.tree.parse)), "auto")
    own = len(docs) / (time.process_time() - began)
    length = sum(len(d.text) for d in docs) // len(docs)
    out = [f"tagging on parsed input: {own:.0f} documents per CPU-second ({length} characters each)"]
    try:
        from dateparser.search import search_dates
    except ImportError:
        return [*out, "dateparser is not installed: no peer in this run (pip install -r bench/requirements.txt)"]
    some = docs[::8]
    began = time.process_time()
    for doc in some:
        search_dates(doc.text, languages=["en"])
    peer = len(some) / (time.process_time() - began)
    return [*out, f"dateparser's search, same texts: {peer:.1f}; ratio {own / peer:.1f}"]


def _percent(a: int, n: int) -> str:
    return f"{100 * a / max(1, n):.1f} % of {n}"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--sets", nargs="+", choices=sorted(SETS), default=list(SETS))
    ap.add_argument("--boot", type=int, default=0)
    ap.add_argument("--errors", type=Path)
    ap.add_argument("--parses", type=Path)
    ap.add_argument("--profile", choices=["auto", "news", "narrative"], default="auto")
    ap.add_argument("--lenient", action="store_true")
    ap.add_argument("--direction", action="store_true")
    ap.add_argument("--events", nargs="*", metavar="SPLIT", help="event time on these splits (default: dev test)")
    ap.add_argument("--event-lines", type=Path, help="write each event with what was given")
    ap.add_argument("--speed", action="store_true")
    a = ap.parse_args()
    part("time")
    same = (lambda g, f: meaning(g) == meaning(f)) if a.lenient else (lambda g, f: g == f)
    lines: list[tuple[str, ...]] = []
    for name in a.sets:
        docs = documents(name, a.parses)
        found = [given(d, a.profile) for d in docs]
        counts = [counted(d.gold, f, same) for d, f in zip(docs, found, strict=True)]
        measured = f1(counts)
        around = interval(counts, a.boot) if a.boot else {}
        told = (f"{k} {v:.1f}" + (f" ({around[k][0]:.1f}-{around[k][1]:.1f})" if a.boot else "") for k, v in measured.items())
        print(f"{name:9} {len(docs):4} documents, {sum(c['gold'] for c in counts):5} expressions  ", "  ".join(told))
        if a.direction:
            print("  right:", ", ".join(f"{k} {_percent(*v)}" for k, v in directions(docs, a.profile).items()))
        if a.speed:
            print("  " + "\n  ".join(speed(docs)))
        lines += [line for d, f in zip(docs, found, strict=True) for line in errors(d, f, same)]
    if a.events is not None:
        score = event_time(a.parses, tuple(a.events) or ("dev", "test"), a.event_lines)
        print("event time:", ", ".join(f"{k} {_percent(*v)}" for k, v in score.items()))
    if a.errors:
        a.errors.write_text("\n".join("\t".join(line) for line in sorted(lines)), encoding="utf-8")
        print(Counter((line[0], line[1]) for line in lines).most_common(15))


if __name__ == "__main__":
    main()
