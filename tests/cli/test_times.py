"""`dateline times`."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

import dateline
from dateline.cli.times import timeml
from dateline.foundation.article import Article
from dateline.foundation.days import day
from dateline.foundation.rows import Dating, TimeExpression
from dateline.foundation.spans import Span
from dateline.reading.tagging import Tagged, plain, tag
from tests.cli.conftest import Run

TEXT = "The ferry sank on Friday. Talks are set for May 3."


def test_text_for_people(run: Run) -> None:
    ran = run("times", TEXT, "--published", "2031-04-16")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[:1] + line.split()[-1:] for line in ran.out.splitlines()[1:]] == [
        ["Friday", "2031-04-11"],
        ["May", "2031-05-03"],
    ]


def test_json_gives_the_contracts_times(run: Run) -> None:
    given = json.loads(run("times", TEXT, "--published", "2031-04-16", "--json").out)
    assert given["dating"]["published"] == "2031-04-16"
    assert [(t["value"], t["type"], t["anchor"]) for t in given["times"]] == [
        ("2031-04-11", "DATE", "published"),
        ("2031-05-03", "DATE", "published"),
    ]


def test_a_file_is_read_as_a_report(run: Run) -> None:
    Path("ferry.txt").write_text(f"{TEXT}\n", encoding="utf-8")
    assert "2031-05-03" in run("times", "ferry.txt", "--published", "2031-04-16").out


def test_what_is_not_there_is_named(run: Run) -> None:
    ran = run("times", "nowhere.txt")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("NOT_FOUND: nowhere.txt: ")


def test_nothing_is_told_and_no_folder_read(run: Run) -> None:
    ran = run("times", "")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("EMPTY_INPUT: TEXT: ")


def test_one_bare_word_is_a_text(run: Run) -> None:
    assert run("times", "tomorrow", "--published", "2031-04-16").out.split()[-1] == "2031-04-17"


def test_a_line_on_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"The ferry sank yesterday.\n")))
    ran = run("times", "-", "--published", "2031-04-16")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.split()[-1] == "2031-04-15"


def test_a_text_without_times_says_so(run: Run) -> None:
    assert run("times", "The ferry sank.", "--published", "2031-04-16").out.splitlines()[1:] == ["no time expressions"]


def test_timeml_of_an_undated_text(run: Run) -> None:
    root = ElementTree.fromstring(run("times", "It sank on Friday.", "--timeml").out)
    assert [t.get("value") for t in root.iter("TIMEX3")] == ["XXXX-XX-XX", "XXXX-WXX-5"]


def test_a_day_written_otherwise_is_wrong_usage(run: Run) -> None:
    assert run("times", TEXT, "--published", "16 April").code == 2


def test_timeml_holds_the_text_and_escapes_it() -> None:
    text = "A & B met on <Friday>\x01."
    friday = TimeExpression(
        id="t1", span=Span(14, 20), type="DATE", value="2031-04-11", anchor="published", rule="weekday",
        interval=day(date(2031, 4, 11)),
    )  # fmt: skip
    tree = ElementTree.fromstring(timeml(Tagged(text=text, dating=Dating(published="2031-04-16"), times=(friday,))))
    body = tree.find("TEXT")
    assert body is not None
    assert "".join(body.itertext()) == text.replace("\x01", "\ufffd")
    assert body[0].attrib == {"tid": "t1", "type": "DATE", "value": "2031-04-11", "anchorTimeID": "t0"}


def test_the_same_in_python() -> None:
    found = dateline.times(TEXT, published="2031-04-16")
    assert [(t.span.of(TEXT), t.value) for t in found] == [("Friday", "2031-04-11"), ("May 3", "2031-05-03")]


def test_without_a_day_values_stay_open() -> None:
    assert [t.value for t in dateline.times("The ferry sank on Friday.")] == ["XXXX-WXX-5"]


def test_headlines_are_tagged_too() -> None:
    from dateline.foundation.rows import Block

    text = "Port shut since Monday\n\nThe port reopens on Friday."
    blocks = (Block(kind="headline", span=Span(0, 22)), Block(kind="paragraph", span=Span(24, len(text))))
    article = Article(text=text, blocks=blocks)
    assert [b.kind for b in plain(article).blocks] == ["paragraph", "paragraph"]
    assert [t.span.of(text) for t in tag(article).times] == ["Monday", "Friday"]


def test_a_fault_of_ours_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Tagged:
        raise ZeroDivisionError("of nought")

    monkeypatch.setattr("dateline.reader.tag", broken)
    ran = run("times", TEXT)
    assert (ran.code, ran.out) == (1, "")
    assert "READER_FAULT" in ran.err and "ZeroDivisionError: of nought" in ran.err
