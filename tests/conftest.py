"""Options of the tests: `--record` keeps the parses that this run asks for."""

from __future__ import annotations

import pytest

from tests.recorded import store


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="parse anew what the tests ask for, and keep it")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--record"):
        store()._kept.clear()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.getoption("--record"):
        store().write()
