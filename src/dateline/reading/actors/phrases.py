"""Noun phrases and pronouns that may stand for actors, with what their own words say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeVar

from dateline.knowledge.base import KnowledgeBase
from dateline.reading.actors.lexicon import Found, Noun, noun_around, singular, title_around
from dateline.reading.actors.names import Name
from dateline.reading.tree import Tree

Article = Literal["the", "a", "own", "bare"]
Answer = TypeVar("Answer", int, str)
INSIDE = (
    "compound",
    "flat",
    "nmod:desc",
    "amod",
    "nummod",
    "case",
    "det",
    "punct",
    "cc",
    "mark",
    "fixed",
    "goeswith",
    "discourse",
)
LEFT = ("det", "amod", "compound", "nmod:poss", "nummod", "flat", "nmod:desc", "advmod", "nmod", "dep", "nsubj")
NEVER_HEADS = frozenset({"PUNCT", "VERB", "ADP", "AUX", "CCONJ", "SCONJ", "PART", "INTJ", "SYM"})
PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
}
OWNING = ("of", "for", "at", "with", "to", "from")
SEATED = ("in", "at")
SAME = {"opposite number": "counterpart", "homologue": "counterpart"}
ONE = frozenset({"one", "each", "either", "neither", "none"})
PARTS = ONE | frozenset(
    "some most many several few two three four five six seven eight nine ten both all half third quarter rest majority "
    "dozens hundreds thousands scores tens millions couple handful number".split()
)
THE = frozenset({"the", "this", "that", "these", "those", "both", "such"})


@dataclass(frozen=True)
class Phrase:
    """One phrase. `heads` are the words by which others may ask for it; `country` is ISO alpha-3 as its words state it.

    `owner` is the head word of whose it is (`its leader`, `president of the institute`, `NATO official`), `seat` the
    country of a capital it sits in (`the ministry in Lima`), `nation` the adjective right before a body's name.
    A `predicate` (`Berg is minister of ports`) brings nobody on.
    """

    head: int
    heads: tuple[int, ...]
    first: int
    last: int
    many: bool = False
    countries: tuple[str, ...] = ()
    article: Article = "bare"
    name: Name | None = None
    title: Found | None = None
    word: str = ""
    nouns: tuple[Noun, ...] = ()
    country: str | None = None
    seat: str | None = None
    owner: int | None = None
    pronoun: str | None = None
    number: str | None = None
    nation: str = ""
    predicate: bool = False

    @property
    def words(self) -> range:
        """Its words' indices."""
        return range(self.first, self.last + 1)


class Phraser:
    """Finds the phrases of one parse, given its names."""

    def __init__(self, tree: Tree, names: Sequence[Name], kb: KnowledgeBase, day: date | None) -> None:
        self._tree, self._kb, self._day = tree, kb, day
        self._name_at = {i: n for n in names for i in n.words}

    def phrases(self) -> list[Phrase]:
        """All of them in text order of their heads."""
        upos = self._tree.parse.upos
        found = [p for i in range(len(self._tree)) if upos[i] not in NEVER_HEADS or i in self._name_at for p in self._at(i)]
        covered = {i for p in found if p.name for i in p.words}
        covered |= {i for p in found for i in self._title_words(p)}
        return [p for p in found if p.name or p.head not in covered or p.pronoun]

    def _title_words(self, p: Phrase) -> Iterator[int]:
        """Words of a title, and nationalities before it, that stand for nobody themselves."""
        if p.title is not None and p.name is None:
            yield from (i for i in range(p.title.first, p.title.last + 1) if i != p.head)
            yield from (i for i in range(p.first, p.title.first) if self._kb.country_by_adjective(self._tree.word(i)))

    def _at(self, i: int) -> Iterator[Phrase]:
        name = self._name_at.get(i)
        if name is not None:
            if i == self._top(name):
                yield self._named(name, i)
        elif self._tree.low(i) in PRONOUNS and self._tree.upos(i) == "PRON":
            yield Phrase(
                head=i,
                heads=(i,),
                first=i,
                last=i,
                pronoun=PRONOUNS[self._tree.low(i)],
                many=PRONOUNS[self._tree.low(i)] == "they",
            )
        elif self._tree.low(i) in PARTS and self._part_of(i) is not None:
            yield self._some_of(i)
        elif self._may_head(i) and not self._is_measured(i):
            phrase = self._common(i)
            if phrase is not None:
                yield phrase

    def _top(self, name: Name) -> int:
        return next((i for i in name.words if self._tree.head(i) not in name.words), name.first)

    # ---- names
    def _named(self, name: Name, top: int) -> Phrase:
        tree = self._tree
        title = self._title_before(name) if name.kind == "PER" else None
        nation = self._nation_before(name)
        first = self._leftmost_title(name, title) if title else name.first - bool(nation)
        shown = (
            first - 1
            if first > 0 and tree.low(first - 1) == "the" and tree.head(first - 1) in range(first, name.last + 1)
            else first
        )
        words = range(first, name.last + 1)
        heads = tuple(i for i in words if tree.head(i) not in words and tree.rel(i) not in ("det", "case", "punct", "cc"))
        country = self._stated(range(first, name.first)) if title or nation else None
        country = country or self._first(self._of_country, top, name)
        owner = self._of_title(title, first) or self._first(self._of, top, name)
        return Phrase(head=top, heads=tuple(dict.fromkeys((top, *heads))), first=shown, last=name.last, name=name, title=title,
                      country=country, owner=owner, nation=nation)  # fmt: skip

    def _of_title(self, title: Found | None, first: int) -> int | None:
        """`their spokesman Ivo Petrov`, `EU envoy Ivo Petrov`: whose the title before a name is."""
        if title is None:
            return None
        owns = (self._possessor(i, first) for i in range(title.first, title.last + 1))
        own = next((o for o in owns if o is not None and self._tree.low(o) != "whose"), None)
        before = (self._name_at[j] for j in range(first, title.first) if j in self._name_at)
        body = next((n for n in before if n.kind == "ORG" and not any(e.kind == "country" for e in n.entities)), None)
        return own if own is not None or body is None else self._top(body)

    def _nation_before(self, name: Name) -> str:
        """`Cambodian` before `Red Cross`; empty for persons and places."""
        i, tree = name.first - 1, self._tree
        if name.kind != "ORG" or i < tree.sentence(name.first).first or tree.head(i) not in name.words:
            return ""
        return tree.word(i) if tree.word(i)[0].isupper() and self._kb.country_by_adjective(tree.word(i)) else ""

    @staticmethod
    def _first(ask: Callable[[int], Answer | None], top: int, name: Name) -> Answer | None:
        """The answer for the name's top word, else for another of its words (trees waver on what `of` hangs)."""
        return next((a for i in (top, *name.words) for a in [ask(i)] if a is not None), None)

    def _title_before(self, name: Name) -> Found | None:
        """The title that ends right before a name; `secretary of state` ends with `state`."""
        s = self._tree.sentence(name.first)
        for head in range(name.first - 1, max(s.first, name.first - 4) - 1, -1):
            found = title_around(self._tree, head)
            if found is not None and found.last == name.first - 1:
                spoken_of = found.title.honorific and self._tree.word(head).islower()  # `his brother Ivo` is kin, no monk
                return None if spoken_of else found
        return None

    def _leftmost_title(self, name: Name, title: Found) -> int:
        """Words before the title that belong to it: `Special Balkan` + envoy, `Kenyan` + President."""
        tree, first = self._tree, title.first
        s = tree.sentence(first)
        while first > s.first and tree.upos(first - 1) in ("ADJ", "NOUN", "PROPN") and tree.names[first - 1][2:] != "PER":
            if not (self._belongs(first - 1, range(first, name.last + 1)) or self._kb.country_by_adjective(tree.word(first - 1))):
                break
            first -= 1
        return first

    def _belongs(self, i: int, words: range) -> bool:
        head = self._tree.head(i)
        return head is not None and (head in words or head == i + 1) and self._tree.rel(i) in (*INSIDE, "nmod:poss", "nsubj")

    # ---- some of many
    def _part_of(self, i: int) -> int | None:
        """What follows `one of`: a plural pronoun or noun for persons."""
        tree = self._tree
        below = next((c for c in tree.children(i, "nmod", "obl") if c > i and tree.preposition(c) == "of"), None)
        if below is None or tree.low(below) in ("them", "us"):
            return below
        persons = title_around(tree, below) is not None or any(n.plural for n in noun_around(tree, below)[1])
        return below if persons and tree.feat(below, "Number") == "Plur" else None

    def _is_measured(self, i: int) -> bool:
        """`thousands of farmers` are the farmers: one phrase, headed by both words."""
        head = self._tree.head(i)
        return (
            head is not None and self._tree.low(head) in PARTS and self._part_of(head) == i and not self._tree.children(i, "det")
        )

    def _some_of(self, i: int) -> Phrase:
        """`one of them` is of them; `one of their lawmakers` is a lawmaker not named."""
        below = self._part_of(i)
        common = self._common(below) if below is not None and self._tree.upos(below) != "PRON" else None
        if common is None or below is None:
            return Phrase(
                head=i, heads=(i,), first=i, last=below if below is not None else i, article="a", owner=below, word="part"
            )
        heads = (i, below) if self._is_measured(below) else (i,)
        return replace(common, head=i, heads=heads, first=i, many=self._tree.low(i) not in ONE, article="a", number=None)

    # ---- common nouns
    def _may_head(self, i: int) -> bool:
        """A noun that is not itself a modifier inside another's phrase."""
        tree = self._tree
        if tree.upos(i) not in ("NOUN", "PROPN", "ADJ", "NUM", "PRON", "DET"):
            return False
        if tree.rel(i) in INSIDE or tree.rel(i) in ("cop", "aux", "advmod"):
            return False
        return tree.upos(i) in ("NOUN", "PROPN") or self._nominal(i)

    def _nominal(self, i: int) -> bool:
        """An adjective or number used as a noun: `the two`, `the Dane`, `the Chinese`, `both`."""
        tree = self._tree
        nominal = tree.is_rel(i, "nsubj", "obj", "iobj", "obl", "nmod", "conj")
        return nominal and (
            tree.child(i, "det") is not None or tree.low(i) in ("both",) or self._kb.country_by_people(tree.word(i)) is not None
        )

    def _common(self, i: int) -> Phrase | None:
        tree = self._tree
        first = self._leftmost(i)
        title = title_around(tree, i) if tree.upos(i) in ("NOUN", "PROPN") else None
        if title is not None and (title.title.honorific or (title.last > i and title.last in self._name_at)):
            title = None
        word, nouns = self._noun(i)
        people = self._kb.country_by_people(tree.word(i)) if tree.word(i)[0].isupper() else None
        if title is None and not nouns and people is None:
            return None
        last = max(i, title.last if title else i)
        first = self._with_nationality(min(first, title.first)) if title else first
        predicate = title is not None and tree.child(i, "cop") is not None and not self._is_cleft(i)
        if not predicate and self._is_nobody(i, first, title is not None or any(n.kind == "person" for n in nouns)):
            return None
        country = (
            people.iso3 if people else self._stated(range(min(first, title.first if title else first), i)) or self._of_country(i)
        )
        word = title.phrase if title else word or singular(tree, i)
        owner = self._owner(i, first)
        return Phrase(
            head=i, heads=(i,), first=first, last=last, countries=self._nationalities(first, i), many=self._is_many(i,
            people is not None), article=self._article(i, first), title=title,
            word=word, nouns=nouns, country=country, seat=self._seat(i), owner=owner, number=self._numeral(i),
            predicate=predicate,
        )  # fmt: skip

    def _noun(self, i: int) -> tuple[str, tuple[Noun, ...]]:
        """The noun and its readings here: things are nobody, and vessels act only as subjects and objects."""
        word, nouns = noun_around(self._tree, i)
        top = self._tree.first_conjunct(i)
        acts = self._tree.is_rel(top, "nsubj", "obj", "iobj") or self._tree.rel(top) == "obl:agent"
        if any(n.id == "nobody" for n in nouns):
            return "", ()
        return SAME.get(word, word), tuple(n for n in nouns if acts or not n.acting)

    def _with_nationality(self, first: int) -> int:
        """`Canadian` before `under secretary of state`, whatever the tree made of it."""
        s = self._tree.sentence(first)
        while (
            first > s.first
            and self._tree.word(first - 1)[0].isupper()
            and self._kb.country_by_adjective(self._tree.word(first - 1))
        ):
            first -= 1
        return first

    def _nationalities(self, first: int, i: int) -> tuple[str, ...]:
        """All countries among the modifiers: `the Dutch, Polish and Greek envoys`."""
        found = (self._stated(range(j, j + 1)) for j in range(first, i) if self._tree.word(j)[0].isupper())
        return tuple(dict.fromkeys(c for c in found if c))

    def _is_nobody(self, i: int, first: int, person: bool) -> bool:
        """`no official`, `as a mediator`, `he is an analyst`, `played host`: nobody is brought on."""
        tree = self._tree
        if any(
            tree.low(d) in (("no", "any", "neither", "either", "each", "every") if person else ("no", "any"))
            for d in tree.children(i, "det")
        ):
            return True
        if tree.preposition(i) == "as" or (tree.child(i, "cop") is not None and not self._is_cleft(i)):
            return True
        if first > tree.sentence(i).first and (
            tree.upos(first - 1) == "DET" or (tree.upos(first) in ("DET", "ADJ", "PROPN") and first < i)
        ):
            return False
        lone = (
            tree.upos(i) == "NOUN"
            and tree.feat(i, "Number") != "Plur"
            and not tree.children(i, "det", "nmod:poss", "amod", "compound", "nummod")
        )
        return person and lone and tree.rel(i) not in ("appos", "nsubj", "nmod:desc", "conj")

    def _is_cleft(self, i: int) -> bool:
        """`It was the Danes who left`."""
        subject = self._tree.own_subject(i)
        return (
            subject is not None and self._tree.low(subject) == "it" and bool(self._tree.children(i, "acl:relcl", "advcl:relcl"))
        )

    def _leftmost(self, i: int) -> int:
        """The first word of the run of modifiers that ends in the head."""
        tree, first = self._tree, i
        s = tree.sentence(i)
        while first > s.first and self._modifies(first - 1, i):
            first -= 1
        while first < i and tree.upos(first) in ("PUNCT", "CCONJ", "ADP"):
            first += 1
        article = first > s.first and tree.low(first - 1) in ("the", "a", "an") and tree.upos(first - 1) == "DET"
        return first - article  # an article right before belongs to it, whatever the tree says

    def _modifies(self, j: int, head: int) -> bool:
        tree = self._tree
        if not tree.is_below(j, head) or (tree.upos(j) in ("VERB", "SCONJ") and tree.rel(j) != "amod"):
            return False
        at = j
        while tree.parse.head[at] != head:
            at = tree.parse.head[at]
        return tree.rel(at) in LEFT or (tree.rel(j) == "punct" and tree.word(j) == "-")

    def _is_many(self, i: int, people: bool) -> bool:
        tree = self._tree
        low = tree.low(i)
        if low in ("police", "people", "both", "two", "three", "pair", "staff", "crew") or tree.feat(i, "Number") == "Plur":
            return True
        if people and ((low.endswith("s") and not low.endswith("ss")) or low.endswith("men")):
            return True
        if people and self._kb.country_by_people(tree.word(i) + "s") is None and self._kb.country_by_adjective(tree.word(i)):
            return True  # `the French`, `the Chinese`: the word has no plural of its own
        return tree.upos(i) == "PROPN" and low.endswith("s") and singular(tree, i) != low

    def _article(self, i: int, first: int) -> Article:
        tree = self._tree
        if self._possessor(i, first) is not None:
            return "own"
        words = [tree.low(c) for c in tree.children(i, "det")] + [tree.low(first)]
        if any(w in THE for w in words):
            return "the"
        return (
            "a"
            if any(
                w in ("a", "an", "another", "some", "one", "several", "many", "no", "any", "each", "every", "either", "neither")
                for w in words
            )
            else "bare"
        )

    def _numeral(self, i: int) -> str | None:
        """`two`, `three`, `both`, `either`, `neither`: how many of those known are meant."""
        tree = self._tree
        words = [tree.low(c) for c in tree.children(i, "nummod", "det", "amod")] + [tree.low(i)]
        return next((w for w in words if w in ("two", "three", "four", "both", "either", "neither", "pair")), None)

    # ---- whose it is
    def _owner(self, i: int, first: int) -> int | None:
        tree = self._tree
        own = self._possessor(i, first)
        if own is not None:
            return self._of_whose(i) if tree.low(own) == "whose" else own
        inside = next((c for c in tree.children(i, "compound", "amod", "nmod:desc", "nmod") if c < i and self._is_body(c)), None)
        return inside if inside is not None else self._of(i)

    def _possessor(self, i: int, first: int) -> int | None:
        """The possessor in the tree, else the noun before an `'s` inside or right before the phrase."""
        tree = self._tree
        own = tree.child(i, "nmod:poss")
        if own is not None:
            return own
        marks = (j for j in range(max(first - 1, tree.sentence(i).first + 1), i) if tree.low(j) in ("'s", "’s", "'", "’"))
        return next((tree.head(j) for j in marks if tree.rel(j) == "case" and (tree.head(j) or i) < j), None)

    def _of_whose(self, i: int) -> int | None:
        """`Lisbon, whose minister …`: the noun that the relative clause is on, or the name right before it."""
        tree = self._tree
        for a in tree.ancestors(i):
            if tree.rel(a) == "acl:relcl":
                return tree.head(a)
        before = next((j for j in range(i, tree.sentence(i).first, -1) if tree.low(j) == "whose"), i)
        return before - 2 if tree.word(before - 1) == "," else before - 1

    def _is_body(self, c: int) -> bool:
        """A modifier that is itself an institution: `NATO` official, `Foreign Ministry` spokesman, `police` spokesman."""
        if c in self._name_at:
            return self._name_at[c].kind != "PER" or self._tree.rel(c) == "nmod:poss"
        _, nouns = noun_around(self._tree, c)
        return any(n.kind in ("agency", "party", "organisation", "armed-group") for n in nouns) and self._tree.upos(c) in (
            "NOUN",
            "PROPN",
            "ADJ",
        )

    def _of(self, i: int) -> int | None:
        """What follows with `of`, `for`, `at` …; where the tree hangs it elsewhere, the noun of the preposition right after."""
        tree = self._tree
        found = next((c for c in tree.children(i, "nmod", "obl") if c > i and tree.preposition(c) in OWNING), None)
        after = i + 1
        if found is None and after < len(tree) and tree.rel(after) == "case" and tree.low(after) in OWNING[:-2]:
            found = tree.head(after)
        return found

    def _stated(self, words: range) -> str | None:
        """The country of a nationality word or name among the modifiers; two-word ones first."""
        tree = self._tree
        for j in words:
            pair = f"{tree.word(j)} {tree.word(j + 1)}" if j + 1 < len(tree) else ""
            found = self._kb.country_by_adjective(pair) or (
                self._kb.country_by_adjective(tree.word(j)) if tree.word(j)[0].isupper() else None
            )
            if found is not None:
                return found.iso3
            name = self._name_at.get(j)
            if (
                name is not None
                and name.entities
                and name.entities[0].kind == "country"
                and tree.rel(j) in ("compound", "amod", "nmod")
            ):
                return name.entities[0].country
            if name is not None and name.capital and tree.rel(j) == "compound":
                return self._country_of_name(j)  # `a Kremlin official`
        return None

    def _of_country(self, i: int) -> str | None:
        """`prime minister of Italy`, `Italy's prime minister`, `Lima’s troops`."""
        tree = self._tree
        for c in (*tree.children(i, "nmod:poss"), *(c for c in tree.children(i, "nmod") if tree.preposition(c) == "of")):
            country = self._country_of_name(c)
            if country is not None:
                return country
        return None

    def _country_of_name(self, i: int) -> str | None:
        name = self._name_at.get(i)
        if name is None:
            return None
        if name.entities:
            return name.entities[0].country if name.entities[0].kind == "country" else None
        stands_for = name.capital and self._kb.entities.get(name.capital)
        return stands_for.country if stands_for else None

    def _seat(self, i: int) -> str | None:
        """The country of the capital a phrase is said to be in: `the defence ministry in Lima`."""
        tree = self._tree
        for c in tree.children(i, "nmod"):
            if tree.preposition(c) in SEATED:
                found = self._country_of_name(c)
                if found is not None:
                    return found
        return None
