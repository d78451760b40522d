"""First paint, weight and answering time of the desk's pages, in a headless Chromium: `python -m bench.paint [RECORD]`.

Without a record, one with 20,000 invented rows is made. *Plain* is this machine as it is; *phone* is 390 pixels wide, a
processor four times slower, 150 ms away at 1.6 Mbit/s, nothing in its cache. Medians of `--rounds` visits. Weights are what
goes over the wire, compressed, without fonts. Needs Playwright and a Chromium (dev dependencies; see docs/desk.md).
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from bench.live import report_of
from dateline.record import Query, open_record
from tests.desk.browser import chromium
from tests.desk.desk_of import serving

ROWS = 20_000
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


def many(path: Path) -> None:
    """A record of so many events, a hundred in a report."""
    with open_record(path) as record:
        for n in range(ROWS // 100):
            record.put(report_of(n, 100))


def pages(path: Path) -> dict[str, str]:
    """A page of every sort that a record with events has."""
    with open_record(path, readonly=True) as record:
        newest = record.latest(Query(kinds=("event",), limit=1))[0]
    report, row = quote(newest.report, safe=""), quote(newest.id, safe="")
    return {
        "Latest": "/",
        "Latest, filtered": "/?status=happened&actor=" + quote(newest.parties[0].name),
        "Report": f"/report/{report}?row={row}",
        "Row": f"/row/{row}?report={report}",
        "Actor": "/actor/" + quote(newest.parties[0].id, safe=""),
        "Actors": "/actors",
        "Calendar": f"/calendar/{(newest.first_day or '2031-06')[:7]}",
        "Search": "/search?text=" + quote(newest.words.split()[0]),
        "Follow": "/follow",
    }


def first_paint(browser: Any, address: str, phone: bool) -> float:
    """Milliseconds from the click to the first text on the page."""
    context = browser.new_context(viewport={"width": 390, "height": 844}) if phone else browser.new_context()
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    if phone:
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        devtools.send("Network.emulateNetworkConditions", SLOW)
    page.goto(address)
    until = time.monotonic() + 20
    while not (found := page.evaluate(PAINT)) and time.monotonic() < until:
        page.wait_for_timeout(50)
    context.close()
    return float(found)


def weight(address: str, path: str) -> tuple[int, int, float]:
    """Bytes of HTML and style, bytes of script, and milliseconds until the page was answered."""
    with httpx.Client(base_url=address, headers={"accept": "text/html"}) as client:

        def wire(path: str) -> int:
            with client.stream("GET", path) as answer:
                return sum(len(part) for part in answer.iter_raw())

        client.get(path)
        begun = time.perf_counter()
        html = client.get(path).text
        answered = time.perf_counter() - begun
        scripts = {*re.findall(r'<script type="module" src="([^"]+)"', html), "/static/times.js"}
        style = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
        return wire(path) + sum(map(wire, style)), sum(map(wire, scripts)), answered * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        path = options.record or Path(folder) / "many.db"
        if not options.record:
            many(path)
        print(f"{'':<18}{'HTML+CSS':>10}{'script':>9}{'answered':>10}{'plain':>9}{'phone':>9}   bytes, ms")
        with serving(path) as address:
            for name, page in pages(path).items():
                page_bytes, script_bytes, answered = weight(address, page)
                plain, phone = (
                    statistics.median(first_paint(browser, address + page, phone) for _ in range(options.rounds))
                    for phone in (False, True)
                )
                print(f"{name:<18}{page_bytes:>10,}{script_bytes:>9,}{answered:>10.0f}{plain:>9.0f}{phone:>9.0f}")


if __name__ == "__main__":
    main()
