"""One report, followed from its bytes to its entries in the journal; then what holds of every walk, whatever the text."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import dateline
from dateline.foundation.article import Article
from dateline.foundation.cast import Cast
from dateline.foundation.parsed import Parse
from dateline.foundation.rows import Actor, Dating, Event, Report, Statement, TimeExpression
from dateline.foundation.spans import Span
from dateline.reading.actors import bind_first_person, find_actors
from dateline.reading.dating import date_report
from dateline.reading.events import find_events
from dateline.reading.page import read_page
from dateline.reading.parse import parse
from dateline.reading.statements import find_statements
from dateline.reading.times import find_times, resolve_times
from dateline.reading.tree import Tree
from dateline.reading.walk import walk
from dateline.record import open_record

pytestmark = pytest.mark.reads
EXAMPLES = Path(__file__).parents[1] / "examples"
DATA = (EXAMPLES / "ceasefire.html").read_bytes()


@dataclass(frozen=True)
class Stages:
    """What every stage gives of one page, each made from those before, in the order of the walk."""

    data: bytes

    @cached_property
    def article(self) -> Article:
        return read_page(self.data, source="ceasefire.html")

    @cached_property
    def parse(self) -> Parse:
        return parse(self.article)

    @cached_property
    def tree(self) -> Tree:
        return Tree(self.parse)

    @cached_property
    def dating(self) -> Dating:
        return date_report(self.article, self.tree, find_times(self.tree), None)[0]

    @cached_property
    def times(self) -> tuple[TimeExpression, ...]:
        return resolve_times(find_times(self.tree), self.tree, self.dating)

    @cached_property
    def cast(self) -> Cast:
        return find_actors(self.tree, self.article, self.dating)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        return find_statements(self.tree, self.cast, self.times, self.dating)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        cast = bind_first_person(self.cast, self.tree, self.statements)
        return find_events(self.tree, cast, self.times, self.statements, self.dating).events

    @cached_property
    def report(self) -> Report:
        return walk(self.article, parsed=self.parse)


@pytest.fixture(scope="module")
def walked() -> Stages:
    return Stages(DATA)


def words(spans: tuple[Span, ...], text: str) -> list[str]:
    return [s.of(text) for s in spans]


def test_the_page_gives_the_article_and_nothing_around_it(walked: Stages) -> None:
    article = walked.article
    kinds = [b.kind for b in article.blocks]
    assert kinds == ["headline", "dateline", *["paragraph"] * 6]
    assert article.blocks[1].span.of(article.text) == "REYKJAVIK, March 4 -"
    assert article.blocks[2].span.of(article.text).startswith("Iceland and Norway agreed")
    assert (article.title, article.dateline) == ("Iceland and Norway Agree Ceasefire at Sea", "Reykjavik")
    assert not {"Home", "Most read", "Ferry talks resume", "Copyright"} & set(re.split(r"\n+", article.text))
    assert [(c.kind, str(c.says)) for c in article.clues[:2]] == [("meta", "2031-03-04"), ("url", "2031-03-04")]


def test_the_article_gives_the_parse(walked: Stages) -> None:
    tree, text = walked.tree, walked.article.text
    met = next(i for i in range(len(walked.parse)) if walked.parse.word(i) == "met")
    assert (walked.parse.lemma[met], walked.parse.upos[met], walked.parse.head[met]) == ("meet", "VERB", -1)
    subject = next(i for i in range(len(walked.parse)) if walked.parse.head[i] == met and walked.parse.rel[i] == "nsubj")
    assert tree.span(tree.subtree(subject)).of(text) == "Icelandic Foreign Minister Helga Varsdottir"
    assert len(walked.parse.sentences) == 11


def test_the_words_and_the_page_give_the_day(walked: Stages) -> None:
    assert (walked.dating.published, walked.dating.method) == ("2031-03-04", "page+text")
    assert walked.dating.confidence > 0.9
    assert {c.verdict for c in walked.dating.clues if c.kind in ("meta", "url")} == {"used"}
    assert {c.text: c.verdict for c in walked.dating.clues}["Monday"] == "agrees"


def test_the_day_gives_the_times(walked: Stages) -> None:
    found = {t.span.of(walked.article.text): (t.value, str(t.interval)) for t in walked.times}
    assert found["Monday"] == ("2031-03-03", "2031-03-03")
    assert found["Sunday night"][1] == "2031-03-02"
    assert found["Friday"] == ("2031-03-07", "2031-03-07")
    assert found["last week"] == ("2031-W09", "2031-02-24..2031-03-02")
    assert found["March 12"] == ("2031-03-12", "2031-03-12")
    assert found["two weeks"][0] == "P2W"


def _called(walked: Stages, name: str) -> Actor:
    return next(a for a in walked.report.actors if a.name == name)


def test_the_names_give_the_actors(walked: Stages) -> None:
    minister, counterpart = _called(walked, "Helga Varsdottir"), _called(walked, "Jonas Brandt")
    assert [(r.office, r.of) for r in minister.roles] == [("foreign minister", "isl")]
    assert [(r.office, r.of) for r in counterpart.roles] == [("foreign minister", "nor")]
    assert "her" in words(tuple(m.span for m in minister.mentions if m.form == "pronoun"), walked.article.text)
    assert (_called(walked, "Norway").id, _called(walked, "Norway").kind) == ("nor", "country")
    assert ("minister-of", "isl") in {(t.relation, t.object) for t in walked.report.ties if t.subject == minister.id}


def test_the_quotes_and_verbs_give_the_statements(walked: Stages) -> None:
    text = walked.article.text
    direct = [s for s in walked.statements if s.manner == "direct"]
    assert [(s.speaker, words(s.content, text)) for s in direct] == [
        ("x:helga-varsdottir", ["We will call our patrol ships home on Friday,"]),
        ("x:einar-holt", ["If the quotas stay as they are, the truce will not last a month,"]),
    ]
    page = html.unescape(walked.data.decode())
    assert all(s.of(text) in page for said in direct for s in said.content)
    told = next(s for s in walked.statements if s.speaker == "x:jonas-brandt")
    assert words(told.content, text) == ["Norway would release two trawlers if Iceland withdrew from the disputed waters"]


def test_the_verbs_give_the_events(walked: Stages) -> None:
    found = {e.trigger.of(walked.article.text): e for e in walked.events}
    agreed, met, visit = found["agreed"], found["met"], found["visit"]
    assert (agreed.type, agreed.status, set(agreed.source), str(agreed.when)) == (
        "AGREE",
        "happened",
        {"isl", "nor"},
        "2031-03-03",
    )
    assert agreed.statement == next(s.id for s in walked.statements if s.content[0].covers(agreed.trigger))
    assert (met.type, met.status, {*met.source, *met.target}) == ("CONSULT", "happened", {"x:helga-varsdottir", "x:jonas-brandt"})
    assert (visit.type, visit.status, str(visit.when)) == ("CONSULT", "planned", "2031-03-12")
    assert (found["withdrew"].status, found["fired"].status) == ("conditional", "negated")


def test_the_rows_give_what_follows_from_them(walked: Stages) -> None:
    report, text = walked.report, walked.article.text
    assert ("nor", "refuses") in {(p.holder, p.stance) for p in report.positions}
    assert ("planned", "2031-03-12") in {(c.status, str(c.when)) for c in report.calendar}
    (forecast,) = [f for f in report.forecasts if f.by == "x:einar-holt"]
    assert forecast.condition is not None
    assert forecast.condition.of(text) == "If the quotas stay as they are"
    assert words(forecast.content, text) == ["the truce will not last a month"]


def test_the_stages_are_the_walk(walked: Stages) -> None:
    report = walked.report
    assert (report.dating, report.times, report.statements, report.events) == (
        walked.dating, walked.times, walked.statements, walked.events,
    )  # fmt: skip
    assert dateline.read(EXAMPLES / "ceasefire.html").events == report.events


def test_the_report_goes_to_the_journal(walked: Stages, tmp_path: Path) -> None:
    met = next(e for e in walked.events if e.trigger.of(walked.article.text) == "met")
    with open_record(tmp_path / "r.db") as record:
        done = record.put(walked.report)
        entries = [c for c in record.journal() if c.row == met.id]
        assert record.put(walked.report).changes == ()
    assert (done.is_new, done.version, {c.change for c in done.changes}) == (True, 1, {"added"})
    assert [(c.kind, c.change, c.report) for c in entries] == [("event", "added", "r:dbb509dc8d")]
    assert entries[0].line == (
        'event  CONSULT  Helga Varsdottir > Jonas Brandt  @2031-03-02  happened  "met her Norwegian counterpart"'
    )
    assert msgspec.json.decode(entries[0].json, type=Event) == met


# ---- whatever the text

SENTENCES = [
    s
    for path in sorted(EXAMPLES.glob("*.txt"))
    for s in re.split(r"(?<=[.!?\"])\s+(?=[A-Z\"])|\n+", path.read_text(encoding="utf-8").strip())
]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Sentences of the examples in any order, some twice, some cut short, in paragraphs."""
    chosen = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6))
    cut = draw(st.lists(st.integers(1, 200), min_size=len(chosen), max_size=len(chosen)))
    joints = draw(st.lists(st.sampled_from([" ", "\n\n"]), min_size=len(chosen), max_size=len(chosen)))
    return "".join(s[:n] + joint for s, n, joint in zip(chosen, cut, joints, strict=True))


def _spans(value: object) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if isinstance(value, msgspec.Struct):
        return [s for name in value.__struct_fields__ for s in _spans(getattr(value, name))]
    return [s for v in value for s in _spans(v)] if isinstance(value, tuple) else []


def _read(text: str) -> Report:
    return walk(read_page(text.encode(), source="x", as_="article"), published=date(2031, 3, 4))


LIMITS = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@LIMITS
@given(texts().filter(str.strip))
@example("\u201cWe will call our patrol ships home")
def test_rows_stand_in_the_text_and_name_each_other(text: str) -> None:
    report = _read(text)
    assert report.report.text == text
    assert all(0 <= s.start <= s.end <= len(text) for s in _spans(report))
    assert all(len(set(ids)) == len(ids) for ids in ([r.id for r in rows] for rows in (report.events, report.statements)))
    people, said = {a.id for a in report.actors}, {s.id for s in report.statements}
    for e in report.events:
        assert {*e.source, *e.target, *e.others, *filter(None, [e.holder])} <= people
        assert e.statement is None or e.statement in said
    for s in report.statements:
        assert s.speaker is None or s.speaker in people
        assert s.within is None or s.within in said
        if s.manner == "direct":
            assert all(text[c.start - 1] in '"\u201c' or len(s.content) > 1 for c in s.content)
    assert all(f.statement in said for f in report.forecasts)
    assert {c.event for c in report.calendar if c.event.startswith("e:")} <= {e.id for e in report.events}
    events = {e.id for e in report.events}
    assert all(c.id.startswith("c:") and c.title and c.evidence for c in report.calendar)
    assert all(c.event is None or c.event in events for c in report.calendar)


@LIMITS
@given(st.lists(texts().filter(str.strip), min_size=2, max_size=3))
def test_a_report_does_not_depend_on_those_read_before(batch: list[str]) -> None:
    forwards = [_read(t).to_json() for t in batch]
    assert [_read(t).to_json() for t in reversed(batch)] == forwards[::-1]
