"""What stands behind an argument of `read`: a file, every file of a folder, every line of a collection, an address."""

from __future__ import annotations

import email
import email.policy
import gzip
import importlib
import io
import json
import os
import re
import stat
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import IO, Any, NamedTuple

import msgspec

from dateline.foundation.article import Article
from dateline.intake.fetch import fetch
from dateline.reading.page import As, Unreadable, read_page
from dateline.reading.page.decode import MAX_BYTES

_ADDRESS = re.compile(r"https?://", re.I)
_ANY_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)  # of whatever kind, for fetching to refuse
_LINES = (".jsonl", ".ndjson")
_PACKED = (".gz", ".zst")
_NO_REPORTS = (".db", ".db-wal", ".db-shm", ".db-journal")  # a record that is kept among its reports
_MAX_LINE = 2 * MAX_BYTES


class Loaded(NamedTuple):
    """Bytes with what their transport says of them."""

    data: bytes
    url: str | None = None
    charset: str | None = None
    headers: Mapping[str, str] = {}
    as_: As | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One report to read. `load` gives its bytes, only when called, and raises Unreadable if there are none.

    `listed`: what the feed that lists it says of its dates, as headers `feed-published` and `feed-updated`.
    `published` is the day that a collection states for it (as written there); `record_id` its id in the collection,
    `place` the file and line where it stands there.
    """

    name: str
    load: Callable[[], Loaded]
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    record_id: str | None = None
    place: str | None = None
    listed: Mapping[str, str] = {}


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """What could not be taken, with a stable code (NOT_FOUND, NOT_READABLE, BAD_RECORD, UNSUPPORTED, …) and one sentence."""

    name: str
    code: str
    message: str


def article_of(source: Source, *, as_: As | None = None) -> Article:
    """Loads and reads one source; `as_` wins over what the source says of itself. Raises Unreadable."""
    loaded = source.load()
    return read_page(
        loaded.data, source=source.name, url=loaded.url, charset=loaded.charset, headers={**loaded.headers, **source.listed},
        as_=as_ or loaded.as_, title=source.title, publisher=source.publisher, record_id=source.record_id,
    )  # fmt: skip


def expand(argument: str, *, stdin: IO[bytes] | None = None, allow_private: bool = False) -> Iterator[Source | Failure]:
    """The sources behind one argument, in order. Never raises for what is missing or broken: that is a Failure among them."""
    if argument == "-":
        yield from _from_bytes("-", (stdin or sys.stdin.buffer).read(_MAX_LINE + 1))
    elif not argument.strip():  # a variable of the shell that was never set: not the folder one stands in
        yield Failure(name=repr(argument), code="EMPTY_INPUT", message="it names nothing; give a file, an address or -.")
    elif _ANY_ADDRESS.match(argument):
        yield Source(name=argument, load=lambda: _fetched(argument, allow_private))
    else:
        yield from _path(Path(argument))


def _path(path: Path) -> Iterator[Source | Failure]:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            sealed: list[OSError] = []
            for inner in _files(path, sealed.append):
                yield from _path(inner)
            yield from (_not_readable(Path(error.filename), error) for error in sealed)
        elif not stat.S_ISREG(mode):
            yield Failure(
                name=str(path),
                code="NOT_READABLE",
                message="it is neither a file nor a folder; give a file, a folder, an address or -.",
            )
        elif _suffixes(path)[0] in _LINES:
            yield from _collection(path)
        else:
            yield Source(name=str(path), load=lambda: _file(path))
    except FileNotFoundError:
        yield Failure(name=str(path), code="NOT_FOUND", message="there is no such file or folder; check the path.")
    except (OSError, ValueError) as error:
        yield _not_readable(path, error)


def _files(folder: Path, sealed: Callable[[OSError], None]) -> list[Path]:
    """The files in a folder and its folders, by name; hidden ones, saved pages' own parts and databases left out.

    Folders that may not be looked into are told to `sealed`.
    """
    found: list[Path] = []
    for at, folders, names in os.walk(folder, onerror=sealed):
        folders[:] = [f for f in folders if not f.startswith(".") and not f.endswith("_files")]
        found += [Path(at, n) for n in names if not n.startswith(".") and not n.endswith(_NO_REPORTS)]
    return sorted(found, key=lambda p: p.relative_to(folder).as_posix())


def _suffixes(path: Path) -> tuple[str, str]:
    """What it holds and how it is packed: `.jsonl`, `.gz`."""
    name = path.name.lower()
    packed = next((p for p in _PACKED if name.endswith(p)), "")
    return Path(name.removesuffix(packed)).suffix, packed


def _not_readable(path: Path | str, error: Exception) -> Failure:
    why = getattr(error, "strerror", None) or str(error)
    return Failure(
        name=str(path),
        code="NOT_READABLE",
        message=f"it cannot be read ({why.lower()}); check its permissions, or that it is whole.",
    )


def _file(path: Path) -> Loaded:
    """A file's bytes, unpacked, with the page taken out of a saved archive of one."""
    try:
        with closing(_opened(path)) as stream:
            data = stream.read(MAX_BYTES + 1)
    except _DAMAGED as error:
        raise Unreadable("NOT_READABLE", _not_readable(path, error).message) from error
    return _page_of(data, path.name.lower().endswith((".mhtml", ".mht")))


def _opened(path: Path) -> IO[bytes]:
    packed = _suffixes(path)[1]
    if packed == ".gz":
        return gzip.open(path)  # type: ignore[return-value]
    return _zstd(path.open("rb")) if packed == ".zst" else path.open("rb")


def _zstd(stream: IO[bytes]) -> IO[bytes]:
    """A reader of zstandard data: Python 3.14 has one, or its backport is installed."""
    module = _zstd_module()
    if module is None:
        stream.close()
        raise Unreadable(
            "UNSUPPORTED", "zstandard files need Python 3.14 or the package backports.zstd; or unpack the file first."
        )
    opened: IO[bytes] = module.ZstdFile(stream)
    return opened


def _zstd_module() -> Any:
    for name in ("compression.zstd", "backports.zstd"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    return None


# what readers of damaged files raise; the zstandard one exists only where its module does
_DAMAGED: tuple[type[Exception], ...] = (
    OSError,
    EOFError,
    zlib.error,
    *(e for e in [getattr(_zstd_module(), "ZstdError", None)] if e),
)


def _page_of(data: bytes, archive: bool) -> Loaded:
    """The main page of a web archive (MHTML, RFC 2557); anything else as it is."""
    if not archive and not re.match(rb"(?:From|MIME-Version|Snapshot-Content-Location):", data):
        return Loaded(data)
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            saved = {"date": str(message["Date"])} if message["Date"] else {}
            url = message.get("Snapshot-Content-Location") or part.get("Content-Location")
            url = str(url) if url and _ADDRESS.match(str(url)) else None
            return Loaded(
                content if isinstance(content, bytes) else data, url=url, charset=part.get_content_charset(), headers=saved,
                as_="page",
            )  # fmt: skip
    return Loaded(data)


def _fetched(url: str, allow_private: bool) -> Loaded:
    got = fetch(url, allow_private=allow_private)
    kind = got.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Loaded(got.data, got.url, got.charset, got.headers, "page" if kind in ("text/html", "application/xhtml+xml") else None)


def _from_bytes(name: str, data: bytes) -> Iterator[Source | Failure]:
    """Standard input: a collection if its first line is a record, else one report."""
    try:
        if data.startswith(b"\x1f\x8b"):
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(_MAX_LINE + 1)
        elif data.startswith(b"\x28\xb5\x2f\xfd"):
            data = _zstd(io.BytesIO(data)).read(_MAX_LINE + 1)
    except _DAMAGED as error:
        yield _not_readable(name, error)
        return
    except Unreadable as error:
        yield Failure(name=name, code=error.code, message=error.message)
        return
    first = data.lstrip()[:1] == b"{" and _record(data.lstrip().partition(b"\n")[0])
    if isinstance(first, dict):
        yield from _records(name, io.BytesIO(data))
    else:
        yield Source(name=name, load=lambda: _page_of(data, archive=False))


def _collection(path: Path) -> Iterator[Source | Failure]:
    try:
        with closing(_opened(path)) as stream:
            yield from _records(str(path), stream)
    except _DAMAGED as error:
        yield _not_readable(path, error)
    except Unreadable as error:
        yield Failure(name=str(path), code=error.code, message=error.message)


def _records(name: str, stream: IO[bytes]) -> Iterator[Source | Failure]:
    """One source a line; a line that is no record is a Failure named by its number."""
    number = 0
    while line := stream.readline(_MAX_LINE + 1):
        number += 1
        if not line.strip():
            continue
        found = _record(line)
        if isinstance(found, str):
            yield Failure(name=f"{name}:{number}", code="BAD_RECORD", message=found)
        else:
            yield _source(f"{name}:{number}", found)


def _record(line: bytes) -> dict[str, Any] | str:
    """A line's record, or the sentence that says what is wrong with it."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return "the line is not valid JSON; each line must be one object with a text or html."
    if not isinstance(found, dict) or not any(isinstance(found.get(k), str) for k in ("text", "html")):
        return 'the line has neither "text" nor "html"; each line must be one object with one of them.'
    return found


def _source(name: str, record: Mapping[str, Any]) -> Source:
    def said(key: str) -> str | None:
        value = record.get(key)
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip() else None

    exact = isinstance(record.get("text"), str)
    data = record["text" if exact else "html"].encode("utf-8", "surrogatepass" if exact else "replace")
    loaded = Loaded(data, url=said("url"), charset="utf-8", as_="article" if exact else "page")
    return Source(
        name=said("id") or name, load=lambda: loaded, title=said("title"), published=said("published"),
        publisher=said("publisher"), record_id=said("id"), place=f"{name} ({said('id')})" if said("id") else name,
    )  # fmt: skip
