"""A headless Chromium for the tests of the desk, and what a page may never do in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser; skips the test where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium found: install one, or name it in the environment variable CHROMIUM")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def page_of(browser: Any, expected: str = "", **options: Any) -> Iterator[Any]:
    """A page that fails the test if anything was refused by its policy, went wrong in its scripts, or was complained of.

    `expected` is a part of those complaints that the test itself gives cause for.
    """
    context = browser.new_context(**options)
    complain = "(e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI)"
    context.add_init_script(f"document.addEventListener('securitypolicyviolation', {complain})")
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [c for c in complaints if not expected or expected not in c] == []


def faults(page: Any) -> tuple[list[str], list[str]]:
    """Places where the page breaks a rule of accessibility, and those where axe could not decide, with its reason."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations', 'incomplete']})", RULES)

    def told(kind: str) -> list[str]:
        return [f"{rule['id']} {_reason(node)}: {node['target']}" for rule in found[kind] for node in rule["nodes"]]

    return told("violations"), told("incomplete")


def _reason(node: dict[str, Any]) -> str:
    """Axe's key for why it broke off, if it has one."""
    data = node["any"][0].get("data") if node["any"] else None
    return str((data or {}).get("messageKey") or "") if isinstance(data, dict) else ""
