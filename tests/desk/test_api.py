"""The API: what it answers, what it refuses, and that its document tells the truth."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dateline.record import open_record
from tests.desk.desk_of import asking, record_at, serving
from tests.made import made


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return record_at(tmp_path_factory.mktemp("api"))


@pytest.fixture(scope="module")
def desk(path: Path) -> Iterator[TestClient]:
    with asking(path) as client:
        yield client


def test_pages_of_rows_are_all_rows_once_newest_first(desk: TestClient) -> None:
    whole = desk.get("/api/rows", params={"limit": 200}).json()
    assert whole["next"] is None
    assert len(whole["rows"]) == 3 * (3 + 2 + 1 + 1 + 1 + 1)
    paged, before = [], None
    while True:
        page = desk.get("/api/rows", params={"limit": 4} | ({"before": before} if before else {})).json()
        paged += page["rows"]
        before = page["next"]
        if before is None:
            break
    assert paged == whole["rows"]
    sequences = [row["sequence"] for row in paged]
    assert sequences == sorted(sequences, reverse=True)


def test_pages_by_day_are_all_rows_once_undated_last(desk: TestClient) -> None:
    kinds = {"kind": ["event", "calendar", "statement"]}
    whole = desk.get("/api/calendar", params={**kinds, "limit": 200}).json()["rows"]
    paged, after = [], None
    while True:
        page = desk.get("/api/calendar", params={**kinds, "limit": 5} | ({"after": after} if after else {})).json()
        paged += page["rows"]
        after = page["next"]
        if after is None:
            break
    assert paged == whole
    days = [row["first_day"] or "9999" for row in paged]
    assert days == sorted(days)
    assert days[0] == "2031-03-03"
    assert days[-1] == "9999"


def test_a_row_names_its_actors_and_its_report(desk: TestClient) -> None:
    row = desk.get("/api/rows", params={"report": "r:1", "type": "CONSULT"}).json()["rows"][0]
    assert (row["id"], row["status"], row["first_day"], row["change"]) == ("e:met", "happened", "2031-03-03", "added")
    assert (row["report"], row["title"], row["published"]) == ("r:1", "Ferry Talks Resume", "2031-03-04")
    assert {"part": "source", "id": "x:ada-lindqvist", "name": "Ada Lindqvist"} in row["parties"]
    assert row["words"] == "met harbour unions in Port Ellis on Monday"
    assert row["row"]["rule"] == "meet"
    assert row["sentence"] == "".join(text for text, _ in row["pieces"])
    assert "Ada Lindqvist" in row["sentence"]


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"actor": "lindqvist", "kind": "event"}, {"e:met", "e:sign"}),
        ({"said_by": "Ada Lindqvist", "kind": "event"}, {"e:sign"}),
        ({"text": '"lower the tolls"', "kind": ["event", "position"]}, {"e:refuse", "p:tolls"}),
        ({"since": "2031-03-05", "until": "2031-03-09", "kind": "calendar"}, {"c:sign"}),
        ({"status": "ongoing"}, {"e:refuse"}),
    ],
)
def test_filters_find_what_they_say(desk: TestClient, asked: dict[str, str], ids: set[str]) -> None:
    assert {row["id"] for row in desk.get("/api/rows", params={**asked, "report": "r:2"}).json()["rows"]} == ids


def test_an_amended_row_keeps_its_place_and_says_so(tmp_path: Path) -> None:
    path = record_at(tmp_path, 2)
    with open_record(path) as record:
        report = made(f"{made().report.text}\n\nTurn 0.", "r:0", "0.html")
        events = tuple(
            e.__class__(**{**{f: getattr(e, f) for f in e.__struct_fields__}, "status": "happened"}) for e in report.events
        )
        record.put(report.__class__(**{**{f: getattr(report, f) for f in report.__struct_fields__}, "events": events}))
    with asking(path) as client:
        row = client.get("/api/rows", params={"report": "r:0", "type": "AGREE", "kind": "event"}).json()["rows"][0]
        told = client.get("/api/rows/e:sign").json()["history"]
    assert (row["change"], row["status"]) == ("amended", "happened")
    assert row["changed"] > row["at"]
    assert [c["change"] for c in told if c["report"] == "r:0"] == ["added", "amended"]


def test_reports_and_actors(desk: TestClient) -> None:
    reports = desk.get("/api/reports", params={"limit": 2}).json()
    assert [r["id"] for r in reports["reports"]] == ["r:2", "r:1"]
    assert [r["id"] for r in desk.get("/api/reports", params={"before": reports["next"]}).json()["reports"]] == ["r:0"]
    assert desk.get("/api/reports/r:1").json()["report"]["source"] == "1.html"
    found = desk.get("/api/actors", params={"name": "lindqvist"}).json()["actors"]
    assert [(a["id"], a["reports"], a["kind"]) for a in found] == [("x:ada-lindqvist", 3, "person")]


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/rows?nonsense=1", 422, "BAD_QUESTION"),
        ("/api/rows?since=yesterday", 422, "BAD_QUESTION"),
        ("/api/rows?limit=201", 422, "BAD_QUESTION"),
        ("/api/rows?limit=5&limit=6", 422, "BAD_QUESTION"),
        ("/api/rows?kind=rumour", 422, "BAD_QUESTION"),
        ("/api/rows?text=%00", 422, "BAD_QUESTION"),
        ("/api/rows?text=...", 422, "BAD_QUESTION"),
        ("/live?after=here", 422, "BAD_QUESTION"),
        ("/calendar/2031-13.ics", 422, "BAD_QUESTION"),
        ("/api/rows/none", 404, "NO_SUCH_ROW"),
        ("/api/reports/none", 404, "NO_SUCH_ROW"),
        ("/report/none.json", 404, "NO_SUCH_ROW"),
        ("/api/nothing", 404, "NO_SUCH_PAGE"),
        ("/latest.xlsx", 404, "NO_SUCH_PAGE"),
    ],
)
def test_refusals_say_what_and_the_way_out(desk: TestClient, address: str, status: int, code: str) -> None:
    answer = desk.get(address)
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["detail"]
    assert problem["way_out"]


def test_a_record_that_is_gone_is_said_so(tmp_path: Path) -> None:
    path = record_at(tmp_path, 1)
    with asking(path) as client:
        path.rename(tmp_path / "elsewhere.db")
        answer = client.get("/api/rows")
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "DB_MISSING", "2")


def test_an_answer_that_the_asker_has_is_not_sent_again(path: Path, desk: TestClient) -> None:
    tag = desk.get("/api/rows").headers["etag"]
    assert desk.get("/api/rows", headers={"if-none-match": tag}).status_code == 304
    with open_record(path) as record:
        record.put(made(f"{made().report.text}\n\nTurn 0.", "r:new", "new.html"))
    assert desk.get("/api/rows", headers={"if-none-match": tag}).status_code == 200


def test_head_options_and_compression(desk: TestClient) -> None:
    head = desk.head("/api/rows")
    assert (head.status_code, head.content) == (200, b"")
    options = desk.options("/api/rows")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    assert desk.get("/api/rows").headers["content-encoding"] == "gzip"
    assert desk.head("/live").headers["content-type"] == "text/event-stream; charset=utf-8"


def test_the_document_names_every_parameter(desk: TestClient) -> None:
    rows = desk.get("/openapi.json").json()["paths"]["/api/rows"]["get"]["parameters"]
    asked = {p["name"] for p in rows}
    assert asked == {"actor", "type", "status", "since", "until", "said_by", "text", "kind", "report", "limit", "before"}


def test_the_document_tells_the_truth(path: Path) -> None:
    """Schemathesis asks what the document allows, and what it does not: no fault, no undocumented answer."""
    with serving(path) as address:
        command = [
            "run",
            f"{address}/openapi.json",
            "--max-examples",
            "20",
            "--seed",
            "1",
            "--phases",
            "coverage,fuzzing",
            "--no-color",
        ]
        run = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", *command], text=True, capture_output=True, cwd=path.parent
        )
    assert run.returncode == 0, run.stdout
    assert "No issues found" in run.stdout
