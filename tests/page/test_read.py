"""From bytes to the article."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.foundation.article import Article
from dateline.reading.page import Unreadable, read_page
from tests.page.pages import HEAD, PARAGRAPHS, TITLE, page


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(b.kind, b.span.of(article.text)) for b in article.blocks]


def read(text: str, **how: object) -> Article:
    return read_page(text.encode(), source="test", **how)  # type: ignore[arg-type]


def well_tied(article: Article, source: str) -> None:
    """Spans lie in text and page, in order, and cover all the text but the gaps between blocks."""
    at = 0
    for tie in article.tied:
        assert article.text[at : tie.text.start] in ("", "\n\n")
        at = tie.text.end
        assert 0 <= tie.page.start <= tie.page.end <= len(source)
        words = tie.text.of(article.text)
        assert tie.page.of(source) == words or words == " " or source[tie.page.start] == "&"
    assert at == len(article.text)
    for block in article.blocks:
        assert 0 <= block.span.start < block.span.end <= len(article.text)


def test_a_page() -> None:
    article = read(page())
    assert kinds(article) == [
        ("headline", TITLE),
        ("byline", "By Ann Miller"),
        ("dateline", "LIMA, March 3 (Example News) --"),
        ("paragraph", PARAGRAPHS[0].partition(" -- ")[2]),
        *(("paragraph", p) for p in PARAGRAPHS[1:]),
    ]
    well_tied(article, page())
    assert (article.title, article.byline, article.publisher, article.dateline) == (TITLE, "Ann Miller", "Example Post", "Lima")
    assert (article.url, article.language, article.encoding) == ("https://example.org/2015/03/04/river-tolls", "en", "utf-8")


def test_the_dates_of_a_page() -> None:
    article = read(page())
    assert [(c.kind, c.why.partition(":")[0], str(c.says)) for c in article.clues] == [
        ("json-ld", "published", "2015-03-03"),
        ("url", "published", "2015-03-04"),
        ("json-ld", "modified", "2018-05-06"),
        ("visible", "modified", "2018-05-06"),
        ("visible", "seen", "2018-05-05"),
        ("visible", "published", "None"),
    ]
    assert article.time == "2015-03-03T23:30:00Z"
    partial = article.clues[-1]
    assert partial.span is not None
    assert partial.span.of(article.text) == partial.text == "March 3"


def test_pull_quotes_hidden_lines_and_scripts_are_not_read() -> None:
    inner = [f"<p>{p}</p>" for p in PARAGRAPHS]
    inner.insert(2, "<aside class='pullquote'><blockquote>“We have waited for this day since 2004”</blockquote></aside>")
    inner.insert(1, "<p style='display:none'>The toll will be doubled, said the minister on Sunday.</p>")
    inner.insert(4, "<script>document.write('<p>The minister resigned on Monday after the vote.</p>')</script>")
    article = read(page("\n".join(inner)))
    assert [t for k, t in kinds(article) if k == "paragraph"][1:] == list(PARAGRAPHS[1:])
    assert article.text.count("waited for this day") == 1


def test_layout_tables_without_metadata() -> None:
    rows = "".join(f"<p><font size=3>{p}</font></p>" for p in PARAGRAPHS)
    source = f"""<html><body><table><tr><td colspan=2>Friday, May 4, 2018 | <a href=/s>Subscribe</a></td></tr><tr>
    <td><a href=/>Home</a><br><a href=/n>News</a><br><a href=/f>Ferry sinks near Belem</a></td>
    <td><font size=1>Wednesday, March 4, 2015. Page 2.</font><br>
    <font size=5><b>{TITLE}</b></font><br><i>By our own correspondent</i>
    {rows}<font size=1><a href=/m>E-mail this story to a friend</a> | <a href=/p>Printer-friendly version</a></font></td></tr>
    <tr><td colspan=2>© 2018 Example Post. All rights reserved.</td></tr></table></body></html>"""
    article = read(source)
    assert [k for k, _ in kinds(article)] == ["headline", "dateline", *["paragraph"] * 4]
    assert article.title == TITLE
    assert str(article.clues[0].says) == "2015-03-04"
    well_tied(article, source)


def test_a_cut_page_is_read_as_far_as_it_goes() -> None:
    whole = page()
    cut = whole[: whole.index("colleagues will")]
    assert [t for k, t in kinds(read(cut)) if k == "paragraph"][1:] == [PARAGRAPHS[1], "Her"] or read(cut).text.endswith(
        PARAGRAPHS[1]
    )


def test_ids() -> None:
    assert read(page()).id == read(page().replace("2018", "2019")).id
    bare = page(head="<title>x</title>")
    assert read(bare).id != read(bare + " ").id
    assert read(bare, url="https://example.org/a").id == read(bare + " ", url="https://example.org/a").id
    assert read(page(), record_id="k7", title="Given", publisher="Given Post").id == "k7"


def test_headers_are_evidence() -> None:
    article = read(page(head="<title>x</title>"), headers={"last-modified": "Tue, 27 Feb 2007 10:00:00 GMT"})
    assert [(c.kind, str(c.says)) for c in article.clues if c.kind == "header"] == [("header", "2007-02-27")]


PASTED = f"""World | Americas
Share | Print | Text size: - +
Posted: 4 March 2015 0912 hrs

{TITLE}
By Ann Miller

{PARAGRAPHS[0]}

{PARAGRAPHS[1]}
{PARAGRAPHS[2]}

Advertisement

{PARAGRAPHS[3]}

Photo: The harbour of Iquitos. Example News
Sign up to The River, our weekly letter
3 years ago
A version of this article appears in print on March 5, 2015
"""


def test_pasted_text() -> None:
    article = read(PASTED)
    assert kinds(article) == [
        ("headline", TITLE),
        ("byline", "By Ann Miller"),
        ("dateline", "LIMA, March 3 (Example News) --"),
        ("paragraph", PARAGRAPHS[0].partition(" -- ")[2]),
        *(("paragraph", p) for p in PARAGRAPHS[1:]),
        ("caption", "Photo: The harbour of Iquitos. Example News"),
    ]
    assert [(c.why.partition(":")[0], str(c.says)) for c in article.clues] == [
        ("published", "2015-03-04"), ("seen", "None"), ("seen", "2015-03-05"), ("published", "None"),
    ]  # fmt: skip
    well_tied(article, PASTED)


def test_wrapped_text_is_joined() -> None:
    wrapped = """The transport ministers of three countries agreed on Tuesday to
charge ships the same toll. They had been at odds over it for
eleven years.

Shipping companies were not asked. They said that they would go
to court unless the rate was halved before the summer of the
next year."""
    assert [t for _, t in kinds(read(wrapped))] == [p.replace("\n", " ") for p in wrapped.split("\n\n")]


def test_section_labels_are_not_the_headline() -> None:
    article = read(f"Trade & Rivers\nPage last updated: 14 May 2018\n\n{TITLE}\n\n{PARAGRAPHS[1]}")
    assert article.title == TITLE
    assert article.clues[0].why.startswith("modified:")


def test_an_exact_article_is_not_touched() -> None:
    text = "Share on Facebook\r\n\r\nLIMA, March 3 (Agency) -- Talks\u00a0began.  \n\n Last Updated: 11/23/2014\n"
    article = read(text, as_="article")
    assert article.text == text
    assert [b.kind for b in article.blocks] == ["paragraph", "paragraph", "paragraph"]


@settings(deadline=None)
@given(st.text(min_size=1, max_size=300))
def test_article_mode_is_the_identity(text: str) -> None:
    try:
        article = read(text, as_="article")
    except Unreadable as refused:
        assert refused.code in ("EMPTY_INPUT", "BINARY_INPUT", "LANGUAGE")  # noqa: PT017
        return
    if article.encoding == "utf-8":
        assert article.text == text.removeprefix("\ufeff")
    for block in article.blocks:
        assert 0 <= block.span.start < block.span.end <= len(article.text)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [*PARAGRAPHS, TITLE, "By Ann Miller", "Advertisement", "", " ", "Share | Print", "3 May 2012", "•", "- point"]
        ),
        max_size=12,
    )
)
def test_pasted_text_is_tied(lines: list[str]) -> None:
    source = "\n".join(lines)
    try:
        article = read(source, as_="pasted")
    except Unreadable as refused:
        assert refused.code in ("EMPTY_INPUT", "NOT_NEWS_TEXT", "LANGUAGE")  # noqa: PT017
    else:
        well_tied(article, source)


@pytest.mark.parametrize(
    ("source", "how", "code"),
    [
        ("<html><body><nav><a href=/>Home</a></nav></body></html>", None, "NO_ARTICLE"),
        ("a,b,c\n1,2,3\n", None, "NOT_NEWS_TEXT"),
        (
            "Der Minister sagte am Montag, dass die Gespräche gescheitert sind und noch kein Termin für ein neues Treffen steht.",
            "article",
            "LANGUAGE",
        ),
        ("word " * 250_000, "article", "TOO_LARGE"),
    ],
)
def test_unreadable(source: str, how: str | None, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(source, as_=how)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")


def test_same_bytes_same_article() -> None:
    assert read(page(head=HEAD)) == read(page(head=HEAD))


PROSE = "<p>The ministers of both countries met in the harbour town on Monday and agreed on a new line for the ferries.</p>"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (  # a heading in a box that looks like furniture, called so by the page's own metadata
            '<title>Ferries Sail Again - Ellis Courier</title><meta property="og:title" content="Ferries Sail Again">',
            "<header class='masthead'><h1>Ferries Sail Again</h1></header><h2>Trending Now</h2>",
            "Ferries Sail Again",
        ),
        (  # the site's name is no headline
            '<title>Ferries Sail Again | Ellis Courier</title><meta property="og:title" content="Ferries Sail Again">',
            "<h1>Ellis Courier</h1>",
            "Ferries Sail Again",
        ),
    ],
)
def test_the_headline_is_what_the_page_calls_its_report(head: str, body: str, title: str) -> None:
    page = f"<html><head>{head}</head><body>{body}<article>{PROSE}{PROSE.replace('ferries', 'boats')}</article></body></html>"
    assert read_page(page.encode(), source="x.html").title == title


@pytest.mark.parametrize(("said", "byline"), [("By Ada Lindqvist", "Ada Lindqvist"), ("No Author", None)])
def test_the_writer_is_a_name(said: str, byline: str | None) -> None:
    head = f'<head><meta name="author" content="{said}"></head>'
    page = f"<html>{head}<body><article><h1>Ferries Sail Again</h1>{PROSE}</article></body></html>"
    assert read_page(page.encode(), source="x.html").byline == byline


def test_a_dateline_without_a_report_is_a_paragraph() -> None:
    article = read_page(b"REYKJAVIK, March 4 - \n", source="x", as_="article")
    assert [(b.kind, b.span.of(article.text)) for b in article.blocks] == [("paragraph", "REYKJAVIK, March 4 -")]
