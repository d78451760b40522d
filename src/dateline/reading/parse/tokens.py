"""Words and sentences of news text, in the manner of UD English (EWT and GUM, 2025): hyphens and clitics apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.foundation.spans import Span

JOINED_PREFIXES = "non|pro|anti|ex|co|pre|post|re|mid|multi|e|semi|mini|sub|inter|counter|vice"
ABBREVIATIONS = (
    "mr mrs ms dr prof sen rep gov gen lt col maj capt sgt cmdr adm rev hon st sr jr jan feb mar apr jun jul aug sept sep oct "
    "nov dec mon tue tues wed thu thur thurs fri sat sun inc corp co ltd no nos vs etc e.g i.e cf al dept univ est approx ft mt "
    "calif fla ala ariz ark colo conn del ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt "
    "wash wis wyo a.m p.m u.s u.k u.n e.u d.c ph.d m.d b.a m.a"
).split()
NEVER_LAST = frozenset(
    "mr mrs ms dr prof sen rep gov gen lt col maj capt sgt cmdr adm rev hon st jan feb mar apr jun jul aug sept sep oct nov dec "
    "no nos vs e.g i.e cf".split()
)
SENTENCE_OPENERS = frozenset(
    "the a an he she it they we i you this that these those in on at but and or as if when while after before since for from "
    "with "
    "his her its their our there what who how why where no not one two all some many most both officials according".split()
)
SPEECH_VERBS = frozenset("said says asked told added wrote replied cried shouted insisted declared warned".split())

DASHES = frozenset({"-", "--", "–", "—", "_"})
DATELINE_WORDS = 16

_WORD = re.compile(
    r"""
    (?P<url>(?:https?://|www\.)[^\s<>"“”]+[^\s<>"“”.,;:!?)\]'’]) |
    (?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+) |
    (?P<face>[:;]['’]?-?[()DPp]+(?!\w)) | (?P<dots>\.{2,}|…) | (?P<dash>-{2,}|[–—―]) |
    (?P<row>[!?]{2,}|(?P<same>[$=*_~#<>+^])(?P=same)+) |
    (?P<file>[^\W_][\w-]*(?:\.[\w-]+)*\.(?:com|net|org|gov|edu|int|info|co|io
        |htm|html|pdf|doc|docx|xls|xlsx|ppt|txt|jpg|png|zip)(?![\w.-]*\w)) |
    (?P<acronym>(?:[^\W\d_]\.){2,}) |
    (?P<number>\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s)?(?![^\W\d_]) | \d+(?:-\d+){2,}) |
    (?P<handle>[@\#]\w+) |
    (?P<word>[^\W_](?:[\w&]|['’](?=[^\W\d_]{2,}\b)|['’](?=[^\W\d_]))*) |
    (?P<quotes>``|'') | (?P<other>\S)
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(r"(?i)(?P<not>n['’]t)$|(?P<rest>['’](?:s|re|ve|ll|d|m))$")
_BARE = re.compile(  # two words written as one, without a mark between them
    r"(?i)(?P<not>(?:do|does|did|is|are|was|were|have|has|had|could|would|should|ca|wo)(?=nt$))|(?P<to>(?:gon|wan)(?=na$)|got(?=ta$))"
    r"|(?P<is>(?:that|what|let)(?=s$))|(?P<i>(?-i:i)(?=m$|ve$))"
)
_PREFIX = re.compile(rf"(?i)(?:{JOINED_PREFIXES})-[^\W\d_]{{2,}}")
_NUMERAL = re.compile(r"(?i)(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-[a-z]+")


def words_of(text: str, block: Span) -> Iterator[Span]:
    """The words of one block, as character spans."""
    at = block.start
    while at < block.end:
        if text[at].isspace() or text[at] == "\u00ad":
            at += 1
            continue
        m = _PREFIX.match(text, at, block.end) or _NUMERAL.match(text, at, block.end) or _WORD.match(text, at, block.end)
        if m is None:
            at += 1
            continue
        end = _with_stop(text, m, block.end)
        yield from _split(text, Span(at, end))
        at = end


def _with_stop(text: str, m: re.Match[str], limit: int) -> int:
    """An abbreviation or initial takes its full stop with it."""
    end = m.end()
    if end < limit and text[end] == "." and m.lastgroup == "word":
        word = m.group().lower()
        more = end + 1 < limit and not text[end + 1 : limit].isspace()
        initial = len(word) == 1 and m.group().isupper() and text[m.start()] != "I"
        if initial or (word in ABBREVIATIONS and (more or word in NEVER_LAST)):
            return end + 1
    return end


def _split(text: str, word: Span) -> Iterator[Span]:
    """Clitics apart: `do|n't`, `state|'s`, `can|not`."""
    written = word.of(text)
    bare = _BARE.match(written)
    if bare or written.lower() == "cannot":
        cut = word.start + (bare.end() if bare else 3)
        yield Span(word.start, cut)
        yield Span(cut, word.end)
        return
    m = _CLITIC.search(written)
    if m and m.start() > 0:
        yield from _split(text, Span(word.start, word.start + m.start()))
        yield Span(word.start + m.start(), word.end)
        return
    yield word


def dateline_of(text: str, words: list[Span]) -> int:
    """How many words of a paragraph are its dateline, dash included: `LIMA, March 4 (Andes Wire) - `; 0 where there is none."""
    for i, word in enumerate(words[:DATELINE_WORDS]):
        written = word.of(text)
        if written in DASHES:
            spaced = i and i + 1 < len(words) and words[i - 1].end < word.start and word.end < words[i + 1].start
            first = words[0].of(text)
            return i + 1 if spaced and len(first) > 1 and (first.isupper() or words[i - 1].of(text) == ")") else 0
        if written[0].islower() and written not in ("and", "of", "the", "de", "via"):
            return 0
    return 0


def sentences_of(text: str, words: list[Span]) -> list[tuple[int, int]]:
    """Where the sentences of one block begin and end, as ranges of its words."""
    out, first = [], 0
    for i in range(len(words)):
        if i >= first and _ends(text, words, i):
            end = i + 1
            while end < len(words) and words[end].of(text) in CLOSERS and _closes(text, words, end):
                end += 1
            if not _goes_on(text, words, i, end):
                out.append((first, end))
                first = end
    if first < len(words):
        out.append((first, len(words)))
    return out


CLOSERS = frozenset({'"', "”", "’", "''", "'", ")", "]", "»"})


def _closes(text: str, words: list[Span], i: int) -> bool:
    """A mark that belongs to what stands before it: no space between, or the block's last word."""
    return words[i - 1].end == words[i].start


def _ends(text: str, words: list[Span], i: int) -> bool:
    word = words[i].of(text)
    if word in (".", "!", "?", "…") or (word.startswith("..") and len(word) > 1):
        return True
    if not word.endswith(".") or len(word) < 2 or word[:-1].lower() in NEVER_LAST or len(word) == 2:
        return False
    following = words[i + 1].of(text) if i + 1 < len(words) else ""
    return following[:1].isupper() and following.lower() in SENTENCE_OPENERS


def _goes_on(text: str, words: list[Span], mark: int, end: int) -> bool:
    """The stop does not end the sentence: what follows is lower case, or says who spoke the quoted question."""
    if end >= len(words):
        return False
    following = words[end].of(text)
    if following[:1].islower() or following in (",", ";", ":", "--", "–", "—"):
        return True
    if words[mark].of(text) in ("?", "!") and end > mark + 1:
        ahead = [w.of(text).lower() for w in words[end : end + 6]]
        upto = next((k for k, w in enumerate(ahead) if not w[:1].isalnum()), len(ahead))
        return any(w in SPEECH_VERBS for w in ahead[:upto])
    return False
