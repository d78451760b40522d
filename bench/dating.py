"""How well pages and texts are dated: on dated and undated pages beside htmldate, and on wire copy by its own words.

    python bench/dating.py pages [--set fundus]              page evidence alone, day level, htmldate in the same run
    python bench/dating.py texts --cache FOLDER [--stride 6] [--offset 0] [--errors]
    python bench/dating.py texts --cache FOLDER --cross      all wire copy, none of it by weights learnt from it

Corpora are read from the folder DATELINE_CORPORA: `pages/*-dev.tar.xz`, `time/*.jsonl.xz`. Reading
wire copy takes long: `--stride 6` takes every sixth text of the largest corpus, and parses are kept in the folder `--cache`.
Intervals behind figures are 95 %, by bootstrap over documents.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import random
import re
import sys
import tarfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.corpora import part
from dateline.foundation.article import Article
from dateline.foundation.days import day
from dateline.foundation.parsed import Parse
from dateline.foundation.rows import Clue
from dateline.knowledge.dating import weights
from dateline.reading.dating import date_page, date_report
from dateline.reading.dating.base import Evidence, bare_weekday
from dateline.reading.dating.days import Days, days_between
from dateline.reading.dating.report import evidence_of, log_weights, range_of
from dateline.reading.page import Unreadable, read_page, read_page_dates
from dateline.reading.parse import parse
from dateline.reading.times import find_times
from dateline.reading.tree import Tree

SETS = ("fundus", "wcxbnews", "htmldate", "traf", "undated")
TEXTS = {"te3_silver_dev": "wire", "aquaint": "AQUAINT", "timebank": "TimeBank", "meantime_dev": "Wikinews"}
YEAR_KINDS = ("year", "office", "event", "weekday-date")
CYCLE = days_between(date(1988, 1, 1), date(2015, 12, 31))  # 28 years: every date once on every weekday, and leap years
SHIFTS = 20  # false claims a document
FAR = 3 * 365
SLIP = 7  # days


def shown(hits: Sequence[float]) -> str:
    """A share with its interval and number."""
    if not hits:
        return "-"
    values = np.array(hits, dtype=float)
    rng = np.random.default_rng(7)
    means = rng.choice(values, (1000, len(values))).mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return f"{values.mean():.3f} [{low:.3f}, {high:.3f}] of {len(values)}"


# ---- pages
def pages_of(name: str) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    gold: list[dict[str, Any]] = []
    pages: dict[str, bytes] = {}
    with tarfile.open(part("pages") / f"{name}-dev.tar.xz") as tar:
        for member in tar:
            stream = tar.extractfile(member)
            if stream is None:
                continue
            if member.name == "gold.jsonl":
                gold = [json.loads(line) for line in stream.read().decode().splitlines()]
            else:
                pages[member.name.removeprefix("html/")] = stream.read()
    return gold, pages


def ours(data: bytes, url: str | None) -> str | None:
    return date_page(read_page_dates(data, url=url))[0].published


def peer(data: bytes, url: str | None) -> str | None:
    from htmldate import find_date

    try:
        return find_date(data, original_date=True, url=url)
    except Exception:  # a peer's crash is a page without a day
        return None


def truths(gold: dict[str, Any]) -> set[str]:
    """The true day; of an instant with zone also its day in UTC."""
    said = gold.get("datetime") or gold.get("date")
    if not said:
        return set()
    days = {str(said)[:10]}
    try:
        moment = datetime.fromisoformat(str(said).replace("Z", "+00:00"))
    except ValueError:
        return days
    return days | ({moment.astimezone(UTC).date().isoformat()} if moment.tzinfo else set())


def bench_pages(only: str | None, errors: bool) -> None:
    every: dict[str, list[float]] = {"ours": [], "htmldate": []}
    for name in [only] if only else SETS:
        gold, pages = pages_of(name)
        gold = [g for g in gold if name != "traf" or g.get("date")]  # its other pages have not been dated
        for system, find in (("ours", ours), ("htmldate", peer)):
            said = {g["name"]: find(pages[g["name"]], g.get("url")) for g in gold}
            dated = [float(said[g["name"]] in truths(g)) for g in gold if truths(g)]
            given = [float(said[g["name"]] in truths(g)) for g in gold if truths(g) and said[g["name"]]]
            invented = [float(said[g["name"]] is not None) for g in gold if not truths(g)]
            every[system] += dated if name in ("fundus", "wcxbnews", "htmldate") else []
            print(f"{name:9} {system:9} day right {shown(dated)} · precision {shown(given)} · invented {shown(invented)}")
            for g in gold if errors and system == "ours" else ():
                if said[g["name"]] not in (truths(g) or {None}):
                    print("   ", g["name"], g.get("url"), "gold", sorted(truths(g)), "ours", said[g["name"]])
    for system, hits in every.items():
        print(f"dated pages (fundus, wcxbnews, htmldate) {system}: {shown(hits)}")


# ---- texts
@dataclass(frozen=True)
class Text:
    """One dated text with what was made of it."""

    name: str
    day: date
    article: Article
    tree: Tree
    expressions: tuple[Any, ...]

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        return evidence_of(self.article, self.tree, self.expressions)


def texts_of(corpus: str, stride: int, offset: int, cache: Path) -> Iterator[Text]:
    with lzma.open(part("time") / f"{corpus}.jsonl.xz", "rt") as stream:
        docs = [json.loads(line) for line in stream]
    for doc in docs[offset::stride] if corpus == "te3_silver_dev" else docs:
        if is_slip(doc["doc"], date.fromisoformat(doc["dct"][:10])):
            continue
        try:
            article = read_page((doc["text"] + doc.get("rest", "")).encode(), source=doc["doc"], as_="article")
        except Unreadable:  # few texts are tables or another language
            continue
        tree = Tree(cached(article, cache))
        yield Text(doc["doc"], date.fromisoformat(doc["dct"][:10]), article, tree, find_times(tree))


def is_slip(name: str, told: date) -> bool:
    """Whether the day in a wire text's name (`AFP_ENG_19970401.0092`) is weeks from the one it is stamped with: a false stamp."""
    found = re.fullmatch(r"(?:AFP|XIN)_ENG_(\d{8})\.\d+", name)
    return found is not None and abs((date.fromisoformat(found[1]) - told).days) > SLIP


def cached(article: Article, cache: Path) -> Parse:
    cache.mkdir(parents=True, exist_ok=True)
    file = cache / f"{hashlib.sha256(article.text.encode()).hexdigest()[:20]}.json"
    if not file.exists():
        file.write_bytes(msgspec.json.encode(parse(article)))
    return msgspec.json.decode(file.read_bytes(), type=Parse)


def marginal(weights: np.ndarray, of: np.ndarray) -> int:
    """The likeliest value of a column, its days' weights summed."""
    share = np.exp(weights - weights.max())
    values = np.unique(of)
    return int(values[np.argmax([share[of == v].sum() for v in values])])


def wins(text: Text, rng: random.Random) -> float:
    """How often the true day is likelier than one moved by up to three years."""
    days = days_between(text.day - timedelta(days=FAR), text.day + timedelta(days=FAR))
    weights = log_weights(text.evidence, days)
    true = weights[FAR]
    false = [weights[rng.choice([i for i in (rng.randrange(2 * FAR + 1),) if i != FAR] or [0])] for _ in range(SHIFTS)]
    return float(np.mean([1.0 if true > f + 1e-9 else 0.5 if abs(true - f) <= 1e-9 else 0.0 for f in false]))


def stamped(text: Text, d: date) -> tuple[Any, tuple[Any, ...]]:
    """The dating of the text on a page that gives a day in its JSON-LD."""
    clue = Clue(kind="json-ld", text=d.isoformat(), says=day(d), why="published: datePublished of the page's JSON-LD")
    return date_report(msgspec.structs.replace(text.article, clues=(clue,)), text.tree, text.expressions, None)


KEYS = {
    "weekday": "publication weekday right where a weekday is named", "near": "  within one day",
    "year": "year right where a year clue stands", "covers": "interval covers the truth",
    "day": "a stated day is right", "auc": "true day against one moved by up to three years, paired AUC",
    "overridden": "right page day overridden", "doubted": "right page day doubted or overridden",
    "noticed": "false page day noticed",
}  # fmt: skip


class Scores:
    """What was right, text by text, under the keys of `KEYS`; `tell` says what was wrong."""

    def __init__(self, *, errors: bool) -> None:
        self.hits: dict[str, list[float]] = {k: [] for k in KEYS}
        self.widths: list[int] = []
        self.rng = random.Random(11)
        self.tell: Callable[..., None] = print if errors else lambda *_: None

    def add(self, texts: Sequence[Text]) -> None:
        for t in texts:
            self._marginals(t)
            self._day(t)
            self.hits["auc"].append(wins(t, self.rng))
            self._page(t)

    def _marginals(self, t: Text) -> None:
        days: Days | None = range_of(t.evidence)
        logs = log_weights(t.evidence, days or CYCLE)
        if any(bare_weekday(e) for e in t.expressions):
            found = marginal(logs, (days or CYCLE).weekday)
            off = (found - t.day.isoweekday() + 3) % 7 - 3
            self.hits["weekday"].append(float(off == 0))
            self.hits["near"].append(float(abs(off) <= 1))
            if off:
                self.tell("WEEKDAY", t.name, t.day, t.day.isoweekday(), "ours", found, [c.clue.text for c in t.evidence])
        if days is not None and any(e.clue.kind in YEAR_KINDS for e in t.evidence):
            found = marginal(logs, days.year)
            self.hits["year"].append(float(found == t.day.year))
            if found != t.day.year:
                told = [(c.clue.text, c.clue.why) for c in t.evidence if c.floor or c.ceiling]
                self.tell("YEAR", t.name, t.day, "ours", found, told)

    def _day(self, t: Text) -> None:
        dating, _ = date_report(t.article, t.tree, t.expressions, None)
        why = [(c.text, c.why) for c in dating.clues]
        if dating.interval is not None:
            self.hits["covers"].append(float(t.day in dating.interval))
            if dating.interval.start and dating.interval.end:
                self.widths.append((dating.interval.end - dating.interval.start).days + 1)
            if t.day not in dating.interval:
                self.tell("COVERS", t.name, t.day, "ours", dating.interval, why)
        if dating.published is not None:
            self.hits["day"].append(float(dating.published == t.day.isoformat()))
            if dating.published != t.day.isoformat():
                self.tell("DAY", t.name, t.day, "ours", dating.published, dating.confidence, why)

    def _page(self, t: Text) -> None:
        right, doubts = stamped(t, t.day)
        overridden = right.published != t.day.isoformat()
        self.hits["overridden"].append(float(overridden))
        self.hits["doubted"].append(float(overridden or bool(doubts)))
        if overridden or doubts:
            self.tell("OVERRIDDEN", t.name, t.day, "ours", right.published, [d.message for d in doubts])
        false = t.day + timedelta(days=self.rng.choice((-1, 1)) * self.rng.randrange(1, FAR))
        wrong, doubts = stamped(t, false)
        self.hits["noticed"].append(float(wrong.published != false.isoformat() or bool(doubts)))

    def show(self, label: str) -> None:
        for key, name in KEYS.items():
            print(f"{label:9} {name:62} {shown(self.hits[key])}")
        size = f"{np.median(self.widths):.0f} days (closed {len(self.widths)})" if self.widths else "-"
        print(f"{label:9} {'median width of the interval':62} {size}\n", flush=True)


def bench_texts(only: str | None, stride: int, offset: int, cache: Path, errors: bool) -> None:
    for corpus, label in TEXTS.items():
        if only in (None, corpus):
            found = Scores(errors=errors)
            found.add(list(texts_of(corpus, stride, offset, cache)))
            found.show(label)


def bench_cross(stride: int, cache: Path, errors: bool) -> None:
    """Wire copy, all of it: each part dated by weights learnt from the others and TimeBank."""
    from tools.learn_dating import learn

    parts = [list(texts_of("te3_silver_dev", stride, o, cache)) for o in range(stride)]
    beside = list(texts_of("timebank", 1, 0, cache))
    shipped, found = dict(weights()), Scores(errors=errors)
    for held in parts:
        weights().update(learn([*(t for p in parts if p is not held for t in p), *beside]))
        found.add(held)
    weights().update(shipped)
    found.show("wire, all")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("pages", "texts"))
    parser.add_argument("--set", help="only this set of pages or corpus of texts")
    parser.add_argument("--cache", type=Path, help="where parses are kept")
    parser.add_argument("--stride", type=int, default=6)
    parser.add_argument("--offset", type=int, default=0)
    parser.add_argument("--errors", action="store_true", help="name what went wrong")
    parser.add_argument("--cross", action="store_true", help="all wire copy, in `stride` parts, each by what the others teach")
    asked = parser.parse_args()
    if asked.what == "pages":
        bench_pages(asked.set, asked.errors)
    elif asked.cache is None:
        parser.error("texts needs --cache FOLDER")
    elif asked.cross:
        bench_cross(asked.stride, asked.cache, asked.errors)
    else:
        bench_texts(asked.set, asked.stride, asked.offset, asked.cache, asked.errors)


if __name__ == "__main__":
    main()
