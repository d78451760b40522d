"""Who is meant: pronouns, chains of mentions, people of the base, places, metonyms, and words per CPU-second.

    python bench/resolve.py [--cache FOLDER] [--only gap,ontogum,people,sentences,places,metonyms,speed] [--errors N]

Reads the development sets in `actors/eval-*.tar.xz` of the corpora folder (DATELINE_CORPORA).
With --cache the parses are kept in FOLDER and made once per model. --errors prints the first N misses of each task.

GAP: F1 over the two names of each text, right where pronoun and name share an actor. OntoGUM: F1 of mentions in chains
of two or more, matched by head word. People: exact links to holders of the base against Wikidata ids; recall over the
people it covers. Sentences: the same in news sentences marked for it. Places: share of the gold places whose name the
reading finds, and of all. Metonyms: F1 of `met`.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import statistics
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.corpora import corpora, part
from bench.speed import news, peer
from dateline.foundation.article import Article
from dateline.foundation.cast import Cast
from dateline.foundation.parsed import Parse
from dateline.foundation.rows import Block, Dating
from dateline.foundation.spans import Span
from dateline.knowledge.base import base
from dateline.reading.actors import find_actors
from dateline.reading.actors.lexicon import Reading, reading_of
from dateline.reading.parse import parse_all
from dateline.reading.tree import Tree

PERSON = "Q215627"
NO_DAY = Dating(published=None, interval=None)
GLUED = frozenset(".,;:!?)]%'’”") | {"n't", "'s", "’s", "'re", "'ve", "'ll", "'d", "'m"}
EARTH_KM, NEAR_KM = 6371.0, 161.0
CONTINENTS = ("Africa", "Americas", "Antarctica", "Asia", "Europe", "North America", "Oceania", "South America")


# ---- corpora and parses
def rows(archive: str, file: str) -> list[dict[str, Any]]:
    path = corpora() / "actors" / f"{archive}.tar.xz"
    with tarfile.open(path) as tar:
        member = tar.extractfile(f"{archive}/{file}.jsonl")
        assert member is not None
        return [json.loads(line) for line in member]


def article(text: str) -> Article:
    """Paragraphs split at line breaks."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(kind="paragraph", span=Span(at, at + len(line))))
        at += len(line) + 1
    return Article(text=text, blocks=tuple(blocks))


class Parses:
    """Parses of a set's texts, kept in a folder if one is named."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def of(self, name: str, texts: Sequence[str]) -> list[Parse]:
        file = self.folder / f"{name}.msgpack" if self.folder else None
        if file is not None and file.exists():
            kept = msgspec.msgpack.decode(file.read_bytes(), type=list[Parse])
            if [p.text for p in kept] == list(texts):
                return kept
        made = [p for k in range(0, len(texts), 50) for p in parse_all([article(t) for t in texts[k : k + 50]])]
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(msgspec.msgpack.encode(made))
        return made


def cast_of(parse: Parse, dating: Dating = NO_DAY) -> tuple[Tree, Cast]:
    tree = Tree(parse)
    return tree, find_actors(tree, article(parse.text), dating)


def f1(right: int, found: int, gold: int) -> float:
    return 200 * right / (found + gold) if found + gold else 0.0


# ---- pronouns
def actors_at(tree: Tree, cast: Cast, span: Span) -> set[str]:
    """Actors of the shortest references that touch a span."""
    words = tree.words_in(span)
    near = [r for r in cast.references if r.span.start < span.end and span.start < r.span.end]
    heads = [r for r in near if r.head in words]
    best = heads or near
    shortest = min((r.span.end - r.span.start for r in best), default=0)
    return {a for r in best if r.span.end - r.span.start == shortest for a in r.actors}


def gap(parses: Parses, errors: int) -> str:
    """The shipped weights, which were trained on these texts: `python -m training.pronouns` prints the honest figure."""
    return f"GAP development, on texts trained on: {gap_score(parses, errors, lambda n, parse: cast_of(parse))}"


def gap_score(parses: Parses, errors: int, read: Callable[[int, Parse], tuple[Tree, Cast]]) -> str:
    """F1 over all marked names of the development part; `read` is given a text's number and its parse."""
    texts = rows("eval-gap", "gap-development")
    counted: Counter[str] = Counter()
    by_sex: dict[str, Counter[str]] = {"m": Counter(), "f": Counter()}
    for n, (row, parse) in enumerate(zip(texts, parses.of("gap-development", [r["text"] for r in texts]), strict=True)):
        tree, cast = read(n, parse)
        word, at = row["pron"]
        meant = actors_at(tree, cast, Span(at, at + len(word)))
        sex = by_sex["m" if word.lower() in ("he", "him", "his") else "f"]
        wrong = False
        for key in "AB":
            name, start, gold = row[key]
            found = bool(meant & actors_at(tree, cast, Span(start, start + len(name))))
            for c in (counted, sex):
                c.update(found=found, gold=gold, right=found and gold)
            wrong |= found != gold
        if wrong and errors > 0:
            errors -= 1
            names = ", ".join(sorted(cast.actor(a).name for a in meant))
            print(f"GAP {row['id']} {word}@{at} A={row['A']} B={row['B']} found: {names}\n    {row['text']}\n")
    m, f = (f1(c["right"], c["found"], c["gold"]) for c in by_sex.values())
    c = counted
    return (
        f"F1 {f1(c['right'], c['found'], c['gold']):.1f} "
        f"(P {100 * c['right'] / c['found']:.1f}, R {100 * c['right'] / c['gold']:.1f}; he {m:.1f}, she {f:.1f})"
    )


# ---- chains
def joined(words: list[str]) -> tuple[str, list[Span]]:
    """Plain text of tokens, glued as they are written, and where each stands."""
    text, spans = "", []
    for k, w in enumerate(words):
        glue = not k or w in GLUED or text[-1] in "([$“" or w == "-" or words[k - 1] == "-"
        text += w if glue else f" {w}"
        spans.append(Span(len(text) - len(w), len(text)))
    return text, spans


def top(tree: Tree, span: Span) -> int | None:
    words = tree.words_in(span)
    return next((i for i in words if tree.head(i) not in words), None)


def ontogum(parses: Parses, errors: int) -> str:
    texts = [r for r in rows("eval-ontogum", "ontogum-dev") if r["genre"] == "news"]
    made = [joined([w for s in r["sents"] for w in s]) for r in texts]
    c: Counter[str] = Counter()
    for row, (_, spans), parse in zip(texts, made, parses.of("ontogum", [t for t, _ in made]), strict=True):
        tree, cast = cast_of(parse, Dating(published=row["date"], interval=None))
        gold = {top(tree, Span(spans[a].start, spans[b - 1].end)) for chain in row["clusters"] for a, b in chain}
        often = Counter(a for r in cast.references for a in r.actors)
        found = {r.head for r in cast.references if any(often[a] > 1 for a in r.actors)}
        c.update(right=len(gold & found), found=len(found), gold=len(gold))
        missed = sorted(i for i in gold - found if i is not None)
        if errors > 0:
            print("OntoGUM missed:", ", ".join(f"{tree.word(i)}@{i}" for i in missed[:errors]))
    return (
        f"OntoGUM news dev, mentions by head: F1 {f1(c['right'], c['found'], c['gold']):.1f} "
        f"(P {100 * c['right'] / c['found']:.1f}, R {100 * c['right'] / c['gold']:.1f}, {len(texts)} documents)"
    )


# ---- people
def people(parses: Parses, errors: int) -> str:
    c: Counter[str] = Counter()
    for file in ("wiki-fair-v2-dev", "rss-500", "oke-2015-eval", "oke-2016-train"):
        texts = rows("eval-linking", file)
        for row, parse in zip(texts, parses.of(file, [r["text"] for r in texts]), strict=True):
            _, cast = cast_of(parse)
            links = _links(cast)
            labels = {Span(*x["span"]): x["entity_id"] for x in row["labels"]}
            wanted = {Span(*x["span"]) for x in row["labels"] if PERSON in x["type"].split("|") and _is_covered(x)}
            for span in wanted:
                right = any(q == labels[span] and _touch(s, span) for s, q in links)
                c.update(gold=1, recalled=right)
                if not right and errors > 0:
                    errors -= 1
                    print(f"people missed in {file}: {span.of(row['text'])} {labels[span]}: {row['text'][:160]!r}")
            for s, q in links:
                judged = [labels[x] for x in labels if _touch(s, x)]
                c.update(found=bool(judged), right=q in judged, unjudged=not judged)
                if judged and q not in judged and errors > 0:
                    print(f"people wrong in {file}: {s.of(row['text'])} {q}, not {judged}: {row['text'][:200]!r}")
    return (
        f"People: precision {c['right'] / max(1, c['found']):.3f} ({c['right']} of {c['found']} links on marked names, "
        f"{c['unjudged']} on unmarked), recall {c['recalled'] / max(1, c['gold']):.3f} of {c['gold']} covered"
    )


def _is_covered(label: dict[str, Any]) -> bool:
    """The base has an office of the person under the name that Wikidata shows."""
    return any(t.wikidata == label["entity_id"] for t in base().tenures(label["name"]))


def _links(cast: Cast) -> list[tuple[Span, str]]:
    """Mentions of people of the base, pronouns too (the sets mark them)."""
    return [(m.span, a.wikidata) for a in cast.actors if a.kind == "person" and a.wikidata for m in a.mentions]


def _touch(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def sentences(parses: Parses, errors: int) -> str:
    """Names of persons in a hundred sentences of PolNeAR's development part, drawn by a fixed seed and marked by one
    reader: who of the base each is, or nobody (`annotations/polnear-people.tsv`: offsets and ids alone)."""
    lines = (Path(__file__).parent / "annotations/polnear-people.tsv").read_text(encoding="utf-8").splitlines()[1:]
    marked: dict[str, dict[Span, str]] = {}
    for doc, _, _, start, end, who in (line.split("\t") for line in lines):
        marked.setdefault(doc, {})[Span(int(start), int(end))] = who
    with lzma.open(corpora() / "attribution/polnear-dev.jsonl.xz", "rt", encoding="utf-8") as found:
        rows = {r["doc"]: r for r in map(json.loads, found) if r["doc"] in marked}
    docs = [rows[d] for d in marked]
    c: Counter[str] = Counter()
    for row, parse in zip(docs, parses.of("polnear-people", [r["text"] for r in docs]), strict=True):
        _, cast = cast_of(parse, Dating(published=row["date"], interval=None))
        links = [(m.span, a.wikidata or a.id) for a in cast.actors if a.kind == "person" and not a.id.startswith("x:")
                 for m in a.mentions if m.form != "pronoun"]  # fmt: skip
        for span, who in marked[row["doc"]].items():
            said = {w for s, w in links if _touch(s, span)}
            c.update(gold=who != "-", found=bool(said), right=who in said)
            if said != {who} - {"-"} and errors > 0:
                errors -= 1
                print(f"person {span.of(row['text'])} in {row['doc']}: {said or 'nobody'}, not {who}")
    return (
        f"People in 100 sentences of PolNeAR dev: precision {c['right'] / max(1, c['found']):.3f} "
        f"({c['right']} of {c['found']}), recall {c['right'] / max(1, c['gold']):.3f} of {c['gold']} covered"
    )


# ---- places
def places(parses: Parses, errors: int) -> str:
    c: Counter[str] = Counter()
    towns = Towns()
    for file in ("geovirus", "trnews-dev", "geowebnews-dev"):
        texts = rows("eval-places", file)
        for row, parse in zip(texts, parses.of(file, [r["text"] for r in texts]), strict=True):
            _, cast = cast_of(parse)
            for name, span, lat, lon in _toponyms(row):
                found = next((p for p in cast.places if p.span and _touch(p.span, span)), None)
                c.update(gold=1, named=found is not None)
                if found is None or found.lat is None or found.lon is None:
                    if errors > 0:
                        errors -= 1
                        print(f"place {'not placed' if found else 'not found'} in {file}: {name}")
                    continue
                km, country = distance(found.lat, found.lon, lat, lon), towns.country(lat, lon, name)
                c.update(placed=1, near=km <= NEAR_KM, country=found.country == country)
                if (km > NEAR_KM or found.country != country) and errors > 0:
                    errors -= 1
                    print(f"place {km:.0f} km off in {file}: {name} as {found.name}, {found.country} for {country}")
    share = lambda key, of: f"{c[key] / max(1, c[of]):.3f}"
    return (
        f"Places: country right {share('country', 'placed')}, within 161 km {share('near', 'placed')} of {c['placed']} placed; "
        f"of all {c['gold']}: {share('country', 'gold')}, {share('near', 'gold')}; found as places {share('named', 'gold')}"
    )


class Towns:
    """The country of a point: of a country's name itself, none of a continent's, else of the nearest town of GeoNames."""

    def __init__(self) -> None:
        with tarfile.open(corpora() / "actors/places.tar.xz") as tar:
            read = lambda name: tar.extractfile(f"places/geonames_{name}").read().decode()  # type: ignore[union-attr]
            lines, countries = read("cities15000.tsv").splitlines()[1:], json.loads(read("countries.json"))
        cells = [line.split("\t") for line in lines]
        self.at = np.radians(np.array([[float(c[2]), float(c[3])] for c in cells]))
        self.iso2 = [c[4] for c in cells]
        self.iso3 = {code: c["iso3"] for code, c in countries.items()}

    def country(self, lat: float, lon: float, name: str) -> str | None:
        known = base().country_by_name(name)
        if known is not None or name in CONTINENTS:
            return known.iso3 if known else None
        y, x = math.radians(lat), math.radians(lon)
        far = (self.at[:, 0] - y) ** 2 + (np.cos(self.at[:, 0]) * (self.at[:, 1] - x)) ** 2
        return self.iso3.get(self.iso2[int(far.argmin())])


def distance(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Great-circle kilometres."""
    a, b, c, d = map(math.radians, (lat, lon, lat2, lon2))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(h))


def _toponyms(row: dict[str, Any]) -> Iterator[tuple[str, Span, float, float]]:
    for t in row["toponyms"]:
        lat, lon = t.get("lat") or t.get("latitude"), t.get("lon") or t.get("longitude")
        name = t.get("extractedName") or t.get("phrase") or t.get("name")
        if lat and lon and name:
            yield name, Span(int(t["start"]), int(t["end"])), float(lat), float(lon)


# ---- metonyms
def metonyms(parses: Parses, errors: int) -> str:
    """What a place's name stands for, decided by `metonymy.toml` at the head of each marked name."""
    texts = rows("eval-metonymy", "relocar-train")
    c: Counter[str] = Counter()
    for row, parse in zip(texts, parses.of("relocar", [r["text"] for r in texts]), strict=True):
        tree = Tree(parse)
        for start, end, gold in row["locs"]:
            word = top(tree, Span(start, end))
            reading = reading_of(tree, word) if word is not None else Reading(False, "no word")
            c.update(right=reading.government and gold == "met", found=reading.government, gold=gold == "met", all=1)
            c.update(agree=reading.government == (gold == "met"))
            if reading.government != (gold == "met") and errors > 0:
                errors -= 1
                print(f"metonym {gold} {reading.rule}: {row['text'][start:end]} in {row['text'][:200]!r}")
    return (
        f"Metonyms, ReLocaR train: F1 {f1(c['right'], c['found'], c['gold']):.1f}, accuracy {100 * c['agree'] / c['all']:.1f} "
        "(rules whose word lists were widened on this set)"
    )


# ---- speed
def speed(parses: Parses, errors: int) -> str:
    """The stage on parsed news beside spaCy's small pipeline on its text, rounds interleaved."""
    texts = news(20_000)
    made, nlp = parses.of("news", texts), peer()
    words = sum(len(p) for p in made)
    seconds: dict[str, list[float]] = {"stage": [], "peer": []}
    for _ in range(3):
        for name, run in (("stage", lambda: [cast_of(p) for p in made]), ("peer", lambda: list(nlp.pipe(texts)) if nlp else [])):
            began = time.process_time()
            run()
            seconds[name].append(time.process_time() - began)
    own, other = (statistics.median(seconds[n]) for n in ("stage", "peer"))
    beside = f", {other / own:.1f} times spaCy's small pipeline in the same run" if nlp else ""
    return f"Speed: {words / own:,.0f} words per CPU-second on parsed input{beside}"


TASKS: dict[str, Callable[[Parses, int], str]] = {"gap": gap, "ontogum": ontogum, "people": people, "sentences": sentences,
         "places": places, "metonyms": metonyms, "speed": speed}  # fmt: skip


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--cache", type=Path)
    ap.add_argument("--only", default=",".join(TASKS))
    ap.add_argument("--errors", type=int, default=0)
    a = ap.parse_args()
    part("actors")
    for name in a.only.split(","):
        print(TASKS[name](Parses(a.cache), a.errors), flush=True)


if __name__ == "__main__":
    main()
