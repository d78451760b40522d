"""Who held which office from when to when, as each source says it. One claim a row of a source; nothing is merged here."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.knowledge.offices import office_rule

if TYPE_CHECKING:
    from tools.build_kb import Archives

IsoOf = Callable[[str], str | None]
WrittenName = Callable[[dict[str, str]], str]
FACTBOOK_DAY = "2026-01-22"


@dataclass(frozen=True)
class Claim:
    """One row of a source. `names`: the one to show, then others."""

    names: tuple[str, ...]
    office: str
    of: str
    label: str
    start: str
    end: str
    until_known: str
    source: str
    row: str
    qid: str = ""
    gender: str = ""
    born: str = ""
    died: str = ""
    acting: bool = False


def claims(a: Archives, iso_of: IsoOf, names: dict[str, str], written_name: WrittenName) -> Iterator[Claim]:
    """Every source's, one after another."""
    dated = [*wikidata(a, names), *american_heads(a), *american_legislators(a), *british_ministers(a)]
    heads = list(factbook_heads(a, iso_of, written_name))
    governing = [c for c in (*heads, *presidents_who_govern(dated, heads)) if c.office == "head_of_government"]
    yield from dated
    yield from (c for c in heads if c.office != "head_of_government")
    yield from beside_no_premier(governing, dated)


def by_hand(rows: Iterable[dict[str, str]]) -> Iterator[Claim]:
    """Rows kept by hand, a page named in each."""
    for r in rows:
        yield Claim((r["person"],), r["office"], r["of"], r["label"], r["from"], r["to"], r["until_known"], r["source"], "")


# ---- Wikidata
COUNTRY_OF_REPO = {
    "us-cabinet": "usa",
    "united-kingdom-cabinet": "gbr",
    "uae-ministers": "are",
    "ivory-coast": "civ",
    "congo-kinshasa-ministers": "cod",
    "congo-brazzaville": "cog",
    "palestine": "pse",
    "solomons-ministers": "slb",
    "saudi-ministers": "sau",
    "timor-leste-ministers": "tls",
    "sao-tome-and-principe": "stp",
    "burkina-faso": "bfa",
    "bosnia-herzegovina-ministers": "bih",
    "gambia-ministers": "gmb",
    "bahamas-cabinet": "bhs",
    "cabo-verde": "cpv",
    "myanmar-ministers": "mmr",
    "turkey-ministers": "tur",
    "czech-ministers": "cze",
    "micronesia-ministers": "fsm",
    "north-macedonia-ministers": "mkd",
    "swiss-federal-council": "che",
    "eswatini-ministers": "swz",
    "world": "un",
}
BODY_IN_LABEL = {"United Nations": "un", "World Trade Organization": "wto", "International Court of Justice": "icj"}


def wikidata(a: Archives, names: dict[str, str]) -> Iterator[Claim]:
    persons = {r["qid"]: r for r in a.rows("officeholders", "wikidata_persons.tsv")}
    seen_on = {r["source_repo"]: r["snapshot_date"] for r in a.rows("officeholders", "wikidata_sources.tsv")}
    for n, r in enumerate(a.rows("officeholders", "wikidata_holders_2000-2023.tsv"), 2):
        repo = re.sub(r"-(?:ministers|cabinets?|2021)$", "", r["source_repo"]).replace("-", " ")
        of = COUNTRY_OF_REPO.get(r["source_repo"]) or names.get(repo)
        about = persons.get(r["person_qid"], {})
        shown = latin_names(r["person"], about.get("enwiki_title", ""))
        if not of or not shown or not r["start"]:
            continue
        label, of = own_label(r["position"], of, names)
        rule = office_rule(label, of)
        died = about.get("death", "")
        yield Claim(
            names=shown,
            office=rule.office if rule else "official",
            of=of,
            label=label,
            start=r["start"],
            end=r["end"] or (died if died and died >= r["start"] else ""),
            until_known="" if r["end"] else seen_on[r["source_repo"]],
            source="wikidata",
            row=f"{r['source_repo']}:{n}",
            qid=r["person_qid"],
            gender={"male": "m", "female": "f"}.get(about.get("gender", ""), ""),
            born=about.get("birth", ""),
            died=died,
        )


def own_label(position: str, of: str, names: dict[str, str]) -> tuple[str, str]:
    """The label without `of COUNTRY` at its end, and the body it is of where the label names one."""
    for body, ident in BODY_IN_LABEL.items():
        if body in position and of == "un":
            return position, ident
    head = re.fullmatch(r"(.+?) (?:of|to) (?:the )?([A-Z].+)", position)
    own = head and (names.get(plain(head[2])) == of or head[2] in ("Palestinian National Authority", "Palestinian Authority"))
    if head and own and not position.lower().startswith("ambassador"):
        return head[1].strip(), of
    return position.strip(), of


def latin_names(person: str, title: str) -> tuple[str, ...]:
    """The names in Latin script: the label, the title of the English article; `Tupou VI of Tonga` bare, too."""
    titled = re.sub(r" \(.*\)$", "", title)
    bare_names = (re.sub(r"^(\w+ [IVX]+) of .*$", r"\1", n) for n in (person.strip(), titled))
    return tuple(dict.fromkeys(n for n in (person.strip(), titled, *bare_names) if n and is_latin(n) and not re.search(r"\d", n)))


# ---- the United States and the United Kingdom
def american_heads(a: Archives) -> Iterator[Claim]:
    """Presidents and vice-presidents since 1981, read from the few regular lines of the YAML file."""
    kinds = {"prez": ("head_of_state", "President"), "viceprez": ("vice_president", "Vice President")}
    for n, block in enumerate(a.text("officeholders", "us_executive.yaml").split("\n- id:"), 1):
        first, last = re.search(r"first: (.+)", block), re.search(r"last: (.+)", block)
        sex, born = re.search(r"gender: ([MF])", block), re.search(r"birthday: '?(\d{4}-\d\d-\d\d)", block)
        known, qid = re.search(r"wikipedia: ([^(\n]+)", block), re.search(r"wikidata: (Q\d+)", block)
        middle = re.search(r"middle: (.+)", block)
        initials = " ".join(f"{m[0]}." for m in middle[1].split()) if middle else ""
        terms = re.findall(r"- type: (prez|viceprez)\n\s+start: '?(\d{4}-\d\d-\d\d)'?\n\s+end: '?(\d{4}-\d\d-\d\d)'?", block)
        for kind, start, end in terms:
            if first and last and start >= "1945":
                plain, whole = (f"{first[1].strip()}{m} {last[1].strip()}" for m in ("", f" {initials}".rstrip()))
                names = (*([known[1].strip()] if known else []), plain, whole, whole.replace(". ", ".", initials.count(" ")))
                over = end > "2026-06-01"
                office, label = kinds[kind]
                yield Claim(
                    tuple(dict.fromkeys(names)),
                    office,
                    "usa",
                    label,
                    start,
                    "" if over else end,
                    "2026-06-01" if over else "",
                    "us",
                    f"us_executive.yaml:{n}",
                    qid=qid[1] if qid else "",
                    gender=sex[1].lower() if sex else "",
                    born=born[1] if born else "",
                )


def american_legislators(a: Archives) -> Iterator[Claim]:
    labels = {"sen": "Senator for", "rep": "Representative for"}
    for n, r in enumerate(a.rows("officeholders", "us_congress_current_members.tsv"), 2):
        if r["chamber_or_role"] in labels and r["name"]:
            over = r["end"] > "2026-06-01"
            yield Claim(
                (r["name"],),
                "legislator",
                "usa",
                f"{labels[r['chamber_or_role']]} {r['state']}",
                r["start"],
                "" if over else r["end"],
                "2026-06-01" if over else "",
                "us",
                f"congress:{n}",
                qid=r["qid"],
                gender=r["gender"].lower(),
                born=r["birth"],
            )


def british_ministers(a: Archives) -> Iterator[Claim]:
    """Every appointment; a peer's title only where the person's own name does not stand for the same post and day."""
    rows = list(enumerate(a.rows("officeholders", "uk_ministers_ifg_1979-2026.tsv"), 2))
    title = re.compile(r"(?:Baroness|Lord|Viscount|Earl|Marquess|Countess|Duke) ")
    own = {(r["post"], r["start_date"]) for _, r in rows if not title.match(r["person"])}
    for n, r in rows:
        if not r["start_date"] or (title.match(r["person"]) and (r["post"], r["start_date"]) in own):
            continue
        rule = office_rule(r["post"], "gbr")
        office = rule.office if rule else "official"
        yield Claim(
            (r["person"],),
            office,
            "gbr",
            r["post"],
            r["start_date"],
            r["end_date"],
            "" if r["end_date"] else "2026-06-12",
            "ifg",
            f"ifg:{n}",
            gender=r["gender"].lower(),
        )


# ---- the Factbook
MONTHS = {
    m: n for n, m in enumerate("January February March April May June July August September October November December".split(), 1)
}
TITLES = (
    r"(?:Interim |Acting |Caretaker |Transition(?:al)? |Federal |Executive )?"
    r"(?:Supreme Leader|Vice President|President(?: of the Swiss Confederation| of the Government)?|Prime Minister|Chancellor|"
    r"Premier|King|Queen|Emir|Amir|Sultan|Taoiseach|Pope|Emperor|Grand Duke|Prince|Governor General|Deputy Prime Minister)"
)
RANKS = (
    r"(?:(?:(?:Lt|Maj|Brig|Gen|Col|Capt|Dr|Sir|Dame|Field Marshal|Marshal|Sheikh|Crown Prince|Ret|(?:Brigadier|Major) General)"
    r"\.?|\(Ret\.?\)|\([A-Z]\w+\.?\)) )*"
)
SINCE = re.compile(
    rf"(?:&nbsp;)?(?P<title>{TITLES})(?: \([A-Z][^)]*\))? {RANKS}(?P<name>[^();,]+?),?"
    r" \(since (?:(?P<day>\d{1,2}) )?(?:(?P<month>[A-Z]\w+) )?(?P<year>\d{4})"
)
FIELD = {"chief of state": "head_of_state", "head of government": "head_of_government"}


def factbook_heads(a: Archives, iso_of: IsoOf, written_name: WrittenName) -> Iterator[Claim]:
    """Everybody with a `since`; the end of a tenure is not known from here, only when it was last seen."""
    territory = a.rows("territories", "factbook_territories_2026-01-22.tsv")
    dependent = {iso_of(written_name(r)) for r in territory if r["independence"].startswith("none")}
    latest: dict[tuple[object, ...], tuple[str, str]] = {}
    for n, r in enumerate(a.rows("officeholders", "factbook_executives.tsv"), 2):
        country = iso_of(r["country"])
        if not country or country in dependent or "represented by" in r["text"]:
            continue
        day = min(r["last_seen"], FACTBOOK_DAY)
        for found in since_clauses(r["text"]):
            office = factbook_office(found["title"], r["field"], country)
            if office:
                start = iso_day(found["year"], found["month"], found["day"])
                acting = bool(re.match(r"Interim|Acting|Caretaker|Transition", found["title"]))
                key = (shown_names(found["name"]), office, country, bare(found["title"]), start, acting)
                latest[key] = max(latest.get(key, ("", "")), (day, f"executives:{n}"))
    for (names, office, country, label, start, acting), (day, row) in latest.items():
        yield Claim(names, office, country, label, start, "", day, "factbook", row, acting=acting)  # type: ignore[arg-type]


def since_clauses(text: str) -> Iterator[re.Match[str]]:
    """Each clause that begins with a title; notes tell of the past and are passed over."""
    for clause in re.split(r";|\+\+", html.unescape(text).replace("\xa0", " ")):
        found = SINCE.match(clause.strip())
        if found and not re.match(r"(?:of|and) ", found["name"]):
            yield found


def bare(title: str) -> str:
    return re.sub(r"^(?:Interim|Acting|Caretaker|Transition(?:al)?|Federal|Executive) ", "", title)


def factbook_office(title: str, field: str, country: str) -> str | None:
    rule = office_rule(bare(title), country)
    fixed = {"supreme_leader", "vice_president", "deputy_head_of_government", "governor_general"}
    if rule and rule.office in fixed:
        return rule.office
    if country == "irn" and field == "chief of state":
        return None  # the Supreme Leader alone is named there; a president is head of government
    return FIELD.get(field)


def iso_day(year: str, month: str | None, day: str | None) -> str:
    number = MONTHS.get(month or "")
    return "-".join([year, *([f"{number:02d}"] if number else []), *([f"{int(day):02d}"] if number and day else [])])


def shown_names(written: str) -> tuple[str, ...]:
    """`Luis Alberto ARCE Catacora`: given with family name, which is in capitals; then the whole name and other ways."""
    words = re.sub(r"[\"“”]\w+[\"“”]", "", written).split()
    family = [w for w in words if re.search(r"[A-Z]{2}", w) and not re.fullmatch(r"[IVX]+", w)]
    whole = " ".join(proper(w) for w in words)
    if not family or len(words) == len(family):
        return (whole,)
    first = words[0] if words[0] not in family else ""
    short = f"{first} {' '.join(proper(w) for w in family)}" if first else whole
    nick = re.search(r"[\"“]([A-Z]\w+)[\"”]", written)
    other = (f"{nick[1]} {proper(family[-1])}",) if nick else ()
    capitals = [part for w in family for part in w.split("-") if re.search(r"[A-Z]{2}", part)]
    bare_family = (f"{first} {' '.join(map(proper, capitals))}",) if first and any("-" in w for w in family) else ()
    return tuple(dict.fromkeys((short, whole, *other, *bare_family)))


def proper(word: str) -> str:
    """`al-SUDANI` to al-Sudani."""
    return re.sub(r"[A-Z]{2,}", lambda m: m[0].capitalize(), word) if not re.fullmatch(r"[IVX]+", word) else word


def presidents_who_govern(dated: list[Claim], heads: list[Claim]) -> Iterator[Claim]:
    """Where the factbook's heads of government are all presidents, every president is one, in the other sources too."""
    labels: dict[str, set[str]] = {}
    for c in heads:
        if c.office == "head_of_government":
            labels.setdefault(c.of, set()).add(c.label)
    governing = {of for of, found in labels.items() if found == {"President"}} | {"usa"}
    for c in dated:
        if c.of in governing and c.office == "head_of_state":
            yield Claim(**{**c.__dict__, "office": "head_of_government"})


def beside_no_premier(governing: Iterable[Claim], dated: list[Claim]) -> Iterator[Claim]:
    """Presidents are heads of government only while no dated source has somebody else in that office."""
    premiers = [c for c in dated if c.office == "head_of_government"]
    for c in governing:
        if c.label != "President" or not any(p.of == c.of and meet(p, c) for p in premiers):
            yield c


def meet(a: Claim, b: Claim) -> bool:
    """Whether the two tenures share a day, as far as their sources tell."""
    return a.start <= (b.end or b.until_known) and b.start <= (a.end or a.until_known)


def plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().strip()


def is_latin(name: str) -> bool:
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘-" for c in name)
