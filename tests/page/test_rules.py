"""Every rule of the page stage does what its examples say."""

from __future__ import annotations

import time
from typing import Any

import pytest

from dateline.knowledge.tables import table
from dateline.reading.page.clues import machine_clues
from dateline.reading.page.dates import written_dates
from dateline.reading.page.furniture import furniture
from dateline.reading.page.heads import byline_of, caption_rule, dateline_of
from dateline.reading.page.language import language_of
from dateline.reading.page.markup import Tag, tokens
from dateline.reading.page.metadata import metadata
from dateline.reading.page.regions import region_of
from dateline.reading.page.stamps import is_stamp, stamps


def entries(name: str) -> list[Any]:
    return [pytest.param(e, id=e["id"]) for e in table(f"page/{name}")]


@pytest.mark.parametrize("rule", entries("furniture"))
def test_furniture(rule: dict[str, Any]) -> None:
    for line in rule["yes"]:
        assert furniture(line, edge=rule["where"] == "edge") == rule["id"], line
    for line in rule["no"]:
        assert furniture(line, edge=True) is None, line


@pytest.mark.parametrize("rule", entries("regions"))
def test_regions(rule: dict[str, Any]) -> None:
    def region(source: str) -> str | None:
        tag = next(iter(tokens(source)))
        assert isinstance(tag, Tag)
        return region_of(tag.name, tag.attributes())

    for source in rule["yes"]:
        assert region(source) == rule["gives"], source
    for source in rule["no"]:
        assert region(source) != rule["gives"], source


@pytest.mark.parametrize("rule", entries("stamps"))
def test_stamps(rule: dict[str, Any]) -> None:
    for line in rule["yes"]:
        assert is_stamp(line), line
        assert stamps(line)[0].means == rule["means"], line
    for line in rule["no"]:
        assert not is_stamp(line) or stamps(line)[0].means != rule["means"], line


@pytest.mark.parametrize("rule", entries("bylines"))
def test_bylines(rule: dict[str, Any]) -> None:
    assert all(byline_of(line) for line in rule["yes"])
    assert not [line for line in rule["no"] if byline_of(line)]


@pytest.mark.parametrize("rule", entries("captions"))
def test_captions(rule: dict[str, Any]) -> None:
    assert all(caption_rule(line) for line in rule["yes"])
    assert not [line for line in rule["no"] if caption_rule(line)]


@pytest.mark.parametrize("rule", entries("datelines"))
def test_datelines(rule: dict[str, Any]) -> None:
    for line in rule["yes"]:
        found = dateline_of(line)
        assert found, line
        assert found.rule == rule["id"], line
    assert not [line for line in rule["no"] if dateline_of(line)]


@pytest.mark.parametrize("rule", entries("languages"))
def test_languages(rule: dict[str, Any]) -> None:
    for text in rule["yes"]:
        found = language_of(text)
        assert found, text
        assert found.code == rule["code"], text
    for text in rule["no"]:
        found = language_of(text)
        assert found is None or found.code != rule["code"], text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Министр сказал в понедельник, что переговоры сорвались.", "ru"),
        ("部長は月曜日に、協議が失敗したと述べた。新しい日程は決まっていない。", "ja"),
        ("قال الوزير يوم الاثنين إن المحادثات فشلت", "ar"),
        ("Short text", None),
    ],
)
def test_languages_by_letters(text: str, code: str | None) -> None:
    found = language_of(text)
    assert (found.code if found else None) == code


def test_byline_gives_the_names() -> None:
    assert byline_of("By Ann Miller and Joe van der Berg, Foreign Editors") == "Ann Miller and Joe van der Berg"


def test_dateline_gives_place_and_words_of_its_day() -> None:
    found = dateline_of("PORT LOUIS, Mauritius, 12 May (Agency) -- Talks began.")
    assert found is not None
    assert found.place == "Port Louis, Mauritius"
    assert found.date is not None
    assert found.date.of("PORT LOUIS, Mauritius, 12 May (Agency) -- Talks began.") == "12 May"


@pytest.mark.parametrize(
    "line",
    [
        "share " + "on " * 130,
        "share " + "this " * 75, "read " + "more " * 75, "by Aa " + "Bb " * 50, "By " + "Aa Bb and " * 15, "AAA " * 34,
        "(get our latest " * 25, "reporting by " * 30, "in this file photo " * 20, "1 May " * 25, "a/" * 190, "home | " * 55,
    ],
    ids=lambda line: line[:12],
)  # fmt: skip
def test_no_line_takes_long(line: str) -> None:
    started = time.process_time()
    for _ in range(10):
        furniture(line, edge=True)
        for other in (byline_of, caption_rule, dateline_of, stamps):
            other(line)
    assert time.process_time() - started < 0.2


def test_a_bar_of_labels_is_a_menu() -> None:
    assert furniture("News  >  Africa", edge=True) == "menu-line"
    assert furniture("7 min read     Share     Comment (12)", edge=True) is not None
    assert furniture("Peru | Chile | the two signed in 2004.", edge=True) is None


@pytest.mark.parametrize("rule", entries("metas"))
def test_metas(rule: dict[str, Any]) -> None:
    def meaning(name: str) -> set[str]:
        about = metadata(tokens(f'<meta name="{name}" content="2007-02-27">'))
        return {clue.why.partition(":")[0] for clue in machine_clues(about, None)}

    means = "published" if rule["means"] == "created" else rule["means"]
    assert all(meaning(name) == {means} for name in rule["yes"])
    if rule["means"] != "created":  # what is created is published, where the page says no more
        assert all(means not in meaning(name) for name in rule["no"])
    else:
        both = metadata(tokens('<meta name="created" content="2007-02-27"><meta name="pubdate" content="2007-02-28">'))
        assert [c.text for c in machine_clues(both, None)] == ["pubdate 2007-02-28"]


@pytest.mark.parametrize("rule", entries("months"))
def test_months(rule: dict[str, Any]) -> None:
    for line in rule["yes"]:
        assert [str(w.says) for w in written_dates(line)] == ["2019-03-05"], line
    for line in rule["no"]:
        assert not [w for w in written_dates(line) if w.says], line
    for n, names in enumerate(rule["months"], 1):
        for name in names.split():
            assert [str(w.says) for w in written_dates(f"7 {name.title()} 2019")] == [f"2019-{n:02}-07"], name
            assert is_stamp(f"{rule['weekdays'][n % 7].split()[0]} 7 {name} 2019"), name


def test_no_name_is_that_of_two_months() -> None:
    pairs = {(name, n) for e in table("page/months") for n, names in enumerate(e["months"], 1) for name in names.split()}
    assert len(pairs) == len(dict(pairs))
