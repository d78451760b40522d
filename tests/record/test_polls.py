"""The feeds' state: from a file of the first form, and what is taken of a list."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from dateline.record import open_record
from dateline.record.migrate import APPLICATION, statements
from dateline.record.polls import MAX_WAITING, FeedState, Polls
from tests.made import made

FEED = "https://a.example/feed"


def _first_form(path: Path) -> None:
    """A file as the first Dateline left it, with a report."""
    script = (Path(__file__).parent / "form_1.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements(script):
            connection.execute(statement)
        connection.execute("INSERT INTO about VALUES ('epoch', '0123456789abcdef')")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("INSERT INTO reports VALUES (1, 'r:old', 'old.html', 'Old', NULL, NULL, NULL, NULL, 1)")


def _form(path: Path) -> list[tuple[str, list[tuple[object, ...]]]]:
    """The columns of every table, and the indexes."""
    with closing(sqlite3.connect(path)) as connection:
        names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name")]
        return [(name, connection.execute(f"PRAGMA table_xinfo('{name}')").fetchall()) for name in names]


def test_a_file_of_the_first_form_is_brought_up_to_date(tmp_path: Path) -> None:
    _first_form(tmp_path / "old.db")
    with open_record(tmp_path / "old.db") as record:
        assert record.epoch == "0123456789abcdef"
        assert [r.id for r in record.reports()] == ["r:old"]
        assert record.put(made()).is_new
        assert Polls(record).feed(FEED) == FeedState(address=FEED)
    open_record(tmp_path / "new.db").close()
    assert _form(tmp_path / "old.db") == _form(tmp_path / "new.db")


def test_a_state_is_kept(tmp_path: Path) -> None:
    state = FeedState(
        address=FEED, title="A", etag='"1"', last_modified="then", wait=60.0, polled=5.0, not_before=9.0, failures=2
    )
    with open_record(tmp_path / "a.db") as record:
        Polls(record).keep(msgspec.structs.replace(state, title="B"))
        Polls(record).keep(state)
    with open_record(tmp_path / "a.db") as record:
        assert Polls(record).feed(FEED) == state


def test_what_a_feed_says_of_an_items_dates_is_kept(tmp_path: Path) -> None:
    with open_record(tmp_path / "a.db") as record:
        polls = Polls(record)
        polls.keep(FeedState(address=FEED), [("https://a.example/1", "changed", "appeared"), ("https://a.example/2", None)])
        assert {i.address[-1]: (i.stamp, i.published) for i in polls.waiting([FEED])} == {
            "1": ("changed", "appeared"), "2": (None, None),
        }  # fmt: skip


def test_a_list_that_does_not_fit_is_asked_for_again(tmp_path: Path) -> None:
    listed = [(f"https://a.example/{n}", None) for n in range(MAX_WAITING + 3)]
    with open_record(tmp_path / "a.db") as record:
        polls = Polls(record)
        assert polls.keep(FeedState(address=FEED, etag="1", last_modified="then"), listed) == (MAX_WAITING, 3)
        assert (polls.feed(FEED).etag, polls.feed(FEED).last_modified) == (None, None)
        for item in polls.waiting([FEED]):
            polls.done(item.address, 1.0)
        assert polls.keep(FeedState(address=FEED, etag="1"), listed) == (3, 0)
        assert polls.feed(FEED).etag == "1"


def test_two_feeds_that_list_one_page_cause_one_reading(tmp_path: Path) -> None:
    with open_record(tmp_path / "a.db") as record:
        polls = Polls(record)
        page = [("https://a.example/1", None)]
        assert polls.keep(FeedState(address=FEED), page) == (1, 0)
        assert polls.keep(FeedState(address="https://b.example/feed"), page) == (0, 0)


@given(st.lists(st.lists(st.tuples(st.integers(0, 9), st.sampled_from([None, "x", "y"])), max_size=8), max_size=6), st.randoms())
def test_every_item_is_read_or_waits(polled: list[list[tuple[int, str | None]]], chance: object) -> None:
    """Whatever the lists and however many are read in between, no address is forgotten and none stands there twice."""
    with open_record(":memory:") as record:
        polls, seen, read = Polls(record), set[str](), set[str]()
        for turn, listed in enumerate(polled):
            items = [(f"https://a.example/{n}", stamp) for n, stamp in dict(listed).items()]
            seen |= {address for address, _ in items}
            polls.keep(FeedState(address=FEED, polled=float(turn)), items)
            waiting = [item.address for item in polls.waiting([FEED])]
            assert len(waiting) == len(set(waiting))
            assert set(waiting) | read == seen
            for address in waiting[: chance.randint(0, 3)]:  # type: ignore[attr-defined]
                polls.done(address, float(turn))
                read.add(address)
