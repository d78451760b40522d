"""What the deciding functions share: the stage, the phrases by head, and questions about both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dateline.foundation.rows import MentionForm
from dateline.knowledge.tables import table
from dateline.reading.actors.lexicon import Title
from dateline.reading.actors.phrases import Phrase
from dateline.reading.actors.stage import Draft, Stage
from dateline.reading.tree import Tree

COMPLEMENTS = ("of", "to", "in", "from", "at")
LONGEST_COMPLEMENT = 5


@dataclass(frozen=True)
class Found:
    """Who a phrase stands for, how it says so, and why we think so."""

    drafts: tuple[Draft, ...]
    form: MentionForm
    why: str


@dataclass(frozen=True)
class Scene:
    """The stage with the phrases of the parse by head word."""

    stage: Stage
    by_head: dict[int, Phrase]

    @property
    def tree(self) -> Tree:
        """The parse being read."""
        return self.stage.tree

    def drafts(self, word: int | None) -> tuple[Draft, ...]:
        """Who the phrase headed by a word was found to be."""
        found = self.stage.references.get(word) if word is not None else None
        return tuple(self.stage.drafts[a] for a in found.actors) if found else ()

    def owner(self, p: Phrase) -> Draft | None:
        """The one whose the phrase is: `its`, `Peru's`, `of the union`."""
        found = self.drafts(p.owner)
        return found[0] if len(found) == 1 else None

    def recent(self, fits: Callable[[Draft], bool]) -> list[Draft]:
        """Drafts that fit, last spoken of first."""
        return list(dict.fromkeys(d for s in reversed(self.stage.spots) if not s.coordinated for d in s.drafts if fits(d)))

    def since(self, d: Draft, word: int) -> int:
        """Sentences since a draft was last spoken of."""
        last = next((s.sentence for s in reversed(self.stage.spots) if d in s.drafts), 0)
        return self.tree.sentence_index(word) - last

    def named(self, label: str) -> Draft | None:
        """The draft already called exactly this."""
        return next((d for d in self.stage.drafts.values() if d.name.lower() == label.lower()), None)

    def adjective(self, iso: str | None) -> str:
        """A country's first adjective, empty if it has none."""
        found = self.stage.kb.countries.get(iso or "")
        return found.adjectives[0] if found and found.adjectives else ""

    def words(self, p: Phrase) -> str:
        """The phrase without article, `some` and possessor."""
        tree, first = self.tree, p.first
        own = tree.child(p.head, "nmod:poss")
        if own is not None and own < p.head:
            first = max(first, min(max(tree.subtree(own)) + 1, p.head))
        while first < p.head and (tree.upos(first) in ("DET", "PUNCT", "ADV", "PRON") or tree.low(first) in ("some", "about")):
            first += 1
        return " ".join(tree.span(range(min(first, p.head), p.last + 1)).of(tree.text).split())

    def described(self, p: Phrase) -> str:
        """The same with a short complement: `aide to one of the bishops`, `officials in Quito`."""
        tree, words = self.tree, self.words(p)
        for c in tree.children(p.head, "nmod"):
            inside = tree.subtree(c, without=("appos", "acl", "conj", "punct"))
            if (
                c > p.last
                and tree.preposition(c) in COMPLEMENTS
                and inside[0] == p.last + 1
                and len(inside) <= LONGEST_COMPLEMENT
            ):
                return f"{words} {' '.join(tree.span(inside).of(tree.text).split())}"
        return words

    def full_title(self, p: Phrase) -> str:
        """The office with its portfolio and `former`: `ports minister`, `former prime minister`."""
        found, tree = p.title, self.tree
        if found is None:
            return p.word
        first = found.first
        while first > p.first and self._in_title(first - 1):
            first -= 1
        before = " ".join(tree.low(i) for i in range(first, found.first))
        former = any(tree.low(i) in ("former", "ex", "late", "onetime", "then", "retired") for i in range(p.first, first))
        return " ".join(w for w in ("former" if former else "", before, found.phrase) if w)

    def _in_title(self, i: int) -> bool:
        """A portfolio or rank before the title, written small or as a part of it: `Deputy Energy` Minister."""
        tree = self.tree
        part = tree.parse.entity[i].endswith("TITLE") and tree.upos(i) == "PROPN"
        return tree.rel(i) == "compound" and (tree.upos(i) == "NOUN" or part)


def same_noun(word: str, called: set[str]) -> bool:
    """Whether `the` with this noun may take up what was called by another: `the military` for an army."""
    return any(word in e["words"] and called & set(e.get("nouns", ())) for e in table("lexicon/descriptions"))


def same_title(word: str, title: Title) -> bool:
    """Whether a noun with `the` may take up the holder of an office (`descriptions.toml`)."""
    return any(word in e["words"] and title.id in e.get("offices", ()) for e in table("lexicon/descriptions"))
