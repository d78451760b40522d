"""Spellings of names: which ways of writing are one name, and which are two people.

News writes names from other scripts as it hears them: Mashaal, Meshaal, Mishal. What stays is the order of the consonants
and the colour of the first vowel; so two names agree when their family names fold to one skeleton and their given names
do, too. Skeletons after the practice of name matching in transliterated news (Pouliquen and Steinberger 2009).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart.
UNDECOMPOSED = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "s", "ə": "a", "æ": "a", "œ": "o"}
)
FOLDS = (
    ("kh", "h"),
    ("sh", "s"),
    ("ph", "f"),
    ("ck", "k"),
    ("q", "k"),
    ("w", "v"),
    ("ou", "u"),
    ("oo", "u"),
    ("ij", "i"),
    ("iy", "i"),
    ("yu", "u"),
    ("ey", "i"),
    ("ei", "i"),
    ("y", "i"),
    ("j", "i"),
    ("e", "a"),
    ("o", "a"),
    ("'", ""),
)
ARTICLES = frozenset("al el ul as ash ad an ar at az es".split())
SMALL = ARTICLES | frozenset("jr jr. sr sr. bin ibn ben de la da do dos von van der zu of".split())
# Letters and pairs of them that news swaps for one another; what stands to the right is how all of them are written.
SOUNDS = (
    ("tch", "c"),
    ("shch", "s"),
    ("sch", "s"),
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("sh", "s"),
    ("zh", "j"),
    ("ph", "f"),
    ("ch", "c"),
    ("ck", "k"),
    ("x", "ks"),
    ("q", "k"),
    ("g", "k"),
    ("w", "v"),
)
VOWELS = "aeiouy"
LONG = 4  # consonants from which on a name needs no vowel to be told from others


def fold(name: str) -> str:
    """Lower case without marks, leading `the` and curly apostrophes."""
    if name.isascii():
        return name.lower().removeprefix("the ").strip()
    plain = unicodedata.normalize("NFKD", name.lower().replace("’", "'").translate(UNDECOMPOSED))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower().removeprefix("the ").strip()


def person_key(name: str) -> str:
    """First and last name on their skeletons, vowels kept: the stricter test, for names within one text."""
    words = [w for w in fold(name).replace("-", " ").split() if w not in ("al", "el", "jr.", "jr")]
    ends = [words[0], words[-1]] if len(words) > 1 else words
    return " ".join(_folded(w) for w in ends)


def _folded(word: str) -> str:
    for old, new in FOLDS:
        word = word.replace(old, new)
    out = "".join(c for n, c in enumerate(word) if n == 0 or c != word[n - 1])
    return out[:1] + out[1:].replace("ii", "i").rstrip("i") if len(out) > 3 else out


def same_name(one: str, other: str) -> bool:
    """Whether two full names are spellings of one: family names agree, given names agree, middle names don't clash.

    A name of one word is the same only letter by letter. The relation is symmetric, and no more than a spelling says: two
    people of one name are the same to it.
    """
    if _same(_parts(one), _parts(other)):
        return len(_parts(one)) > 1 or fold(one) == fold(other)
    return ("-" in one) != ("-" in other) and _same(_parts(_pinyin(one)), _parts(_pinyin(other)))


def _same(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    if len(a) == 1 or len(b) == 1:
        return a == b
    if len(a) != len(b) and _agree(a[0], b[0]) and _agree("".join(a[1:]), "".join(b[1:])):
        return True  # Ban Ki-moon, Ban Ki Moon
    return _agree(a[-1], b[-1]) and _given_agree(a[:-1], b[:-1])


def _pinyin(name: str) -> str:
    """A hyphened given name as Wade and Giles wrote it, as it is written now: `Tse-tung` to Zedong; other names as they are."""
    found = re.fullmatch(r"([A-Z][a-z]+) ([A-Z][a-z']+)-([a-z']+)", name)
    return f"{found[1]} {_syllable(found[2].lower())}{_syllable(found[3])}" if found else name


def _syllable(written: str) -> str:
    """The hard consonants without an apostrophe are the soft ones of pinyin."""
    pairs = (("ts", "z"), ("tz", "z"), ("ch", "zh"), ("t", "d"), ("p", "b"), ("k", "g"), ("hs", "x"))
    old, new = next(((o, n) for o, n in pairs if written.startswith(o) and "'" not in written), ("", ""))
    return new + written[len(old) :]


def _given_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """First names agree, or all given names written as one word; where both have middle names, these agree one by one."""
    if _agree("".join(a), "".join(b)):
        return True
    if not _agree(a[0], b[0]):
        return False
    middle = a[1:], b[1:]
    if not middle[0] or not middle[1]:
        return True
    return len(middle[0]) == len(middle[1]) and all(
        _agree(x, y) or (x[0] == y[0] and 1 in (len(x), len(y))) for x, y in zip(*middle, strict=True)
    )


def _agree(one: str, other: str) -> bool:
    return one == other or not skeletons(one).isdisjoint(skeletons(other))


@lru_cache(maxsize=4096)
def _parts(name: str) -> tuple[str, ...]:
    """The words that count, lower case: articles and small words off, hyphened words as one."""
    words = re.split(r"[\s.]+", re.sub(r"['`ʿʾ]", "", fold(name)))
    out = []
    for word in (w for w in words if w):
        pieces = [p for p in word.split("-") if p and p not in ARTICLES]
        out.append("".join(pieces))
    kept = [w for n, w in enumerate(out) if w and (w not in SMALL or n == 0)]
    return tuple(kept or [w for w in out if w] or [fold(name)])


@lru_cache(maxsize=65536)
def skeletons(word: str) -> frozenset[str]:
    """What a word folds to: consonants, first vowel and whether a vowel ends it; `j` with its two values, an article glued on."""
    words = {word}
    if len(word) > 4 and word[:2] in ("al", "el"):
        words.add(word[2:])
    if "j" in word:
        words |= {w.replace("j", "y") for w in words}
    return frozenset(_skeleton(w) for w in words)


def _skeleton(word: str) -> str:
    for old, new in SOUNDS:
        word = word.replace(old, new)
    open_word = word.rstrip("h")
    ending = "+" if open_word and open_word[-1] in VOWELS else ""
    colour = _colour(next((c for c in word if c in VOWELS), "")) + (_colour(open_word[-1]) if ending else "")
    first = "'" if word[:1] in VOWELS else ""
    bones = "".join(c for c in open_word or word if c not in VOWELS)
    bones = "".join(c for n, c in enumerate(bones) if n == 0 or c != bones[n - 1])
    return f"{first}{bones}{ending}" if len(bones) >= LONG else f"{first}{bones}{ending}{colour}"


def _colour(vowel: str) -> str:
    """Dark as in `Omar`, or light as in `Emir`; news swaps vowels of one colour."""
    return "u" if vowel in ("o", "u") else "a"


def name_keys(name: str) -> frozenset[str]:
    """Keys under which a full name is filed and looked for: names that `same_name` joins share one."""
    keys: set[str] = set()
    for parts in {_parts(name), _parts(_pinyin(name))}:
        if len(parts) > 1:
            pairs = {(parts[0], parts[-1]), ("".join(parts[:-1]), parts[-1]), (parts[0], "".join(parts[1:]))}
            keys |= {f"{g}|{f}" for given, family in pairs for g in skeletons(given) for f in skeletons(family)}
    return frozenset(keys)
