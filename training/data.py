"""Open training data: Universal Dependencies English-EWT and GUM, Universal NER, CrossNER, WikiGold, our own sentences.

Read straight from the archives in the folder the user names. Only openly licensed parts feed the weights:
of GUM the documents marked `licence = open`; of CrossNER its own Wikipedia parts. Development parts stay out,
but for the CrossNER fields other than politics, whose small development parts are added to training.
"""

from __future__ import annotations

import dataclasses
import pathlib
import re
import tarfile
from collections.abc import Iterator
from itertools import groupby

from dateline.foundation.spans import Span
from dateline.reading.parse.lemma import script_of
from dateline.reading.parse.tokens import words_of
from training.names import allowed, shared, tidy

UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
FEATURES = "Case Definite Degree Gender Mood Number Person Polarity Poss PronType Reflex Tense VerbForm Voice".split()
OWN = pathlib.Path(__file__).parent / "own" / "names.txt"


@dataclasses.dataclass
class Sentence:
    """Words with the gold layers the source has; None = not annotated there, no loss.

    Heads count from 1, 0 is a root. `allowed`: for each word its possible name tags, as bits. `names`: BIO over PER, ORG
    and LOC, for scores. `starts`: 1 where a sentence begins; one passage may hold several. `text` is only there with
    `spaces` (whether a space follows each word).
    """

    words: list[str]
    upos: list[str] | None = None
    feats: list[dict[str, str]] | None = None
    heads: list[int] | None = None
    rels: list[str] | None = None
    scripts: list[str] | None = None
    allowed: list[int] | None = None
    names: list[str] | None = None
    starts: list[int] | None = None
    spaces: list[bool] | None = None
    source: str = ""
    paragraph: str = ""


def archive(path: pathlib.Path) -> dict[str, str]:
    with tarfile.open(path) as tar:
        return {m.name: f.read().decode("utf-8") for m in tar if m.isfile() and (f := tar.extractfile(m))}


def named(sentence: Sentence, labels: list[str] | None, corpus: str) -> Sentence:
    """The sentence with a corpus's labels of names."""
    if labels:
        labels = tidy(sentence.words, labels)
        sentence.allowed, sentence.names = allowed(sentence.words, labels, corpus), shared(labels)
    return sentence


def read_conllu(text: str, corpus: str) -> Iterator[Sentence]:
    said = {"genre": "", "licence": "open", "sent_id": "", "newdoc id": "", "newpar id": ""}
    paragraph = 0
    for block in text.strip().split("\n\n"):
        lines = block.split("\n")
        for line in lines:
            key, _, value = line.removeprefix("# ").partition(" = ")
            if line.startswith("#") and key in said:
                said[key] = value
            paragraph += line.startswith(("# newpar", "# newdoc"))
        rows = [c for line in lines if not line.startswith("#") and (c := line.split("\t"))[0].isdigit()]
        if rows:
            source = f"{corpus}/{said['genre']}/{said['licence']}/{said['sent_id']}"
            yield _sentence(rows, _spaces(lines), corpus, source, f"{corpus}/{paragraph}")


def _sentence(rows: list[list[str]], spaces: list[bool], corpus: str, source: str, paragraph: str) -> Sentence:
    sentence = Sentence(
        words=[r[1] for r in rows],
        upos=[r[3] for r in rows],
        feats=[dict(p.split("=", 1) for p in r[5].split("|") if "=" in p) for r in rows],
        heads=[int(r[6]) for r in rows],
        rels=[r[7] for r in rows],
        scripts=[script_of(r[1], r[2]) for r in rows],
        starts=[1, *[0] * (len(rows) - 1)],
        spaces=spaces,
        source=source,
        paragraph=paragraph,
    )
    return named(sentence, _gum_names(rows, sentence) if corpus == "gum" else None, corpus)


def _spaces(lines: list[str]) -> list[bool]:
    """Whether a space follows each word; inside a word of several (`don't`) none does."""
    out, until, after = [], 0, True
    for cols in (line.split("\t") for line in lines if not line.startswith("#")):
        spaced = "SpaceAfter=No" not in cols[9]
        if "-" in cols[0]:
            until, after = int(cols[0].split("-")[1]), spaced
        elif cols[0].isdigit():
            n = int(cols[0])
            out.append(after if n == until else spaced if n > until else False)
    return out


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
        if not heads or s.upos[heads[0]] != "PROPN":
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
        if all(t == "O" for t in tags[lo : hi + 1]):
            tags[lo : hi + 1] = ["B-" + kind] + ["I-" + kind] * (hi - lo)
    return tags


def read_tags(text: str, corpus: str, source: str) -> Iterator[Sentence]:
    """token<TAB>tag files of any flavour (BIO, BIOES, IO)."""
    document = source
    for block in text.replace("\r", "").split("\n\n"):
        words, tags, previous = [], [], ""
        for line in block.split("\n"):
            document = line.split("\t")[0] if line.startswith("-DOCSTART-") else document
            if not line.strip() or line.startswith(("-DOCSTART-", "# ")):
                continue
            word, tag, *_ = line.rstrip("\n").split("\t")  # a third column has names inside names
            position, _, kind = tag.strip().partition("-")
            begins = position in "BSU" or previous != kind
            words.append(word.strip() or "_")
            tags.append("O" if not kind else ("B-" if begins else "I-") + kind)
            previous = kind
        if words:
            sentence = Sentence(words, starts=[1, *[0] * (len(words) - 1)], source=source, paragraph=document)
            yield named(sentence, tags, corpus) if corpus else dataclasses.replace(sentence, names=shared(tidy(words, tags)))


_MARK = re.compile(r"\{([A-Z]+)\|([^{}]*)\}")


def read_own(text: str) -> Iterator[Sentence]:
    """Our own news sentences, names marked `{PER|Amina Sesay}`; what a line's sentences are is left open."""
    for number, line in enumerate(text.split("\n")):
        if not line.strip() or line.startswith("#"):
            continue
        plain, marks = "", []
        for k, piece in enumerate(_MARK.split(line)):
            if k % 3 == 2:
                marks.append((len(plain), len(plain) + len(piece), _MARK.split(line)[k - 1]))
            if k % 3 != 1:
                plain += piece
        spans = list(words_of(plain, Span(0, len(plain))))
        labels = [_label(s, marks) for s in spans]
        yield named(Sentence([s.of(plain) for s in spans], source=f"own/{number}"), labels, "own")


def _label(word: Span, marks: list[tuple[int, int, str]]) -> str:
    at = next((m for m in marks if m[0] <= word.start and word.end <= m[1]), None)
    return "O" if at is None else ("B-" if word.start == at[0] else "I-") + at[2]


def _ewt(trees: dict[str, str], names: dict[str, str], part: str) -> list[Sentence]:
    """EWT with Universal NER's layer, joined by sentence id."""
    gold = {}
    for block in names[f"uner-ewt/{part}.tsv"].split("\n\n"):
        lines = block.strip().split("\n")
        if lines[0].startswith("# sent_id"):
            gold[lines[0].split("= ")[1]] = [tag for _, _, tag in (line.rpartition("\t") for line in lines[1:])]
    sentences = list(read_conllu(trees[f"ud-ewt/{part}.conllu"], "ewt"))
    for s in sentences:
        labels = gold.get(s.source.split("/")[-1])
        named(s, labels if labels and len(labels) == len(s.words) else None, "uner")
    return sentences


def load(folder: pathlib.Path, own: int = 1, politics: int = 1) -> tuple[list[Sentence], dict[str, list[Sentence]]]:
    """Training sentences, and development sentences by name; `own` and `politics`: how often those come."""
    ewt, gum, names = (archive(folder / f) for f in ("ud-ewt.tar.xz", "ud-gum.tar.xz", "ner-open.tar.xz"))
    train = _ewt(ewt, names, "train")
    train += [s for s in read_conllu(gum["ud-gum/train.conllu"], "gum") if "/open/" in s.source]
    for name, text in names.items():
        if name.startswith("wikigold"):
            train += read_tags(text, "wikigold", name)
        elif name.startswith("crossner/") and name.endswith(".tsv") and not name.endswith("politics-dev.tsv"):
            train += list(read_tags(text, "crossner", name)) * (politics if "politics" in name else 1)
    train += list(read_own(OWN.read_text(encoding="utf-8"))) * own
    dev = {
        "ewt": _ewt(ewt, names, "dev"),
        "gum": list(read_conllu(gum["ud-gum/dev.conllu"], "gum")),
        "politics": list(read_tags(names["crossner/politics-dev.tsv"], "crossner", "politics")),
    }
    if (folder / "ner-eval-only.tar.xz").exists():  # copyrighted news: judged on, never trained on
        wide = archive(folder / "ner-eval-only.tar.xz")["worldwide-newswire/dev.tsv"]
        documents = [list(g) for _, g in groupby(read_tags(wide, "", "worldwide"), key=lambda s: s.paragraph)]
        dev["worldwide"] = [s for d in documents[::6] for s in d]
    return train, dev
