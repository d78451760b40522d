"""A page read: which of its blocks are the report, what each is, and the lines beside it that tell dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from dateline.foundation.rows import BlockKind
from dateline.reading.page.choose import choose, is_caption, is_prose
from dateline.reading.page.furniture import furniture
from dateline.reading.page.heads import byline_of
from dateline.reading.page.lines import Line
from dateline.reading.page.metadata import Metadata
from dateline.reading.page.outline import Outline
from dateline.reading.page.parts import Part
from dateline.reading.page.stamps import is_label, is_stamp, said_in

_PUBLISHED = re.compile(r"publi(?:sh|c)|(?:entry|post|article|story|news)[-_]{0,2}date(?![a-z])|date[-_]{0,2}posted", re.I)
_WORD = re.compile(r"\w+")
_TITLE_JOINT = re.compile(r"\s+[|–—»·-]\s+")
_NEAR = 12  # blocks between a headline and the first paragraph
_HEADLINE_WORDS = 30
_LINE, _SHORT = 160, 100  # characters of a line that may tell a date, and of one at the head of the body
_ABOVE = 5  # blocks above the headline that still belong to it
_KINDS: dict[str, BlockKind] = {
    "li": "list", "dd": "list", "dt": "list",
    "h2": "headline", "h3": "headline", "h4": "headline", "h5": "headline", "h6": "headline",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """`parts` in reading order, the headline first; `first` and `last` are the blocks between which the report stands."""

    parts: tuple[Part, ...]
    title: str | None
    byline: str | None
    lines: tuple[Line, ...]
    first: int
    last: int


def read_sheet(outline: Outline, page: Metadata, extracted: str) -> Sheet:
    """Finds headline, body and what stands between them."""
    body = choose(outline, extracted)
    if not body:
        return _without_body(outline, page)
    headline = _headline(outline, page, body)
    body = _below(outline, body, headline)
    first = min(body[0], headline if headline is not None else body[0])
    byline = _byline(outline, range(max(0, first - _NEAR // 2), min(len(outline.pieces), body[0] + 3)))
    kept = [i for i in body if i not in (headline, byline)]
    found = [(i, _kind(outline, i, kept)) for i in kept]
    parts = [Part(kind, outline.pieces[i]) for i, kind in found if kind]
    head: list[Part] = []
    if headline is not None:
        head.append(Part("headline", outline.pieces[headline]))
    if byline is not None:
        head.append(Part("byline", outline.pieces[byline]))
    title = outline.pieces[headline].text if headline is not None else _bare_title(page)
    who = byline_of(outline.pieces[byline].text) if byline is not None else None
    return Sheet((*head, *parts), title, who or page.authors, tuple(_lines(outline, headline, body)), first, body[-1])


def _without_body(outline: Outline, page: Metadata) -> Sheet:
    """What a page without a report still has: lines beside its main heading."""
    wanted = [_words(t) for t in page.titles()]
    tops = [i for i, p in enumerate(outline.pieces) if outline.name(p) == "h1" or _words(p.text) in wanted]
    if not tops:
        return Sheet((), None, None, (), 0, 0)
    return Sheet((), None, None, tuple(_lines(outline, tops[0], [tops[0]])), tops[0], tops[0] + _NEAR)


def _headline(outline: Outline, page: Metadata, body: Sequence[int]) -> int | None:
    """The block that is the page's headline: the one that says what its metadata call it, else its main heading,
    else a short line without a final stop just before the first paragraph. The site's name is none.
    """
    wanted = [_words(t) for t in page.titles()]
    for i, piece in enumerate(outline.pieces[: body[-1]]):
        if outline.name(piece) == "h1" and outline.region(piece) != "hidden" and _words(piece.text) in wanted:
            return i
    near = [
        i for i in range(min(len(outline.pieces), body[0] + 4)) if 2 <= len(_words(outline.pieces[i].text)) <= _HEADLINE_WORDS
    ]
    sites = _site_names(page)
    near = [
        i
        for i in near
        if outline.region(outline.pieces[i]) not in ("furniture", "hidden", "caption")
        and _words(outline.pieces[i].text) not in sites
    ]
    for fits in (_is_title, _begins_title):
        for i in sorted(near, key=lambda i: (outline.name(outline.pieces[i]) != "h1", -i)):
            if any(fits(_words(outline.pieces[i].text), w) for w in wanted):
                return i
    headed = [i for i in near if outline.name(outline.pieces[i]) == "h1"] or [
        i
        for i in near
        if outline.region(outline.pieces[i]) == "headline" or (outline.name(outline.pieces[i]) == "h2" and i <= body[0])
    ]
    if headed:
        return headed[-1]
    prose = next((i for i in body if is_prose(outline, i)), body[0])
    above = [i for i in near if prose - 4 <= i < prose and _is_headline_line(outline.pieces[i].text)]
    return above[-1] if above else None


def _site_names(page: Metadata) -> list[list[str]]:
    """What the site calls itself: its name, and what a stroke or dash parts from the longest piece of the page's title."""
    parts = sorted(_TITLE_JOINT.split(page.page_title or ""), key=len)[:-1]
    return [_words(name) for name in (page.publisher, page.meta("og:site_name"), *parts) if name]


def _below(outline: Outline, body: list[int], headline: int | None) -> list[int]:
    """The body below the headline, if nearly all of it stands there: what is above are teasers."""
    below = [i for i in body if headline is None or i > headline]
    size = {i: len(outline.pieces[i].text) for i in body}
    return below if sum(size[i] for i in below) > 0.7 * sum(size.values()) else body


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _is_title(words: list[str], title: list[str]) -> bool:
    return words == title


def _begins_title(words: list[str], title: list[str]) -> bool:
    """A title with the site's name before or after it."""
    n = len(words)
    return n >= 3 and n >= len(title) / 2 and (title[:n] == words or title[-n:] == words)


def _is_headline_line(text: str) -> bool:
    """A line that could be a headline: short, no sentence, no stamp, no byline, no furniture."""
    return (
        not text.endswith((".", ":", ";", ","))
        and text[:1].isupper() | text[:1].isdigit() | (text[:1] in "\"'“‘«")
        and len(text) <= 200
        and not is_stamp(text)
        and not byline_of(text)
        and not furniture(text, edge=True)
    )


def _byline(outline: Outline, near: range) -> int | None:
    """The block near the headline that names the writer."""
    found = [
        i
        for i in near
        if outline.region(outline.pieces[i]) not in ("furniture", "hidden", "caption") and byline_of(outline.pieces[i].text)
    ]
    return found[-1] if found else None


def _kind(outline: Outline, i: int, body: Sequence[int]) -> BlockKind | None:
    """What a block of the body is; None for stamps and bylines that name nobody, which are not the report."""
    piece = outline.pieces[i]
    region = outline.region(piece)
    if is_stamp(piece.text) or (region == "stamp" and len(piece.text) < 80 and not piece.text.endswith(".")):
        return None
    if is_caption(outline, i):
        return "caption"
    if byline_of(piece.text):
        return "byline" if i == body[0] else None
    if region == "byline" and len(piece.text) < 80 and not piece.text.endswith("."):
        return None
    names = [outline.elements[e].name for e in outline.path(piece.element)]
    listed = next((_KINDS[n] for n in names if n in _KINDS), None)
    return listed or ("quote" if "blockquote" in names else "paragraph")


def _lines(outline: Outline, headline: int | None, body: Sequence[int]) -> list[Line]:
    """The page's short lines outside the body, with where they stand; a label is joined to the date in the next block."""
    inside, top = set(body), body[0] if headline is None else min(headline, body[0])
    out = []
    for i, piece in enumerate(outline.pieces):
        region = outline.region(piece)
        if len(piece.text) > _LINE or region == "hidden" or (i in inside and not _tells_date(piece.text, i - body[0])):
            continue
        is_own = region not in ("furniture", "caption") or (
            headline is not None and _root(outline, i) == _root(outline, headline)
        )
        beside = (top - _ABOVE <= i <= body[0] + 3) if is_own else (top < i <= min(top + _ABOVE, body[0]))
        beside = beside or (_looks_published(outline, piece.element) and top - _NEAR <= i <= body[-1] + _NEAR)
        within = top - _ABOVE <= i <= body[-1] + _NEAR
        before = outline.pieces[i - 1].text if i else ""
        text = f"{before} {piece.text}" if is_label(before) and before != piece.text else piece.text
        out.append(Line(text, "beside" if beside else "within" if within else "away", i - top))
    return out


def _looks_published(outline: Outline, element: int) -> bool:
    """Whether the class of a block's element, or of those close around it, calls it a date of publication."""
    return any(_PUBLISHED.search(outline.elements[e].look) for e in islice(outline.path(element), 3))


def _root(outline: Outline, i: int) -> int:
    return outline.elements[outline.pieces[i].element].root


def _tells_date(text: str, after: int) -> bool:
    """Whether a block among the report's own, `after` its first, is a line that tells its date."""
    return is_stamp(text) or (after <= 1 and len(text) <= _SHORT and said_in(text, day_first=True) is not None)


def _bare_title(page: Metadata) -> str | None:
    """The page's own title without the site's name."""
    titles = page.titles()
    if not titles:
        return None
    site = page.meta("og:site_name")
    parts = _TITLE_JOINT.split(titles[0])
    return max(parts, key=len) if len(parts) > 1 and (site in parts or len(titles) == 1) else titles[0]
