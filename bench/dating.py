"""How well pages and texts are dated: on dated and undated pages beside htmldate, and on wire copy by its own words.

    python bench/dating.py pages [--set fundus]              page evidence alone, day level, htmldate in the same run
    python bench/dating.py texts --cache FOLDER [--stride 6] [--offset 0] [--errors]

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
        try:
            article = read_page((doc["text"] + doc.get("rest", "")).encode(), source=doc["doc"], as_="article")
        except Unreadable:  # few texts are tables or another language
            continue
        tree = Tree(cached(article, cache))
        yield Text(doc["doc"], date.fromisoformat(doc["dct"][:10]), article, tree, find_times(tree))


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


def bench_texts(only: str | None, stride: int, offset: int, cache: Path, errors: bool) -> None:
    for corpus, label in TEXTS.items():
        if only in (None, corpus):
            measure(label, list(texts_of(corpus, stride, offset, cache)), errors)


def measure(label: str, texts: list[Text], errors: bool) -> None:
    rng = random.Random(11)
    tell: Callable[..., None] = print if errors else lambda *_: None
    out: dict[str, list[float]] = {
        k: [] for k in ("weekday", "near", "year", "covers", "day", "auc", "overridden", "doubted", "noticed")
    }
    widths: list[int] = []
    for t in texts:
        days: Days | None = range_of(t.evidence)
        weights = log_weights(t.evidence, days or CYCLE)
        if any(bare_weekday(e) for e in t.expressions):
            found = marginal(weights, (days or CYCLE).weekday)
            off = (found - t.day.isoweekday() + 3) % 7 - 3
            out["weekday"].append(float(off == 0))
            out["near"].append(float(abs(off) <= 1))
            if off:
                tell("WEEKDAY", t.name, t.day, t.day.isoweekday(), "ours", found, [c.clue.text for c in t.evidence])
        if days is not None and any(e.clue.kind in YEAR_KINDS for e in t.evidence):
            found = marginal(weights, days.year)
            out["year"].append(float(found == t.day.year))
            if found != t.day.year:
                tell(
                    "YEAR", t.name, t.day, "ours", found, [(c.clue.text, c.clue.why) for c in t.evidence if c.floor or c.ceiling]
                )
        dating, _ = date_report(t.article, t.tree, t.expressions, None)
        if dating.interval is not None:
            out["covers"].append(float(t.day in dating.interval))
            if dating.interval.start and dating.interval.end:
                widths.append((dating.interval.end - dating.interval.start).days + 1)
            if t.day not in dating.interval:
                tell("COVERS", t.name, t.day, "ours", dating.interval, [(c.text, c.why) for c in dating.clues])
        if dating.published is not None:
            out["day"].append(float(dating.published == t.day.isoformat()))
            if dating.published != t.day.isoformat():
                tell("DAY", t.name, t.day, "ours", dating.published, dating.confidence, [(c.text, c.why) for c in dating.clues])
        out["auc"].append(wins(t, rng))
        right, doubts = stamped(t, t.day)
        out["overridden"].append(float(right.published != t.day.isoformat()))
        out["doubted"].append(float(right.published != t.day.isoformat() or bool(doubts)))
        if right.published != t.day.isoformat() or doubts:
            tell("OVERRIDDEN", t.name, t.day, "ours", right.published, [d.message for d in doubts])
        false = t.day + timedelta(days=rng.choice((-1, 1)) * rng.randrange(1, FAR))
        wrong, doubts = stamped(t, false)
        out["noticed"].append(float(wrong.published != false.isoformat() or bool(doubts)))
    size = f"{np.median(widths):.0f} days (closed {len(widths)})" if widths else "-"
    for key, name in (
        ("weekday", "publication weekday right where a weekday is named"), ("near", "  within one day"),
        ("year", "year right where a year clue stands"), ("covers", "interval covers the truth"),
        ("day", "a stated day is right"), ("auc", "true day against one moved by up to three years, paired AUC"),
        ("overridden", "right page day overridden"), ("doubted", "right page day doubted or overridden"),
        ("noticed", "false page day noticed"),
    ):  # fmt: skip
        print(f"{label:9} {name:62} {shown(out[key])}")
    print(f"{label:9} {'median width of the interval':62} {size}\n", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("pages", "texts"))
    parser.add_argument("--set", help="only this set of pages or corpus of texts")
    parser.add_argument("--cache", type=Path, help="where parses are kept")
    parser.add_argument("--stride", type=int, default=6)
    parser.add_argument("--offset", type=int, default=0)
    parser.add_argument("--errors", action="store_true", help="name what went wrong")
    asked = parser.parse_args()
    if asked.what == "pages":
        bench_pages(asked.set, asked.errors)
    elif asked.cache is None:
        parser.error("texts needs --cache FOLDER")
    else:
        bench_texts(asked.set, asked.stride, asked.offset, asked.cache, asked.errors)


if __name__ == "__main__":
    main()
