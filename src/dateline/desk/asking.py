"""What is asked: the filter in the query of an address, the same for pages, API, feeds and the live stream."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import quote, urlencode

import msgspec
from starlette.requests import Request

from dateline.record import Query

Kind = Literal["event", "statement", "position", "tie", "calendar", "forecast", "time", "actor", "report"]
_PLAIN = r"[^\x00-\x1f\x7f]"  # no controls: SQLite would take a null character for the end
_FORM = re.compile("Expected `str` matching regex .*", re.DOTALL)
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=300, pattern=rf"^{_PLAIN}*[^\W_]{_PLAIN}*$")]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=rf"^{_PLAIN}*$")]
MANY = ("kind",)  # parameters that may be given several times
FORMATS = {"json": "JSON", "jsonl": "JSON Lines", "csv": "CSV", "atom": "Atom", "feed.json": "JSON Feed", "ics": "Calendar"}


class BadQuestion(Exception):
    """A query that can't be answered; the message says which parameter and why."""


class Filter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which rows; all that is given must fit, what is not given does not narrow.

    `kind`: default all but times, actors and reports. `since`, `until`: rows some of whose days lie there.
    """

    actor: Name | None = None
    type: Name | None = None
    status: Name | None = None
    since: date | None = None
    until: date | None = None
    said_by: Name | None = None
    text: Words | None = None
    kind: tuple[Kind, ...] = ()
    report: Name | None = None

    def query(self, limit: int = -1, *, retracted: bool = False) -> Query:
        """The same as a question to the record."""
        given: dict[str, Any] = {name: value for name in Filter.__struct_fields__ if (value := getattr(self, name))}
        kinds = given.pop("kind", Query().kinds)
        return Query(**given, kinds=kinds, limit=limit, retracted=retracted)

    def parameters(self) -> list[tuple[str, str]]:
        """As the query of an address, in a fixed order."""
        given = [(name, getattr(self, name)) for name in self.__struct_fields__]
        return [(n, str(v)) for n, value in given if value for v in (value if isinstance(value, tuple) else (value,))]

    def url(self, path: str) -> str:
        """A permalink: the path with this filter."""
        return f"{path}?{urlencode(self.parameters())}" if self.parameters() else path


def filter_of(request: Request, also: Collection[str] = ()) -> Filter:
    """The filter in the request's query, other parameters of the page left aside. Raises BadQuestion.

    An empty value counts as not given: that is how a browser sends the fields that nobody filled in.
    """
    return asked(Filter, [(n, v) for n, v in request.query_params.multi_items() if n not in also and v])


Asked = TypeVar("Asked", bound=msgspec.Struct)


def asked(form: type[Asked], items: Iterable[tuple[str, str]]) -> Asked:
    """Query parameters as the struct they must fit. Raises BadQuestion."""
    found: dict[str, Any] = {}
    for name, value in items:
        if name in MANY:
            found.setdefault(name, []).append(value)
        elif name in found:
            raise BadQuestion(f"{name} is given twice")
        else:
            found[name] = value
    try:
        question = msgspec.convert(found, form, strict=False)
    except msgspec.ValidationError as error:
        raise BadQuestion(_said(str(error))) from None
    void = [name for name in found if getattr(question, name) is None]  # the word null, where no text is asked for
    if void:
        raise BadQuestion(f"{void[0]} has no value")
    return question


def _said(complaint: str) -> str:
    """What msgspec complains of, in terms of parameters."""
    what, _, where = complaint.partition(" - at `$.")
    if where:
        return f"{where.rstrip('`')}: {_FORM.sub('the form is wrong, or there is no word in it', what)}"
    return what.replace("Object contains unknown field", "There is no parameter").replace(
        "Object missing required field", "Missing"
    )


def row_url(row: str, report: str) -> str:
    """The page of a row of a report: other reports may have rows of the same words."""
    return f"/row/{quote(row, safe='')}?report={quote(report, safe='')}"


def twins(path: str, question: Filter) -> dict[str, str]:
    """The addresses of the same rows in other forms, by the forms' names; `path` without its ending, `/latest` for `/`."""
    return {label: question.url(f"{path}.{ending}") for ending, label in FORMATS.items()}
