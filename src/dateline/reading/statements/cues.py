"""The cue lexicon asked of words: which entries a word may stand for, and in which frames."""

from __future__ import annotations

from functools import cache

import msgspec

from dateline.knowledge.tables import table
from dateline.reading.tree import Tree


class Cue(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the lexicon; the fields are explained at the head of `lexicon/cues.toml`."""

    id: str
    act: str
    frames: tuple[str, ...]
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    givers: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    denies: bool = False
    attitude: bool = False
    addressed: bool = False
    present: bool = False
    sure: float = 0.8

    @property
    def rule(self) -> str:
        """The name its rows bear, before the frame's."""
        return f"cue:{self.id}"


@cache
def lexicon() -> tuple[Cue, ...]:
    """Every entry, in file order."""
    return tuple(msgspec.convert(entry, Cue) for entry in table("lexicon/cues"))


@cache
def _by_first_word(kind: str) -> dict[str, tuple[tuple[Cue, str], ...]]:
    """From a first word to the entries it may open, each with the words still wanted after it."""
    out: dict[str, tuple[tuple[Cue, str], ...]] = {}
    for cue in lexicon():
        for name in getattr(cue, kind):
            first, _, rest = name.partition(" ")
            out[first] = (*out.get(first, ()), (cue, rest))
    return out


def cues_of(tree: Tree, word: int) -> tuple[Cue, ...]:
    """The entries that a verb or noun may stand for; those that name more of its words go first."""
    kind = {"VERB": "verbs", "NOUN": "nouns", "ADJ": "adjectives"}.get(tree.upos(word))
    if kind is None:
        return ()
    found = [
        (cue, rest) for cue, rest in _by_first_word(kind).get(tree.lemma(word).lower(), ()) if _stands_with(tree, word, rest)
    ]
    return tuple(cue for cue, rest in sorted(found, key=lambda f: not f[1]))


def particle_of(tree: Tree, word: int, cue: Cue) -> int | None:
    """The particle or preposition of a two-word cue."""
    lemma = tree.lemma(word).lower()
    wanted = [name.partition(" ")[2] for name in cue.verbs if name.startswith(lemma + " ")]
    return next((w for rest in wanted if (w := _companion(tree, word, rest)) is not None), None)


def _stands_with(tree: Tree, word: int, rest: str) -> bool:
    return not rest or _companion(tree, word, rest) is not None


def _companion(tree: Tree, word: int, low: str) -> int | None:
    """The word of that form just after a verb, or its particle further on (`rule that out`)."""
    if word + 1 < len(tree) and tree.low(word + 1) == low:
        return word + 1
    return next((c for c in tree.children(word, "compound:prt", "xcomp") if tree.low(c) == low), None)


def phrase_at(tree: Tree, word: int) -> tuple[Cue, int] | None:
    """A source phrase that begins at this word (`according to`), and the word after it."""
    for cue, rest in _by_first_word("phrases").get(tree.low(word), ()):
        wanted = rest.split()
        after = word + 1 + len(wanted)
        if after <= len(tree) and [tree.low(w) for w in range(word + 1, after)] == wanted:
            return cue, after
    return None
