"""Floors on the casebook: what share of the rows it asks for come out, kind by kind, and of those forbidden do not.

    python bench/gate.py [--lift]

Exit status 1 when a share lies under its floor in bench/floors.toml; `--lift` raises the floors to what is reached now
(it never lowers one). Rows a case lists under `open` count as asked for.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.casebook import Case, Judge, cases, read_case

FLOORS = Path(__file__).parent / "floors.toml"


def judged(case: Case) -> Counter[tuple[str, bool]]:
    """How often each kind of row was asked for and given (True) or not (False)."""
    judge = Judge(read_case(case))
    count = Counter((line.split()[0], judge.finds(line)) for line in (*case.gives, *case.open))
    count.update(("never", not judge.finds(line)) for line in (*case.never, *case.forbidden))
    if case.dated:
        count[("published", judge.dated(case.dated))] += 1
    count.update(("never", not judge.dated(day)) for day in case.never_dated)
    return count


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--lift", action="store_true")
    a = ap.parse_args()
    total: Counter[tuple[str, bool]] = Counter()
    for case in cases():
        total.update(judged(case))
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    reached, under = {}, []
    for kind in sorted({k for k, _ in total}):
        hit, n = total[kind, True], total[kind, True] + total[kind, False]
        share, floor = hit / n, float(floors.get(kind, 0))
        reached[kind] = max(floor, int(100 * share) / 100)
        if share < floor:
            under.append(kind)
        print(f"{kind:10} {hit:4}/{n:<4} {share:.3f}  floor {floor:.2f}{'  UNDER' if share < floor else ''}")
    if a.lift:
        FLOORS.write_text("".join(f"{k} = {v:.2f}\n" for k, v in reached.items()), encoding="utf-8")
    sys.exit(f"under the floor: {', '.join(under)}" if under else 0)


if __name__ == "__main__":
    main()
