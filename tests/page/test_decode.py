from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reading.page.decode import MAX_BYTES, decode, looks_like_html
from dateline.reading.page.errors import Unreadable


@pytest.mark.parametrize(
    ("data", "charset", "expected"),
    [
        ("Café".encode(), None, ("Café", "utf-8")),
        ("\ufeffCafé".encode(), None, ("Café", "utf-8")),
        ("Café".encode("utf-16"), None, ("Café", "utf-16-le")),
        ("<meta charset=utf-8>“Español”".encode("cp1252"), None, ("<meta charset=utf-8>“Español”", "cp1252")),
        ("<meta charset=iso-8859-1>‘a’".encode("cp1252"), None, ("<meta charset=iso-8859-1>‘a’", "cp1252")),
        ("Zażółć gęślą".encode("iso8859-2"), "iso-8859-2", ("Zażółć gęślą", "iso8859-2")),
        ("<meta charset=windows-1251>Привет".encode("cp1251"), None, ("<meta charset=windows-1251>Привет", "cp1251")),
        ("éééé cut ".encode() + b"\xe2\x80", None, ("éééé cut \ufffd", "utf-8")),
        (b"\x93a\x94 \x81", None, ("“a” \x81", "cp1252")),
        (b"\x93a\x94", "no-such-charset", ("“a”", "cp1252")),
    ],
)
def test_decode(data: bytes, charset: str | None, expected: tuple[str, str]) -> None:
    assert decode(data, charset) == expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "EMPTY_INPUT"),
        (b" \n\t ", "EMPTY_INPUT"),
        (b"%PDF-1.7 ...", "BINARY_INPUT"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "BINARY_INPUT"),
        (bytes(range(256)) * 4, "BINARY_INPUT"),
        (b"a" * (MAX_BYTES + 1), "TOO_LARGE"),
    ],
)
def test_refused(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        decode(data)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except Unreadable as refused:
        assert refused.code in ("EMPTY_INPUT", "BINARY_INPUT")  # noqa: PT017
    else:
        assert text or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
        assert encoding


@given(st.text(min_size=1, max_size=200).filter(lambda t: bool(t.strip())))
def test_utf8_round_trip(text: str) -> None:
    try:
        found, encoding = decode(text.encode())
    except Unreadable:
        return
    if encoding == "utf-8":
        assert found == text.removeprefix("\ufeff")


def test_looks_like_html() -> None:
    assert looks_like_html("  <!-- x --><!DOCTYPE html><html>")
    assert looks_like_html("Text <p>a</p> and <p>b</p> and <b>c</b></div>")
    assert not looks_like_html("Prices < 5 and > 3, said the minister.")
