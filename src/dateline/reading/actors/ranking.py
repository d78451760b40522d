"""How likely each person spoken of before is the one meant by `he` or `she`: a small network over features of the tree.

The features are those of mention-ranking models before contextual vectors (Denis & Baldridge 2008; Webster et al. 2018 for
parallel parts); the weights are data (`knowledge/lexicon/antecedents.json`), made by `training/pronouns.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from dateline.reading.actors.phrases import PRONOUNS
from dateline.reading.actors.stage import Draft, Spot, part_of
from dateline.reading.tree import Tree

Vector = npt.NDArray[np.float32]
Layers = Sequence[tuple[Vector, Vector]]  # weights and biases, first layer first
PARTS = ("subject", "object", "possessor", "other")
RELATIONS = ("nsubj", "nsubj:pass", "obj", "obl", "nmod", "nmod:poss", "appos", "conj", "compound", "root", "flat")
COMMANDING = ("nsubj", "obj", "obl", "nmod", "nmod:poss", "iobj")
FARTHEST, MANY, BY_SEX = 3, 3, 7
CLOSING = frozenset({'"', "''", "”", "’’"})
BY_FAR = 1.5  # then the pronoun tells their sex for good
AGAINST_SEX = 1.5  # given names tell less in the training texts, which name people of one sex, than in reports
BY_SALIENCE = 0.1  # holds the network to what reports do where it is in doubt


@dataclass(frozen=True)
class Candidate:
    """A person with the places where they were spoken of, last first; `score` is the salience of the best place.

    `spoke`: subject of a verb of speech; `spoke_last`: nobody spoke since; `speaks`: the pronoun speaks itself; `repeats`:
    subject of the pronoun's own verb before; `owns`: how well they may own what the pronoun owns; `again`: the last such
    pronoun was they; `echoes`: so was the first in what the pronoun says; `follows`: named subject of the main clause
    behind the pronoun; `above`: how they govern the pronoun's clause; `bound`: grammar leaves nobody else.
    """

    draft: Draft
    spots: tuple[Spot, ...]
    score: float
    spoke: bool = False
    spoke_last: bool = False
    speaks: bool = False
    repeats: bool = False
    owns: float = 0.0
    again: bool = False
    echoes: bool = False
    follows: bool = False
    barred: bool = False
    sex_fits: bool = True
    above: int = 0
    bound: bool = False


def best(tree: Tree, word: int, candidates: Sequence[Candidate], layers: Layers | None = None) -> tuple[int, bool]:
    """Which candidate is meant, an index into them, and whether by far. `layers`: other weights than those of the package."""
    rows = features(tree, word, candidates)
    misfits = np.array([not c.sex_fits for c in candidates])
    scores = _output(rows, layers or _layers()) + BY_SALIENCE * rows[:, 0] - AGAINST_SEX * misfits
    n = int(np.argmax(scores))
    return n, bool(scores[n] - max(np.delete(scores, n), default=-math.inf) > BY_FAR)


def features(tree: Tree, word: int, candidates: Sequence[Candidate]) -> Vector:
    """One row for each candidate, as `_row` lists them."""
    order = sorted(range(len(candidates)), key=lambda k: -candidates[k].spots[0].word)
    rank = {k: n for n, k in enumerate(order)}
    top = max(c.score for c in candidates)
    rows = [_row(tree, word, c, rank[k], len(candidates), top) for k, c in enumerate(candidates)]
    return np.array(rows, dtype=np.float32)


def _row(tree: Tree, word: int, c: Candidate, rank: int, among: int, top: float) -> list[float]:
    last, here = c.spots[0], tree.sentence_index(word)
    away = here - last.sentence
    first = [s for s in c.spots if s.word == min(x.word for x in c.spots if x.sentence == s.sentence)]
    return [
        (c.score - top) / 50,
        float(c.score == top),
        c.score / 100,
        *_one_hot(min(away, FARTHEST), range(FARTHEST + 1)),
        math.log1p(abs(word - last.word)) / 4,
        *_one_hot(min(rank, MANY), range(MANY + 1)),
        math.log(among),
        *(float(last.part == p) for p in PARTS),
        *(float(part_of(tree, word) == p == q) for p in PARTS[:3] for q in (last.part,)),
        *_one_hot(tree.rel(last.word), RELATIONS),
        float(last.pronoun),
        float(last.coordinated),
        float(last.quoted),
        float(last.quoted != tree.in_quotes(word)),
        math.log(len(c.spots)),
        math.log1p(sum(s.pronoun for s in c.spots)),
        float(any(s.part == "subject" for s in first)),
        float(any(s.part == "subject" and s.sentence == here for s in c.spots)),
        float(any(s.part == "subject" and s.sentence == here - 1 for s in c.spots)),
        float(any(s.sentence == here - 1 for s in c.spots)),
        float(any(s.word == _clause_subject(tree, word) for s in c.spots)),
        float(any(_is_root_subject(tree, s.word) and s.sentence >= here - 1 for s in c.spots)),
        float(any(_is_root_subject(tree, s.word) for s in c.spots)),
        float(c.above >= 20),
        float(0 < c.above < 20),
        float(c.barred),
        float(c.draft.is_named),
        float(len(c.draft.name.split()) > 1),
        float(bool(c.draft.offices)),
        float(last.block == tree.block_index(word)),
        _depth(tree, last.word) / 4,
        _depth(tree, word) / 4,
        float(tree.rel(word) == "nmod:poss"),
        float(tree.is_rel(word, "nsubj")),
        float(tree.is_rel(word, "nsubj")) * float(last.part == "subject"),
        float(tree.is_rel(word, "nsubj") and word == tree.sentence(word).first) * float(last.part == "subject"),
        float(tree.rel(word) == "nmod:poss") * float(any(s.word == _clause_subject(tree, word) for s in c.spots)),
        float(tree.is_rel(word, "obj", "iobj", "obl")) * float(any(s.sentence == here and s.part == "subject" for s in c.spots)),
        float(tree.rel(last.word) == "nmod:poss") * float(away == 0),
        float(tree.sentence(last.word).first == last.word),
        float(c.spoke),
        float(c.spoke_last),
        float(c.speaks and c.spoke),
        float(c.speaks and c.spoke_last),
        float(c.speaks and all(s.quoted for s in c.spots)),
        float(c.speaks and word > 0 and tree.word(word - 1) in CLOSING),
        float(c.speaks and last.block != tree.block_index(word)),
        float(c.echoes),
        float(c.follows),
        float(c.follows and last.word > word),
        float(c.repeats),
        c.owns / 40,
        *_in_tree(tree, word, c.spots),
        *_names(tree, word, c.draft),
        float(all(_in_brackets(tree, s.word) for s in c.spots)),
        *_by_sex(tree, word, c),
    ]


def _by_sex(tree: Tree, word: int, c: Candidate) -> list[float]:
    """What is known of their sex, by name, title and earlier pronouns: `BY_SEX` columns, the last of a row."""
    meant = [PRONOUNS.get(tree.low(s.word)) for s in c.spots if s.pronoun]
    same, other = (sum((m == PRONOUNS[tree.low(word)]) is is_same for m in meant if m) for is_same in (True, False))
    return [
        float(c.draft.sex is not None and c.sex_fits),
        float(c.draft.sex_sure and c.sex_fits),
        float(not c.sex_fits),
        float(c.again),
        float(same > 0),
        float(same > other),
        float(other > same),
    ]


def _in_tree(tree: Tree, word: int, spots: Sequence[Spot]) -> list[float]:
    """How near in the tree, for those of the pronoun's sentence: steps up and down, and which parts command it."""
    paths = [p for s in spots for p in [_path(tree, word, s.word)] if p is not None]
    if not paths:
        return [0.0] * (4 + len(COMMANDING))
    up, down, _ = min(paths, key=lambda p: p[0] + p[1])
    commanding = {r for _, down, r in paths if down == 1}
    return [
        1.0,
        min(up, 8) / 4,
        min(down, 8) / 4,
        1 / (up + down),
        *(float(any(r == c or r.startswith(c + ":") for r in commanding)) for c in COMMANDING),
    ]


def _path(tree: Tree, word: int, other: int) -> tuple[int, int, str] | None:
    """Steps up from the pronoun and down to the other word, and the relation of the branch that goes down."""
    above = {w: n for n, w in enumerate((word, *tree.ancestors(word)))}
    down, at = 0, other
    while at not in above:
        head = tree.head(at)
        if head is None:
            return None
        down, last, at = down + 1, at, head
    return (above[at], down, tree.rel(last)) if down else (above[at], 0, "")


def _names(tree: Tree, word: int, draft: Draft) -> list[float]:
    """How often the words of the name stand in the text; whether one follows in the pronoun's sentence."""
    words = {w for w in draft.name.split() if w[0].isupper()} if draft.is_named else set()
    at = [i for w in words for i in tree.places(w)]
    s = tree.sentence(word)
    often = max((len(tree.places(w)) for w in words), default=0)
    return [
        math.log1p(often) / 2,
        float(any(word < i < s.end for i in at)),
        float(any(s.first <= i < word for i in at)),
        float(any(i > s.end for i in at)),
    ]


def _in_brackets(tree: Tree, word: int) -> bool:
    before = tree.text[max(tree.parse.start[tree.sentence(word).first], 0) : tree.parse.start[word]]
    return before.count("(") > before.count(")")


def _one_hot(value: object, values: Sequence[object]) -> list[float]:
    return [float(value == v) for v in values]


def _clause_subject(tree: Tree, word: int) -> int | None:
    """The understood subject of the pronoun's own clause."""
    clause = tree.clause_of(word)
    found = tree.subject(clause) if clause != word else None
    return tree.first_conjunct(found) if found is not None else None


def _is_root_subject(tree: Tree, word: int) -> bool:
    top = tree.first_conjunct(word)
    head = tree.head(top)
    return head is not None and tree.is_rel(top, "nsubj") and tree.head(head) is None


def _depth(tree: Tree, word: int) -> int:
    return sum(1 for _ in tree.ancestors(word))


@cache
def _layers() -> Layers:
    written = json.loads(files("dateline.knowledge").joinpath("lexicon/antecedents.json").read_text(encoding="utf-8"))
    return tuple((np.array(x["weights"], dtype=np.float32), np.array(x["bias"], dtype=np.float32)) for x in written["layers"])


def _output(rows: Vector, layers: Layers) -> Vector:
    """A score for each row; hidden layers are rectified."""
    *hidden, (weights, bias) = layers
    for w, b in hidden:
        rows = np.maximum(rows @ w + b, 0)
    out: Vector = (rows @ weights + bias)[:, 0]
    return out
