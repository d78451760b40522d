"""From bytes to the journal, through the real model and all stages: the one way that every report goes."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

import dateline
from dateline.foundation.rows import Report
from dateline.record import Query, open_record
from tests.cli.conftest import Run

pytestmark = pytest.mark.reads
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def report() -> Report:
    return dateline.read(EXAMPLES / "ceasefire.html")


def test_the_example_is_read(report: Report) -> None:
    assert report.report.title == "Iceland and Norway Agree Ceasefire at Sea"
    assert report.dating.published == "2031-03-04"
    assert "Most read" not in report.report.text
    met = next(e for e in report.events if e.trigger.of(report.report.text) == "met")
    assert (met.type, met.status, str(met.when)) == ("CONSULT", "happened", "2031-03-02")
    assert [report.actor(a).name for a in (*met.source, *met.target)] == ["Helga Varsdottir", "Jonas Brandt"]  # type: ignore[union-attr]
    said = next(s for s in report.statements if s.manner == "direct")
    assert said.content[0].of(report.report.text) == "We will call our patrol ships home on Friday,"


def test_every_span_lies_in_the_text(report: Report) -> None:
    length = len(report.report.text)

    def spans(value: object) -> list[tuple[int, int]]:
        if isinstance(value, dateline.Span):
            return [(value.start, value.end)]
        if isinstance(value, msgspec.Struct):
            return [s for name in value.__struct_fields__ for s in spans(getattr(value, name))]
        return [s for v in value for s in spans(v)] if isinstance(value, tuple) else []

    found = spans(report)
    assert len(found) > 50
    assert all(0 <= a <= b <= length for a, b in found)


def test_the_same_bytes_give_the_same_rows(report: Report) -> None:
    assert dateline.read(EXAMPLES / "ceasefire.html").to_json() == report.to_json()


def test_it_goes_to_the_record_and_the_journal(run: Run, report: Report) -> None:
    ran = run("read", str(EXAMPLES), "--json")
    assert (ran.code, ran.err) == (0, "")
    sources = [json.loads(line)["report"]["source"] for line in ran.out.splitlines()]
    assert [Path(s).name for s in sources] == ["README.md", "ceasefire.html", "ceasefire.txt"]
    with open_record("dateline.db") as record:
        assert record.report(report.report.id) == msgspec.structs.replace(
            report, report=msgspec.structs.replace(report.report, source=sources[1])
        )
        added = [c for c in record.journal() if c.report == report.report.id]
        assert {c.change for c in added} == {"added"}
        assert len([c for c in added if c.kind == "event"]) == len(report.events)
        assert record.find(Query(actor="Norway", type="AGREE"))
        assert record.problems() == []
    last = ran.out
    assert run("read", str(EXAMPLES), "--json").out == last
    with open_record("dateline.db") as record:
        assert record.last_sequence == len(record.journal())
        assert all(r.version == 1 for r in record.reports())


def test_a_collection_states_its_days(run: Run) -> None:
    text = (EXAMPLES / "ceasefire.txt").read_text(encoding="utf-8")
    lines = [
        {"id": "one", "text": text, "published": "2031-03-04"},
        {"id": "two", "text": text, "published": "some day"},
        {"id": "three"},
        {"id": "four", "text": ""},
    ]
    Path("two.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    ran = run("read", "two.jsonl", "nowhere.html", "--json")
    one, two = (json.loads(line) for line in ran.out.splitlines())
    assert ran.code == 1
    assert [e.split(": ")[:2] for e in ran.err.splitlines()] == [
        ["BAD_RECORD", "two.jsonl:3"],
        ["EMPTY_INPUT", "two.jsonl:4 (four)"],
        ["NOT_FOUND", "nowhere.html"],
    ]
    assert (one["report"]["id"], one["dating"]["published"], one["dating"]["method"]) == ("one", "2031-03-04", "given")
    assert [i["code"] for i in two["issues"]][:1] == ["BAD_DAY"]


def test_an_empty_folder_is_named(run: Run) -> None:
    Path("empty").mkdir()
    ran = run("read", "empty")
    assert (ran.code, ran.err) == (1, "EMPTY_FOLDER: empty: there is nothing in it to read; name a file or another folder.\n")


def test_reading_one_raises_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(dateline.Unreadable) as error:
        dateline.read(tmp_path / "none.html")
    assert error.value.code == "NOT_FOUND"
    assert error.value.__notes__ == [str(tmp_path / "none.html")]
    with pytest.raises(ValueError, match=r"use dateline\.read_many"):
        dateline.read(EXAMPLES)


def test_a_fault_of_ours_is_told_and_the_rest_is_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline import reader

    real = reader.walk

    def walk(article: object, **options: object) -> Report:
        if str(getattr(article, "source", "")).endswith(".txt"):
            raise ZeroDivisionError("of nought")
        return real(article, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "walk", walk)
    ran = run("read", str(EXAMPLES / "ceasefire.txt"), str(EXAMPLES / "ceasefire.html"), "--json")
    assert (ran.code, len(ran.out.splitlines())) == (1, 1)
    assert "READER_FAULT" in ran.err
    assert "ZeroDivisionError: of nought" in ran.err
