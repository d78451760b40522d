"""A headless Firefox, driven by WebDriver BiDi: what a test of the live page needs of it, and no more."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
PREFERENCES = (
    'user_pref("browser.shell.checkDefaultBrowser", false);\nuser_pref("datareporting.policy.dataSubmissionEnabled", false);\n'
)


class Tab:
    """A page. `complaints` are what its console was told as warnings and errors."""

    def __init__(self, line: Any) -> None:
        self._line, self._numbers = line, itertools.count(1)
        self.complaints: list[str] = []
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        self._context = self._ask("browsingContext.getTree")["contexts"][0]["context"]

    def goto(self, address: str) -> None:
        """Opens an address, until it is loaded."""
        self._ask("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of an expression, which has to be a string, a number or true or false."""
        target = {"context": self._context}
        told = self._ask("script.evaluate", expression=expression, target=target, awaitPromise=False)
        assert told["type"] == "success", told
        return told["result"].get("value")

    def has(self, expression: str, seconds: float = 30) -> bool:
        """Whether an expression comes to be true in time."""
        until = time.monotonic() + seconds
        while not (found := self.evaluate(expression)) and time.monotonic() < until:
            time.sleep(0.1)
        return bool(found)

    def _ask(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        self._line.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (told := json.loads(self._line.recv(timeout=60))).get("id") != number:
            if told.get("method") == "log.entryAdded" and told["params"]["level"] in ("error", "warn"):
                self.complaints.append(told["params"]["text"])
        assert told["type"] == "success", told
        return told["result"]


@contextmanager
def firefox(folder: Path) -> Iterator[Tab]:
    """A tab of the browser with a profile of its own in the folder; skips the test where there is none."""
    client = pytest.importorskip("websockets.sync.client", reason="websockets is not installed")
    if not FIREFOX:
        pytest.skip("no Firefox found")
    (folder / "user.js").write_text(PREFERENCES, encoding="utf-8")
    command = [FIREFOX, "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0", "about:blank"]
    log = folder / "log.txt"
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            with client.connect(_address(log) + "/session", max_size=None, open_timeout=30) as line:
                yield Tab(line)
        finally:
            process.terminate()


def _address(log: Path) -> str:
    """Where the browser listens: it says so, some seconds after it was started."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for line in log.read_text(errors="replace").splitlines():
            if line.startswith("WebDriver BiDi listening on "):
                return line.rpartition(" ")[2]
        time.sleep(0.1)
    raise AssertionError(log.read_text(errors="replace"))
