"""A parse as CoNLL-U, the form in which Universal Dependencies are exchanged (https://universaldependencies.org/format.html).

MISC carries what the form has no column for: `SpaceAfter=No`, `Name=B-GPE`, `Attribution=I-CONTENT`.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.foundation.parsed import Attribution, Parse, Sentence


def conllu(parse: Parse, attribution: Attribution | None = None, name: str = "") -> Iterator[str]:
    """The lines of a document, without line ends; every sentence ends with an empty one. `name` becomes its id."""
    if parse.sentences and name:
        yield f"# newdoc id = {' '.join(name.split())}"
    block = -1
    for number, s in enumerate(parse.sentences, 1):
        if s.block != block:
            yield f"# newpar block = {parse.blocks[s.block][0]}"
        block = s.block
        yield f"# sent_id = {number}"
        yield f"# text = {' '.join(parse.text[parse.start[s.first] : parse.end[s.end - 1]].split())}"
        for i in range(s.first, s.end):
            yield "\t".join(_columns(parse, s, i, attribution))
        yield ""


def _columns(parse: Parse, s: Sentence, i: int, attribution: Attribution | None) -> tuple[str, ...]:
    head = parse.head[i] - s.first + 1 if parse.head[i] >= 0 else 0
    misc = []
    if i + 1 < s.end and parse.end[i] == parse.start[i + 1]:
        misc.append("SpaceAfter=No")
    if parse.entity[i] != "O":
        misc.append(f"Name={parse.entity[i]}")
    if attribution and attribution.tag[i] != "O":
        misc.append(f"Attribution={attribution.tag[i]}")
    number, feats, told = str(i - s.first + 1), parse.feats[i] or "_", "|".join(misc) or "_"
    return number, parse.word(i), parse.lemma[i], parse.upos[i], "_", feats, str(head), parse.rel[i], "_", told
