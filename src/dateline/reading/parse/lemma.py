"""Lemmas as edit scripts: how to make the lemma out of the lower-cased word.

A script is `cut|add`: cut so many characters from the end, then add these. Words with an irregular lemma
get the script `=lemma`. The model picks the script (after Chrupala 2006). At run time a dictionary comes first
(LemmInflect, from the NIH SPECIALIST Lexicon); the script decides among its answers and stands in where it has none.
"""

from __future__ import annotations

from functools import lru_cache

import lemminflect

IN_DICTIONARY = frozenset({"NOUN", "VERB", "AUX", "ADJ", "ADV"})


@lru_cache(maxsize=100_000)
def lemma_of(word: str, upos: str, script: str) -> str:
    """The lemma of a word with its part of speech; names keep the form they are written in."""
    if upos == "PROPN":
        return word
    edited = apply_script(word, script)
    if upos not in IN_DICTIONARY or not word.isalpha():
        return edited
    known = lemminflect.getAllLemmas(word.lower(), "VERB" if upos == "AUX" else upos)
    forms = next(iter(known.values()), ())
    return edited if not forms or edited in forms else forms[0]


def tense_of(word: str, lemma: str) -> str | None:
    """`Past` or `Pres` of a finite verb by its form; None where it is its own lemma, which can be either (`shut`)."""
    low = word.lower()
    if low == lemma.lower():
        return None
    return "Pres" if low.endswith("s") else "Past"


def script_of(word: str, lemma: str) -> str:
    """The script that turns `word` into `lemma`."""
    low, want = word.lower(), lemma.lower()
    same = 0
    while same < min(len(low), len(want)) and low[same] == want[same]:
        same += 1
    if same == 0 or len(low) - same > 4:
        return "=" + want
    return f"{len(low) - same}|{want[same:]}"


def apply_script(word: str, script: str) -> str:
    """The lemma of `word`; a script that cuts more than there is leaves the word as it stands."""
    low = word.lower()
    if script.startswith("="):
        return script[1:]
    cut, _, add = script.partition("|")
    n = int(cut)
    if n >= len(low) and n:
        return low
    return (low[: len(low) - n] if n else low) + add
