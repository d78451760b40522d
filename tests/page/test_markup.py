"""The tokeniser keeps positions and never gets stuck."""

from __future__ import annotations

import re
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.page.errors import Unreadable
from dateline.reading.page.markup import MAX_ATTRIBUTES, MAX_TAGS, Tag, Text, tokens
from dateline.reading.page.outline import outline

markup = st.lists(
    st.sampled_from(
        (
            "<p> </p> <div_class='a'> </div> < > & &amp; &#8220; &shy \" ' = <!-- --> <![CDATA[ <script> </script> <br> <a_href=x"
            " word <span_hidden> </span> <li> <td> <pre> <svg> <?x _ \n \u00ad \u00a0"
        )
        .replace("_", "\0")
        .split(" ")
    ).map(lambda s: s.replace("\0", " ")),
    max_size=60,
).map("".join)  # fmt: skip


@given(st.one_of(markup, st.text(max_size=300)))
def test_tokens_stand_in_order_and_text_is_the_pages(page: str) -> None:
    at = 0
    for item in tokens(page):
        assert at <= item.start < item.end <= len(page)
        at = item.end
        if isinstance(item, Text) and page[item.start] != "&":
            assert page[item.start : item.end] == item.shown


@given(st.binary(max_size=400))
def test_any_bytes_can_be_tokenised(data: bytes) -> None:
    list(tokens(data.decode("utf-8", "replace")))


@given(st.one_of(markup, st.text(max_size=300)))
def test_blocks_are_tied_to_the_page_without_gaps(page: str) -> None:
    for piece in outline(tokens(page)).pieces:
        assert piece.text == piece.text.strip()
        at = 0
        for tie in piece.ties:
            assert tie.at == at
            at += tie.length
            assert 0 <= tie.start <= tie.end <= len(page)
            words = piece.text[tie.at : tie.at + tie.length]
            assert re.sub(r"\s", " ", page[tie.start : tie.end]) == words or page[tie.start] == "&" or words == " "
        assert at == len(piece.text)


def test_references_quotes_and_comments() -> None:
    page = "<p class=\"a>b\" title='x'>a &lt b<!-- no --> c&#8217;s</p>"
    found = list(tokens(page))
    assert [t.shown for t in found if isinstance(t, Text)] == ["a ", "<", " b", " c", "’", "s"]
    first = found[0]
    assert isinstance(first, Tag)
    assert first.attributes() == {"class": "a>b", "title": "x"}


def test_a_stray_quotation_mark_swallows_nothing() -> None:
    found = [t.shown for t in tokens('<p "class>one</p><p>two "three"</p>') if isinstance(t, Text)]
    assert found == ["one", 'two "three"']


def test_scripts_are_not_text() -> None:
    found = list(tokens("<script>if (a < b) document.write('<p>no</p>')</SCRIPT>yes<style>p{}"))
    assert [t.shown for t in found if isinstance(t, Text)] == ["yes"]


@pytest.mark.parametrize("bomb", ['<a "', "<![CDATA[", "<!--", "<", "<a b='", "</", "&#", "<script", "<p =", '< a="'])
def test_time_is_linear_in_the_page(bomb: str) -> None:
    started = time.process_time()
    with suppress(Unreadable):
        list(tokens(bomb * 20_000))
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 5_000,
        "<p " + " ".join(f"a{i}" for i in range(MAX_ATTRIBUTES + 1)) + ">x</p>",
        "<p>" + "word " * 90_000,
        "<p>" + "&amp;" * 60_000,
        "<a href=x>y</a>" * MAX_TAGS,
    ],
    ids=["nesting", "attributes", "paragraph", "references", "tags"],
)
def test_hostile_pages_are_refused_quickly(page: str) -> None:
    started = time.process_time()
    with pytest.raises(Unreadable) as caught:
        outline(tokens(page))
    assert caught.value.code == "HOSTILE_PAGE"
    assert time.process_time() - started < 2
