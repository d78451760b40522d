"""Learns the weights of dating by the text's own words, and writes them as one small table of numbers.

    python tools/learn_dating.py --cache FOLDER [--stride 6 --offsets 1,2,3,4,5]

Reads wire copy with true days (TE3-Silver, development part) and TimeBank from the folder DATELINE_CORPORA; parses are kept
in the folder `--cache` that `bench/dating.py` uses. Texts 0, 6, 12 … are left out: the bench measures on them.
Weekdays: conditional logit over the seven weekdays, additive over mentions and their classes, L2 penalty, gradient ascent.
Days and months without year, years: log of the share of each distance against an even spread, add-one smoothed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from bench.dating import Text, texts_of
from dateline.reading.dating.dates import DISTANCES, date_class, month_class, partial_dates, partial_months
from dateline.reading.dating.office import office_clues
from dateline.reading.dating.weekdays import named_weekdays
from dateline.reading.dating.years import GAPS, told_years

OUT = Path(__file__).parent.parent / "src/dateline/knowledge/dating/weights.toml"
CLASSES = (
    "said",
    "first",
    "first-open",
    "other",
    "other-open",
    "aside",
    "coming",
    "coming-lead",
    "today",
    "yesterday",
    "night",
    "most",
)
PENALTY, STEPS, RATE = 2.0, 3000, 0.02


def weekdays(texts: Iterable[Text]) -> dict[str, list[float]]:
    """Weights by class and distance, most of them small."""
    rows = []
    for t in texts:
        named = named_weekdays(t.tree, t.expressions)
        if named:
            design = np.zeros((7, len(CLASSES), 7))
            for n in named:
                for d in range(7):
                    for c in n.classes:
                        design[d, CLASSES.index(c), n.off(d + 1)] += 1
            rows.append((design.reshape(7, -1), t.day.isoweekday() - 1))
    x, y = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    w, m, v = np.zeros(x.shape[2]), np.zeros(x.shape[2]), np.zeros(x.shape[2])
    for step in range(1, STEPS + 1):
        score = x @ w
        p = np.exp(score - score.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        slope = np.einsum("ndk,nd->k", x, (np.arange(7) == y[:, None]) - p) - PENALTY * w
        m, v = 0.9 * m + 0.1 * slope, 0.999 * v + 0.001 * slope**2
        w += RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    table = w.reshape(len(CLASSES), 7)
    return {c: (table[k] - table[k].mean()).tolist() for k, c in enumerate(CLASSES)}


def spread(counts: Counter[int], bins: list[float], whole: float, prior: float) -> list[float]:
    """Log of the share of each bin against an even spread over `whole`; `bins` are the bins' widths."""
    total = sum(counts.values())
    even = np.array(bins) / whole
    share = (np.array([counts[i] for i in range(len(bins))]) + prior * even) / (total + prior)
    return np.log(share / even).tolist()


def dates(texts: Iterable[Text]) -> dict[str, list[float]]:
    counts: dict[str, Counter[int]] = {}
    for t in texts:
        for p in partial_dates(t.tree, t.expressions):
            counts.setdefault(date_class(p), Counter())[p.bin(t.day)] += 1
    widths = [float(last - first + 1) for first, last in DISTANCES]
    return {k: spread(c, widths, sum(widths), 15.0) for k, c in sorted(counts.items())}


def months(texts: Iterable[Text]) -> dict[str, list[float]]:
    counts: dict[str, Counter[int]] = {}
    for t in texts:
        for p in partial_months(t.tree, t.expressions):
            counts.setdefault(month_class(p), Counter())[(t.day.month - p.month) % 12] += 1
    return {k: spread(c, [1.0] * 12, 12.0, 6.0) for k, c in sorted(counts.items())}


def years(texts: Iterable[Text]) -> dict[str, list[float]]:
    """Log-likelihood of the gap from the year named to that of publication: the latest told of as past, the earliest ahead."""
    counts: dict[str, Counter[int]] = {}
    for t in texts:
        for kind, named in told_years(t.tree, t.expressions):
            gap = t.day.year - named.year
            counts.setdefault(kind, Counter())[int(np.clip(gap, GAPS[0], GAPS[-1])) - GAPS[0]] += 1
    return {
        k: np.log([(c[i] + 0.5) / (sum(c.values()) + 0.5 * len(GAPS)) for i in range(len(GAPS))]).tolist()
        for k, c in counts.items()
    }


def offices(texts: Iterable[Text]) -> dict[str, float]:
    """How often the day of publication lies in a tenure of the person named with the office."""
    hits = [any(b.__contains__(t.day) for b in bounds) for t in texts for _, bounds in office_clues(t.tree)]
    return {"inside": float((sum(hits) + 1) / (len(hits) + 2)), "cases": float(len(hits))}


def written(sections: dict[str, dict[str, object]]) -> str:
    lines = [
        "# Learnt by tools/learn_dating.py from TE3-Silver (development part) and TimeBank: numbers only. See docs/dating.md."
    ]
    for name, section in sections.items():
        lines.append(f"\n[{name}]")
        for key, value in section.items():
            lines.append(f'"{key}" = ' + (str([round(v, 2) for v in value]) if isinstance(value, list) else str(round(value, 3))))
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--stride", type=int, default=6)
    parser.add_argument("--offsets", default="1,2,3,4,5")
    asked = parser.parse_args()
    wire = [t for o in asked.offsets.split(",") for t in texts_of("te3_silver_dev", asked.stride, int(o), asked.cache)]
    texts = wire + list(texts_of("timebank", 1, 0, asked.cache))
    OUT.write_text(
        written({
            "weekday": weekdays(texts), "date": dates(texts), "month": months(texts), "year": years(texts),
            "office": offices(texts),
        })
    )  # fmt: skip


if __name__ == "__main__":
    main()
