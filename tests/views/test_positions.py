from __future__ import annotations

from dateline.foundation.rows import Dating, Position
from dateline.reading.views import calendar_of, positions_of
from tests.events.stage import cast_of, coded
from tests.recorded import tree_of


def positions(text: str) -> tuple[Position, ...]:
    tree = tree_of(text)
    return positions_of(coded(text), tree, cast_of(tree), (), Dating())


def test_each_coordinated_complement_is_its_own_position() -> None:
    found = [p for p in positions("Mali refuses to recognise Chad or to sign the treaty.") if p.stance == "refuses"]
    assert [p.holder for p in found] == ["mali", "mali"]
    assert [p.issue for p in found] == ["to recognise Chad", "to sign the treaty"]


def test_will_not_is_a_refusal() -> None:
    assert [(p.holder, p.stance) for p in positions("The king of Nepal will not apologise.")] == [("king", "refuses")]


def test_condition_names_the_clause() -> None:
    found = [p for p in positions("Benin will ease the sanctions against Ghana if Ghana relents.") if p.stance == "conditions"]
    assert found
    assert all(p.issue == "if Bolivia apologises" and p.target == "bolivia" for p in found if p.holder == "chile")


def test_demand_and_support() -> None:
    assert ("austria", "demands") in [(p.holder, p.stance) for p in positions("Austria urged Hungary to open the border.")]
    assert ("norway", "supports", "iceland") in [(p.holder, p.stance, p.target) for p in positions("Norway backs Iceland.")]


def test_calendar_keeps_what_is_planned_and_called_off() -> None:
    for text, status in [
        ("The king of Libya will visit Italy.", ["planned"]),
        ("Slovakia cancelled a meeting with Hungary.", ["cancelled"]),
        ("Serbia delayed its summit with Croatia.", ["postponed"]),
        ("Serbia delayed its summit with Croatia until August.", ["planned", "postponed"]),
    ]:
        tree = tree_of(text)
        assert sorted(c.status for c in calendar_of(coded(text), tree, cast_of(tree))) == status
