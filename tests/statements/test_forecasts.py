"""What somebody says will come about."""

from __future__ import annotations

import pytest

from dateline.foundation.cast import Cast
from dateline.foundation.rows import Dating, Forecast
from dateline.reading.forecasts import forecasts_of
from dateline.reading.statements import find_statements
from tests.recorded import tree_of


def forecasts(text: str) -> tuple[Forecast, ...]:
    tree = tree_of(text)
    return forecasts_of(find_statements(tree, Cast(), (), Dating()), tree, Cast(), ())


@pytest.mark.parametrize(
    ("text", "content", "condition"),
    [
        ("The strike will spread, the broker said.", "The strike will spread", None),
        ("If wages fall, the broker said, the strike will spread.", "the strike will spread", "If wages fall"),
        ("The strike will spread unless wages rise, the broker said.", "The strike will spread", "unless wages rise"),
        ("The strike would spread even if wages rose, said the broker.", "The strike would spread", None),
        ("The broker expects the strike to spread.", "the strike to spread", None),
        ("The broker expects fighting at the gates by May.", "fighting at the gates by May", None),
        ("The strike is expected to spread, the broker said.", "The strike is expected to spread", None),
        ("Brokers see wages falling by May.", "wages falling by May", None),
        ('"The strike will spread only if wages fall," he said.', "The strike will spread", "only if wages fall"),
    ],
)
def test_content_and_condition(text: str, content: str, condition: str | None) -> None:
    (found,) = forecasts(text)
    assert found.content[0].of(text).startswith(content)
    assert (found.condition.of(text) if found.condition else None) == condition


@pytest.mark.parametrize(
    "text",
    [
        "The strike spread, the broker said.",
        '"We will strike on Monday," she said.',
        "The strike would have spread, the broker said.",
        "The broker has not said whether the strike will spread.",
    ],
)
def test_no_forecast(text: str) -> None:
    assert forecasts(text) == ()


def test_a_condition_carries_over_to_the_next_sentence() -> None:
    text = "If the mine shut, the broker said, the town would empty. The railway would close, he said."
    found = forecasts(text)
    assert len(found) == 2
    assert {f.condition.of(text) for f in found if f.condition} == {"If the mine shut"}


def test_two_clauses_are_two_forecasts_under_one_condition() -> None:
    text = "If nothing is done, the lake will dry up, and the farms will die, the broker said."
    found = forecasts(text)
    assert [f.content[0].of(text) for f in found] == ["the lake will dry up", "the farms will die"]
    assert {f.condition for f in found} == {found[0].condition}
