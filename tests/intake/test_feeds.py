"""What feeds list, and that hostile ones are harmless."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.intake.feeds import MAX_FEED, Item, ask_feed, read_feed, read_opml
from dateline.intake.fetch import Fetched
from dateline.reading.page import Unreadable
from tests.intake.newsroom import Answer, newsroom, rss

STAMP = "Tue, 04 Mar 2031 06:00:00 GMT"
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title>
<entry><link rel="self" href="/x"/><link href="one"/><updated>2031-03-04T06:00:00Z</updated></entry></feed>"""


def got(data: bytes) -> Fetched:
    return Fetched(data, "https://courier.example/news/feed.xml", None, {})


def test_rss() -> None:
    feed = read_feed(got(rss(["a", "b", "a"], head="<ttl>45</ttl>")))
    assert (feed.title, feed.wait) == ("Courier", 2700.0)
    assert feed.items == tuple(Item(f"https://courier.example/item/{n}", STAMP, STAMP) for n in "ab")


def test_atom() -> None:
    assert read_feed(got(ATOM)).items == (Item("https://courier.example/news/one", "2031-03-04T06:00:00Z"),)


def test_json_feed() -> None:
    items = [{"url": "/one#top", "date_published": "2031-03-04", "date_modified": "2031-03-05"}, {"id": "no address"}, 7]
    data = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": items}).encode()
    assert read_feed(got(data)).items == (Item("https://courier.example/one", "2031-03-05", "2031-03-04"),)


@pytest.mark.parametrize(
    ("head", "wait"),
    [
        ("<ttl>99999999999999999999</ttl>", 86_400.0), ("<ttl>soon</ttl>", 0.0), ("", 0.0),
        ('<p xmlns="http://purl.org/rss/1.0/modules/syndication/"/>', 0.0),
        ('<s:updatePeriod xmlns:s="http://purl.org/rss/1.0/modules/syndication/">hourly</s:updatePeriod>'
         '<s:updateFrequency xmlns:s="http://purl.org/rss/1.0/modules/syndication/">2</s:updateFrequency>', 1800.0),
    ],
)  # fmt: skip
def test_how_long_a_feed_asks_to_be_left_alone(head: str, wait: float) -> None:
    assert read_feed(got(rss(["a"], head=head))).wait == wait


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "http://", "http://[::1", "data:text/html,x", "/" + "a" * 3000]
)
def test_addresses_that_cannot_be_asked_are_left_out(link: str) -> None:
    assert read_feed(got(rss(["a"]).replace(b"/item/a", link.encode()))).items == ()


@pytest.mark.parametrize(
    "data", [b"", b"<html><body>404</body></html>", b"{}", b'{"version": 1}', b"\x00\xff" * 99, b"{" * 99_999, b"[" * 99_999]
)
def test_what_is_no_feed_is_told(data: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        read_feed(got(data))
    assert error.value.code == "NO_FEED"


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY {b} "{("&" + a + ";") * 10}">' for a, b in zip("abcdefghi", "bcdefghij"))
    return f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "{"ha" * 50}">{entities}]>'.encode() + rss(
        ["a"], head="<description>&j;</description>"
    )


def test_entities_that_swell_are_not_unfolded() -> None:
    started = time.process_time()
    feed = read_feed(got(_laughs()))
    assert time.process_time() - started < 10
    assert [i.address for i in feed.items] == ["https://courier.example/item/a"]


def test_no_entity_leads_to_a_file(tmp_path: object) -> None:
    secret = f"{tmp_path}/secret"
    with open(secret, "w") as stream:
        stream.write("https://stolen.example/")
    outside = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
    feed = read_feed(got(outside + rss(["a"], head="").replace(b"Courier", b"&x;").replace(b"/item/a", b"&x;a")))
    assert "stolen" not in str(feed)


def test_a_feed_is_not_taken_for_the_name_of_a_file(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    with open("feed.xml", "wb") as stream:
        stream.write(rss(["inside"]))
    with pytest.raises(Unreadable):
        read_feed(got(b"feed.xml"))


def test_a_feed_of_twenty_million_bytes_is_refused_before_it_is_parsed() -> None:
    with newsroom() as room:
        room.answers["/feed"] = Answer(body=b"<rss>" + b" " * 20_000_000)
        with pytest.raises(Unreadable, match=f"the feed has more than {MAX_FEED:,} bytes") as error:
            ask_feed(room.at + "/feed", None, None, allow_private=True)
    assert error.value.code == "FETCH_TOO_LARGE"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                b"<rss>",
                b"<item>",
                b"<link>",
                b"</item>",
                b"<![CDATA[",
                b"&#0;",
                b"&lt;",
                b"<!DOCTYPE a [",
                b"]>",
                b"http://a/",
                b"\xff",
                b"{",
                b'"',
            ]
        )
    )
)
def test_nonsense_is_a_list_or_no_feed(pieces: list[bytes]) -> None:
    items: tuple[Item, ...] = ()
    with suppress(Unreadable):
        items = read_feed(got(b"".join(pieces))).items
    assert all(i.address.startswith(("http://", "https://")) for i in items)


def test_opml() -> None:
    outlines = (
        '<outline text="World"><outline xmlUrl="https://a.example/feed"/><outline xmlUrl="https://b.example/feed"/></outline>'
    )
    data = f'<opml version="2.0"><body>{outlines}<outline xmlUrl="https://a.example/feed"/></body></opml>'
    assert read_opml(data.encode()) == ["https://a.example/feed", "https://b.example/feed"]


@pytest.mark.parametrize(
    "data", [b"", b"<opml/>", b"nonsense", _laughs(), b'<opml><outline xmlUrl="file:///etc/passwd"/></opml>']
)
def test_what_is_no_opml_is_told(data: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        read_opml(data)
    assert error.value.code == "NO_FEED"
