"""Whether a site lets us ask for an address (robots.txt, RFC 9309), and how fast."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from protego import Protego

from dateline.intake.fetch import AGENT, Declined, Fetched
from dateline.reading.page.errors import Unreadable

NAME = AGENT.partition("/")[0]
MAX_ROBOTS = 500_000  # bytes, as the standard has it
MAX_DELAY = 60.0
KEPT, KEPT_FAULT = 86_400.0, 300.0  # seconds that an answer holds, and the lack of one


class _Known(NamedTuple):
    rules: Protego | Unreadable
    until: float


class Robots:
    """The robots.txt of every site that was asked about, kept for a day. `ask` fetches one, or raises Unreadable."""

    def __init__(self, ask: Callable[[str], Fetched]) -> None:
        self._ask = ask
        self._known: dict[str, _Known] = {}

    def check(self, url: str) -> None:
        """Raises Unreadable: FETCH_FORBIDDEN for an address that is not to be asked, or why there was no answer."""
        rules = self._rules(url)
        if isinstance(rules, Unreadable):
            raise Unreadable(rules.code, rules.message) from rules
        if not rules.can_fetch(url, NAME):
            raise Unreadable("FETCH_FORBIDDEN", "the site's robots.txt asks programs not to read it; read it in a browser.")

    def delay(self, url: str) -> float:
        """Seconds between two requests to the site, if it names any, a minute at most."""
        rules = self._rules(url)
        return 0.0 if isinstance(rules, Unreadable) else min(float(rules.crawl_delay(NAME) or 0.0), MAX_DELAY)

    def _rules(self, url: str) -> Protego | Unreadable:
        parts = urlsplit(url)
        site, now = f"{parts.scheme}://{parts.netloc}", time.monotonic()
        known = self._known.get(site)
        if known is None or known.until <= now:
            rules = self._fetched(f"{site}/robots.txt")
            known = self._known[site] = _Known(rules, now + (KEPT_FAULT if isinstance(rules, Unreadable) else KEPT))
        return known.rules

    def _fetched(self, url: str) -> Protego | Unreadable:
        """A site without one lets everybody in; while its server fails to say, nobody."""
        try:
            return Protego.parse(self._ask(url).data[:MAX_ROBOTS].decode("utf-8", "replace"))
        except Declined as error:
            return Protego.parse("") if error.status < 500 and error.status != 429 else error
        except Unreadable as error:
            return error
