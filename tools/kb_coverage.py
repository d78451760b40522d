"""Write docs/coverage.md: of which country and year the base knows the holders of six offices.

python tools/kb_coverage.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
from dateline.knowledge.base import KnowledgeBase, base  # noqa: E402

PAGE = ROOT / "docs" / "coverage.md"
OFFICES = {
    "head_of_state": "head of state",
    "head_of_government": "head of government",
    "foreign": "foreign",
    "defence": "defence",
    "interior": "interior",
    "finance": "finance",
}
YEARS = range(1990, 2027)


def known(kb: KnowledgeBase) -> dict[tuple[str, str], set[int]]:
    """Years in whose middle, 1 July, a holder is listed, by country and office."""
    out: dict[tuple[str, str], set[int]] = {}
    for iso in kb.countries:
        for office in OFFICES:
            for _, t in kb.people.of_office(office, iso):
                first, last = int(t.start[:4]), int((t.end or t.until_known or "9999")[:4])
                years = range(max(first, YEARS[0]), min(last, YEARS[-1]) + 1)
                held = (y for y in years if t.state(date(y, 7, 1)) == "held")
                out.setdefault((iso, office), set()).update(held)
    return out


def spans(years: set[int]) -> str:
    """`1998–2003, 2006`; empty for none."""
    runs: list[list[int]] = []
    for y in sorted(years):
        if runs and runs[-1][-1] == y - 1:
            runs[-1].append(y)
        else:
            runs.append([y])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)


def page(kb: KnowledgeBase) -> Iterator[str]:
    """The lines of the page."""
    found = known(kb)
    yield from (
        "# What the knowledge base covers",
        "",
        "Made by `python tools/kb_coverage.py` from the base as it ships. A year counts where a source lists a holder on 1 July;",
        "a tenure whose source ends before that day does not, nor one that is known to the year only and begins or ends in it.",
        "What the sources are and why there are gaps: [actors.md](actors.md).",
        "",
        "## Countries and territories with a known holder, by year",
        "",
        f"| year | {' | '.join(OFFICES.values())} |",
        f"|---|{'---|' * len(OFFICES)}",
    )
    for year in YEARS:
        counts = (sum(year in years for (_, o), years in found.items() if o == office) for office in OFFICES)
        yield f"| {year} | {' | '.join(map(str, counts))} |"
    yield from ("", "## Years with a known holder, by country", "")
    yield from (f"| | {' | '.join(OFFICES.values())} |", f"|---|{'---|' * len(OFFICES)}")
    for iso, country in sorted(kb.countries.items(), key=lambda c: c[1].name):
        cells = [spans(found.get((iso, office), set())) for office in OFFICES]
        if any(cells):
            yield f"| {country.name} | {' | '.join(cells)} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text("\n".join(page(base())), encoding="utf-8")
