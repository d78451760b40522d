"""Names in the text: where they stand, and one kind for each over the whole report.

The parse proposes entities word by word and errs; the base's names, titles before a name and other mentions of the
same name overrule it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from dateline.knowledge.base import Entity, KnowledgeBase, fold
from dateline.reading.actors.lexicon import is_human, nouns, title_around, titles
from dateline.reading.tree import Tree

NameKind = Literal["PER", "ORG", "LOC"]
BODY_WORDS = frozenset(
    "institute institution university college academy school centre center foundation council committee commission "
    "agency bank fund authority "
    "ministry department office bureau service party movement front union league forum federation association "
    "organisation organization society "
    "congress parliament assembly senate court tribunal chamber chambers army navy force forces guard guards police "
    "corporation company group "
    "trading energy research relief mining motors steel holdings industries petroleum airways watch network news "
    "times post press airlines oil gas bloc alliance community conference church coalition team board project programme "
    "program initiative observatory laboratory lab trust list collective cooperative syndicate brigade brigades battalion "
    "regiment patrol alliance bar club embassy synod diocese order hospital clinic railways railway shipping lines "
    "partners capital investments insurance telecom energy power water utilities foods breweries pharmaceuticals "
    "technologies systems solutions logistics records studios pictures museum archive archives library theatre theater "
    "opera orchestra academy monitor survey secretariat taskforce mission delegation guild order lodge".split()
)  # fmt: skip
JOINERS = frozenset({"of", "for", "on", "and", "the", "in", "de", "du", "des", "&"})
OFFICES = frozenset(
    "ministry department police army navy parliament senate court cabinet government chambers embassy treasury".split()
)
THINGS = frozenset(
    "treaty accord accords agreement protocol convention pact act cup prize day war wars street square avenue road "
    "bridge airport report summit plan deal".split()
)
AREA = 2  # words by which the parse may cut the name of a part of the world short
SHORT = 3  # words that stay small in the capitals of a headline
MARKS = frozenset({"'", "’", "'s", "’s"})
PLURALS = frozenset("people women men children fishermen clergymen businessmen".split())
NEVER = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december".split()
)


@dataclass(frozen=True)
class Name:
    """Words `first` to `last`, both inclusive; `ids` are the base's candidates for an ORG or LOC."""

    first: int
    last: int
    kind: NameKind
    text: str
    entities: tuple[Entity, ...] = ()
    capital: str | None = None

    @property
    def words(self) -> range:
        """Its words' indices."""
        return range(self.first, self.last + 1)


def find_names(tree: Tree, kb: KnowledgeBase, day: date | None) -> tuple[Name, ...]:
    """Every name in text order; none overlaps another."""
    known = list(_from_base(tree, kb, day))
    tagged = [_as_area(tree, kb, n) for n in _tagged(tree) if fold(n.text) not in NEVER]
    chosen = _without_overlaps([*known, *(_widened(tree, n) for n in tagged), *_untagged_bodies(tree)])
    return tuple(n for n in _one_kind(tree, [*chosen, *_repeated(tree, chosen)]) if _may_act(tree, kb, n))


def _as_area(tree: Tree, kb: KnowledgeBase, n: Name) -> Name:
    """A part of the world is no body, whatever stands before it at the head of a sentence: `Senior` Central Asia envoy."""
    s = tree.sentence(n.first)
    starts = (n.first, n.first + 1) if n.first == s.first else (n.first,)
    for first in starts if n.kind == "ORG" else ():
        for last in range(max(first, n.last), min(n.last + 1 + AREA, s.end)):
            text = tree.span(range(first, last + 1)).of(tree.text)
            if any(p.kind == "area" for p in kb.places_named(text)):
                return _name_of(tree, first, last, "LOC")
    return n


def _may_act(tree: Tree, kb: KnowledgeBase, n: Name) -> bool:
    """Not a nationality, a treaty or a people's name, nor an office of state: those are common nouns to the next step."""
    last = tree.low(n.last)
    if n.entities or n.capital:
        return True
    if not any(_capital(tree, i) for i in n.words) or (n.kind == "ORG" and n.last > n.first and not _later_capital(tree, n)):
        return False  # `labour` of a court, `Lao defence` of a ministry
    if last in THINGS or kb.country_by_adjective(n.text) or kb.country_by_people(n.text):
        return False
    word = last if len(n.words) == 1 or last in OFFICES else ""
    return word not in nouns() and word.removesuffix("s") not in nouns()


def _later_capital(tree: Tree, n: Name) -> bool:
    return any(_capital(tree, i) for i in n.words[1:])


def _from_base(tree: Tree, kb: KnowledgeBase, day: date | None) -> Iterator[Name]:
    """The base's names, longest first; they begin and end with a capital or a dot."""
    for s in tree.parse.sentences:
        i = s.first
        while i < s.end:
            found = (
                _longest(tree, kb, i, min(s.end, i + kb.longest_name), day)
                if (tree.word(i)[0].isupper() or tree.word(i)[:3] in ("al-", "al", "int")) and kb.begins_name(tree.word(i))
                else None
            )
            if found:
                yield found
            i = found.last + 1 if found else i + 1


def _longest(tree: Tree, kb: KnowledgeBase, first: int, end: int, day: date | None) -> Name | None:
    known, far = _known_pieces(kb), first
    while far < end and known.issuperset(_pieces(tree.low(far))):
        far += 1
    for last in range(far - 1, first - 1, -1):
        if last > first and not tree.word(last)[0].isalnum():
            continue
        text = _text(tree, first, last)
        found = _known(kb, text, day)
        if found is not None:
            return replace(found, first=first, last=last)
    return None


@lru_cache(maxsize=4)
def _known_pieces(kb: KnowledgeBase) -> frozenset[str]:
    """Every piece of every name of the base, so that no name is looked for across a word that none has."""
    names = (n for e in kb.entities.values() for n in (e.name, *e.names))
    capitals = (n for c in kb.countries.values() for n in (c.name, *c.names, c.capital or ""))
    return frozenset(p for n in (*names, *capitals, *kb.metonyms) for w in (n, fold(n)) for p in _pieces(w.lower())) | {"the"}


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    """Runs of letters and digits in lower case, marks folded."""
    return tuple(re.findall(r"\w+", fold(word).replace("_", " ")))


def _known(kb: KnowledgeBase, text: str, day: date | None) -> Name | None:
    if text.startswith("The "):
        return None
    country = kb.country_by_name(text) if not text.islower() else None
    if country is not None and (len(text) > 3 or not text.islower()):
        return Name(0, 0, "LOC", text, kb.lookup(country.name) or (kb.entities[country.id],))
    entities = kb.lookup(text)
    if entities:
        return Name(0, 0, "ORG", text, entities)
    capital = kb.capital(text, day) if text[0].isupper() else None
    return Name(0, 0, "LOC", text, capital=capital) if capital else None


def _tagged(tree: Tree) -> Iterator[Name]:
    """The parse's entities; an I without a B before it begins one too, neighbours of a body's name are one."""
    entity, i = tree.names, 0
    while i < len(entity):
        last = i
        if entity[i] != "O":
            while last + 1 < tree.sentence(i).end and _goes_on(tree, i, last):
                last += 1
            kind = _kind_of(tree, i, last)
            yield _name_of(tree, _after_titles(tree, i, last) if kind == "PER" else i, last, kind)
        i = last + 1


def _goes_on(tree: Tree, first: int, last: int) -> bool:
    """The next word is of the same name: tagged so, glued by a hyphen, or a flat part of it under another tag."""
    entity, after = tree.names, last + 1
    kind = entity[first][2:]
    if entity[after] == f"I-{kind}" or entity[after] == "B-ORG" == entity[last]:
        return True
    flat = entity[after].startswith("I-") and tree.head(after) == first and tree.rel(after) == "flat"
    return flat or _in_hyphened(tree, after, kind)


def _kind_of(tree: Tree, first: int, last: int) -> NameKind:
    """Of mixed tags the person's where the words are flat, as a person's are, else the first."""
    words = range(first, last + 1)
    tags = [tree.names[i][2:] for i in words]
    flat = all(tree.rel(i) in ("flat", "punct") for i in words[1:])
    tag = "PER" if "PER" in tags and flat else tags[0]
    return "PER" if tag == "PER" else "ORG" if tag == "ORG" else "LOC"


def _name_of(tree: Tree, first: int, last: int, kind: NameKind) -> Name:
    return Name(first, last, kind, _text(tree, first, last))


def _after_titles(tree: Tree, first: int, last: int) -> int:
    """A title that the parse took for a part of the name: `Ayatollah`, `Judge`."""
    while first < last and tree.low(first) in titles() and tree.parse.rel[first] != "flat":
        first += 1
    return first


def _in_hyphened(tree: Tree, i: int, kind: str) -> bool:
    """A hyphen glued between two words of a name (`Abdul-Malik`), or what follows it."""
    p = tree.parse
    if tree.word(i) == "-" and i + 1 < len(p):
        return p.end[i - 1] == p.start[i] and p.end[i] == p.start[i + 1] and tree.word(i + 1)[0].isupper() and kind != "LOC"
    return tree.word(i - 1) == "-" and p.end[i - 1] == p.start[i] and tree.word(i)[0].isupper()


def _widened(tree: Tree, name: Name) -> Name:
    """A name with the capitalised words that belong to it: first names before it, the rest of a body's name after it."""
    first, last = name.first, name.last
    s = tree.sentence(first)
    if name.kind != "LOC" or any(tree.low(i) in BODY_WORDS for i in name.words):
        while first > s.first and _joins_left(tree, first, name.kind):
            first -= 1
    while last + 1 < s.end and _joins_right(tree, last, name.kind):
        last += 2 if tree.word(last + 1)[0] in "'’" else 1
    last = _through_joiners(tree, first, last, s.end)
    kind = "ORG" if any(tree.low(i) in BODY_WORDS for i in range(first, last + 1)) and name.kind != "PER" else name.kind
    while first < last and (not tree.word(first)[0].isalpha() or tree.low(first) in ("the", "a", "an")):
        first += 1
    if first - 1 > s.first and tree.low(first) in JOINERS and _capital(tree, first - 1):
        first -= 1
    return Name(first, last, kind, _text(tree, first, last))


def _joins_left(tree: Tree, first: int, kind: str) -> bool:
    before = first - 1
    if kind == "PER" and (_glued_hyphen(tree, before) or _glued_hyphen(tree, first)):
        return True
    if not _capital(tree, before) or (kind == "PER" and title_around(tree, before) is not None):
        return False
    if _is_flat_with(tree, before, first) or _is_stray(tree, before, first):
        return True
    if kind == "PER":
        return (
            tree.upos(before) == "PROPN"
            and tree.names[before] == "O"
            and (tree.rel(before) in ("flat", "compound", "nsubj") or _is_between(tree, before, first))
            and tree.sentence(first).first != before
        )
    return tree.low(before) in BODY_WORDS or (
        tree.upos(before) == "PROPN" and tree.head(before) in range(first, first + 6) and tree.rel(before) in ("compound", "flat")
    )


def _is_between(tree: Tree, i: int, first: int) -> bool:
    """A word left out between a title and the rest of the name: `President` Ma | Ying-jeou."""
    beside = tree.rel(i) == "nmod:desc" and tree.head(i) == first and i > tree.sentence(i).first and tree.word(i).isalpha()
    return beside and title_around(tree, i - 1) is not None


def _is_flat_with(tree: Tree, before: int, first: int) -> bool:
    """The tree has both as flat parts of one name, whatever the tags say."""
    together = tree.rel(first) == "flat" and tree.head(first) in (before, tree.head(before))
    return together and tree.upos(before) == "PROPN" and tree.names[before] in ("O", tree.names[first])


def _is_stray(tree: Tree, i: int, first: int) -> bool:
    """A word with a capital in the midst of a sentence, right before a name and taken for no noun: `Via Unida`."""
    if i <= tree.sentence(i).first or tree.upos(i) not in ("ADP", "VERB", "ADV", "X", "INTJ", "SCONJ", "DET", "AUX"):
        return False
    opens = not (tree.word(i - 1).isalnum() or tree.word(i - 1) == ",") or tree.low(i) in JOINERS
    return not opens and tree.names[i] == "O" and tree.names[first].startswith("B-") and not _is_in_capitals(tree, i)


def _is_in_capitals(tree: Tree, i: int) -> bool:
    """A sentence in the capitals of a headline: they say nothing of names (`What Oslo Did Under Berg`)."""
    s = tree.sentence(i)
    words = [j for j in range(s.first, s.end) if len(tree.word(j)) > SHORT and tree.word(j).isalpha()]
    return 3 * sum(_capital(tree, j) for j in words) > 2 * len(words)


def _glued_hyphen(tree: Tree, i: int) -> bool:
    """A hyphen with no space on either side."""
    p = tree.parse
    return 0 < i < len(p) - 1 and tree.word(i) == "-" and p.end[i - 1] == p.start[i] and p.end[i] == p.start[i + 1]


def _joins_right(tree: Tree, last: int, kind: str) -> bool:
    after = last + 1
    if kind == "PER":
        return tree.upos(after) == "PROPN" and _capital(tree, after) and tree.names[after] == "O" and tree.rel(after) == "flat"
    if kind == "ORG" and tree.low(after) in ("'", "’", "'s", "’s"):
        return after + 1 < len(tree) and tree.low(after + 1) in BODY_WORDS and _capital(tree, after + 1)
    return _capital(tree, after) and tree.upos(after) in ("PROPN", "NOUN") and tree.low(after) in BODY_WORDS


def _through_joiners(tree: Tree, first: int, last: int, end: int) -> int:
    """`Institute` + `for Polar Studies`, `University` + `of Lund`: only where the name holds a body word."""
    while any(tree.low(i) in BODY_WORDS for i in range(first, last + 1)) and last + 1 < end:
        after = last + 1
        if _begins_person(tree, after):
            return last
        if _capital(tree, after) and tree.upos(after) in ("PROPN", "NOUN", "ADJ"):
            last = after
        elif tree.low(after) == "for" or (tree.low(after) == "of" and last == first):
            far = _after_joiner(tree, after, end)
            if far is None:
                return last
            last = far
        elif tree.low(after) in ("and", "&") and _joined_by_and(tree, first, after, end):
            last = after + 1
        else:
            return last
    return last


def _begins_person(tree: Tree, i: int) -> bool:
    """A person's name or title right behind a body's: `Supreme Court` | `Justice Ana Berg`."""
    return tree.names[i] == "B-PER" or tree.low(i) in titles() or tree.parse.entity[i] == "B-TITLE"


def _joined_by_and(tree: Tree, first: int, conjunction: int, end: int) -> bool:
    """`Institute for Peace and War Studies`: the second part hangs inside the name, not beside it."""
    after = conjunction + 1
    inside = after < end and _capital(tree, after) and tree.rel(after) == "conj"
    return inside and tree.low(conjunction - 1) not in BODY_WORDS and tree.head(after) in range(first + 1, conjunction)


def _after_joiner(tree: Tree, joiner: int, end: int) -> int | None:
    """The first capitalised word after `of`, `for` (and `the`)."""
    for j in range(joiner + 1, min(end, joiner + 3)):
        if _capital(tree, j):
            return j if tree.names[j] != "B-PER" else None
        if tree.low(j) != "the":
            return None
    return None


def _capital(tree: Tree, i: int) -> bool:
    return tree.word(i)[0].isupper()


def _untagged_bodies(tree: Tree) -> Iterator[Name]:
    """Capitalised runs that end in a word for a body and that the parse left untagged: `Lakeside Housing Council`."""
    for s in tree.parse.sentences:
        for i in range(s.first + 1, s.end):
            in_title = tree.parse.entity[i].endswith("TITLE")  # `Deputy Energy Minister`
            if tree.low(i) in BODY_WORDS and _capital(tree, i) and tree.upos(i) == "PROPN" and not in_title:
                first = i
                while first - 1 >= s.first and _opens_body(tree, first - 1):
                    first -= 1
                first += tree.low(first) in MARKS
                last = _through_joiners(tree, first, i, s.end)
                if last > first and not (first == s.first and last == first + 1 and tree.upos(first) == "ADJ"):
                    yield Name(first, last, "ORG", _text(tree, first, last))


def _opens_body(tree: Tree, i: int) -> bool:
    """A capitalised word, or a plural possessor with its mark: `People's` of `People's Union`."""
    if tree.low(i) in MARKS:
        return i > 0 and _owns_in_plural(tree, i - 1)
    if not _capital(tree, i):
        return False
    owner = tree.low(i + 1) in MARKS and _owns_in_plural(tree, i)
    return owner or (tree.upos(i) in ("PROPN", "ADJ") and title_around(tree, i) is None)


def _owns_in_plural(tree: Tree, i: int) -> bool:
    """`Workers'`, `People's`: common nouns with a capital, not a country's or somebody's name."""
    low = tree.low(i)
    return (
        _capital(tree, i)
        and tree.names[i] != "B-PER"
        and (low in PLURALS or (is_human(low.removesuffix("s")) and low.endswith("s")))
    )


def _without_overlaps(names: Iterable[Name]) -> list[Name]:
    """Longest first; at equal length the base's (it comes first)."""
    taken: set[int] = set()
    out: list[Name] = []
    for n in sorted(names, key=lambda n: (-(n.last - n.first), n.first)):
        if taken.isdisjoint(n.words):
            taken.update(n.words)
            out.append(n)
    return sorted(out, key=lambda n: n.first)


def _repeated(tree: Tree, names: list[Name]) -> Iterator[Name]:
    """Words that repeat a name seen elsewhere, a person's family name or the first words of a body's name."""
    taken = {i for n in names for i in n.words}
    short = {n.text: n.kind for n in names if not n.entities and n.capital is None}
    short |= {
        " ".join(n.text.split()[:k]): n.kind
        for n in names
        if n.kind == "ORG" and not n.entities
        for k in range(1, len(n.text.split()))
    }
    short |= {n.text.split()[-1]: n.kind for n in names if n.kind == "PER" and len(n.words) > 1}
    opening = {text[:k] for text in short for k in (1, 2)}
    i = 0
    while i < len(tree):
        if tree.word(i)[:2] not in opening:
            i += 1
            continue
        last = next(
            (
                j
                for j in (i + 2, i + 1, i)
                if j < tree.sentence(i).end and taken.isdisjoint(range(i, j + 1)) and _text(tree, i, j) in short
            ),
            None,
        )
        if (
            last is not None
            and tree.upos(i) in ("PROPN", "NOUN", "NUM")
            and _capital(tree, i)
            and fold(_text(tree, i, last)) not in BODY_WORDS
        ):
            yield Name(i, last, short[_text(tree, i, last)], _text(tree, i, last))
        i = (last if last is not None else i) + 1


def _one_kind(tree: Tree, names: list[Name]) -> Iterator[Name]:
    """One kind per name: a family name of a full person's name is a person; else the majority, a title counting double."""
    votes: dict[str, Counter[str]] = {}
    for n in names:
        weight = 3 if (n.kind == "PER" and len(n.words) > 1) or _titled(tree, n) else 1
        votes.setdefault(n.text, Counter())["PER" if _titled(tree, n) else n.kind] += weight
    families = {n.text.split()[-1] for n in names if n.kind == "PER" and len(n.text.split()) > 1}
    bodies = {n.text.split()[0] for n in names if n.kind == "ORG" and len(n.text.split()) > 1 and not n.entities}
    for n in sorted(names, key=lambda n: n.first):
        if n.entities or n.capital:
            yield n
        elif n.text in families:
            yield replace(n, kind="PER")
        elif n.text in bodies:
            yield replace(n, kind="ORG")
        else:
            top = votes[n.text].most_common(1)[0][0]
            yield replace(n, kind=top)  # type: ignore[arg-type]


def _titled(tree: Tree, n: Name) -> bool:
    """A title stands right before the name."""
    if n.first == tree.sentence(n.first).first or n.kind == "ORG":
        return False
    found = title_around(tree, n.first - 1)
    return found is not None and found.last == n.first - 1 and _capital(tree, n.first - 1)


def _text(tree: Tree, first: int, last: int) -> str:
    if first == last:
        return tree.word(first)
    p = tree.parse
    return " ".join(tree.text[p.start[first] : p.end[last]].split())
