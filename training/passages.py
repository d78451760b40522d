"""What an epoch is made of: sentences alone and joined into paragraphs, some as headlines, some with other names."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator

from dateline.reading.parse.entities import TAGS
from dateline.reading.parse.lemma import apply_script, script_of
from training.data import Sentence

_PLACES = {"River", "Lake", "Mount", "Sea", "Ocean", "Islands", "Island", "Street", "Bay", "Valley", "Hills", "County"}


def headline_style(sentences: list[Sentence], rng: random.Random, share: float) -> list[Sentence]:
    """Some sentences again in Title Case or ALL CAPS, as headlines and datelines are set."""
    out = []
    for s in rng.sample(sentences, int(len(sentences) * share)):
        change = str.upper if rng.random() < 0.4 else (lambda w: w[:1].upper() + w[1:])
        scripts = (
            [script_of(change(w), apply_script(w, sc)) for w, sc in zip(s.words, s.scripts, strict=True)] if s.scripts else None
        )
        out.append(dataclasses.replace(s, words=[change(w) for w in s.words], scripts=scripts))
    return out


def epoch(
    sentences: list[Sentence],
    rng: random.Random,
    joined: float,
    swapped: float,
    persons: list[list[str]],
    cities: list[list[str]],
) -> list[Sentence]:
    """One epoch's passages: every sentence once, alone or with those that follow it in its corpus."""
    out, at = [], 0
    while at < len(sentences):
        run = [sentences[at]]
        if rng.random() < joined / 2:  # a joined passage takes three and a half sentences on average
            want = rng.randint(2, 5)
            run = [s for s in sentences[at : at + want] if (s.starts is None) == (run[0].starts is None)]
            run = _fitting(run)
        at += len(run)
        out.append(join([_renamed(s, rng, persons, cities) if rng.random() < swapped else s for s in run]))
    return out


def _fitting(run: list[Sentence], most: int = 150) -> list[Sentence]:
    """As many of the run as stay below so many words, and the first in any case; layers must agree."""
    kept, words = [run[0]], len(run[0].words)
    for s in run[1:]:
        words += len(s.words)
        if words > most or (s.heads is None) != (run[0].heads is None) or (s.allowed is None) != (run[0].allowed is None):
            break
        kept.append(s)
    return kept


def join(run: list[Sentence]) -> Sentence:
    """Sentences as one passage; layers that one of them lacks are dropped."""
    if len(run) == 1:
        return run[0]
    heads: list[int] = []
    for s in run:
        heads += [h + len(heads) if h else 0 for h in s.heads] if s.heads else []
    layers = {
        name: [x for s in run for x in getattr(s, name)] if all(getattr(s, name) is not None for s in run) else None
        for name in ("upos", "feats", "rels", "scripts", "allowed", "names", "starts", "spaces")
    }
    words = [w for s in run for w in s.words]
    return Sentence(words, heads=heads if len(heads) == len(words) else None, source=run[0].source, **layers)


def _renamed(s: Sentence, rng: random.Random, persons: list[list[str]], cities: list[list[str]]) -> Sentence:
    """The sentence with other persons and towns of as many words, so that its tree still holds."""
    if not s.allowed:
        return s
    words = list(s.words)
    for first, end, kind in _spans(s.allowed):
        if kind == "PER" and all(w[:1].isupper() for w in words[first:end]):
            words[first:end] = _of_length(rng, persons, end - first) or words[first:end]
        elif kind == "GPE" and end == first + 1 and words[first].istitle() and not _PLACES & set(words[end : end + 1]):
            words[first:end] = _of_length(rng, cities, 1) or words[first:end]
    return dataclasses.replace(s, words=words)


def _of_length(rng: random.Random, names: list[list[str]], n: int) -> list[str]:
    """A name of so many words; of one word, the last of a person's or the whole of a town's."""
    for _ in range(20):
        name = rng.choice(names)
        if len(name) == n:
            return name
        if n == 1:
            return name[-1:]
    return []


def _spans(allowed: list[int]) -> Iterator[tuple[int, int, str]]:
    """Names whose class is sure, or sure to be a place."""
    bit = {t: 1 << i for i, t in enumerate(TAGS)}
    sure = {bit["B-PER"]: "PER", bit["B-GPE"]: "GPE", bit["B-GPE"] | bit["B-LOC"]: "GPE"}
    inside = {bit["I-PER"], bit["I-GPE"], bit["I-GPE"] | bit["I-LOC"]}
    for i, a in enumerate(allowed):
        if a in sure:
            end = i + 1
            while end < len(allowed) and allowed[end] in inside:
                end += 1
            yield i, end, sure[a]
