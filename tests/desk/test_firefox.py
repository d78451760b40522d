"""The live page in Firefox, where there is one: its EventSource is another than Chromium's."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.record import open_record
from tests.desk.desk_of import free_port, killed_while_writing, started
from tests.desk.firefox import firefox

ROWS = "[...document.querySelectorAll('#rows .row')].map((r) => r.dataset.key.split(':').at(-1)).join(' ')"


@pytest.mark.browser
@pytest.mark.timeout(240)
def test_300_rows_through_four_kills_of_the_server_all_come_once_and_in_order(tmp_path: Path) -> None:
    path, port = tmp_path / "desk.db", free_port()
    (tmp_path / "profile").mkdir()
    open_record(path).close()
    with firefox(tmp_path / "profile") as tab:
        server = started(path, port)
        tab.goto(f"http://127.0.0.1:{port}/")
        server = killed_while_writing(
            path, port, server, lambda opens: tab.has(f"Number(document.querySelector('#rows').dataset.opens) >= {opens}")
        )
        assert tab.has("document.querySelector('.row[data-key$=\" e:299\"]') !== null")
        assert tab.evaluate(ROWS) == " ".join(str(n) for n in range(299, -1, -1))
        server.kill()
        server.communicate()
        assert [c for c in tab.complaints if "Content-Security-Policy" in c or ("Error" in c and "EventSource" not in c)] == []
