"""robots.txt: what it forbids is not asked."""

from __future__ import annotations

import pytest

from dateline.intake.fetch import Declined, Fetched
from dateline.intake.robots import Robots
from dateline.reading.page import Unreadable

RULES = "User-agent: *\nDisallow: /private/\nAllow: /private/open\nDisallow: /*.pdf$\nCrawl-delay: 7\n"


def robots(answer: str | Unreadable) -> tuple[Robots, list[str]]:
    asked: list[str] = []

    def ask(url: str) -> Fetched:
        asked.append(url)
        if isinstance(answer, Unreadable):
            raise answer
        return Fetched(answer.encode(), url, None, {})

    return Robots(ask), asked


@pytest.mark.parametrize(("path", "allowed"), [("/a", True), ("/private/a", False), ("/private/open", True), ("/x/a.pdf", False)])
def test_rules(path: str, allowed: bool) -> None:
    found, _ = robots(RULES)
    if allowed:
        found.check("https://a.example" + path)
    else:
        with pytest.raises(Unreadable) as error:
            found.check("https://a.example" + path)
        assert error.value.code == "FETCH_FORBIDDEN"


def test_a_site_is_asked_once() -> None:
    found, asked = robots(RULES)
    for url in ("https://a.example/1", "https://a.example/2", "https://b.example:8000/1"):
        found.check(url)
    assert asked == ["https://a.example/robots.txt", "https://b.example:8000/robots.txt"]


@pytest.mark.parametrize(("delay", "seconds"), [("7", 7.0), ("86400", 60.0), ("-5", 0.0), ("inf", 0.0), ("soon", 0.0)])
def test_delay(delay: str, seconds: float) -> None:
    assert robots(RULES.replace("7", delay))[0].delay("https://a.example/") == seconds


def test_a_site_without_rules_lets_everybody_in() -> None:
    robots(Declined(404, "Not Found", None))[0].check("https://a.example/private/")


@pytest.mark.parametrize(
    ("fault", "code"), [(Declined(503, "Busy", 9.0), "FETCH_FAILED"), (Unreadable("FETCH_REFUSED", "no."), "FETCH_REFUSED")]
)
def test_a_server_that_fails_to_say_is_left_alone(fault: Unreadable, code: str) -> None:
    with pytest.raises(Unreadable) as error:
        robots(fault)[0].check("https://a.example/")
    assert error.value.code == code


def test_rules_made_to_take_long_do_not() -> None:
    found, _ = robots("User-agent: *\n" + "".join(f"Disallow: /{'*a' * 60}{n}$\n" for n in range(500)))
    found.check("https://a.example/" + "a" * 1900)
