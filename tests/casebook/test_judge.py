"""How a casebook line is compared with the rows of a report."""

from __future__ import annotations

import pytest

from bench.casebook import Judge
from tests.made import made


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("event  CONSULT", True),
        ("event  CONSULT  ada lindqvist > harbour unions  happened", True),
        ("event  CONSULT  harbour unions > ada lindqvist  happened", True),  # either way round
        ("event  CONSULT|AGREE  Lindqvist >  happened|planned", True),
        ("event  CONSULT  Norland >", False),
        ('event  CONSULT  "met harbour unions"', True),
        ('event  CONSULT  "who met harbour unions in Port Ellis on Monday"', True),
        ("event  CONSULT  happened by -", True),
        ("event  CONSULT  happened by Norland", False),
        ("event  CONSULT  * > -", False),
        ("event  CONSULT  @2031-03", True),
        ("event  CONSULT  @2031-03-04", False),
        ("said  direct  made", True),
        ("said  direct  Norland", False),
        ("tie  Ada Lindqvist  minister-of  Norland", True),
        ("tie  Ada Lindqvist  rival-of  Norland", False),
    ],
)
def test_finds(asked: str, found: bool) -> None:
    assert Judge(made()).finds(asked) is found
