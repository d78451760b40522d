from __future__ import annotations

import pytest

from dateline.reading.page.markup import tokens
from dateline.reading.page.outline import Outline, outline


def shape(page: str) -> Outline:
    return outline(tokens(page))


def texts(page: str) -> list[str]:
    return [p.text for p in shape(page).pieces]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>one<p>two<div>three</div>four", ["one", "two", "three", "four"]),
        ("<p>inter&shy;na\u00adtional co<wbr>op and Quar<!-- x -->tet</p>", ["international coop and Quartet"]),
        ("<p>a&nbsp;b\n   c&#160;d</p>", ["a b c d"]),
        ("one.<br>&nbsp;<br>two.", ["one.", "two."]),
        ("<p>a line that goes<br>on here</p>", ["a line that goes on here"]),
        ("Headline<br>Next line", ["Headline", "Next line"]),
        ("<p><b>L</b>etters <i>in</i>side</p>", ["Letters inside"]),
        ("<p>kept <span class='sr-only'>not <span>seen</span> at all</span>whole</p>", ["kept whole"]),
        ("<ul><li>one<li>two</ul>", ["one", "two"]),
        ("<table><tr><td>a<td>b<tr><td>c</table>", ["a", "b", "c"]),
        ("<pre>one\ntwo\n\nthree</pre>", ["one two", "three"]),
        ("<p>cut off in the mid", ["cut off in the mid"]),
        ("<title>no</title><noscript><p>no</p></noscript>yes", ["yes"]),
    ],
)
def test_blocks(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


def test_regions_are_inherited() -> None:
    found = shape("<div class='comments'><div><p>inside</p></div></div><p>outside</p>")
    assert [found.region(p) for p in found.pieces] == ["furniture", None]


def test_hidden_text_is_marked() -> None:
    found = shape("<p style='display: none'>unseen</p><div hidden><p>unseen</p></div><p>seen</p>")
    assert [found.region(p) for p in found.pieces] == ["hidden", "hidden", None]


def test_links_are_counted() -> None:
    (piece,) = shape("<p>See <a href=x>this page</a></p>").pieces
    assert (piece.text, piece.linked) == ("See this page", 9)


def test_the_little_box_of_a_picture() -> None:
    found = shape("<table><tr><td><img src=x></td></tr><tr><td>A harbour at dawn</td></tr></table><p>Prose</p>")
    assert [p.element in found.picture_boxes for p in found.pieces] == [True, False]
