"""The lexicons of titles, actor nouns and metonymy, ready to be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, cast

from dateline.foundation.rows import ActorKind, Relation
from dateline.knowledge.tables import table
from dateline.reading.tree import Tree

Sex = Literal["m", "f"]
LONGEST_BEFORE, LONGEST_AFTER = 4, 3
ANYBODY = "villager"
DOERS = ("er", "or", "ist", "ian", "man")
COMPLEMENTED = ("nmod", "appos", "compound")


@dataclass(frozen=True)
class Title:
    """An office word. `holder` is the base's office class, `country` the only country that uses the title bare;
    `needs_of`: it is an office only with what it is of, or beside a name.
    """

    id: str
    office: str
    relation: Relation | None
    holder: str | None
    country: str | None
    sex: Sex | None
    body: bool
    honorific: bool
    needs_of: bool = False


@dataclass(frozen=True)
class Noun:
    """A common noun for actors of a kind; `of_country`: with a country it is that country's government;
    `again`: it never brings anybody on, but may take somebody up again; `acting`: it does so only as subject or object.
    """

    id: str
    kind: ActorKind
    code: str
    of_country: bool
    back: tuple[str, ...]
    plural: bool
    again: bool
    acting: bool = False


@cache
def titles() -> dict[str, Title]:
    """By phrase, lower case, singular."""
    return {w: t for e in table("lexicon/titles") for t in [_title(e)] for w in e["words"]}


def _title(e: dict[str, Any]) -> Title:
    return Title(
        e["id"], e["office"], cast(Relation, e["relation"]) if e["relation"] else None, e.get("holder"), e.get("country"),
        e.get("sex"), e.get("body", False), e.get("honorific", False), e.get("needs_of", False),
    )  # fmt: skip


@cache
def nouns() -> dict[str, tuple[Noun, ...]]:
    """By word or phrase, lower case, singular; a word may be of several entries, in file order."""
    out: dict[str, tuple[Noun, ...]] = {}
    for e in table("lexicon/nouns"):
        noun = Noun(
            e["id"],
            e["kind"],
            e.get("code", ""),
            e.get("of_country", False),
            tuple(e["back"]),
            e.get("plural", False),
            e.get("again", False),
            e.get("acting", False),
        )
        for w in e["words"]:
            out[w] = (*out.get(w, ()), noun)
    person = next(n for n in out[ANYBODY] if n.id == "person")
    return {w: (*of, person) if _lacks_person(w, of) else of for w, of in out.items()}


def _lacks_person(word: str, of: tuple[Noun, ...]) -> bool:
    """`truckers` are people, so one trucker is a person; holders of offices are read by their titles."""
    ids = {n.id for n in of}
    human = word in _humans() or (ids == {"people"} and word.endswith(DOERS))
    return human and "people" in ids and "person" not in ids and word not in titles()


def singular(tree: Tree, i: int) -> str:
    """The lemma in lower case; names of offices are written with capitals too (`Minister`, `Officials`)."""
    return _singular(tree.low(i), tree.lemma(i), tree.upos(i))


@lru_cache(maxsize=50_000)
def _singular(low: str, lemma: str, upos: str) -> str:
    lemma = lemma.lower()
    if upos == "PROPN" and low == lemma and low.endswith("s") and low[:-1] in _one_word():
        return low[:-1]
    man = f"{low[:-3]}man" if low.endswith("men") else ""
    return man if man in titles() or man in nouns() or man in _humans() else lemma


@cache
def _one_word() -> frozenset[str]:
    return frozenset(w for w in (*titles(), *nouns()) if " " not in w)


@cache
def _title_words() -> frozenset[str]:
    return frozenset(w for t in titles() for w in t.split())


@cache
def _title_pieces() -> frozenset[str]:
    return frozenset(p for t in titles() for p in re.findall(r"\w+|[^\w\s]", t))


@lru_cache(maxsize=20_000)
def _in_titles(low: str) -> bool:
    """Whether a word as the parse cuts them may stand inside a title: a title is not looked for across any other."""
    return _title_pieces().issuperset(re.findall(r"\w+|[^\w\s]", low.replace("’", "'")))


@cache
def _last_words() -> frozenset[str]:
    return frozenset(n.split()[-1] for n in nouns())


@dataclass(frozen=True)
class Found:
    """A title phrase in the text: words `first` to `last`, both inclusive."""

    title: Title
    phrase: str
    first: int
    last: int


def title_around(tree: Tree, head: int) -> Found | None:
    """The longest title phrase with this word as its noun: `deputy foreign minister`, `secretary of state`."""
    if singular(tree, head) not in _title_words():
        return None
    s = tree.sentence(head)
    best: Found | None = None
    last_of_all = head
    while last_of_all < min(s.end - 1, head + LONGEST_AFTER) and _in_titles(tree.low(last_of_all + 1)):
        last_of_all += 1
    for first in range(max(s.first, head - LONGEST_BEFORE), head + 1):
        if any(tree.low(i) == "of" or not _in_titles(tree.low(i)) for i in range(first, head)):
            continue
        for last in range(head, last_of_all + 1):
            phrase = _phrase(tree, first, head, last)
            title = titles().get(phrase)
            if title and title.needs_of and not any(tree.rel(c) in COMPLEMENTED for c in tree.children(head)):
                continue
            if title and (best is None or last - first > best.last - best.first):
                best = Found(title, phrase, first, last)
    return best


def noun_around(tree: Tree, head: int) -> tuple[str, tuple[Noun, ...]]:
    """The longest noun phrase of the lexicon that ends with this word, and its entries; empty if none."""
    s = tree.sentence(head)
    longest = 2 if singular(tree, head) in _last_words() else 0
    for first in range(max(s.first, head - longest), head + 1):
        phrase = _phrase(tree, first, head, head)
        if phrase in nouns():
            return phrase, nouns()[phrase]
    written = tree.low(head)
    found = next((w for w in (written, written.removesuffix("s")) if w in nouns()), "")
    if found:
        return found, nouns()[found]
    lemma = singular(tree, head)
    return (lemma, nouns()[ANYBODY]) if tree.upos(head) == "NOUN" and lemma in _humans() else ("", ())


def is_human(word: str) -> bool:
    """Whether a common noun, singular, is for a human being."""
    return word in _humans() or any(n.id == "person" for n in nouns().get(word, ()))


@cache
def _humans() -> frozenset[str]:
    """Common nouns for human beings by their commonest sense; they are read as `ANYBODY` is."""
    rows = files("dateline.knowledge").joinpath("ontology/nouns.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(r.split("\t")[0] for r in rows if "\tperson\t" in r)


def _phrase(tree: Tree, first: int, head: int, last: int) -> str:
    text, p = tree.text, tree.parse
    before = text[p.start[first] : p.start[head]].lower()
    after = text[p.end[head] : p.end[last]].lower().replace("’", "'")
    return " ".join(f"{before}{singular(tree, head)}{after}".split()).replace("’", "'")


@dataclass(frozen=True)
class Reading:
    """How a capital's name is read in one place of the tree; `rule` is the entry that decided."""

    government: bool
    rule: str


def reading_of(tree: Tree, i: int) -> Reading:
    """Government or place, by the syntax of the name's head word `i` (see `metonymy.toml`)."""
    at = tree.first_conjunct(i) if tree.preposition(i) is None else i
    for e in table("lexicon/metonymy"):
        if _fits(tree, at, e):
            return Reading(e["reading"] == "government", e["id"])
    return Reading(False, "no-syntax")


def _fits(tree: Tree, i: int, e: dict[str, Any]) -> bool:
    if e.get("clause"):
        return _acts_in_relative(tree, i)
    if not any(_is_relation(tree, i, r) for r in e["relation"]):
        return False
    if "preposition" in e and tree.preposition(i) not in e["preposition"]:
        return False
    head = tree.head(i)
    return "head" not in e or (head is not None and tree.lemma(head).lower() in e["head"])


def _is_relation(tree: Tree, i: int, relation: str) -> bool:
    if relation == "nsubj":
        return tree.is_rel(i, "nsubj")
    return tree.rel(i) == relation or (
        relation in ("obl", "nmod") and tree.rel(i) in (f"{relation}:agent", f"{relation}:unmarked")
    )


def _acts_in_relative(tree: Tree, i: int) -> bool:
    """`Oslo, which will lend …`: a relative clause with `which` as its subject (also where it hangs as adverbial)."""
    p = tree.parse
    after = tree.word(i + 1) if i + 1 < len(p) else ""
    which = i + 2 if after == "," else i + 1
    if which >= len(p) or tree.low(which) not in ("which", "whose", "whom"):
        return False
    verb = tree.head(which) if tree.low(which) != "whose" else None
    return verb is None or (tree.is_rel(which, "nsubj", "obj") and tree.lemma(verb) not in ("lie", "be", "sit", "stand", "have"))


def title_named(office: str) -> Title | None:
    """The title whose words end the name of an office: `ports minister` to the entry of `minister`."""
    words = office.split()
    ends = (" ".join(words[k:]) for k in range(len(words)))
    return next((titles()[e] for e in ends if e in titles()), None)
