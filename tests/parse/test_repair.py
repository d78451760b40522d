"""What Universal Dependencies rule out is put right; nothing else is touched."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.parse.decode import _is_tree
from dateline.reading.parse.repair import RULES, Draft, repair


def repaired(*rows: str, named: tuple[int, ...] = ()) -> list[str]:
    """Rows `word UPOS head relation`, heads counted from 1; the same rows after."""
    words, upos, heads, rels = zip(*(r.split() for r in rows), strict=True)
    d = Draft(words, list(upos), [int(h) for h in heads], list(rels), set(named))
    repair(d)
    return [" ".join(map(str, r)) for r in zip(d.words, d.upos, d.head, d.rel, strict=True)]


def test_two_subjects_side_by_side_are_one() -> None:
    rows = ("brother NOUN 3 nsubj", "Vito PROPN 3 nsubj", "said VERB 0 root")
    assert repaired(*rows, named=(1,))[1] == "Vito PROPN 1 appos"
    assert repaired(*rows)[1] == "Vito PROPN 3 nsubj"


def test_an_object_behind_a_particle() -> None:
    assert repaired("flew VERB 0 root", "in ADP 1 compound:prt", "doctors NOUN 1 obl")[2] == "doctors NOUN 1 obj"
    assert repaired("flew VERB 0 root", "in ADP 3 case", "June PROPN 1 obl")[2] == "June PROPN 1 obl"


def test_who_did_what_was_called_off() -> None:
    rows = ("They PRON 2 nsubj", "ended VERB 0 root", "raids NOUN 2 obj", "by ADP 5 case", "Mali PROPN 2 obl")
    assert repaired(*rows, named=(4,))[4] == "Mali PROPN 3 nmod"
    assert repaired(*rows)[4] == "Mali PROPN 2 obl"


def test_an_apposition_of_the_last_conjunct() -> None:
    rows = ("Ada PROPN 0 root", "and CCONJ 3 cc", "Bo PROPN 1 conj", ", PUNCT 5 punct", "minister NOUN 1 appos")
    assert repaired(*rows)[4] == "minister NOUN 3 appos"


def test_so_did_chad() -> None:
    assert repaired("So ADV 0 root", "did AUX 1 aux", "Chad PROPN 2 nsubj") == [
        "So ADV 2 advmod", "did AUX 0 root", "Chad PROPN 2 nsubj",
    ]  # fmt: skip


def test_that_opens_what_is_said() -> None:
    rows = ("shot VERB 0 root", "back ADV 1 advmod", "that SCONJ 4 obj", "asked VERB 1 advcl")
    assert repaired(*rows)[2:] == ["that SCONJ 4 mark", "asked VERB 1 ccomp"]
    so = ("moved VERB 0 root", "so ADV 1 advmod", "that SCONJ 4 mark", "saw VERB 1 advcl")
    assert repaired(*so)[3] == "saw VERB 1 advcl"


def test_names_beside_nouns() -> None:
    assert repaired("the DET 2 det", "broker NOUN 0 root", "Daly PROPN 2 flat", named=(2,))[2] == "Daly PROPN 2 appos"
    rows = ("his PRON 2 nmod:poss", "brother NOUN 4 nmod:desc", ", PUNCT 4 punct", "Ali PROPN 5 nsubj", "spoke VERB 0 root")
    assert repaired(*rows, named=(3,))[1::2] == ["brother NOUN 5 nsubj", "Ali PROPN 2 appos"]


def test_a_passive_is_of_a_verb() -> None:
    rows = ("are AUX 2 aux:pass", "set ADJ 0 root")
    assert repaired(*rows)[1] == "set VERB 0 root"
    assert repaired(*rows, "meet VERB 2 xcomp")[1] == "set ADJ 0 root"


@given(st.data())
def test_a_tree_stays_a_tree(data: st.DataObject) -> None:
    import numpy as np

    n = data.draw(st.integers(1, 9))
    order = data.draw(st.permutations(range(1, n + 1)))
    head = [0] * n
    for k, word in enumerate(order[1:], 1):
        head[word - 1] = order[data.draw(st.integers(0, k - 1))]
    pick = lambda *options: [data.draw(st.sampled_from(options)) for _ in range(n)]
    rel = pick(*RULES, "case", "det", "conj", "compound:prt", "advcl", "xcomp")
    d = Draft(
        pick("that", "by", ",", "so", "Ada"), pick("NOUN", "PROPN", "VERB", "ADV", "ADJ", "SCONJ", "AUX"), head, rel, {0, 2, 4}
    )
    repair(d)
    assert _is_tree(np.array(d.head))
