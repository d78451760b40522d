"""`dateline actor`: who somebody is, and what the sources say of a day."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from dateline.cli import dateline


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(dateline, ["actor", *arguments])


def test_a_person_on_a_day() -> None:
    found = ask("Sergei", "Lavrov", "--on", "2007-02-26")
    assert found.exit_code == 0
    assert "Q58217" in found.output and "yes           Minister of Foreign Affairs (rus)" in found.output
    assert "[wikidata russia-cabinet:" in found.output


def test_the_same_for_machines() -> None:
    (row,) = map(json.loads, ask("Sergei Lavrov", "--on", "2026-03-01", "--json").output.splitlines())
    assert row["id"] == "sergey-lavrov" and [o["answer"] for o in row["offices"]] == ["unknown-after"]


def test_a_country_and_a_body() -> None:
    (row,) = map(json.loads, ask("Russia", "--on", "2010-05-04", "--office", "foreign minister", "--json").output.splitlines())
    assert [o["person"] for o in row["offices"]] == ["Sergey Lavrov"]
    assert row["codes"] == {
        "plover": "RUS",
        "wikidata": "Q159",
        "iso3": "RUS",
        "iso2": "RU",
        "gec": "RS",
        "cameo": "RUS",
        "gw": "365",
    }
    assert "members on 2010-05-04: eu, rus, un, usa" in ask("Quartet", "--on", "2010-05-04").output


def test_ones_own_and_where_to_write(tmp_path: Path) -> None:
    own, out = tmp_path / "own.csv", tmp_path / "out.json"
    own.write_text("id,name,kind\nharbour-front,Harbour Front,group\n", encoding="utf-8")
    assert ask("Harbour Front", "--kb", str(own), "--export", "ftm", "-o", str(out)).exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["properties"]["name"] == ["Harbour Front"]


def test_nobody_of_that_name_a_bad_file_and_no_name(tmp_path: Path) -> None:
    nobody = ask("Zxcv Qwert")
    assert nobody.exit_code == 1 and nobody.stderr.startswith("NO_SUCH_ACTOR: Nothing is known under 'Zxcv Qwert'.")
    bad = ask("Russia", "--kb", str(tmp_path / "none.toml"))
    assert bad.exit_code == 1 and bad.stderr.startswith("BAD_KB: ") and "none.toml: No such file" in bad.stderr
    assert ask().exit_code == 2


def test_a_place_that_is_no_actor() -> None:
    rows = [json.loads(line) for line in ask("Birmingham", "--json").output.splitlines()]
    assert [(r["kind"], r["country"], round(r["lat"]), round(r["lon"])) for r in rows[:2]] == [
        ("town", "GBR", 52, -2),
        ("town", "USA", 34, -87),
    ]
    assert ask("Sea of Azov").output == "Sea of Azov  area  in no one country  46.00 N, 37.00 E  [by hand]\n"


def test_where_a_country_is() -> None:
    assert "middle 63.8" in ask("Norway").output and "capital Oslo" in ask("Norway").output
    (row,) = map(json.loads, ask("Iceland", "--json").output.splitlines())
    assert (row["capital"], round(row["lat"]), round(row["lon"])) == ("Reykjavik", 65, -19)


def test_nothing_of_that_name() -> None:
    found = ask("Qwxyzzy")
    assert found.exit_code == 1 and "NO_SUCH_ACTOR" in found.output


def test_an_office_by_what_it_is_called() -> None:
    for asked in ("Russian foreign minister", "foreign minister of Russia", "Russia foreign minister"):
        (row,) = map(json.loads, ask(asked, "--on", "2007-02-26", "--json").output.splitlines())
        assert (row["id"], [o["person"] for o in row["offices"]]) == ("rus", ["Sergey Lavrov"])


def test_a_family_name_gives_those_in_office() -> None:
    rows = [json.loads(line) for line in ask("Lavrov", "--on", "2007-02-26", "--json").output.splitlines()]
    assert [r["id"] for r in rows if r["kind"] == "person"] == ["sergey-lavrov"]
