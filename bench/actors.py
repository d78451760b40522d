"""The knowledge base on questions that it was not made from.

    python bench/actors.py office      who held an office that day
    python bench/actors.py names       spellings of one name, and names that only look alike
    python bench/actors.py matching    words per CPU-second over a million aliases, beside ahocorasick-rs in the same run
    python bench/actors.py load        CPU seconds and memory until the first answer of every kind

Reads the folder DATELINE_CORPORA and says so where it is not there. `--misses` prints what is wrong.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import lzma
import random
import re
import subprocess
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from bench.corpora import corpora, part  # noqa: E402
from dateline.knowledge.aliases import AliasIndex  # noqa: E402
from dateline.knowledge.base import KnowledgeBase, base  # noqa: E402
from dateline.knowledge.offices import office_class  # noqa: E402
from dateline.knowledge.spelling import fold, same_name, skeletons  # noqa: E402


def packed(archive: str, name: str) -> str:
    with tarfile.open(part("actors") / f"{archive}.tar.xz") as tar:
        member = next(m for m in tar.getmembers() if m.name.endswith(f"/{name}"))
        file = tar.extractfile(member)
        assert file is not None
        return file.read().decode("utf-8", "replace")


def rows(text: str, mark: str = "\t") -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(text), delimiter=mark)


# ---- office
BODIES = {"UN": "un", "EU": "eu", "NATO": "nato", "IAEA": "iaea"}
HEAD_OF_BODY = ("secretary_general", "high_representative")


def probe(kb: KnowledgeBase, r: dict[str, str]) -> list[str]:
    """Whom or what the base names in answer to a question."""
    day = date.fromisoformat(r["date"])
    if r["office"] == "membership":
        group = next(e.id for n in range(len(r["question"])) for e in kb.lookup(r["question"][n:].partition(" ")[2]) if e)
        return sorted(kb.members(group, day))
    if r["country"] in BODIES:
        of, offices = BODIES[r["country"]], HEAD_OF_BODY
    else:
        of = next(c.id for c in kb.countries.values() if c.iso2 == r["country"].lower())
        offices = (office_class(r["office"]),)
    if r["office"] == "party leader":
        of = next(e.id for w in r["question"].split() for e in kb.lookup(w) if e.kind in ("armed-group", "party"))
    if r["office"] == "leader":
        offices = ("supreme_leader", "head_of_state")
    return sorted({t.name for o in offices for t in kb.holders(o, of, day)})


def right(answer: list[str], wanted: str, kb: KnowledgeBase) -> bool:
    if "," in wanted:
        named = {e.id for part in wanted.split(",") for e in kb.lookup(part.strip())}
        return set(answer) == named
    return len(answer) == 1 and same_name(answer[0], wanted)


def office(misses: bool) -> None:
    kb = base()
    probes = list(rows((part("actors") / "probes.tsv").read_text(encoding="utf-8")))
    answers = [(r, probe(kb, r)) for r in probes]
    wrong = [(r["question"], r["date"], r["answer"], a) for r, a in answers if not right(a, r["answer"], kb)]
    print(f"probes {len(probes) - len(wrong)}/{len(probes)}, of these answered wrongly {sum(bool(w[3]) for w in wrong)}")
    bad_heads = [*against_reign(kb, range(1990, 2001)), *against_reign(kb, range(2001, 2021))]
    ministers, bad = Counter[str](), []
    for country, kind, person, day in drawn_tenures():
        held = {t.name for t in kb.holders(kind, country, day)}
        verdict = "not listed" if not held else "right" if held == {person} else "wrong"
        ministers[verdict] += 1
        if verdict == "wrong":
            bad.append((country, kind, day.isoformat(), person, sorted(held)))
    report("ministers on a day drawn from the middle of a tenure, against Wikidata's own row", ministers)
    print(f"open tenures asked about the day after their source: wrong `still` {still(kb)}")
    if misses:
        for line in (*wrong, *bad_heads, *bad):
            print("  ", *line)


HEADS = ("head_of_government", "head_of_state", "supreme_leader")


def against_reign(kb: KnowledgeBase, years: range) -> list[tuple[str, str, str, list[str]]]:
    """Whoever governs by REIGN in the middle of June, beside the heads that the base lists, by any name; those it has wrong."""
    heads, wrong = Counter[str](), []
    for country, leader, day in reign(years):
        found = [t for o in HEADS for t in kb.holders(o, country, day)]
        persons = (kb.people.person(n) for o in HEADS for n, t in kb.people.of_office(o, country) if t in found)
        names = {name for p in persons for name in (p.name, *p.names)}
        verdict = "not listed" if not found else "right" if any(family_agrees(leader, n) for n in names) else "wrong"
        heads[verdict] += 1
        if verdict == "wrong":
            wrong.append((country, leader, day.isoformat(), sorted({t.name for t in found})))
    report(f"heads, mid-June {years[0]}-{years[-1]}, against REIGN", heads)
    return wrong


def report(what: str, count: Counter[str]) -> None:
    listed = count["right"] + count["wrong"]
    print(f"{what}: {count['right']}/{listed} = {count['right'] / listed:.3f} where listed, {count['not listed']} not listed")


def reign(years: range) -> Iterator[tuple[str, str, date]]:
    kb = base()
    states = {r["stateabb"]: kb.country_by_name(r["statenme"]) for r in rows(packed("territories", "cow_states2016.csv"), ",")}
    for r in rows(packed("officeholders", "reign_leaderlist_2021-03.csv"), ","):
        country = states.get(r["stateabb"])
        start = date(int(r["syear"]), int(r["smonth"]), 28)
        end = date(int(float(r["eyear"])), int(float(r["emonth"])), 1) if r["eyear"] else date(2021, 3, 1)
        for year in years:
            day = date(year, 6, 15)
            if country and start < day < end:
                yield country.iso3, r["leader"], day


PLAIN = {
    "Minister of Foreign Affairs": "foreign",
    "Minister of Defence": "defence",
    "Minister of Finance": "finance",
    "Minister of Justice": "justice",
    "Minister of Health": "health",
    "Prime Minister": "head_of_government",
    "Minister of the Interior": "interior",
    "Minister of Interior": "interior",
}


def drawn_tenures() -> list[tuple[str, str, str, date]]:
    """A thousand questions from rows with both days and the plainest labels, whatever rule read them; merged with all else."""
    kb = base()
    found = []
    for r in rows(packed("officeholders", "wikidata_holders_2000-2023.tsv")):
        name = re.sub(r"-(?:ministers|cabinets?|2021)$", "", r["source_repo"]).replace("-", " ").title()
        country = kb.country_by_name(name)
        if country and r["position"] in PLAIN and len(r["start"]) == len(r["end"]) == 10 and r["person"].isascii():
            start, end = date.fromisoformat(r["start"]), date.fromisoformat(r["end"])
            if start < end:
                found.append((country.iso3, PLAIN[r["position"]], r["person"], start + (end - start) / 2))
    return random.Random(11).sample(sorted(found), 1000)


def family_agrees(written: str, name: str) -> bool:
    """Any word of four letters and more, or the last, is a spelling of a word of the other name."""
    words = re.split(r"[-,. ]+", fold(written))
    other = re.split(r"[-. ]+", fold(name))
    return any(not skeletons(w).isdisjoint(skeletons(o)) for w in words if len(w) > 2 or len(words) == 1 for o in other if o)


def still(kb: KnowledgeBase) -> int:
    """How often the base says yes the day after the last day that any source of the person's tells of the office."""
    people, wrong = kb.people, 0
    for n in random.Random(7).sample(range(len(people)), 3000):
        tenures = people.tenures_of(n)
        for t in tenures:
            same = [x for x in tenures if (x.office, x.country) == (t.office, t.country)]
            if t.until_known and all(x.until_known or (x.end and x.end < t.until_known) for x in same):
                day = date.fromisoformat(max(x.until_known for x in same if x.until_known)) + timedelta(days=1)
                wrong += people.verdict(t.name, t.office, t.country, day).answer == "yes" and bool(
                    [x for x in people.holders(t.office, t.country, day) if x.person == t.person]
                )
    return wrong


# ---- names
def names(misses: bool) -> None:
    pairs = [(r["canonical"], r["variant"]) for r in rows(packed("eval-names", "spellings.tsv"))]
    near = [(r["name_a"], r["name_b"]) for r in rows(packed("eval-names", "near_misses.tsv"))]
    missed = [p for p in pairs if not same_name(*p)]
    merged = [p for p in near if same_name(*p)]
    kb = base()
    every = sorted(set(kb.people.all_names()))
    drawn = random.Random(5).sample(every, 3000)
    chance = sum(same_name(a, b) for n, a in enumerate(drawn) for b in drawn[n + 1 : n + 200])
    print(f"spellings found {len(pairs) - len(missed)}/{len(pairs)}, near misses merged {len(merged)}/{len(near)}")
    print(f"pairs of different office-holders' names taken for one: {chance} of {len(drawn) * 199}")
    if misses:
        for p in (*missed, *merged):
            print("  ", *p)


# ---- matching
def aliases(count: int) -> list[tuple[str, ...]]:
    """GeoNames' names, the base's persons and groups, filled up with made-up names of the sources' given and family names."""
    kb = base()
    found = {r["name"] for r in rows(packed("places", "geonames_cities1000_noalt.tsv"))}
    for r in rows(packed("places", "geonames_cities15000.tsv")):
        found.update((r["name"], *(n for n in (r["latin_alternates"] or "").split("|") if n)))
    persons = list(kb.people.all_names())
    found.update(persons)
    found.update(n for e in kb.entities.values() for n in (e.name, *e.names))
    first = sorted({p.split()[0] for p in persons})
    last = sorted({p.split()[-1] for p in persons})
    chance = random.Random(3)
    while len(found) < count:
        found.add(f"{chance.choice(first)} {chance.choice(last)}")
    return sorted({tuple(n.split()) for n in found if n.split()})


def tokens(words: int) -> list[list[str]]:
    """Tokens of news, a list for each report."""
    out, n = [], 0
    path = corpora() / "nlp" / "wikinews-raw.jsonl.xz"
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            found = re.findall(r"\w+(?:[-’']\w+)*|[^\w\s]", json.loads(line)["text"])
            out.append(found)
            n += len(found)
            if n >= words:
                break
    return out


def by_dict(known: dict[str, int], longest: int, text: list[str]) -> list[tuple[int, int]]:
    """The plain way, for the truth: every n-gram, longest first."""
    out, at = [], 0
    while at < len(text):
        for last in range(min(len(text), at + longest) - 1, at - 1, -1):
            if " ".join(text[at : last + 1]) in known:
                out.append((at, last))
                at = last
                break
        at += 1
    return out


def matching(misses: bool) -> None:
    import ahocorasick_rs

    every, texts = aliases(1_000_000), tokens(230_000)
    size = sum(map(len, texts))
    clock = time.process_time
    t = clock()
    ours = AliasIndex((a, n) for n, a in enumerate(every))
    built = clock() - t
    t = clock()
    peer = ahocorasick_rs.AhoCorasick(
        ["".join(f"\x01{w}\x02" for w in a) for a in every], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    built_peer = clock() - t
    speeds: dict[str, list[float]] = {"ours": [], "ahocorasick-rs": []}
    for _ in range(3):
        t = clock()
        found = [[(m.first, m.last) for m in ours.matches(text)] for text in texts]
        speeds["ours"].append(size / (clock() - t))
        t = clock()
        other = [peer.find_matches_as_indexes("".join(f"\x01{w}\x02" for w in text)) for text in texts]
        speeds["ahocorasick-rs"].append(size / (clock() - t))
    known = {" ".join(a): n for n, a in enumerate(every)}
    truth = [by_dict(known, max(map(len, every)), text) for text in texts]
    lost = sum(len(set(t) - set(f)) + len(set(f) - set(t)) for t, f in zip(truth, found, strict=True))
    print(f"{len(every):,} aliases, {size:,} tokens, {sum(map(len, truth)):,} longest matches; lost or too many: {lost}")
    print(f"ahocorasick-rs finds {sum(map(len, other)):,}; build {built_peer:.1f} s; ours {built:.1f} s")
    for name, measured in speeds.items():
        print(f"{name:15} {max(measured):>10,.0f} words per CPU-second (best of 3)")
    print(f"ratio {max(speeds['ours']) / max(speeds['ahocorasick-rs']):.2f}")


# ---- load
QUESTIONS = """
import time, resource
t = time.process_time()
from datetime import date
from dateline.knowledge.base import base
imported = time.process_time() - t
b = base()
b.lookup("NATO"); b.longest_name; b.country_by_name("Russia"); b.country_by_adjective("Russian"); b.capital("Moscow")
b.tenures("Vladimir Putin"); b.holder("foreign", "RUS", date(2007, 2, 27)); b.gender_of("Ana"); b.place("Lagos")
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{time.process_time() - t:.3f} s, of which imports {imported:.3f} s; {megabytes} MB")
"""


def load(misses: bool) -> None:
    for _ in range(3):
        subprocess.run([sys.executable, "-c", QUESTIONS], check=True)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=("office", "names", "matching", "load"))
    ap.add_argument("--misses", action="store_true")
    a = ap.parse_args()
    {"office": office, "names": names, "matching": matching, "load": load}[a.what](a.misses)


if __name__ == "__main__":
    main()
