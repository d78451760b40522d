"""The Phoenix actor dictionaries: names with CAMEO codes, and the days between which a code was right.

The dictionaries say of a person when he was of a government (`[PAKGOV 931114-971202]`) and when he was only of its elite, but
not in which office. Before 2003 those of a government are its heads. Which head somebody was follows from other sources: whoever
they name on that day in that country holds the office they name; and as one head follows another without a gap, an office known
of one is known of the chain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateline.knowledge.spelling import fold, same_name, skeletons
from tools.kb_offices import Claim

HEADS = frozenset("supreme_leader head_of_state head_of_government governor_general vice_president".split())
FIRST, LAST = date(1988, 1, 1), date(2003, 1, 1)  # from 2003 on ministers stand under the same code as heads
COUNTRIES = {"ksv": "xkx", "knt": "kna", "tmp": "tls", "rom": "rou"}  # codes of the dictionaries that are not of ISO 3166
STATES = {  # states that the dictionaries give the code of their successor, and their last day
    "rus": ("sun", date(1991, 12, 25)),
    "cze": ("csk", date(1992, 12, 31)),
    "cod": ("zar", date(1997, 5, 17)),
}
TITLES = frozenset(
    "ayatollah captain colonel dame dr general his highness hojatolislam king lyonpo mullah prince princess ratu sheikh sir "
    "sultan tuanku".split()
)
GOVERNMENT = re.compile(r"[A-Z]{3}GOV")
NEAR = timedelta(days=45)
CODE = re.compile(r"\[\s*([A-Z]+)\s*(?:([<>])?\s*(\d{6}|\d{8})(?:\s*-\s*(\d{6}|\d{8}))?)?\s*\]")


@dataclass(frozen=True)
class Coded:
    """A code and the days of which it is true; None where the dictionary leaves them open."""

    code: str
    start: date | None
    end: date | None


@dataclass
class Entry:
    """One actor of a dictionary: its names as written there, its codes, and the line on which it begins."""

    names: list[str]
    line: int
    codes: list[Coded] = field(default_factory=list)


def entries(text: str) -> list[Entry]:
    """Names begin at the margin, other names of the same actor follow, then its codes. Comments are passed over."""
    found: list[Entry] = []
    for number, line in enumerate(text.splitlines(), 1):
        said = line.partition("#")[0]
        name = re.split(r"[;\[]", said)[0].strip().strip("_")
        if name and not said[0].isspace():
            if name[0] != "+" and (not found or found[-1].codes):
                found.append(Entry([], number))
            if found:
                found[-1].names.append(name.lstrip("+").strip("_").strip())
        if found:
            found[-1].codes += [c for m in CODE.finditer(said) for c in coded(*m.groups())]
    return [e for e in found if e.codes]


def coded(code: str, mark: str | None, first: str | None, last: str | None) -> Iterator[Coded]:
    """`<` is true until a day, `>` from it on; nothing is given for days that no calendar has."""
    days = [day_of(d) if d else None for d in (first, last)]
    if any(d and not known for d, known in zip((first, last), days, strict=True)):
        return
    yield Coded(code, None, days[0]) if mark == "<" else Coded(code, *days)


def day_of(written: str) -> date | None:
    """`931114` and `19931114`; two digits are of this century up to 2014, the year of the dictionaries."""
    full = written if len(written) == 8 else ("20" if written[:2] < "15" else "19") + written
    try:
        return date(int(full[:4]), int(full[4:6]), int(full[6:]))
    except ValueError:
        return None


def shown(written: str) -> str:
    """`SIR_JOHN_COMPTON` as he is called, without titles before the name."""
    words = written.partition("(")[0].replace("_", " ").replace("`", "").split()
    while len(words) > 2 and words[0].lower().strip(".") in TITLES:
        words = words[1:]
    return " ".join("-".join(part.capitalize() for part in w.split("-")) for w in words)


# ---- who governed
@dataclass(frozen=True)
class Spell:
    """Somebody in a government from a day to a day. `place` is the number of the entry, for neighbours in the file."""

    names: tuple[str, ...]
    of: str
    start: date
    end: date
    place: int
    line: int
    born: str
    died: str


def spells(every: Sequence[Entry]) -> list[Spell]:
    """Those that reach beyond 1988 and began before 2003; two entries with the same days and spelling are one person."""
    found: list[Spell] = []
    for place, e in enumerate(every):
        for c in e.codes:
            if c.start and c.end and GOVERNMENT.fullmatch(c.code) and c.start < LAST and c.start < c.end > FIRST:
                of = state(c.code[:3].lower(), c.end)
                found.append(Spell((shown(e.names[0]),), of, c.start, c.end, place, e.line, *life(e)))
    return merged(found)


def state(code: str, until: date) -> str:
    """ISO alpha-3, lower case, of the state that was."""
    of = COUNTRIES.get(code, code)
    before, last = STATES.get(of, (of, until))
    return before if until <= last else of


def life(e: Entry) -> tuple[str, str]:
    """Year of birth and day of death: a code of the elite begins with the year in which somebody came of age, at eighteen.

    Years of birth that end in 0 are not taken: by Wikidata half of them are of people who were born in the year after.
    """
    elite = [c for c in e.codes if c.code.endswith("ELI")]
    first, last = (elite[0].start, elite[-1].end) if elite else (None, None)
    of_age = first and elite[0] is e.codes[0] and (first.month, first.day) == (1, 1) and (first.year - 18) % 10
    born = str(first.year - 18) if first and of_age else ""
    if not last or elite[-1] is not e.codes[-1]:
        return born, ""
    return born, str(last.year) if (last.month, last.day) == (1, 1) else last.isoformat()


def merged(found: Iterable[Spell]) -> list[Spell]:
    out: dict[tuple[object, ...], Spell] = {}
    for s in found:
        key = (s.of, s.start, s.end)
        twin = next((k for k, o in out.items() if k[:3] == key and alike(o.names[0], s.names[0])), None)
        if twin is None:
            out[(*key, s.names)] = s
        elif s.names[0] not in out[twin].names:
            out[twin] = Spell((*out[twin].names, *s.names), *key, out[twin].place, out[twin].line, s.born, s.died)
    return list(out.values())


def alike(one: str, other: str) -> bool:
    """Of two persons in one office at one time: the same name, or the last word of one is spelt like a word of the other."""
    if fold(one) == fold(other) or same_name(one, other):
        return True
    mine, theirs = ([w for w in re.split(r"[-\s.']+", fold(n.partition(" of ")[0])) if len(w) > 2] for n in (one, other))
    pairs = [(mine[-1:], theirs), (mine, theirs[-1:])]
    return any(not skeletons(a).isdisjoint(skeletons(b)) for some, others in pairs for a in some for b in others)


# ---- in which office
def told(s: Spell, c: Claim) -> bool:
    """Whether a source's row is about this spell: the same person, begun and ended at about the same time."""
    return about(c.start, s.start) and (not c.end or about(c.end, s.end, by_year=True)) and is_named(s, c)


def is_named(s: Spell, c: Claim) -> bool:
    return any(alike(n, m) for n in s.names for m in c.names)


def about(written: str, day: date, by_year: bool = False) -> bool:
    if len(written) == 10:
        return abs(date.fromisoformat(written) - day) <= NEAR or (by_year and written[:4] == str(day.year))
    return day.isoformat().startswith(written)


def chains(every: Sequence[Spell]) -> list[list[int]]:
    """Spells that follow one another from one day to the same or the next, where nobody else came or went.

    Where two offices changed hands on one day, those follow each other who stand next to each other in the file.
    """
    pairs = [
        (i, j)
        for i, a in enumerate(every)
        for j, b in enumerate(every)
        if a.of == b.of and a.names != b.names and timedelta(0) <= b.start - a.end <= timedelta(days=1)
    ]
    after: dict[int, int] = {}
    for neighbours in (False, True):
        free = [(i, j) for i, j in pairs if i not in after and j not in after.values()]
        if neighbours:
            free = [(i, j) for i, j in free if every[j].place == every[i].place + 1]
        ended, begun = Counter(i for i, _ in free), Counter(j for _, j in free)
        after |= {i: j for i, j in free if ended[i] == begun[j] == 1}
    out = []
    for i in sorted(set(range(len(every))) - set(after.values())):
        chain = [i]
        while chain[-1] in after:
            chain.append(after[chain[-1]])
        out.append(chain)
    return out


def offices(every: Sequence[Spell], claims: Iterable[Claim]) -> dict[tuple[int, str], Claim]:
    """The offices of each spell of which any is known, with the row of another source that tells it.

    All rows about a chain must agree; a chain about which they differ has no office.
    """
    by_country: dict[str, list[Claim]] = {}
    for c in claims:
        if c.office in HEADS:
            by_country.setdefault(c.of, []).append(c)
    known = [[c for c in by_country.get(s.of, ()) if told(s, c)] for s in every]
    out: dict[tuple[int, str], Claim] = {}
    for chain in chains(every):
        said = [{c.office for c in known[i]} for i in chain if known[i]]
        for office in sorted(set.intersection(*said)) if said else ():
            witness = next(c for i in chain for c in known[i] if c.office == office)
            for i in chain:
                out[i, office] = next((c for c in known[i] if c.office == office), witness)
    return out


def heads(text: str, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Heads of state and government before 2003 with their days. `claims` are those of the other sources.

    A row that another source has with the same days is left out, and so is one that follows from a chain alone while another
    source has somebody else in that seat.
    """
    every = spells(entries(text))
    labels = common_labels(claims)
    for (i, office), witness in sorted(offices(every, claims).items(), key=lambda found: found[0]):
        s = every[i]
        seat = [c for c in claims if (c.of, c.office) == (s.of, office)]
        if any(c.start == s.start.isoformat() and c.end == s.end.isoformat() and told(s, c) for c in seat):
            continue
        own = told(s, witness)
        if not own and any(meets(c, s) and not is_named(s, c) for c in seat):
            continue
        yield Claim(
            names=tuple(dict.fromkeys((*(witness.names if own else ()), *s.names))),
            office=office,
            of=s.of,
            label=labels.get((s.of, office)) or office.replace("_", " ").capitalize(),
            start=s.start.isoformat(),
            end=s.end.isoformat(),
            until_known="",
            source="phoenix",
            row=f"Countries:{s.line}, office by {witness.source} {witness.row}".strip(),
            qid=witness.qid if own else "",
            born=s.born,
            died=s.died,
        )


def common_labels(claims: Iterable[Claim]) -> dict[tuple[str, str], str]:
    """What sources call an office of a country most often."""
    count: dict[tuple[str, str], Counter[str]] = {}
    for c in claims:
        count.setdefault((c.of, c.office), Counter())[c.label] += 1
    return {key: min(found, key=lambda label: (-found[label], label)) for key, found in count.items()}


def meets(c: Claim, s: Spell) -> bool:
    """Whether a source's row holds on the middle day of the spell."""
    middle = (s.start + (s.end - s.start) / 2).isoformat()
    return len(c.start) == 10 and c.start <= middle <= (c.end or c.until_known)
