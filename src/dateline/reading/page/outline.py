"""The page as it shows: blocks of text in page order, each with its place in the page and the elements it stands in.

Only elements that bear on the reading are followed: block-level ones and those that begin a region (see `regions`).
Text is what a reader sees: runs of white space are one space, no-break spaces are spaces, soft hyphens and zero-width
characters are dropped, quotation marks stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from dateline.reading.page.errors import Unreadable
from dateline.reading.page.markup import RAW, Tag, Text
from dateline.reading.page.regions import Region, region_of

MAX_DEPTH = 2_000
MAX_BLOCK = 200_000
_ITEM_WEIGHT = 16  # a run of text costs time however short it is: references, line breaks, tags inside a line

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr picture q rp rt ruby s samp small"
    " source span strike strong sub sup time tt u var wbr".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CLOSES = {
    "li": {"p", "li"}, "dt": {"p", "dt", "dd"}, "dd": {"p", "dt", "dd"}, "tr": {"p", "td", "th", "tr"},
    "td": {"p", "td", "th"}, "th": {"p", "td", "th"}, "option": {"option"},
}  # fmt: skip
_BOX = {"table": 400, "td": 400, "dl": 400, "div": 160}  # most characters of a box that holds a picture and its caption
_DROPPED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_CHUNK = re.compile(
    rf"[^\s{_DROPPED}]+(?: [^\s{_DROPPED}]+)*|\s+|[{_DROPPED}]+"
)  # words with single spaces between are one chunk
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


class Tie(NamedTuple):
    """`length` characters of a block's text from `at`, and the page's characters they came from."""

    at: int
    length: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of the page's text. `element` is an index into the outline's elements; `linked` counts characters in links."""

    text: str
    ties: tuple[Tie, ...]
    element: int = 0
    linked: int = 0

    @property
    def start(self) -> int:
        """Where it begins in the page."""
        return self.ties[0].start

    @property
    def end(self) -> int:
        """Where it ends in the page."""
        return self.ties[-1].end


@dataclass(frozen=True, slots=True)
class Element:
    """An element that is followed; `region` is its own or the one it lies in."""

    name: str
    parent: int
    region: Region | None
    root: int  # the element that began the region, or -1
    look: str = ""  # its class


class Stamped(NamedTuple):
    """A tag that gives a date, the element it stands in and how many blocks came before it."""

    tag: Tag
    element: int
    before: int


@dataclass(slots=True)
class Outline:
    """Blocks, elements (a parent has a smaller index than its children) and dated tags of a page."""

    pieces: list[Piece] = field(default_factory=list)
    elements: list[Element] = field(default_factory=lambda: [Element("html", -1, None, -1)])
    stamped: list[Stamped] = field(default_factory=list)
    picture_boxes: set[int] = field(default_factory=set)  # elements inside a small box that holds a picture

    def path(self, element: int) -> Iterable[int]:
        """An element and those around it, inside out."""
        while element >= 0:
            yield element
            element = self.elements[element].parent

    def name(self, piece: Piece) -> str:
        """The tag of the element a block stands in."""
        return self.elements[piece.element].name

    def region(self, piece: Piece) -> Region | None:
        """The region a block stands in."""
        return self.elements[piece.element].region


def outline(items: Iterable[Tag | Text]) -> Outline:
    """The outline of a page's tokens. Raises Unreadable HOSTILE_PAGE on nesting or blocks no page for readers has."""
    builder = _Builder()
    for item in items:
        if isinstance(item, Text):
            builder.text(item)
        elif item.kind == "open":
            builder.open(item)
        else:
            builder.close(item)
    return builder.finish()


def _is_dated(attributes: dict[str, str]) -> bool:
    """Whether an element carries a date of microdata, of RDFa or of the hAtom microformat (`<abbr class=published title=…>`)."""
    said = attributes.get("property", "").lower()
    return (
        "itemprop" in attributes
        or "pubdate" in attributes
        or ("date" in said and "content" in attributes)
        or (
            bool(attributes.get("title"))
            and bool({"published", "updated", "dt-published"} & set(attributes.get("class", "").split()))
        )
    )


class _Builder:
    """Follows the open elements and gathers text until a block ends."""

    def __init__(self) -> None:
        self.out = Outline()
        self._open = [0]
        self._names = Counter({"html": 1})
        self._gathered: list[tuple[Text, bool]] = []
        self._link = False
        self._breaks = 0
        self._pictures: list[int] = []
        self._weight = 0
        self._muted = 0  # depth of an inline element whose text does not show; 0 for none

    def text(self, item: Text) -> None:
        if self._muted:
            return
        if not item.shown.strip():
            if self._gathered:
                self._gathered.append((item, False))
            return
        if self._breaks:
            self._after_break(item)
        self._weight += len(item.shown.strip()) + _ITEM_WEIGHT
        if self._weight > 2 * MAX_BLOCK:
            raise too_long()
        if self._names["pre"]:
            for part in _paragraphs(item):
                self._gathered.append((part, self._link))
                if part.end != item.end:
                    self.flush()
        else:
            self._gathered.append((item, self._link))

    def _after_break(self, item: Text) -> None:
        """A line break ends a block, unless a single one stands inside a sentence."""
        so_far = next((t.shown.rstrip() for t, _ in reversed(self._gathered) if t.shown.strip()), "")
        open_ended = so_far[-1:].isalnum() or so_far.endswith(",")
        inside = self._breaks == 1 and open_ended and item.shown.lstrip()[:1].islower()
        self._breaks = 0
        if inside:
            self._gathered.append((Text(item.start, item.start, " "), False))
        else:
            self.flush()

    def open(self, tag: Tag) -> None:
        name = tag.name
        if name in RAW:
            return
        if name == "br":
            self._breaks += 1
            return
        attributes = tag.attributes() if tag.source else {}
        if name == "time" or _is_dated(attributes):
            self.out.stamped.append(Stamped(tag, self._open[-1], len(self.out.pieces) + bool(self._gathered)))
        if name in _VOID:
            if name == "hr":
                self.flush()
            elif name == "img":
                self._pictures.append(self._open[-1])
            return
        if name in _INLINE:
            self._open_inline(name, attributes)
            return
        self.flush()
        while self.out.elements[self._open[-1]].name in _CLOSES.get(name, ("p",)) and len(self._open) > 1:
            self._pop()
        self._push(name, region_of(name, attributes), attributes.get("class", ""))

    def _open_inline(self, name: str, attributes: dict[str, str]) -> None:
        """Inside a line only two sorts of elements matter: what does not show, and a part with a part's own role."""
        self._link = self._link or name == "a"
        region = region_of(name, attributes) if attributes else None
        if self.out.elements[self._open[-1]].name == name:
            self._push(name, None)  # so that its end tag does not end the one around it
        elif region in ("hidden", "furniture"):
            self._push(name, region)
            self._muted = self._muted or len(self._open)
        elif region in ("byline", "caption", "stamp"):
            self.flush()
            self._push(name, region, attributes.get("class", ""))

    def close(self, tag: Tag) -> None:
        name = tag.name
        if name == "a":
            self._link = False
        if not self._names[name]:
            self._breaks = 2 if name == "p" else self._breaks
            return
        if name in _INLINE and self.out.elements[self._open[-1]].name != name:
            return
        if not self._muted or len(self._open) < self._muted or name not in _INLINE:
            self.flush()
        while self._pop() != name:
            pass

    def _push(self, name: str, region: Region | None, look: str = "") -> None:
        if len(self._open) > MAX_DEPTH:
            raise Unreadable("HOSTILE_PAGE", f"the page nests more than {MAX_DEPTH:,} elements; save the article's text instead.")
        above = self._open[-1]
        own = len(self.out.elements)
        around = self.out.elements[above]
        if around.region in ("hidden", "furniture") or region is None:
            element = Element(name, above, around.region, around.root, look)
        else:
            element = Element(name, above, region, own, look)
        self.out.elements.append(element)
        self._open.append(own)
        self._names[name] += 1

    def _pop(self) -> str:
        name = self.out.elements[self._open.pop()].name
        if len(self._open) < self._muted:
            self._muted = 0
        self._names[name] -= 1
        return name

    def finish(self) -> Outline:
        """The outline, with the boxes of pictures marked."""
        self.flush()
        sizes = Counter[int]()
        for piece in self.out.pieces:
            for e in self.out.path(piece.element):
                sizes[e] += len(piece.text)
        boxes = {e for at in self._pictures for e in self.out.path(at) if 0 < sizes[e] <= _BOX.get(self.out.elements[e].name, 0)}
        for e, element in enumerate(self.out.elements):
            if e in boxes or element.parent in self.out.picture_boxes:
                self.out.picture_boxes.add(e)
        return self.out

    def flush(self) -> None:
        """Ends the block."""
        gathered, self._gathered, self._breaks, self._weight = self._gathered, [], 0, 0
        text, ties = shown([t for t, _ in gathered])
        if not text:
            return
        if len(text) > MAX_BLOCK:
            raise too_long()
        linked = sum(len(t.shown.strip()) for t, link in gathered if link)
        self.out.pieces.append(Piece(text, ties, self._open[-1], min(linked, len(text))))


def too_long() -> Unreadable:
    """What to raise on a paragraph that is no paragraph."""
    return Unreadable("HOSTILE_PAGE", f"one paragraph has more than {MAX_BLOCK:,} characters; cut it into paragraphs first.")


def _paragraphs(item: Text) -> Iterable[Text]:
    """Preformatted text is cut at blank lines."""
    at = item.start
    for m in _BLANK_LINE.finditer(item.shown):
        yield Text(at, item.start + m.end(), item.shown[at - item.start : m.end()])
        at = item.start + m.end()
    if at < item.end:
        yield Text(at, item.end, item.shown[at - item.start :])


def shown(texts: Iterable[Text]) -> tuple[str, tuple[Tie, ...]]:
    """The text a reader sees and where each run of it stands in the page; runs that touch on both sides are joined."""
    parts: list[str] = []
    ties: list[Tie] = []
    length = 0
    for chunk, start, end in _chunks(texts):
        if chunk == " " and (not parts or parts[-1] == " "):
            continue
        last = ties[-1] if ties else None
        straight = end - start == len(chunk)
        if last and straight and last.end == start and last.end - last.start == last.length:
            ties[-1] = Tie(last.at, last.length + len(chunk), last.start, end)
        else:
            ties.append(Tie(length, len(chunk), start, end))
        parts.append(chunk)
        length += len(chunk)
    if parts and parts[-1] == " ":
        last = ties.pop()
        if last.length > 1:
            ties.append(Tie(last.at, last.length - 1, last.start, last.end - 1))
        parts.pop()
    return "".join(parts), tuple(ties)


def _chunks(texts: Iterable[Text]) -> Iterable[tuple[str, int, int]]:
    """Runs of words and single spaces with their characters in the page."""
    for start, end, seen in texts:
        literal = end - start == len(seen)
        for m in _CHUNK.finditer(seen):
            chunk = m.group()
            if chunk[0] in _DROPPED:
                continue
            a, b = (start + m.start(), start + m.end()) if literal else (start, end)
            if chunk.isspace():
                yield " ", a, min(a + 1, b) if literal else b
            else:
                yield chunk, a, b
