"""Bytes to characters.

Strict UTF-8 comes first: it is what nearly all pages are, and detectors take valid UTF-8 for something else more often
than a page in another encoding happens to be valid UTF-8.
"""

from __future__ import annotations

import codecs
import re

from dateline.reading.page.errors import Unreadable

MAX_BYTES = 20_000_000
_MAGIC = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a ZIP archive or office document"), (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"), (b"\xff\xd8\xff", "a JPEG image"), (b"\x1f\x8b", "gzip data"),
    (b"\x28\xb5\x2f\xfd", "zstandard data"),
    (b"\x7fELF", "a program"), (b"SQLite format 3", "a SQLite database"), (b"\xd0\xcf\x11\xe0", "an old office document"),
)  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{2,40})""", re.I)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ONE_BYTE_LATIN = {"iso8859-1", "ascii", "latin-1"}


def decode(data: bytes, charset: str | None = None) -> tuple[str, str]:
    """The characters and the encoding they were in; line ends are kept as they are, a byte order mark is dropped.

    `charset` is what the transport declared. Raises Unreadable: EMPTY_INPUT, TOO_LARGE, BINARY_INPUT.
    """
    if not data.strip():
        raise Unreadable("EMPTY_INPUT", "there is nothing in it; give a file that holds the report's page or text.")
    if len(data) > MAX_BYTES:
        raise Unreadable(
            "TOO_LARGE",
            f"it has more than {MAX_BYTES:,} bytes, the limit for one report; split it into one report a file.",
        )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    _refuse_binary(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_other(data, charset)


def _refuse_binary(data: bytes) -> None:
    kind = next((name for magic, name in _MAGIC if data.startswith(magic)), None)
    head = data[:65536]
    if kind is None and len(_CONTROL.findall(head)) * 100 > len(head) and _wide(data) is None:
        kind = "binary data"
    if kind:
        raise Unreadable("BINARY_INPUT", f"it is {kind}, not a page or text; save the report as HTML or plain text first.")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark shows as zeros at every second byte."""
    head = data[:4096]
    if len(head) >= 4 and head[1::2].count(0) * 10 > 8 * len(head[1::2]) and 0 not in head[0::2]:
        return "utf-16-le"
    if len(head) >= 4 and head[0::2].count(0) * 10 > 8 * len(head[0::2]) and 0 not in head[1::2]:
        return "utf-16-be"
    return None


def _decode_other(data: bytes, charset: str | None) -> tuple[str, str]:
    """What is not strict UTF-8: the declared encoding; UTF-8 with a few bad bytes; else Windows-1252."""
    for declared in (charset, *(m.group(1).decode() for m in _DECLARED.finditer(data, 0, 4096))):
        encoding = _known(declared)
        if encoding and encoding != "utf-8":
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    sequences = _MULTIBYTE.findall(data)
    stray = len(_HIGH.findall(data)) - sum(map(len, sequences))
    if len(sequences) > stray:
        return data.decode("utf-8", "replace"), "utf-8"
    return _windows(data), "cp1252"


def _windows(data: bytes) -> str:
    """Windows-1252; its five empty places are read as Latin-1 controls, as browsers do."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(chr(b) if b in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([b]).decode("cp1252") for b in data)


def _known(name: str | None) -> str | None:
    """Python's name of a text encoding; what declares itself Latin-1 or ASCII is read as Windows-1252."""
    if not name:
        return None
    try:
        found = codecs.lookup(name)
    except (LookupError, UnicodeError):
        return None
    if not found._is_text_encoding or found.name in ("utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape"):
        return None
    return "cp1252" if found.name in _ONE_BYTE_LATIN else found.name


_TAGS = re.compile(
    r"(?:\s|<!--.*?-->|<\?[^>]*>)*<(?:!doctype\s+html|html|head|body|div|p|article|table|h1|meta|title|script)\b", re.I | re.S
)
_MARKUP = re.compile(r"</(?:p|div|td|span|a|h1|h2|li|body|html)\s*>", re.I)


def looks_like_html(text: str) -> bool:
    """Whether text is a page: it begins with a page's tags, or has several end tags within its first part."""
    head = text[:50_000]
    return bool(_TAGS.match(head)) or len(_MARKUP.findall(head)) >= 3
