"""Which language a text is in: by its letters, then by its function words.

Running English is two fifths function words, other languages' texts hold few of them; so a count of the most frequent
words tells (Ingle 1976; Grefenstette 1995, "Comparing two language identification schemes"). The rules that follow are
for English, so all that must be sure is whether a text is English; the name of another language is for the message.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import NamedTuple

from dateline.knowledge.tables import table

_WORD = re.compile(r"[^\W\d_]+")
_READ = 20_000
_FEW = 12  # words below which function words tell nothing
_SHARE = 0.15
_SCRIPTS = {
    "CYRILLIC": ("ru", "a language in Cyrillic script"), "ARABIC": ("ar", "a language in Arabic script"),
    "HEBREW": ("he", "Hebrew"), "GREEK": ("el", "Greek"), "CJK": ("zh", "Chinese or Japanese"),
    "HIRAGANA": ("ja", "Japanese"), "KATAKANA": ("ja", "Japanese"),
    "HANGUL": ("ko", "Korean"), "DEVANAGARI": ("hi", "a language in Devanagari script"), "THAI": ("th", "Thai"),
    "BENGALI": ("bn", "Bengali"), "TAMIL": ("ta", "Tamil"), "GEORGIAN": ("ka", "Georgian"), "ARMENIAN": ("hy", "Armenian"),
}  # fmt: skip


class Language(NamedTuple):
    """ISO 639-1 code and English name."""

    code: str
    name: str


def language_of(text: str) -> Language | None:
    """The language of a text; None where it is too short, or holds too few function words of any known one."""
    script = _script(text[:_READ])
    if script:
        return script
    words = [w.lower() for w in _WORD.findall(text[:_READ])]
    if len(words) < _FEW:
        return None
    shares = Counter({Language(code, name): sum(w in known for w in words) / len(words) for code, name, known in _known()})
    best, share = shares.most_common(1)[0]
    return best if share >= _SHARE else None


def _script(text: str) -> Language | None:
    """The language that most letters' script stands for, if it is not the Latin one."""
    letters = Counter(c for c in text if c.isalpha() and not c.isascii())
    plain = sum(c.isascii() and c.isalpha() for c in text)
    scripts: Counter[str] = Counter()
    for c, n in letters.items():
        scripts[unicodedata.name(c, "").partition(" ")[0]] += n
    for script, n in scripts.most_common(1):
        if script in _SCRIPTS and n > plain:
            return Language(*_SCRIPTS["HIRAGANA" if scripts["HIRAGANA"] * 10 > n else script])
    return None


@cache
def _known() -> tuple[tuple[str, str, frozenset[str]], ...]:
    return tuple((e["code"], e["name"], frozenset(e["words"].split())) for e in table("page/languages"))
