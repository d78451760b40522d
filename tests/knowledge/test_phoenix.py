"""The actor dictionaries: what their lines say, and which office follows for whom from what others say."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from dateline.knowledge.base import Tables
from tools.build_kb import KEPT
from tools.kb_offices import Claim
from tools.kb_phoenix import Coded, alike, chains, entries, heads, offices, shown, spells

TEXT = """
# Leaders
ATLANTIS_  [ATL]
+ATLANTIAN_
ANA_RUIZ_  ; x
+ANA_MARIA_RUIZ
\t[ATLELI 550101-900301]
\t[ATLGOV 900301-940502]
\t[ATLELI 940502-011203]
BO_LUND_  ; x
\t[ATLGOV 940502-980101] # acting
CY_BERG_  ; x
\t[ATLGOV 980101-050101]
SIR_DAN_VOSS_
\t[ATLGOV 900801-970708][ATLGOV >20030101]
EVA_STONE_
\t[ATLGOV 970708-021231]
FAY_DALE_
\t[ATLGOVMIL 040101-050101]
"""
DAYS = [(date(1990, 3, 1), date(1994, 5, 2)), (date(1994, 5, 2), date(1998, 1, 1)), (date(1998, 1, 1), date(2005, 1, 1))]


def claim(name: str, office: str, start: str, end: str, label: str = "President") -> Claim:
    return Claim((name,), office, "atl", label, start, end, "", "s", "7")


def test_names_and_codes_of_an_entry() -> None:
    found = entries(TEXT)
    assert [e.names[0] for e in found[:3]] == ["ATLANTIS", "ANA_RUIZ", "BO_LUND"]
    assert found[0].codes == [Coded("ATL", None, None)] and found[1].names == ["ANA_RUIZ", "ANA_MARIA_RUIZ"]
    assert found[1].codes[1] == Coded("ATLGOV", date(1990, 3, 1), date(1994, 5, 2))
    assert found[4].codes[1] == Coded("ATLGOV", date(2003, 1, 1), None)
    assert entries("A_\n\t[ATL 991301-000101]") == []  # no calendar has a thirteenth month


def test_those_who_governed_before_2003_with_what_is_known_of_their_lives() -> None:
    found = spells(entries(TEXT))
    assert [(s.names[0], s.of) for s in found] == [
        ("Ana Ruiz", "atl"), ("Bo Lund", "atl"), ("Cy Berg", "atl"), ("Dan Voss", "atl"), ("Eva Stone", "atl")
    ]  # fmt: skip
    assert [(s.start, s.end) for s in found[:3]] == DAYS
    assert (found[0].born, found[0].died) == ("1937", "2001-12-03") and (found[1].born, found[1].died) == ("", "")


def test_one_follows_the_other_where_nobody_else_comes_or_goes() -> None:
    assert chains(spells(entries(TEXT))) == [[0, 1, 2], [3, 4]]


def test_an_office_known_of_one_is_known_of_the_chain() -> None:
    found = spells(entries(TEXT))
    told = offices(found, [claim("Cy Berg", "head_of_state", "1998-01-03", "2005-01-01")])
    assert sorted(told) == [(0, "head_of_state"), (1, "head_of_state"), (2, "head_of_state")]
    against = claim("Ana Ruiz", "head_of_government", "1990", "1994")
    assert offices(found, [claim("Cy Berg", "head_of_state", "1998-01-03", "2005-01-01"), against]) == {}


def test_what_a_direct_source_says_goes_before_what_follows_from_a_chain() -> None:
    known = [claim("Cy Berg", "head_of_state", "1998-01-01", "2005-01-01")]
    assert [(c.names[0], c.start, c.end) for c in heads(TEXT, known)] == [
        ("Ana Ruiz", "1990-03-01", "1994-05-02"), ("Bo Lund", "1994-05-02", "1998-01-01")
    ]  # fmt: skip
    known.append(claim("Gus Holm", "head_of_state", "1994-06-01", "1997-12-31"))
    assert [c.names[0] for c in heads(TEXT, known)] == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Fahd", "Fahd bin Abdulaziz Al Saud", True), ("Birendra Bir Bikram Shah Deva", "Birendra of Nepal", True),
        ("Kang Song San", "Kang Song-san", True), ("Ali Haroun", "Ali Kafi", False), ("Lee Hoi Chang", "Lee Yung Duk", False),
    ],
)  # fmt: skip
def test_the_same_person_in_one_seat(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same and alike(other, one) is same


def test_names_as_they_are_written() -> None:
    assert shown("SHEIKH_ISA_IBN_SULMAN_AL-KHALIFAH_") == "Isa Ibn Sulman Al-Khalifah"
    assert shown("OSMAN_JAMA_ALI_(ACTING") == "Osman Jama Ali" and shown("KING_BIRENDRA") == "King Birendra"


def test_no_row_kept_by_hand_is_lost() -> None:
    """It stands in the base as it is written, or another source has its days."""
    built = Tables().packed("tenures").rows()
    whole = {(t["of"], t["office"], t["from"], t["source"]) for t in built}
    years = {(t["of"], t["office"], t["from"][:4]) for t in built if len(t["from"]) == 10}
    with open(Path(KEPT) / "earlier_tenures.tsv", encoding="utf-8") as file:
        for r in csv.DictReader(file, delimiter="\t"):
            by_hand = (r["of"], r["office"], r["from"], r["source"]) in whole
            assert by_hand or (r["of"], r["office"], r["from"]) in years, r
            assert r["source"].startswith(("https://", "http://")) and (r["to"] or r["until_known"])
