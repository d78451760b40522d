"""The desk in Chromium: rows come by themselves, nothing is lost or doubled, everybody can read it, nothing foreign runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from dateline.record import open_record
from tests.desk.browser import chromium, faults, page_of
from tests.desk.desk_of import Writer, free_port, killed_while_writing, serving, started
from tests.desk.records import event, filled, hostile
from tests.made import made

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

FULL = (
    "/", "/?status=planned", "/?status=cancelled&type=CONSULT", "/report/r:copy", "/report/r:copy?row=e:sign",
    f"/report/{quote(hostile().report.id, safe='')}?row=e:evil", "/report/r:ferry?versions=1,2", "/row/e:sign", "/reports",
    "/actors", "/actor/x:ada-lindqvist", "/calendar/2031-03", "/calendar/2031-03?view=agenda", "/search?text=tolls",
    "/follow?actor=nor", "/keys", "/sign-in", "/nowhere",
)  # fmt: skip
# What axe leaves to a person, as read by one: it takes a text that is cut with an ellipsis, or scrolled away in the panel,
# for one that covers its neighbour; and it judges neither arrows, signs nor single letters. The colours of all text are
# held to their contrast by `test_look.py`.
READ = tuple(f"color-contrast {why}:" for why in ("bgOverlap", "elmPartiallyObscured", "nonBmp", "shortTextContent"))
EMPTIED = "without rows: "
EMPTY = ("/", "/reports", "/actors", "/calendar/2031-03", "/search?text=word", "/follow")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("desk") / "desk.db")


@pytest.fixture(scope="module")
def full(path: Path) -> Iterator[str]:
    with serving(path) as address:
        yield address


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    found = tmp_path_factory.mktemp("desk") / "empty.db"
    open_record(found).close()
    with serving(found) as address:
        yield address


def live(page: Any) -> None:
    """Waits until the stream is open."""
    page.locator("#rows[data-opens]").wait_for(state="attached")


# ---- everybody can read it


@pytest.mark.parametrize("address", [*FULL, *(f"{EMPTIED}{address}" for address in EMPTY)])
def test_every_page_can_be_read_by_everybody_and_fits_the_window(browser: Any, full: str, empty: str, address: str) -> None:
    where = empty + address.removeprefix(EMPTIED) if address.startswith(EMPTIED) else full + address
    with page_of(browser, "404", reduced_motion="reduce") as page:
        page.goto(where)
        for theme, width in (("light", 1200), ("dark", 1200), ("dark", 320), ("light", 320)):
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size({"width": width, "height": 800})
            violations, undecided = faults(page)
            assert violations == [], (theme, width)
            assert [u for u in undecided if not u.startswith(READ)] == [], (theme, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, theme


def test_the_checker_finds_planted_faults(browser: Any, full: str) -> None:
    plant = """() => {
        const add = (name, parent, set) => parent.append(Object.assign(document.createElement(name), set));
        add("p", document.querySelector("main"), {textContent: "pale", style: ""});
        document.querySelector("main").lastElementChild.style.color = "#ddd";
        add("img", document.querySelector("main"), {src: "/static/favicon.svg"});
        add("select", document.querySelector("main"), {});
        add("p", document.body, {textContent: "outside"});
    }"""
    with page_of(browser, color_scheme="light") as page:
        page.goto(full + "/keys")
        page.evaluate(plant)
        found = {f.partition(" ")[0] for f in faults(page)[0]}
    assert found >= {"color-contrast", "image-alt", "select-name", "region"}


def test_a_reader_without_scripts_gets_everything(browser: Any, full: str) -> None:
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(full)
        assert page.locator("#pause, #newer, #live").filter(visible=True).count() == 0
        page.get_by_text("Add a filter").click()
        page.get_by_label("Status", exact=True).select_option("planned")
        page.get_by_role("button", name="Show").click()
        assert page.locator(".row").count() == page.locator(".s-planned.status").count() > 0
        page.locator(".from").first.click()
        assert page.locator("#why mark").count() > 0
        page.get_by_role("link", name="Close").click()
        assert page.locator("#why mark").count() == 0


def test_nothing_of_a_hostile_report_runs_or_loads(browser: Any, full: str) -> None:
    asked: list[str] = []
    with page_of(browser) as page:
        page.on("request", lambda request: asked.append(request.url))
        for address in ("/", f"/report/{quote(hostile().report.id, safe='')}", "/row/e:evil", "/calendar/2031-03", "/actors"):
            page.goto(full + address)
            assert page.title().endswith("Dateline")
            assert page.title() != "run"
            assert page.locator("main script, main img").count() == 0
    assert {a for a in asked if not a.startswith(full)} == set()


def test_the_calendar_can_be_turned_and_the_desk_walked_by_keys(browser: Any, full: str) -> None:
    with page_of(browser) as page:
        page.goto(full + "/calendar/2031-03")
        page.keyboard.press("ArrowRight")
        page.wait_for_url("**/calendar/2031-04")
        page.keyboard.press("g")
        page.keyboard.press("l")
        page.wait_for_url(full + "/")
        live(page)
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        first = page.locator(".row").first
        assert first.evaluate("row => row === document.activeElement")
        page.keyboard.press("/")
        assert page.locator("#find").evaluate("field => field === document.activeElement")
        page.keyboard.type("jj?")
        assert page.url == full + "/"
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        page.wait_for_url("**/keys")
        page.get_by_label("Single keys do something").uncheck()
        page.keyboard.press("g")
        page.keyboard.press("l")
        assert page.url.endswith("/keys")


def test_a_report_is_walked_row_by_row_without_leaving_the_page(browser: Any, full: str) -> None:
    with page_of(browser) as page:
        page.goto(full + "/report/r:copy")
        page.evaluate("document.body.dataset.same = 'yes'")
        for number in ("1", "2"):
            page.keyboard.press("]")
            page.locator(".strip a[aria-current] .n", has_text=number).wait_for()
        page.locator('[data-rows~="c:sign"]').first.click()
        page.locator("#why h2", has_text="signing by").wait_for()
        assert page.locator(".picked").first.is_visible()
        page.go_back()
        page.locator(".strip a[aria-current] .n", has_text="2").wait_for()
        page.keyboard.press("Escape")
        page.locator("#why mark").wait_for(state="detached")
        assert page.evaluate("document.body.dataset.same") == "yes"


# ---- alive


def test_a_report_that_another_process_reads_is_there_within_a_second(browser: Any, tmp_path: Path) -> None:
    path = filled(tmp_path / "desk.db")
    with serving(path) as address, page_of(browser) as page:
        page.goto(address)
        live(page)
        page.evaluate("""() => {
            window.came = [];
            const rows = (change) => [...change.addedNodes].filter((node) => node.dataset?.key);
            new MutationObserver((changes) => changes.flatMap(rows).forEach(() => window.came.push(Date.now())))
                .observe(document.querySelector("#rows"), {childList: true, subtree: true});
        }""")
        writer = Writer(path)
        writer.put(5, 0.4)
        writer.end()
        page.locator('.row[data-key$=" e:4"]').wait_for(state="attached")
        late = [came / 1000 - at for came, at in zip(page.evaluate("window.came"), writer.committed, strict=True)]
    print("from commit to page, seconds:", [round(s, 3) for s in late])
    assert max(late) < 1


def test_new_rows_wait_while_the_reader_is_elsewhere(browser: Any, tmp_path: Path) -> None:
    path = filled(tmp_path / "desk.db")
    with serving(path) as address, page_of(browser, viewport={"width": 800, "height": 500}) as page, open_record(path) as record:
        page.goto(address)
        live(page)
        page.get_by_role("button", name="Pause").click()
        record.put(event(1))
        page.get_by_role("button", name="1 new row").wait_for()
        assert page.locator("#live").inner_text().startswith("Paused")
        page.get_by_role("button", name="Go on").click()
        page.locator('.row[data-key$=" e:1"] .note', has_text="New").wait_for()
        page.evaluate("scrollTo(0, 400)")
        record.put(event(2))
        page.get_by_role("button", name="1 new row").wait_for()
        page.keyboard.press(".")
        page.locator('.row[data-key$=" e:2"]').wait_for()
        page.locator(".row a").first.focus()
        record.put(event(3))
        page.get_by_role("button", name="1 new row").wait_for()
        assert "new row" in page.get_by_role("status").inner_text()


def test_amended_and_retracted_rows_change_where_they_stand(browser: Any, tmp_path: Path) -> None:
    import msgspec

    path = tmp_path / "desk.db"
    report = made()
    amended = msgspec.structs.replace(report.events[0], status="negated")
    with open_record(path) as record:
        record.put(report)
        with serving(path) as address, page_of(browser) as page:
            page.goto(address)
            live(page)
            record.put(msgspec.structs.replace(report, events=(amended, report.events[1])))
            page.locator('.row[data-key$=" e:met"] .note', has_text="Amended").wait_for()
            assert "did not meet" in page.locator('.row[data-key$=" e:met"] .sentence').inner_text()
            gone = page.locator('.row.gone[data-key$=" e:refuse"]')
            gone.wait_for()
            assert "version 2 of the report no longer says it" in gone.inner_text()
            count = page.locator(".row").count()
            page.reload()
            assert page.locator(".row").count() == count


def test_a_live_page_looks_as_it_does_when_loaded_anew(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    open_record(path).close()
    look = """() => [...document.querySelectorAll('#rows .row, #rows h2')].map((e) => {
        const copy = e.cloneNode(true);
        copy.querySelectorAll('.note').forEach((n) => n.remove());
        const links = [...copy.querySelectorAll('a')].map((a) => a.getAttribute('href'));
        return [copy.textContent.replace(/\\s+/g, ''), ...links].join(' ');
    })"""
    with serving(path) as address, page_of(browser, timezone_id="Pacific/Auckland") as page, open_record(path) as record:
        page.goto(address)
        live(page)
        record.put(made())
        record.put(hostile())
        page.locator('.row[data-key$=" e:evil"]').wait_for()
        alive = page.evaluate(look)
        page.reload()
        live(page)
        assert page.evaluate(look) == alive


def test_300_rows_through_four_kills_of_the_server_all_come_once_and_in_order(browser: Any, tmp_path: Path) -> None:
    path, port = tmp_path / "desk.db", free_port()
    open_record(path).close()
    server = started(path, port)
    with page_of(browser, "ERR_", viewport={"width": 1000, "height": 700}) as page:
        page.goto(f"http://127.0.0.1:{port}/")

        def opened(times: int) -> bool:
            page.locator(f'#rows[data-opens="{times}"]').wait_for(state="attached", timeout=20_000)
            return True

        server = killed_while_writing(path, port, server, opened)
        page.locator('.row[data-key$=" e:299"]').wait_for(state="attached", timeout=20_000)
        page.wait_for_timeout(400)
        shown = page.evaluate("[...document.querySelectorAll('#rows .row')].map((r) => Number(r.dataset.key.split(':').at(-1)))")
    server.kill()
    server.communicate()
    assert shown == list(range(299, -1, -1))
