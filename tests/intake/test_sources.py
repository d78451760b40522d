from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path

import msgspec
import pytest

from dateline.intake import Failure, Source, article_of, expand
from dateline.reading.page import Unreadable
from tests.page.pages import PARAGRAPHS, TITLE, page

TEXT = "\n\n".join(PARAGRAPHS)


def names(found: list[Source | Failure]) -> list[tuple[str, str]]:
    return [(Path(f.name).name, f.code if isinstance(f, Failure) else "source") for f in found]


def test_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page())
    (source,) = expand(str(tmp_path / "a.html"))
    assert isinstance(source, Source)
    assert article_of(source).title == TITLE
    assert article_of(source).source == str(tmp_path / "a.html")


def test_a_folder_is_read_by_name_with_its_folders(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "a.jsonl").write_text('{"id": "x1", "text": "One."}\nnot json\n{"no": 1}\n')
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "d.htm").write_text(page())
    (tmp_path / "b_files").mkdir()
    (tmp_path / "b_files" / "style.css").write_text("p {}")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "dateline.db").write_bytes(b"SQLite format 3")
    assert names(list(expand(str(tmp_path)))) == [
        ("x1", "source"), ("a.jsonl:2", "BAD_RECORD"), ("a.jsonl:3", "BAD_RECORD"), ("b.txt", "source"), ("d.htm", "source"),
    ]  # fmt: skip


def test_a_folder_that_may_not_be_looked_into_is_told_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "sealed").mkdir()
    real = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("sealed"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert names(list(expand(str(tmp_path)))) == [("a.txt", "source"), ("sealed", "NOT_READABLE")]


def test_what_is_missing_is_told_not_raised(tmp_path: Path) -> None:
    (failure,) = expand(str(tmp_path / "no"))
    assert isinstance(failure, Failure)
    assert failure.code == "NOT_FOUND"
    assert failure.message.endswith(".")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert names(list(expand(str(tmp_path / "loop")))) == [("loop", "NOT_READABLE")]
    assert names(list(expand("a\0b"))) == [("a\0b", "NOT_READABLE")]


@pytest.mark.parametrize("argument", ["", "  "])
def test_an_empty_argument_is_not_the_folder_one_stands_in(argument: str) -> None:
    (failure,) = expand(argument)
    assert isinstance(failure, Failure)
    assert (failure.code, failure.name) == ("EMPTY_INPUT", repr(argument))


def test_an_address_of_another_kind_is_refused_not_looked_for() -> None:
    (source,) = expand("ftp://example.org/report.html")
    assert isinstance(source, Source)
    with pytest.raises(Unreadable) as caught:
        article_of(source)
    assert caught.value.code == "FETCH_REFUSED"


def test_more_than_the_limit_is_told_without_a_wrong_number(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(50_000_000)
    (source,) = expand(str(tmp_path / "big.txt"))
    assert isinstance(source, Source)
    with pytest.raises(Unreadable, match="more than 20,000,000 bytes"):
        article_of(source)


@pytest.mark.parametrize("pack", [lambda b: b, gzip.compress], ids=["plain", "gzip"])
def test_a_collection(tmp_path: Path, pack: object) -> None:
    record = {
        "id": "k7",
        "text": " Exactly\r\nthis. ",
        "title": "T",
        "publisher": "P",
        "published": "2015-03-04",
        "url": "https://example.org/2015/",
    }
    lines = json.dumps(record) + "\n\n" + json.dumps({"html": page()}) + "\n"
    path = tmp_path / ("r.ndjson" if pack is not gzip.compress else "r.ndjson.gz")
    path.write_bytes(pack(lines.encode()))  # type: ignore[operator]
    first, second = expand(str(path))
    assert isinstance(first, Source)
    assert isinstance(second, Source)
    article = article_of(first)
    assert (article.text, article.id, article.source, article.title, article.publisher) == (record["text"], "k7", "k7", "T", "P")
    assert first.published == "2015-03-04"
    assert article_of(second).title == TITLE
    assert second.name == f"{path}:3"


def test_a_broken_archive_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl.gz").write_bytes(gzip.compress(b'{"text": "One."}\n' * 5000)[:-20])
    assert names(list(expand(str(tmp_path))))[-1] == ("r.jsonl.gz", "NOT_READABLE")


def test_zstandard_or_a_clear_word(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl.zst").write_bytes(b"\x28\xb5\x2f\xfd broken")
    (failure,) = expand(str(tmp_path / "r.jsonl.zst"))
    assert isinstance(failure, Failure)
    assert failure.code in ("UNSUPPORTED", "NOT_READABLE")


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (page().encode(), 1),
        (TEXT.encode(), 1),
        (b'{"text": "One."}\n{"text": "Two."}', 2),
        (gzip.compress(b'{"text": "One."}\n{"text": "Two."}\n'), 2),
    ],
)
def test_standard_input_goes_by_its_look(data: bytes, count: int) -> None:
    assert len(list(expand("-", stdin=io.BytesIO(data)))) == count


def test_a_web_archive(tmp_path: Path) -> None:
    text = page().replace("=", "=3D")
    (tmp_path / "a.mhtml").write_text(
        "From: <Saved by a browser>\nDate: Fri, 08 Mar 2019 10:00:00 +0100\n"
        "Snapshot-Content-Location: https://example.org/tolls\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="XX"\n\n--XX\nContent-Type: text/html; charset=utf-8\n'
        f"Content-Transfer-Encoding: quoted-printable\n\n{text.encode('ascii', 'xmlcharrefreplace').decode()}\n--XX--\n"
    )
    (source,) = expand(str(tmp_path / "a.mhtml"))
    assert isinstance(source, Source)
    assert source.load().url == "https://example.org/tolls"
    assert source.load().headers == {"date": "Fri, 08 Mar 2019 10:00:00 +0100"}
    assert article_of(source).title == TITLE


def test_what_a_feed_says_of_a_report_is_evidence(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page())
    (source,) = expand(str(tmp_path / "a.html"))
    assert isinstance(source, Source)
    listed = {"feed-published": "Wed, 04 Mar 2015 08:00:00 +0100"}
    clues = article_of(msgspec.structs.replace(source, listed=listed)).clues
    assert [(c.text, str(c.says)) for c in clues if c.kind == "feed"] == [
        ("feed-published Wed, 04 Mar 2015 08:00:00 +0100", "2015-03-04")
    ]


def test_one_that_cannot_be_loaded_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    (source,) = expand(str(path))
    path.unlink()
    assert isinstance(source, Source)
    with pytest.raises(Unreadable) as caught:
        source.load()
    assert caught.value.code == "NOT_READABLE"
