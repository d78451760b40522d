"""`dateline parse`: CoNLL-U that can be read back."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dateline.foundation.conllu import conllu
from dateline.foundation.parsed import Parse
from tests.cli.conftest import Run
from tests.recorded import tree_of

TEXTS = ("The envoy left Geneva on Friday. Nobody said why.", "“We won't sign,” Ana Ruiz told the BBC.\n\nTalks go on.")


def columns(parse: Parse) -> list[list[str]]:
    return [line.split("\t") for line in conllu(parse, name="x") if line and not line.startswith("#")]


@given(st.sampled_from(TEXTS))
def test_every_word_has_ten_columns_and_a_head_in_its_sentence(text: str) -> None:
    parse = tree_of(text).parse
    rows = columns(parse)
    assert [r[1] for r in rows] == [parse.word(i) for i in range(len(parse))]
    assert {len(r) for r in rows} == {10}
    sizes = [s.end - s.first for s in parse.sentences for _ in range(s.first, s.end)]
    assert all(0 <= int(r[6]) <= n for r, n in zip(rows, sizes, strict=True))
    assert sum(r[6] == "0" for r in rows) == len(parse.sentences)


def test_the_text_can_be_put_together_again() -> None:
    rows = columns(tree_of(TEXTS[1]).parse)
    assert "".join(r[1] + ("" if "SpaceAfter=No" in r[9] else " ") for r in rows).split("Talks")[0] == (
        "“We won't sign,” Ana Ruiz told the BBC. "
    )


def test_the_command_prints_trees_and_names_what_can_not_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The envoy left Geneva on Friday.\n")
    done = run("parse", "a.txt", "none.txt", "--as", "article")
    assert done.code == 1
    assert "# newdoc id = a.txt" in done.out
    assert "3\tleft\tleave\tVERB\t_\tMood=Ind|" in done.out
    assert done.err.startswith("NOT_FOUND: none.txt: ")
    assert done.err.count("\n") == 1
