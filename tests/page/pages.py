# ruff: noqa: E501
"""A page of a news site as such sites write them, all words invented."""

from __future__ import annotations

TITLE = "Ministers agree on river tolls"
PARAGRAPHS = (
    "LIMA, March 3 (Example News) -- The transport ministers of three countries agreed on Tuesday to charge ships the same toll on the river.",
    "“We have waited for this day since 2004,” said Ana Quispe, the Peruvian minister, who had invited the others to the port of Iquitos.",
    "Her colleagues will meet again on Friday & sign a protocol, a spokesman said. The toll had been disputed for eleven years.",
    "Shipping companies were not asked. They said that they would go to court unless the rate was halved before the summer.",
)
HEAD = """<meta charset="utf-8"><title>Ministers agree on river tolls | Example Post</title>
<link rel="canonical" href="https://example.org/2015/03/04/river-tolls">
<meta property="og:site_name" content="Example Post">
<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "dateCreated": "2019-01-01"},
{"@type": ["NewsArticle"], "headline": "Ministers agree on river tolls", "datePublished": "2015-03-03T23:30:00Z",
"dateModified": "2018-05-06T01:00:00Z", "author": {"name": "Ann Miller"}}]}</script>"""


def page(body: str | None = None, head: str = HEAD) -> str:
    """The page with its usual furniture; `body` replaces the paragraphs' markup."""
    inner = body if body is not None else "\n".join(f"<p>{p.replace('&', '&amp;')}</p>" for p in PARAGRAPHS)
    return f"""<!doctype html><html lang="en"><head>{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<div class="cookie-bar"><p>We use cookies on this site to make it better for everyone who reads it.</p></div>
<article><header><h1>{TITLE}</h1><p class="byline">By Ann Miller</p><p class="stamp">Last updated: 6 May 2018</p>
<ul class="share"><li><a href="#f">Share on Facebook</a></li></ul></header>
<div class="story">{inner}
<p>Get the latest news in your inbox.</p></div>
<section class="related"><h3>Read more</h3><a href="/x">Ferry sinks near Belem</a> <time datetime="2018-05-05">May 5, 2018</time></section>
</article>
<aside><h2>Most read</h2><p>A harbour master said on Monday that the quay would be closed to all ships for a week.</p></aside>
<section class="comments"><p>I was there in March and saw nothing of the kind, as far as I remember the whole affair.</p></section>
<footer><p>© 2018 Example Post. All rights reserved.</p></footer></body></html>"""
