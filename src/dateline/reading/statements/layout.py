"""How a sentence is laid out: sections between semicolons and colons, pieces between commas, quotations whole.

Attributions are found on this layout rather than on the tree alone: in `…, an aide said on Friday, …` the commas tell
content from attribution more surely than long attachments do.
"""

from __future__ import annotations

import msgspec

from dateline.foundation.spans import Span
from dateline.reading.statements.marks import is_mark, quotation_at, quotations
from dateline.reading.tree import Tree

SEPARATORS = frozenset({";", ":"})
COMMAS = frozenset({",", "--", "---", "—", "–", "―"})
STOPS = frozenset({".", "!", "?", "…", "..."})
RELATIVES = frozenset({"who", "which", "whose", "whom"})
CONCESSIVE = frozenset({"while", "although", "though", "whereas"})
COORDINATORS = frozenset({"and", "but", "or", "yet", "so"})


class Piece(msgspec.Struct, frozen=True):
    """Words `first` to `end` (past the last) between two commas or marks; `quote` if it is a quotation with its marks."""

    first: int
    end: int
    quote: bool = False

    @property
    def words(self) -> range:
        """Its words, as indices."""
        return range(self.first, self.end)


class Section(msgspec.Struct, frozen=True):
    """Words `first` to `end` of one sentence between semicolons or colons; quotations inside are whole."""

    first: int
    end: int
    pieces: tuple[Piece, ...]

    def piece_at(self, word: int) -> int:
        """The index of the piece that holds a word; -1 if the word is a delimiter."""
        return next((k for k, p in enumerate(self.pieces) if p.first <= word < p.end), -1)


def scope_of(tree: Tree, word: int) -> range:
    """The words of the sentence, or of the quotation's part of it, in which a cue may have its content."""
    s = tree.sentence(word)
    home = quotation_at(tree, word)
    if home is None:
        return range(s.first, s.end)
    inside = [i for i in range(s.first, s.end) if home.start <= tree.parse.start[i] < home.end]
    return range(inside[0], inside[-1] + 1)


def section_of(tree: Tree, word: int, separators: frozenset[str] = SEPARATORS) -> Section:
    """The section a word stands in, cut into pieces."""
    scope = scope_of(tree, word)
    opaque = _opaque(tree, scope, word)
    breaks = [i for i in scope if i not in opaque and tree.word(i) in separators]
    first = max((b + 1 for b in breaks if b < word), default=scope.start)
    end = min((b for b in breaks if b > word), default=scope.stop)
    return Section(first, end, _pieces(tree, range(first, end), opaque))


def section_after(tree: Tree, section: Section) -> Section | None:
    """The next section of the same sentence or quotation."""
    scope = scope_of(tree, section.first)
    return section_of(tree, section.end + 1) if section.end + 1 < scope.stop else None


def _opaque(tree: Tree, scope: range, word: int) -> dict[int, int]:
    """Words inside quotations that do not hold `word`, marks included, each with the number of its quotation."""
    home = quotation_at(tree, word)
    out: dict[int, int] = {}
    for n, q in enumerate(quotations(tree)):
        if q == home or not scope or q.end < tree.parse.start[scope.start] or q.start > tree.parse.end[scope.stop - 1]:
            continue
        out.update((i, n) for i in scope if _is_of(tree, i, q))
    return out


def _is_of(tree: Tree, word: int, q: Span) -> bool:
    """In a quotation, or one of its two marks."""
    start = tree.parse.start[word]
    return q.start <= start < q.end or (is_mark(tree, word) and (q.start - 2 <= start < q.start or start == q.end))


def _pieces(tree: Tree, words: range, opaque: dict[int, int]) -> tuple[Piece, ...]:
    apart = {n for n in set(opaque.values()) if _begins_apart(tree, words, next(i for i in opaque if opaque[i] == n))}
    out: list[Piece] = []
    start = words.start
    for i in range(words.start, words.stop + 1):
        delimits = i < words.stop and i not in opaque and _delimits(tree, i)
        here, before = opaque.get(i) if i < words.stop else None, opaque.get(i - 1)
        turns = here != before and (here in apart or before in apart or (before is not None and _ends_with_comma(tree, i - 1)))
        if i == words.stop or delimits or turns:
            if i > start:
                out.append(Piece(start, i, opaque.get(start) in apart and before == opaque.get(start)))
            start = i + 1 if delimits else i
    return tuple(out)


def _begins_apart(tree: Tree, words: range, first: int) -> bool:
    """Whether a quotation is set off from the reporter's words before it, rather than running on from them."""
    return first <= words.start or _delimits(tree, first - 1) or tree.word(first - 1) in SEPARATORS


def _ends_with_comma(tree: Tree, last: int) -> bool:
    return tree.word(last - 1 if is_mark(tree, last) else last) in COMMAS


def _delimits(tree: Tree, i: int) -> bool:
    word = tree.word(i)
    return word in COMMAS or is_mark(tree, i) or (word in STOPS and tree.upos(i) == "PUNCT")


def is_finite(tree: Tree, word: int) -> bool:
    """A finite verb or auxiliary."""
    return tree.upos(word) in ("VERB", "AUX") and tree.feat(word, "VerbForm") == "Fin"


def has_finite(tree: Tree, words: range) -> bool:
    """Whether one of these words is finite."""
    return any(is_finite(tree, w) for w in words)


def in_brackets(tree: Tree, word: int) -> bool:
    """Between round brackets, as `(D-Mo.)` behind a name."""
    first = tree.sentence(word).first
    last_mark = next((tree.word(w) for w in range(word - 1, first - 1, -1) if tree.word(w) in "()"), ")")
    return last_mark == "("


def trimmed(tree: Tree, words: range, *, leading: bool = True) -> range:
    """Without commas and stops at both ends and, if `leading`, without a coordinator at the head."""
    first, end = words.start, words.stop
    while first < end and (_is_edge(tree, first) or (leading and first + 1 < end and tree.low(first) in COORDINATORS)):
        first += 1
    while end > first and _is_edge(tree, end - 1):
        end -= 1
    return range(first, end)


def _is_edge(tree: Tree, i: int) -> bool:
    word = tree.word(i)
    return word in SEPARATORS or word in COMMAS or (word in STOPS and tree.upos(i) == "PUNCT")
