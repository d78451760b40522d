"""Which blocks of a page are the report.

Two readers vote and neither is trusted alone. One is trafilatura (precision mode): a block has its vote when most of
its word 4-grams are in what trafilatura extracted. The other looks at where prose stands: the smallest element that
holds nearly all of the prose is the report's own, and what lies outside it is another part of the page. Regions told by
their tags and classes, and lines told by the furniture rules, fall out whatever the votes. The text itself is always
the page's: an extractor only says which blocks, never what words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise

from dateline.reading.page.furniture import furniture
from dateline.reading.page.heads import caption_rule
from dateline.reading.page.outline import Outline, Piece
from dateline.reading.page.stamps import is_stamp

_WORD = re.compile(r"\w+")
_N = 4
_VOTED = 0.5  # share of a block's 4-grams that makes it voted for
_HELD = 0.9  # share of the prose the report's own element must hold
_MAIN = 0.5  # a region that holds this share of the prose is no furniture, whatever its class says
_ENOUGH = 400  # characters of voted prose that make the extractor's vote trusted
_PROSE = 80  # characters of a block that counts as prose


def choose(outline: Outline, extracted: str) -> list[int]:
    """Indices of the blocks that are the report's body, in page order; `extracted` is the other reader's text."""
    weights = [_weight(outline, p) for p in outline.pieces]
    votes = _votes(outline.pieces, extracted)
    outside = _outside(outline, weights, votes)
    own = [0 if i in outside else w for i, w in enumerate(weights)]
    backed = [w if v >= _VOTED else 0 for w, v in zip(own, votes, strict=True)]
    trusted = sum(backed) >= min(_ENOUGH, 0.5 * sum(own))
    within = _holder(outline, backed if trusted else own)
    if not trusted:
        votes = [1.0 if w else v for w, v in zip(own, votes, strict=True)]
    inside = {i for i, p in enumerate(outline.pieces) if within in outline.path(p.element)}
    kept = [i for i in sorted(inside - outside) if votes[i] >= _VOTED]
    kept = _fill(outline, kept, inside - outside, own, backed)
    return _tidy(outline, _go_on(outline, kept, own))


def _weight(outline: Outline, piece: Piece) -> float:
    """Characters of prose outside links; nothing for short lines and lists of links."""
    free = len(piece.text) - piece.linked
    if (len(piece.text) < _PROSE and not piece.text.rstrip().endswith((".", "”", '"', "?", "!"))) or free < 0.5 * len(piece.text):
        return 0.0
    return float(free) if len(piece.text) >= 25 else 0.0


def _outside(outline: Outline, weights: Sequence[float], votes: Sequence[float]) -> set[int]:
    """Blocks in regions that are not the report, unless the region holds most of the prose that is voted for."""
    said = [w if v >= _VOTED else 0 for w, v in zip(weights, votes, strict=True)]
    said = said if any(said) else list(weights)
    by_root: Counter[int] = Counter()
    for piece, w in zip(outline.pieces, said, strict=True):
        by_root[outline.elements[piece.element].root] += int(w)
    main = {root for root, w in by_root.items() if w > _MAIN * sum(said)}
    elements = [outline.elements[p.element] for p in outline.pieces]
    return {i for i, e in enumerate(elements) if e.region in ("furniture", "hidden", "pullquote") and e.root not in main}


def _votes(pieces: Sequence[Piece], extracted: str) -> list[float]:
    words = _WORD.findall(extracted)
    grams = set(zip(*(words[k:] for k in range(_N)), strict=False))
    lines = {tuple(_WORD.findall(line)) for line in extracted.splitlines()}
    return [_share(_WORD.findall(p.text), grams, lines) for p in pieces]


def _share(words: list[str], grams: set[tuple[str, ...]], lines: set[tuple[str, ...]]) -> float:
    if len(words) < _N:
        return float(bool(words) and tuple(words) in lines)
    own = list(zip(*(words[k:] for k in range(_N)), strict=False))
    return sum(g in grams for g in own) / len(own)


def _holder(outline: Outline, weights: Sequence[float]) -> int:
    """The smallest element that holds nearly all of the weight: from the whole page inwards while one child does."""
    held = [0.0] * len(outline.elements)
    for piece, w in zip(outline.pieces, weights, strict=True):
        for e in outline.path(piece.element) if w else ():
            held[e] += w
    best = 0
    for e in range(1, len(outline.elements)):
        if held[e] >= _HELD * held[0] > 0 and outline.elements[e].parent == best:
            best = e
    return best


def _fill(outline: Outline, kept: list[int], inside: set[int], own: Sequence[float], backed: Sequence[float]) -> list[int]:
    """Prose between two kept blocks is the report's too where it stands in one element with mostly kept prose."""
    total, voted = Counter[int](), Counter[int]()
    for i in inside:
        total[_home(outline, i)] += int(own[i])
        voted[_home(outline, i)] += int(backed[i])
    out = set(kept)
    for a, b in pairwise(kept):
        homes = {h for h in (_home(outline, a), _home(outline, b)) if 2 * voted[h] > total[h]}
        out |= {i for i in range(a + 1, b) if i in inside and own[i] and _home(outline, i) in homes}
    return sorted(out)


def _go_on(outline: Outline, kept: list[int], own: Sequence[float]) -> list[int]:
    """Prose after the last kept block that stands in boxes just like those of the kept prose is the report's too.

    Pages cut a report into equal boxes with advertisements between them, and an extractor may take only the first.
    """
    looks = Counter(_look(outline, i) for i in kept if own[i])
    if not looks:
        return kept
    look, n = looks.most_common(1)[0]
    around = _around(outline, next(i for i in kept if own[i] and _look(outline, i) == look))
    out = list(kept)
    for i in range(kept[-1] + 1, len(outline.pieces)):
        if outline.name(outline.pieces[i]) == "h1":
            break
        if own[i] >= _PROSE and n > 1 and look[0][0] == "p" and _look(outline, i) == look and _around(outline, i) == around:
            out.append(i)
    return out


def _look(outline: Outline, i: int) -> tuple[tuple[str, str], ...]:
    """Names and classes of the block's element and the three around it."""
    chain = islice(outline.path(outline.pieces[i].element), 4)
    return tuple((outline.elements[e].name, outline.elements[e].look) for e in chain)


def _around(outline: Outline, i: int) -> int:
    """The fifth element from the block outwards, which equal boxes share."""
    return next(islice(outline.path(outline.pieces[i].element), 4, None), 0)


def _home(outline: Outline, i: int) -> int:
    return outline.elements[outline.pieces[i].element].parent


def is_caption(outline: Outline, i: int) -> bool:
    """Whether a block stands under a picture: by its region, its words, or the little box it shares with the picture."""
    piece = outline.pieces[i]
    return outline.region(piece) == "caption" or piece.element in outline.picture_boxes or bool(caption_rule(piece.text))


def is_prose(outline: Outline, i: int) -> bool:
    """Whether a block is running text of the report, no caption and no stamp."""
    piece = outline.pieces[i]
    return _weight(outline, piece) > 0 and not is_caption(outline, i) and not is_stamp(piece.text)


def _tidy(outline: Outline, kept: list[int]) -> list[int]:
    """Without furniture lines, lines that are links only, and what stands twice."""
    prose = [i for i in kept if is_prose(outline, i)]
    if not prose:
        return []
    out, seen = [], set[str]()
    for i in kept:
        piece = outline.pieces[i]
        links_only = piece.linked >= 0.9 * len(piece.text) and len(piece.text) < 200
        if links_only or piece.text in seen or furniture(piece.text, edge=not prose[0] < i < prose[-1]):
            continue
        seen.add(piece.text)
        out.append(i)
    return out
