"""Open training data: Universal Dependencies English-EWT and GUM, Universal NER, CrossNER, WikiGold.

Read straight from the archives in the folder the user names. Only openly licensed parts feed the weights:
of GUM the documents marked `licence = open`; of CrossNER its own Wikipedia parts. Development parts stay out,
but for the CrossNER fields other than politics, whose small development parts are added to training.
"""

from __future__ import annotations

import dataclasses
import pathlib
import random
import tarfile
from collections.abc import Iterator

from dateline.reading.parse.lemma import apply_script, script_of

UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
FEATURES = "Case Definite Degree Gender Mood Number Person Polarity Poss PronType Reflex Tense VerbForm Voice".split()
ENTITY_TAGS = ["O"] + [p + t for t in ("PER", "ORG", "LOC") for p in ("B-", "I-")]
ENTITY_TYPE = {
    **dict.fromkeys("per person politician scientist researcher writer musicalartist".split(), "PER"),
    **dict.fromkeys("org organisation organization politicalparty university band corporation group".split(), "ORG"),
    **dict.fromkeys("loc location country place facility geo-loc".split(), "LOC"),
}
TITLES = set(
    "mr mr. mrs mrs. ms ms. dr dr. sir president prime minister king queen prince princess pope senator sen. rep. "
    "gen. general captain professor prof. judge justice secretary chancellor governor".split()
)


@dataclasses.dataclass
class Sentence:
    """Words with the gold layers the source has; None = not annotated there, no loss."""

    words: list[str]
    upos: list[str] | None = None
    feats: list[dict[str, str]] | None = None
    heads: list[int] | None = None
    rels: list[str] | None = None
    scripts: list[str] | None = None
    tags: list[str] | None = None
    source: str = ""


def archive(path: pathlib.Path) -> dict[str, str]:
    with tarfile.open(path) as tar:
        return {m.name: f.read().decode("utf-8") for m in tar if m.isfile() and (f := tar.extractfile(m))}


def read_conllu(text: str, corpus: str) -> Iterator[Sentence]:
    genre, licence = "", "open"
    for block in text.strip().split("\n\n"):
        rows, sent_id = [], ""
        for line in block.split("\n"):
            if line.startswith("# genre ="):
                genre = line.split("= ")[1]
            elif line.startswith("# licence ="):
                licence = line.split("= ")[1]
            elif line.startswith("# sent_id ="):
                sent_id = line.split("= ")[1]
            elif not line.startswith("#") and (cols := line.split("\t"))[0].isdigit():
                rows.append(cols)
        if not rows:
            continue
        sentence = Sentence(
            words=[r[1] for r in rows],
            upos=[r[3] for r in rows],
            feats=[dict(p.split("=", 1) for p in r[5].split("|") if "=" in p) for r in rows],
            heads=[int(r[6]) for r in rows],
            rels=[r[7] for r in rows],
            scripts=[script_of(r[1], r[2]) for r in rows],
            source=f"{corpus}/{genre}/{licence}/{sent_id}",
        )
        if corpus == "gum":
            sentence.tags = _gum_names(rows, sentence)
        yield sentence


def _gum_mentions(rows: list[list[str]]) -> Iterator[tuple[int, int, str]]:
    opened: dict[str, list[tuple[int, str]]] = {}
    for i, row in enumerate(rows):
        entity = next((x[7:] for x in row[9].split("|") if x.startswith("Entity=")), "")
        for part in entity.replace("(", " (").replace(")", ") ").split():
            key, _, rest = part.strip("()").partition("-")
            if part.startswith("("):
                opened.setdefault(key, []).append((i, rest.split("-")[0]))
            if part.endswith(")") and opened.get(key):
                start, kind = opened[key].pop()
                yield start, i, kind


def _gum_names(rows: list[list[str]], s: Sentence) -> list[str]:
    """Names out of GUM's nested mentions: the run of proper nouns around a mention's head."""
    assert s.upos and s.heads
    tags, joint = ["O"] * len(rows), {"of", "the", "and", "&", "for", "de", "la", "al", "-"}
    for a, b, kind in sorted(_gum_mentions(rows), key=lambda m: m[0] - m[1]):
        heads = [i for i in range(a, b + 1) if not a <= s.heads[i] - 1 <= b]
        label = ENTITY_TYPE.get(kind)
        if not label or not heads or s.upos[heads[0]] != "PROPN":
            continue
        lo = hi = heads[0]
        while lo > a and (s.upos[lo - 1] == "PROPN" or s.words[lo - 1].lower() in joint):
            lo -= 1
        while hi < b and (s.upos[hi + 1] == "PROPN" or s.words[hi + 1].lower() in joint):
            hi += 1
        while lo < hi and s.upos[lo] != "PROPN":
            lo += 1
        while hi > lo and s.upos[hi] != "PROPN":
            hi -= 1
        while label == "PER" and lo < hi and s.words[lo].lower() in TITLES:
            lo += 1
        if all(t == "O" for t in tags[lo : hi + 1]):
            tags[lo : hi + 1] = ["B-" + label] + ["I-" + label] * (hi - lo)
    return tags


def read_tags(text: str, source: str) -> Iterator[Sentence]:
    """token<TAB>tag files of any flavour (BIO, BIOES, IO) as BIO over PER/ORG/LOC."""
    for block in text.replace("\r", "").split("\n\n"):
        words, tags, previous = [], [], ""
        for line in block.split("\n"):
            if not line.strip() or line.startswith(("-DOCSTART-", "# ")):
                continue
            word, _, tag = line.rpartition("\t")
            position, _, kind = tag.strip().partition("-")
            label = ENTITY_TYPE.get(kind.lower())
            begins = position in "BSU" or previous != kind
            words.append(word.strip() or "_")
            tags.append("O" if not label else ("B-" if begins else "I-") + label)
            previous = kind if label else ""
        if words:
            yield Sentence(words, tags=tags, source=source)


def _ewt(trees: dict[str, str], names: dict[str, str], part: str) -> list[Sentence]:
    """EWT with Universal NER's layer, joined by sentence id."""
    gold = {}
    for block in names[f"uner-ewt/{part}.tsv"].split("\n\n"):
        lines = block.strip().split("\n")
        if lines[0].startswith("# sent_id"):
            gold[lines[0].split("= ")[1]] = next(read_tags("\n".join(lines[1:]), "uner"), None)
    sentences = list(read_conllu(trees[f"ud-ewt/{part}.conllu"], "ewt"))
    for s in sentences:
        layer = gold.get(s.source.split("/")[-1])
        s.tags = layer.tags if layer and len(layer.words) == len(s.words) else None
    return sentences


def load(folder: pathlib.Path) -> tuple[list[Sentence], dict[str, list[Sentence]]]:
    """Training sentences, and development sentences by name."""
    ewt, gum, names = (archive(folder / f) for f in ("ud-ewt.tar.xz", "ud-gum.tar.xz", "ner-open.tar.xz"))
    train = _ewt(ewt, names, "train")
    train += [s for s in read_conllu(gum["ud-gum/train.conllu"], "gum") if "/open/" in s.source]
    for name, text in names.items():
        crossner = name.startswith("crossner/") and name.endswith(".tsv") and not name.endswith("politics-dev.tsv")
        if crossner or name.startswith("wikigold"):
            train += read_tags(text, name)
    dev = {
        "ewt": _ewt(ewt, names, "dev"),
        "gum": list(read_conllu(gum["ud-gum/dev.conllu"], "gum")),
        "politics": list(read_tags(names["crossner/politics-dev.tsv"], "politics")),
    }
    return train, dev


def headline_style(sentences: list[Sentence], rng: random.Random, share: float) -> list[Sentence]:
    """Some sentences again in Title Case or ALL CAPS, as headlines and datelines are set."""
    out = []
    for s in rng.sample(sentences, int(len(sentences) * share)):
        change = str.upper if rng.random() < 0.4 else (lambda w: w[:1].upper() + w[1:])
        scripts = (
            [script_of(change(w), apply_script(w, sc)) for w, sc in zip(s.words, s.scripts, strict=True)] if s.scripts else None
        )
        out.append(dataclasses.replace(s, words=[change(w) for w in s.words], scripts=scripts))
    return out
