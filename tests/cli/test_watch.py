"""`dateline watch`, against a site of our own on this machine."""

from __future__ import annotations

import itertools
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dateline import watching
from dateline.knowledge.extension import extended
from dateline.record import open_record
from dateline.record.polls import MAX_TRIES, MAX_WAITING, READ_AGAIN, Polls
from dateline.watching import Added, Missed, News, Polled, run
from tests.cli.conftest import Run, here
from tests.cli.watcher import read_made
from tests.intake.newsroom import Answer, Newsroom, newsroom, packed, rss
from tests.page.pages import page

HOUR = 3600.0


class Clock:
    """Time that goes on when somebody waits."""

    def __init__(self) -> None:
        self.now = 2_000_000_000.0

    def time(self) -> float:
        return self.now

    def monotonic(self) -> float:
        return time.monotonic()


class Stop(threading.Event):
    """Waits in no time, and is set when the clock has come so far."""

    def __init__(self, clock: Clock, until: float) -> None:
        super().__init__()
        self._clock, self._until = clock, clock.now + until

    def wait(self, timeout: float | None = None) -> bool:
        self._clock.now += timeout or 0.0
        if self._clock.now >= self._until:
            self.set()
        return self.is_set()


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with newsroom() as opened:
        yield opened


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr(watching, "read_all", read_made)
    found = Clock()
    monkeypatch.setattr(watching, "time", found)
    return found


Follow = Callable[..., list[News]]


@pytest.fixture
def follow(room: Newsroom, clock: Clock, tmp_path: Path) -> Follow:
    """Follows the site's feed for so many seconds of the clock; without any, once."""

    def followed(seconds: float | None = None, **how: float) -> list[News]:
        told: list[News] = []
        stop = threading.Event() if seconds is None else Stop(clock, seconds)
        options = {"gap": 0.0, **how}
        run([room.at + "/feed"], tmp_path / "w.db", stop, once=seconds is None, allow_local=True, tell=told.append, **options)
        return told

    return followed


def read(path: Path) -> list[tuple[str, int]]:
    with open_record(path / "w.db") as record:
        assert record.problems() == []
        return [(r.id, r.version) for r in record.reports()]


def test_new_items_are_read_once_oldest_first(room: Newsroom, follow: Follow, tmp_path: Path) -> None:
    room.lists("c", "b", "a")
    told = follow()
    assert told[0] == Polled(room.at + "/feed", 3, 0, True)
    assert [n.address[-1] for n in told[1:] if isinstance(n, Added)] == ["a", "b", "c"]
    room.lists("d", "c", "b", "a")
    assert [type(n).__name__ for n in follow()] == ["Polled", "Added"]
    assert read(tmp_path) == [("r:a", 1), ("r:b", 1), ("r:c", 1), ("r:d", 1)]
    assert len(room.paths()) == 2 + 4


def test_pages_are_read_with_ones_own_actors(
    room: Newsroom, follow: Callable[..., list[News]], monkeypatch: pytest.MonkeyPatch
) -> None:
    known, given = extended([]), []
    monkeypatch.setattr(watching, "read_all", lambda sources, **how: (given.append(how["kb"]), read_made(sources))[1])
    room.lists("a")
    follow(kb=known)
    assert given == [known]


def test_a_file_of_actors_that_cannot_be_used_ends_the_command(run: Run, tmp_path: Path) -> None:
    missing = str(tmp_path / "none.toml")
    for command in (("watch", "https://example.org/feed"), ("date", "page.html"), ("demo", "--no-open")):
        ran = run(*command, "--kb", missing)
        assert ran.code == 1 and ran.err.startswith("BAD_KB: ") and "none.toml: No such file" in ran.err


def test_the_server_is_asked_only_for_what_is_newer(room: Newsroom, follow: Follow) -> None:
    def feed(headers: dict[str, str]) -> Answer:
        known = (headers.get("if-none-match"), headers.get("if-modified-since"))
        if known == ('"v1"', "Tue, 04 Mar 2031 06:00:00 GMT"):
            return Answer(304)
        return Answer(body=rss(["a"]), headers=(("ETag", '"v1"'), ("Last-Modified", "Tue, 04 Mar 2031 06:00:00 GMT")))

    room.lists("a")
    room.answers["/feed"] = feed
    assert follow()[0] == Polled(room.at + "/feed", 1, 0, True)
    assert follow() == [Polled(room.at + "/feed", 0, 0, False)]


def test_polls_keep_their_time(room: Newsroom, follow: Follow, clock: Clock) -> None:
    room.lists("a")
    told = follow(HOUR + 1, every=600)
    assert len([n for n in told if isinstance(n, Polled)]) == 7
    room.lists("a", head="<ttl>30</ttl>")
    clock.now += HOUR
    assert len([n for n in follow(HOUR + 1, every=600) if isinstance(n, Polled)]) == 3
    assert follow() == []


def test_requests_to_a_host_are_kept_apart(room: Newsroom, follow: Follow, clock: Clock) -> None:
    at: list[float] = []
    room.lists("a", "b", "c")
    for path, answer in list(room.answers.items()):
        room.answers[path] = lambda _, answer=answer: (at.append(clock.now), answer)[1]
    follow(60, gap=2.0)
    apart = [b - a for a, b in itertools.pairwise(at[1:])]  # the first two are robots.txt and the feed
    assert len(apart) == 3
    assert min(apart) >= 2.0


def test_robots_slow_us_down_and_keep_us_out(room: Newsroom, follow: Follow, clock: Clock, tmp_path: Path) -> None:
    room.lists("a", "b")
    room.answers["/robots.txt"] = Answer(body=b"User-agent: dateline\nDisallow: /item/a\nCrawl-delay: 20\n")
    before = clock.now
    told = follow(120)
    assert [(n.code, n.again) for n in told if isinstance(n, Missed)] == [("FETCH_FORBIDDEN", None)]
    assert read(tmp_path) == [("r:b", 1)]
    assert room.paths() == ["/feed", "/item/b"]
    assert clock.now - before >= 40


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer(500), "FETCH_FAILED"), (Answer(404), "FETCH_FAILED"),
        (Answer(301, headers=(("Location", "/feed"),)), "FETCH_FAILED"),
        (Answer(302, headers=(("Location", "http://[::1"),)), "FETCH_FAILED"),
        (Answer(302, headers=(("Location", "file:///etc/passwd"),)), "FETCH_REFUSED"),
        (packed(rss(["a"] * 50))._replace(cut=60), "FETCH_FAILED"),
        (Answer(body=packed(rss(["a"] * 50)).body[:60], headers=(("Content-Encoding", "gzip"),)), "FETCH_FAILED"),
        (Answer(body=rss(["a"]), cut=0), "FETCH_FAILED"), (Answer(body=b"<html>sorry</html>"), "NO_FEED"),
    ],
)  # fmt: skip
def test_a_feed_that_fails_is_left_alone_longer_and_longer(room: Newsroom, follow: Follow, answer: Answer, code: str) -> None:
    room.lists("a")
    room.answers["/feed"] = answer
    missed = [n for n in follow(16 * HOUR, every=HOUR) if isinstance(n, Missed)]
    assert {n.code for n in missed} == {code}
    assert [n.again for n in missed] == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR]
    assert follow() == []  # a new run keeps to it


def test_a_feed_that_is_back_is_read(room: Newsroom, follow: Follow, clock: Clock, tmp_path: Path) -> None:
    room.answers["/feed"] = Answer(503, headers=(("Retry-After", "7200"),))
    assert [n.again for n in follow() if isinstance(n, Missed)] == [7200.0]
    room.lists("a")
    clock.now += 7100
    assert follow() == []
    clock.now += 101
    assert [type(n).__name__ for n in follow()] == ["Polled", "Added"]
    assert read(tmp_path) == [("r:a", 1)]


@pytest.mark.parametrize(
    ("value", "again"), [("90", 900.0), ("99999999", 86_400.0), ("soon", 900.0), ("Fri, 01 Jan 1999 00:00:00 GMT", 900.0)]
)
def test_what_servers_ask_for(room: Newsroom, follow: Follow, value: str, again: float) -> None:
    room.answers["/feed"] = Answer(429, headers=(("Retry-After", value),))
    assert [n.again for n in follow() if isinstance(n, Missed)] == [again]


def test_a_page_that_fails_is_tried_again_and_given_up_in_the_end(room: Newsroom, follow: Follow, tmp_path: Path) -> None:
    room.lists("a", "b")
    room.answers["/item/a"] = Answer(500)
    missed = [n for n in follow(4 * HOUR) if isinstance(n, Missed)]
    assert [n.again for n in missed] == [300.0, 600.0, 1200.0, 2400.0, None]
    assert room.paths().count("/item/a") == MAX_TRIES
    assert read(tmp_path) == [("r:b", 1)]


def test_a_page_that_is_back_is_read(room: Newsroom, follow: Follow, clock: Clock, tmp_path: Path) -> None:
    room.lists("a")
    room.answers["/item/a"] = Answer(429, headers=(("Retry-After", "1000"),))
    follow()
    room.answers["/item/a"] = Answer(body=page().encode())
    follow(990, every=HOUR)
    assert read(tmp_path) == []
    follow(20, every=HOUR)
    assert read(tmp_path) == [("r:a", 1)]


def test_a_long_list_is_taken_piece_by_piece(room: Newsroom, follow: Follow, tmp_path: Path) -> None:
    names = [f"i{n}" for n in range(5000)]
    room.lists(*names)
    room.answers["/feed"] = Answer(body=rss(names), headers=(("ETag", '"all"'),))
    for turn in (1, 2):
        polled, *told = follow()
        assert polled == Polled(room.at + "/feed", MAX_WAITING, 5000 - turn * MAX_WAITING, True)
        assert len([n for n in told if isinstance(n, Added)]) == MAX_WAITING
    assert len(read(tmp_path)) == 2 * MAX_WAITING
    assert all("if-none-match" not in headers for path, headers in room.asked if path == "/feed")


def test_a_changed_item_is_read_again_but_not_at_once(room: Newsroom, follow: Follow, clock: Clock, tmp_path: Path) -> None:
    room.lists("a")
    follow()
    room.lists("a", stamp="Tue, 04 Mar 2031 09:00:00 GMT")
    room.answers["/item/a"] = Answer(body=b"says something else")
    assert [type(n).__name__ for n in follow()] == ["Polled"]
    assert read(tmp_path) == [("r:a", 1)]
    clock.now += READ_AGAIN
    assert [n.version for n in follow() if isinstance(n, Added)] == [2]
    assert read(tmp_path) == [("r:a", 2)]


def test_a_page_that_ends_the_process_is_given_up(room: Newsroom, follow: Follow, tmp_path: Path) -> None:
    room.lists("a")
    follow(0.001)
    with open_record(tmp_path / "w.db") as record:
        polls = Polls(record)
        polls.keep(polls.feed(room.at + "/feed"), [(room.at + "/item/b", None)])
        for _ in range(MAX_TRIES):
            polls.begin(room.at + "/item/b")
    assert [(n.code, n.again) for n in follow() if isinstance(n, Missed)] == [("READER_FAULT", None)]


def test_breaking_off_is_no_try(room: Newsroom, follow: Follow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object, **__: object) -> Iterator[object]:
        raise KeyboardInterrupt

    room.lists("a")
    monkeypatch.setattr(watching, "read_all", broken)
    for _ in range(MAX_TRIES + 1):
        with pytest.raises(KeyboardInterrupt):
            follow()
    monkeypatch.setattr(watching, "read_all", read_made)
    follow()
    assert read(tmp_path) == [("r:a", 1)]


def test_the_local_network_is_refused(room: Newsroom, clock: Clock, tmp_path: Path) -> None:
    told: list[News] = []
    room.lists("a")
    run([room.at + "/feed"], tmp_path / "w.db", threading.Event(), once=True, tell=told.append)
    assert [n.code for n in told if isinstance(n, Missed)] == ["FETCH_REFUSED"]
    assert room.asked == []


def test_beside_another_writer(room: Newsroom, follow: Follow, tmp_path: Path) -> None:
    room.lists(*"abcdef")
    others = threading.Thread(target=_write, args=(tmp_path / "w.db",))
    others.start()
    follow()
    others.join()
    assert sorted(read(tmp_path)) == sorted([*((f"r:{n}", 1) for n in "abcdef"), *((f"r:other{n}", 1) for n in range(20))])


def _write(path: Path) -> None:
    from tests.made import made

    with open_record(path) as record:
        for n in range(20):
            record.put(made(report_id=f"r:other{n}", source=f"{n}.html"))


def test_nothing_is_lost_and_nothing_doubled_by_kills(room: Newsroom, tmp_path: Path) -> None:
    names, chance = [f"i{n}" for n in range(100)], random.Random(7)
    room.lists(*names)
    command = [sys.executable, "-m", "tests.cli.watcher", room.at + "/feed", str(tmp_path / "w.db")]
    for _ in range(8):
        process = subprocess.Popen(command, cwd=Path(__file__).parents[2], env=here(), stdout=subprocess.PIPE)
        assert process.stdout is not None
        for _ in range(chance.randint(1, 6)):  # by its progress, not by the clock: always in the midst of work
            assert process.stdout.readline()
        time.sleep(chance.uniform(0, 0.02))
        process.kill()
        assert process.wait() == -signal.SIGKILL
        process.stdout.close()
    subprocess.run(command, cwd=Path(__file__).parents[2], env=here(), check=True, stdout=subprocess.PIPE, timeout=60)
    assert sorted(read(tmp_path)) == sorted((f"r:{n}", 1) for n in names)
    with closing(sqlite3.connect(tmp_path / "w.db")) as connection:
        assert connection.execute("SELECT state, count(*) FROM items GROUP BY state").fetchall() == [("read", 100)]
        assert connection.execute(
            "SELECT max(n) FROM (SELECT count(*) n FROM journal GROUP BY report, kind, row)"
        ).fetchone() == (1,)


# ---- the command
@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "read_all", read_made)
    real = watching.run
    monkeypatch.setattr(watching, "run", lambda *a, **k: real(*a, gap=0.0, **k))


def test_the_command_tells_of_polls_and_reports(run: Run, room: Newsroom, quick: None) -> None:
    room.lists("a", "b")
    room.answers["/item/b"] = Answer(500)
    Path("feeds.opml").write_text(f'<opml><body><outline xmlUrl="{room.at}/feed"/></body></opml>')
    ran = run("watch", "feeds.opml", "--once", "--allow-local")
    assert ran.out.splitlines() == [
        f"polled {room.at}/feed · 2 new",
        f"read   Ferry Talks Resume · The Ellis Courier · {room.at}/item/a · version 1",
    ]
    why = "the server answered 500 Internal Server Error; check the address, or save the page from a browser."
    assert ran.err == f"FETCH_FAILED: {room.at}/item/b: {why} Next try in 5 min.\n"
    assert ran.code == 1
    assert run("watch", room.at + "/feed", "--once", "--allow-local", "-q") == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("nowhere.opml",), 1, "NOT_FOUND: nowhere.opml: there is no such file"),
        (("empty.opml",), 1, "NO_FEED: empty.opml: the file names no feed"),
        (("ftp://a.example/feed", "--once"), 1, "FETCH_REFUSED: ftp://a.example/feed"),
        (("https://a.example/feed", "--every", "5s"), 2, "write it as 15m or 2h"),
        ((), 2, "Missing argument"),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_told(run: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    Path("empty.opml").write_text("<opml/>")
    ran = run("watch", *arguments)
    assert ran.code == code
    assert words in ran.err


def test_ctrl_c_ends_it(run: Run, room: Newsroom, quick: None) -> None:
    room.lists("a")
    soon = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT))
    soon.start()
    ran = run("watch", room.at + "/feed", "--allow-local")
    assert ran.code == 130
    assert len(ran.out.splitlines()) == 2
    with open_record("dateline.db") as record:
        assert len(record.reports()) == 1


@pytest.mark.reads
def test_a_page_goes_all_the_way(run: Run, room: Newsroom) -> None:
    room.answers["/feed"] = Answer(body=rss(["a"]))
    room.answers["/item/a"] = Answer(body=(Path(__file__).parents[2] / "examples" / "ceasefire.html").read_bytes())
    ran = run("watch", room.at + "/feed", "--once", "--allow-local")
    assert (ran.code, ran.err) == (0, "")
    assert "Iceland and Norway Agree Ceasefire at Sea · The Ellis Courier" in ran.out


def test_a_page_is_read_with_what_its_feed_says_of_its_dates(
    room: Newsroom, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, str]] = []

    def noted(arguments: object, **how: Any) -> object:
        asked.append(how["listed"])
        return read_made(arguments, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(watching, "read_all", noted)
    room.lists("a")
    follow()
    assert asked == [{"feed-published": "Tue, 04 Mar 2031 06:00:00 GMT"}]
