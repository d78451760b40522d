"""What each corpus says of names, in one set of classes, without inventing what it leaves open.

Corpora differ: one has no class for nationalities, another calls cities and rivers both LOC. So a word is not given
one class but the set of those that its corpus allows, and the loss is the probability of the whole set.
"""

from __future__ import annotations

from dateline.reading.parse.entities import CLASSES, TAGS
from training.lists import nationalities, title_words

# The corpus's own label -> the classes it may be. Labels that are not listed are no names.
CORPORA: dict[str, dict[str, str]] = {
    "own": {**{c: c for c in CLASSES}, "FAC": "LOC"},
    "uner": {"PER": "PER", "ORG": "ORG", "LOC": "GPE LOC", "OTH": "NORP MISC"},
    "wikigold": {"PER": "PER", "ORG": "ORG", "LOC": "GPE LOC", "MISC": "MISC NORP"},
    "gum": {
        "person": "PER",
        "organization": "ORG",
        "place": "GPE LOC",
        "event": "MISC O",
        "object": "MISC O",
        "abstract": "MISC O",
    },
    "crossner": {
        **dict.fromkeys("person politician scientist researcher writer musicalartist".split(), "PER"),
        **dict.fromkeys("organisation politicalparty university band".split(), "ORG"),
        "country": "GPE",
        "location": "GPE LOC",
        "misc": "MISC NORP O",
        **dict.fromkeys(
            "election award book event album song astronomicalobject academicjournal product conference poem magazine".split(),
            "MISC",
        ),
        **dict.fromkeys(
            "musicgenre algorithm task chemicalcompound field metrics literarygenre protein enzyme discipline programlang"
            " musicalinstrument chemicalelement theory".split(),
            "MISC O",
        ),
    },
}
# Classes that a corpus may have left unmarked.
LEFT_OUT = {"own": "", "uner": "NORP MISC TITLE", "gum": "NORP MISC TITLE", "wikigold": "TITLE", "crossner": "NORP TITLE"}
# For scores: the three classes that every corpus shares.
SHARED = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC"} | {
    **dict.fromkeys(CORPORA["crossner"], ""),
    **{k: v.split()[-1] for k, v in CORPORA["crossner"].items() if v in ("PER", "ORG", "GPE", "GPE LOC")},
    "country": "LOC",
    "person": "PER",
    "organization": "ORG",
    "place": "LOC",
    "Person": "PER",
    "Organization": "ORG",
    "Location": "LOC",
    "Facility": "LOC",
    "FAC": "LOC",
}
_AT = {t: 1 << i for i, t in enumerate(TAGS)}


def tidy(words: list[str], labels: list[str]) -> list[str]:
    """One rule for borders in every corpus: no leading "the", no title before a person, no final 's."""
    out = list(labels)
    for i, label in enumerate(labels):
        person = SHARED.get(label[2:]) == "PER"
        goes_on = i + 1 < len(out) and out[i + 1] == "I-" + label[2:]
        if out[i].startswith("B-") and goes_on and (words[i].lower() == "the" or (person and words[i].lower() in title_words())):
            out[i], out[i + 1] = "O", "B-" + label[2:]
        if out[i].startswith("I-") and not goes_on and words[i].lower() in ("'s", "’s", "'"):
            out[i] = "O"
    return out


def shared(labels: list[str]) -> list[str]:
    """Labels of any corpus as BIO over PER, ORG and LOC."""
    return [(label[:2] + SHARED[label[2:]]) if SHARED.get(label[2:]) else "O" for label in labels]


def allowed(words: list[str], labels: list[str], corpus: str) -> list[int]:
    """For each word the set of tags it may have, as bits in the order of TAGS."""
    return [_allowed(words, i, label, corpus) for i, label in enumerate(labels)]


def _allowed(words: list[str], i: int, label: str, corpus: str) -> int:
    word, classes = words[i], CORPORA[corpus].get(label[2:], "O").split() if label != "O" else ["O"]
    if word in nationalities() and set(classes) & {"O", "NORP"} and corpus != "own":
        return _AT["B-NORP"]
    found = sum(_AT["O"] if c == "O" else _AT[label[:2] + c] for c in classes)
    if label == "O":
        for c in LEFT_OUT[corpus].split():
            if c == "TITLE" if word.lower() in title_words() else c != "TITLE" and word[:1].isupper() and i > 0:
                found |= _AT["B-" + c] | _AT["I-" + c]
    return found
