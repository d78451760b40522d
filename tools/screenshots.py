"""Makes the pictures of docs/screenshots from the demo's record: `python tools/screenshots.py [--chromium PATH]`.

Needs Playwright and a Chromium. The demo's clock stands still and its journal is told at fixed moments, so that the same
program gives the same pages; pixels depend on the browser.
"""

from __future__ import annotations

import argparse
import socket
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from dateline import demo
from dateline.desk.app import Desk, application
from dateline.desk.settings import Settings
from dateline.record import Query, open_record

OUT = Path(__file__).parents[1] / "docs" / "screenshots"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none",
)  # fmt: skip
TRIGGER = "journal_is_not_rewritten"


class Shot(NamedTuple):
    """One picture."""

    name: str
    path: str
    theme: str = "light"
    width: int = 1120
    height: int = 700


def main() -> int:
    """Makes them all; complains of none that could not be made: it raises."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chromium", default=None, help="the browser's program; default: Playwright's own")
    chosen = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        for report in demo.post(demo.pages(), path):
            print("read", report.report.title)
        _still(path)
        with _served(path) as address, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chosen.chromium, args=list(ARGUMENTS))
            for shot in _shots(path):
                print("made", _take(browser, address, shot))
            browser.close()
    print(sum(p.stat().st_size for p in OUT.glob("*.png")), "bytes in all")
    return 0


def _still(path: Path) -> None:
    """Tells the journal anew, as if each report had been read when it appeared: a minute apart, the last at the demo's now."""
    with closing(sqlite3.connect(path)) as connection, connection:
        (rule,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (TRIGGER,)).fetchone()
        connection.execute(f"DROP TRIGGER {TRIGGER}")
        puts = connection.execute(
            "SELECT report, version, max(sequence) FROM journal GROUP BY report, version ORDER BY 3"
        ).fetchall()
        for back, (report, version, _) in enumerate(reversed(puts), 1):
            at = (demo.NOW - timedelta(minutes=back)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
            connection.execute("UPDATE journal SET at = ? WHERE report = ? AND version = ?", (at, report, version))
        connection.execute(rule)


def _desk(path: Path) -> Desk:
    """The desk, for which it is always the demo's now."""
    desk = application(Settings(path=path))
    desk._rest.state.clock = lambda: demo.NOW
    return desk


@contextmanager
def _served(path: Path) -> Iterator[str]:
    """The desk over a record, at an address of this machine."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        config = uvicorn.Config(_desk(path), log_level="error", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def _shots(path: Path) -> list[Shot]:
    """The pages worth showing, with the row that is explained."""
    with open_record(path, readonly=True) as record:
        rammed = record.find(Query(kinds=("event",), type="ASSAULT", said_by="Declan Tierney"))[0]
        (minister,) = {f.id for f in record.find(Query(kinds=("actor",), actor="Maeve Corrigan"))}
    pages = {
        "latest": "/",
        "report": f"/report/{rammed.report}?row={rammed.id}",
        "calendar": "/calendar/2031-06",
        "actor": f"/actor/{minister}",
    }
    wide = [Shot(f"{name}-{theme}", page, theme) for name, page in pages.items() for theme in ("light", "dark")]
    return [*wide, *(Shot(f"{name}-phone", pages[name], "light", 390, 844) for name in ("latest", "report"))]


def _take(browser: Browser, address: str, shot: Shot) -> str:
    theme = "dark" if shot.theme == "dark" else "light"
    page = browser.new_page(
        viewport={"width": shot.width, "height": shot.height}, color_scheme=theme, reduced_motion="reduce",
        locale="en-GB", timezone_id="UTC",
    )  # fmt: skip
    page.goto(address + shot.path, wait_until="load")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=OUT / f"{shot.name}.png", animations="disabled", caret="hide")
    page.close()
    return f"{shot.name}.png"


if __name__ == "__main__":
    sys.exit(main())
