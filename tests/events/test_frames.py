"""Which frame a word is inside of: never in a circle."""

from __future__ import annotations

import pytest

from dateline.foundation.cast import Cast
from dateline.reading.events.frames import Frames
from tests.recorded import tree_of


@pytest.mark.parametrize(
    "text",
    [
        "The envoy said reports that Norway had closed the port were false.",
        "She said claims that Chad had bombed the town were false.",
    ],
)
def test_two_frames_that_take_each_other_in_come_to_an_end(text: str) -> None:
    around = Frames(tree_of(text), Cast()).around
    for word in around:
        seen = [word]
        while (frame := around.get(seen[-1])) is not None:
            assert frame.word not in seen
            seen.append(frame.word)
