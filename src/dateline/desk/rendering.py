"""Templates: strict, escaped, and with everything that a browser would act on in foreign text made visible."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dateline.desk.access import settings_of, static_url
from dateline.desk.asking import row_url
from dateline.desk.calendar_words import day_words, interval_of, month_words, when_words
from dateline.desk.wording import KINDS, LABELS, MARKS, PARTS, QUOTE, QUOTED, capital, shortened

# Direction marks, invisible joiners and controls: what makes text look other than it is.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
PRELOADS = ("fonts/source-serif-4-latin-normal.woff2", "fonts/source-sans-3-latin-normal.woff2")


def shown(text: object) -> Markup:
    """Escaped, isolated from the direction of the text around, unseen characters as boxes with their number."""
    escaped = str(escape(str(text)))
    return Markup("<bdi>" + _UNSEEN.sub(_box, escaped) + "</bdi>")


def _box(found: re.Match[str]) -> str:
    return f'<span class="box">U+{ord(found.group()):04X}</span>'


def segment(value: object) -> str:
    """A value as one segment of a path."""
    return quote(str(value), safe="")


def address(path: str, parameters: Mapping[str, object]) -> str:
    """The path with those parameters that are neither None nor empty."""
    given = {k: v for k, v in parameters.items() if v not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def clock(at: str) -> str:
    """`14:05` of a UTC moment in ISO 8601."""
    return at[11:16]


def day_of(at: str) -> str:
    """`Mon 26 Feb 2007` of a moment or day in ISO 8601."""
    return day_words(date.fromisoformat(at[:10])) if at else ""


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("dateline.desk"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters.update(shown=shown, segment=segment, clock=clock, day_of=day_of, short=shortened, capital=capital)
    made.globals.update(LABELS=LABELS, KINDS=KINDS, MARKS=MARKS, PARTS=PARTS, QUOTE=QUOTE, QUOTED=QUOTED)
    made.globals.update(when_words=when_words, interval_of=interval_of, month_words=month_words, day_words=day_words)
    made.globals.update(static_url=static_url, address=address, row_url=row_url)
    return made


ENVIRONMENT = _environment()


def now() -> datetime:
    """The clock; handlers take it from `app.state.clock` where a test has put another."""
    return datetime.now(UTC)


def moment(request: Request) -> datetime:
    """What time it is for this request, UTC."""
    found: datetime = getattr(request.app.state, "clock", now)()
    return found


def page(request: Request, template: str, **context: Any) -> HTMLResponse:
    """A page. Every template needs `title` and `here` (the place in the navigation, or empty)."""
    body = ENVIRONMENT.get_template(template).render(
        **context, path=request.scope["path"], signed_in=settings_of(request).token_digest is not None, printed=moment(request)
    )
    links = [f"<{static_url('desk.css')}>; rel=preload; as=style"]
    links += [f"<{static_url(font)}>; rel=preload; as=font; crossorigin" for font in PRELOADS]
    return HTMLResponse(body, headers={"link": ", ".join(links), "cache-control": "no-store"})
