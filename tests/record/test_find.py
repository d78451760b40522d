"""Asking the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dateline.foundation.rows import Actor, Event
from dateline.record import Query, Record, open_record
from tests.made import made, renamed


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with open_record(tmp_path_factory.mktemp("record") / "dateline.db") as opened:
        opened.put(made())
        yield opened


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"actor": "Ada Lindqvist"}, ["e:met", "s:sign", "k:12f1526b5c", "e:sign", "c:sign"]),
        ({"actor": "ÀDA lindqvist", "kinds": ("event",)}, ["e:met", "e:sign"]),
        ({"actor": "lindq", "kinds": ("event",)}, ["e:met", "e:sign"]),
        ({"actor": "x:tom-brandt"}, ["s:stop", "f:stop"]),
        ({"actor": "nobody"}, []),
        ({"actor": "nor", "kinds": ("actor",)}, ["nor", "x:ada-lindqvist"]),
        ({"type": "consult"}, ["e:met"]),
        ({"type": "predict"}, ["s:stop"]),
        ({"status": "planned"}, ["e:sign", "c:sign"]),
        ({"since": date(2031, 3, 4)}, ["e:sign", "c:sign"]),
        ({"until": date(2031, 3, 4)}, ["e:met"]),
        ({"since": date(2031, 3, 3), "until": date(2031, 3, 3)}, ["e:met"]),
        ({"said_by": "Tom Brandt"}, ["s:stop", "f:stop"]),
        ({"said_by": "Ada Lindqvist"}, ["s:sign", "e:sign"]),
        ({"text": "tolls stay"}, ["s:stop", "f:stop"]),
        ({"text": '"the stay"'}, []),
        ({"text": "toll*", "kinds": ("position",)}, ["p:tolls"]),
        ({"text": "rain", "kinds": ("report",)}, []),
        ({"text": "Ellis", "kinds": ("report", "event")}, ["e:met", "r:ferry"]),
        ({"report": "r:none"}, []),
        ({"limit": 1}, ["e:met"]),
    ],
)  # fmt: skip
def test_filters_narrow_together(record: Record, asked: dict[str, Any], ids: list[str]) -> None:
    assert [f.id for f in record.find(Query(**asked))] == ids


@pytest.mark.parametrize("text", ["' OR 1=1 --", "a AND", "NEAR(", "col:", "ferries^2", "-stop"])
def test_no_text_is_a_malformed_question(record: Record, text: str) -> None:
    assert all(f.report == "r:ferry" for f in record.find(Query(text=text)))


@pytest.mark.parametrize("text", ['"', "(", "*", '""', " "])
def test_a_text_without_words_is_no_question(record: Record, text: str) -> None:
    with pytest.raises(ValueError, match="no words"):
        record.find(Query(text=text))


def test_a_found_row_is_the_row(record: Record) -> None:
    (found,) = record.find(Query(type="CONSULT"))
    assert isinstance(found.row, Event)
    assert found.row == made().events[0]
    assert (found.source, found.title, found.published) == ("ferry.html", "Ferry Talks Resume", "2031-03-04")
    assert found.line.startswith("event  CONSULT  Ada Lindqvist")


def test_rows_are_named_in_full_or_by_their_beginning(record: Record) -> None:
    assert [f.id for f in record.named("e:met")] == ["e:met"]
    assert [f.id for f in record.named("e:s")] == ["e:sign"]
    assert [type(f.row) for f in record.named("x:ada")] == [Actor]
    assert record.named("e:%") == []


def test_the_same_words_in_two_reports_are_two_rows(tmp_path: Path) -> None:
    with open_record(tmp_path / "dateline.db") as record:
        record.put(made())
        record.put(renamed(made(), "r:second", "second.html"))
        assert [f.report for f in record.named("e:met")] == ["r:ferry", "r:second"]
