"""The live stream against what can befall it: kills, slow readers, another record, many filters."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import msgspec
import pytest

from dateline.record import Query, Record, open_record
from tests.desk.desk_of import free_port, record_at, serving, started
from tests.desk.reading import Page, connection, events, lines_of
from tests.made import TEXT, made

ROWS = 9  # of a made report, in the kinds that a stream tells when not asked for others


def put(record: Record, n: int, text: str = TEXT) -> None:
    record.put(made(f"{text}\n\nSitting {n}.", f"r:live-{n}", f"live-{n}.html"))


def sequences(path: Path, after: int) -> list[int]:
    with open_record(path, readonly=True) as record:
        return [e.sequence for e in record.told(Query(retracted=True), after, record.last_sequence)]


def port_of(address: str) -> int:
    return int(address.rsplit(":", 1)[1])


def test_what_another_process_records_is_told_at_once(tmp_path: Path) -> None:
    path = record_at(tmp_path, 1)
    with serving(path) as address, open_record(path) as record:
        head = record.last_sequence
        page = Page(port_of(address), 2 * ROWS)
        page.start()
        assert page.has(lambda: page.opens, 1)
        start = time.monotonic()
        put(record, 1)
        assert page.has(lambda: len(page.rows), ROWS)
        assert time.monotonic() - start < 1
        put(record, 2)
        page.join(20)
    assert [row.data["sequence"] for row in page.rows] == sequences(path, head)
    row = next(r.data for r in page.rows if r.data["id"] == "e:met")
    assert (row["change"], row["report"], row["status"], row["first_day"]) == ("added", "r:live-1", "happened", "2031-03-03")
    assert row["sentence"] == "".join(text for text, _ in row["pieces"])
    assert page.rows[0].id == f"{page.rows[0].id.split('-')[0]}-{page.rows[0].data['sequence']}"


def test_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    """More than 300 rows through four kills of the server, three pages: one of all rows, one filtered, one late."""
    path, port, least = record_at(tmp_path, 1), free_port(), 36
    head = max(sequences(path, 0))
    server, killed = started(path, port), threading.Event()
    pages = [Page(port), Page(port, address="/live?kind=event&status=planned"), Page(port, last=_id_of(path, head))]
    for page in pages[:2]:
        page.start()
        assert page.has(lambda page=page: page.opens, 1)

    written = list[str]()

    def write() -> None:
        """Goes on until after the last kill, however long a restart takes."""
        with open_record(path) as record:
            while len(written) < least or not killed.is_set():
                put(record, len(written))
                written.append(f"r:live-{len(written)}")
                time.sleep(0.15)

    writer = threading.Thread(target=write)
    writer.start()
    for kill in range(4):
        time.sleep(0.4)
        server.kill()
        server.communicate()
        time.sleep(0.2)
        server = started(path, port)
        if kill == 1:
            pages[2].start()
        assert pages[0].has(lambda: pages[0].opens, kill + 2)
    killed.set()
    writer.join()
    everything = sequences(path, head)
    for page, rows in zip(pages, (len(everything), len(written), len(everything)), strict=True):
        assert page.has(lambda page=page: len(page.rows), rows)
    server.terminate()
    server.communicate(timeout=10)
    assert len(everything) == len(written) * ROWS >= 300
    assert [row.data["sequence"] for row in pages[0].rows] == everything
    assert [row.data["sequence"] for row in pages[2].rows] == everything
    assert [row.data["report"] for row in pages[1].rows] == written
    assert [page.resets for page in pages] == [0, 0, 0]
    assert pages[0].opens >= 5


def _id_of(path: Path, sequence: int) -> str:
    with open_record(path, readonly=True) as record:
        return f"{record.epoch}-{sequence}"


def test_a_slow_reader_harms_nobody_and_misses_nothing(tmp_path: Path) -> None:
    path, reports = record_at(tmp_path, 1), 40
    long = TEXT + "\n\n" + "The ferries of Port Ellis stayed in harbour for another day. " * 2000
    with serving(path) as address, open_record(path) as record:
        head = record.last_sequence
        quick = Page(port_of(address), reports * ROWS)
        quick.start()
        with connection(
            port_of(address), "/live?kind=report&kind=event&kind=statement&kind=time&kind=actor", receive_buffer=4096
        ) as slow:
            assert quick.has(lambda: quick.opens, 1)
            time.sleep(0.3)
            waits = []
            for n in range(reports):
                start, before = time.monotonic(), len(quick.rows)
                put(record, n, long)
                assert quick.has(lambda before=before: len(quick.rows), before + ROWS)
                waits.append(time.monotonic() - start)
            last, got = record.last_sequence, []
            for told in events(lines_of(slow)):
                got += [told.data["sequence"]] if told.name == "row" else []
                if got and got[-1] >= last:
                    break
    kinds = Query(kinds=("report", "event", "statement", "time", "actor"), retracted=True)
    with open_record(path, readonly=True) as record:
        assert got == [e.sequence for e in record.told(kinds, head, last)]
    assert sorted(waits)[len(waits) // 2] < 1


def test_another_record_in_its_place_is_a_new_beginning(tmp_path: Path) -> None:
    path = record_at(tmp_path, 1)
    (tmp_path / "other").mkdir()
    other = record_at(tmp_path / "other", 2)
    with serving(path) as address:
        page = Page(port_of(address), ROWS)
        page.start()
        assert page.has(lambda: page.opens, 1)
        for name in ("desk.db-wal", "desk.db-shm"):
            (path.parent / name).unlink(missing_ok=True)
        os.replace(other, path)
        assert page.has(lambda: page.resets, 1)
        with open_record(path) as record:
            put(record, 1)
            epoch = record.epoch
        page.join(20)
    assert {row.id.split("-")[0] for row in page.rows} == {epoch}
    assert len(page.rows) == ROWS


@pytest.mark.parametrize("last", ["deadbeef-1", "{epoch}-999999", "nonsense", "{epoch}-"])
def test_an_id_that_is_not_ours_is_a_new_beginning(tmp_path: Path, last: str) -> None:
    path = record_at(tmp_path, 1)
    known = last.format(epoch=_id_of(path, 0).partition("-")[0])
    with serving(path) as address, connection(port_of(address), "/live", known) as line:
        told = events(lines_of(line))
        assert [next(told).name, next(told).name] == ["hello", "reset"]


def test_a_filter_hears_only_what_fits_and_its_place_moves_on(tmp_path: Path) -> None:
    path = record_at(tmp_path, 1)
    with serving(path) as address, open_record(path) as record:
        page = Page(port_of(address), 1, "/live?actor=brandt&kind=forecast&text=ferries")
        page.start()
        assert page.has(lambda: page.opens, 1)
        put(record, 1)
        page.join(20)
    assert [(row.data["kind"], row.data["id"]) for row in page.rows] == [("forecast", "f:stop")]


def test_amended_and_retracted_rows_are_told(tmp_path: Path) -> None:
    path = record_at(tmp_path, 1)
    with serving(path) as address, open_record(path) as record:
        page = Page(port_of(address), 2, "/live?kind=event&kind=tie")
        page.start()
        assert page.has(lambda: page.opens, 1)
        report = made(f"{TEXT}\n\nTurn 0.", "r:0", "0.html")
        signed = msgspec.structs.replace(report.events[1], status="happened")
        events = (report.events[0], signed, report.events[2])
        record.put(msgspec.structs.replace(report, events=events, ties=()))
        page.join(20)
    amended, retracted = (row.data for row in page.rows)
    assert (amended["change"], amended["id"], amended["status"]) == ("amended", "e:sign", "happened")
    assert (retracted["change"], retracted["kind"], retracted["retracted"]) == ("retracted", "tie", 2)
