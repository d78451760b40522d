"""Text as a reader pastes it: lines to blocks, the page's own lines told from the report's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.foundation.spans import Span
from dateline.reading.page.errors import Unreadable
from dateline.reading.page.furniture import furniture
from dateline.reading.page.heads import byline_of, caption_rule, dateline_of
from dateline.reading.page.lines import Line
from dateline.reading.page.markup import Text
from dateline.reading.page.outline import MAX_BLOCK, Piece, shown, too_long
from dateline.reading.page.parts import Part
from dateline.reading.page.sheet import Sheet
from dateline.reading.page.stamps import is_stamp

MAX_LINES = 20_000
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_GAP = re.compile(r"\n[^\S\n]*\n|\r\n?[^\S\r\n]*\r\n?|\u2029")
_FINAL = (".", "!", "?", ":", *(stop + mark for stop in ".!?," for mark in "\"”'’)"))
_WRAPPED = range(45, 101)  # widths at which people and programs wrap lines
_LABEL_WORDS = 3


def lines_of(text: str) -> list[Piece]:
    """The blocks of pasted text: its lines; where the whole text is wrapped at one width, its paragraphs."""
    groups = list(_groups(text))
    lines = [line for group in groups for line in group]
    if len(lines) > MAX_LINES:
        raise Unreadable(
            "TOO_LARGE",
            f"it has {len(lines):,} lines and the limit for one report is {MAX_LINES:,}; split it into one report a file.",
        )
    if any(line.end - line.start > MAX_BLOCK for line in lines):
        raise too_long()
    width = _wrap_width(text, groups)
    runs = (run for group in groups for run in _runs(text, group, width))
    return [Piece(words, ties) for words, ties in map(shown, runs) if words]


def _groups(text: str) -> Iterator[list[Span]]:
    """Lines between blank lines."""
    at = 0
    for gap in (*_GAP.finditer(text), None):
        end = gap.start() if gap else len(text)
        lines = [Span(*m.span()) for m in _LINE.finditer(text, at, end) if m.group().strip()]
        if lines:
            yield lines
        at = gap.end() if gap else end


def _wrap_width(text: str, groups: Sequence[Sequence[Span]]) -> int | None:
    """The width at which a program wrapped the lines; None where lines are as long as their paragraphs."""
    widths = [len(s.of(text).rstrip()) for group in groups for s in group]
    widest = max(widths, default=0)
    full = sum(w > 0.8 * widest for w in widths)
    return widest if _WRAPPED.start <= widest < _WRAPPED.stop and 2 * full > len(widths) > 3 else None


def _runs(text: str, lines: Sequence[Span], width: int | None) -> Iterator[list[Text]]:
    """Lines that make one paragraph: a line goes on in the next if the next's first word had no room in it."""
    run: list[Text] = []
    for k, span in enumerate(lines):
        before = lines[k - 1].of(text).rstrip() if run else ""
        if run and width and len(before) + 1 + len(span.of(text).split()[0]) > 0.9 * width:
            run.append(Text(lines[k - 1].end, span.start, " "))
        elif run:
            yield run
            run = []
        run.append(Text(span.start, span.end, span.of(text)))
    if run:
        yield run


def read_pasted(text: str) -> Sheet:
    """Blocks of a pasted report: furniture out, headline, byline and captions told apart."""
    pieces = lines_of(text)
    prose = [i for i, p in enumerate(pieces) if _is_prose(p.text)] or [i for i, p in enumerate(pieces) if _is_sentence(p.text)]
    if not prose:
        return Sheet((), None, None, (), 0, 0)
    first, last = prose[0], prose[-1]
    kept = [
        i
        for i, p in enumerate(pieces)
        if not is_stamp(p.text) and not furniture(text[p.start : p.end], edge=not first < i < last)
    ]
    byline = next((i for i in kept if i <= first + 1 and byline_of(pieces[i].text)), None)
    above = [i for i in kept if i < first and i != byline and not caption_rule(pieces[i].text)]
    headline = _headline(pieces, above)
    parts = [Part("headline", pieces[headline])] if headline is not None else []
    parts += [Part("byline", pieces[byline])] if byline is not None else []
    for i in kept:
        if i not in (headline, byline) and (i >= first or (headline is not None and i > headline)):
            parts.append(_part(pieces[i], within=first < i < last))
    removed = [
        Line(p.text, "beside" if i <= first else "within", i - first)
        for i, p in enumerate(pieces)
        if i not in kept or i == byline
    ]
    title = pieces[headline].text if headline is not None else None
    return Sheet(tuple(parts), title, byline_of(pieces[byline].text) if byline is not None else None, tuple(removed), first, last)


def _is_page_line(line: str) -> bool:
    return bool(furniture(line, edge=False) or is_stamp(line) or caption_rule(line) or byline_of(line))


def _is_sentence(line: str) -> bool:
    """A short sentence: enough where the text has nothing longer."""
    return len(line.split()) >= 5 and line.rstrip().endswith(_FINAL) and not _is_page_line(line)


def _is_prose(line: str) -> bool:
    """A line that surely holds a sentence of the report."""
    long = (len(line) >= 60 and line.rstrip().endswith(_FINAL)) or len(line) >= 160
    return (long or bool(dateline_of(line))) and not _is_page_line(line)


def _headline(pieces: Sequence[Piece], above: Sequence[int]) -> int | None:
    """The first line above the prose that has more words than a section's label, else the last one."""
    long = [i for i in above if len(pieces[i].text.split()) > _LABEL_WORDS and not pieces[i].text.endswith(".")]
    return long[0] if long else above[-1] if above else None


def _part(piece: Piece, *, within: bool) -> Part:
    text = piece.text
    if caption_rule(text):
        return Part("caption", piece)
    if text[:2] in ("- ", "• ", "* ") or text.startswith(("•", "‣", "▪")):
        return Part("list", piece)
    heading = within and len(text.split()) <= 8 and text[:1].isupper() and text[-1:].isalnum()
    return Part("headline" if heading else "paragraph", piece)
