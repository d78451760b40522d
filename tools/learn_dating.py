"""Learns the weights of dating by the text's own words, and writes them as one small table of numbers.

    python tools/learn_dating.py --cache FOLDER [--stride 6 --offsets 1,2,3,4,5]

Reads wire copy with true days (TE3-Silver, development part) and TimeBank from the folder DATELINE_CORPORA; parses are kept
in the folder `--cache` that `bench/dating.py` uses. Texts 0, 6, 12 … are left out: the bench measures on them.
Weekdays: conditional logit over the seven weekdays, additive over mentions and their classes, L2 penalty, Newton's method.
Days and months without year, years: log of the share of each distance against an even spread, add-one smoothed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from bench.dating import Text, texts_of
from dateline.reading.dating.dates import (
    DISTANCES,
    date_class,
    holiday_class,
    holidays,
    month_class,
    partial_dates,
    partial_months,
)
from dateline.reading.dating.office import STRETCHES, known_people, office_clues, stretch
from dateline.reading.dating.weekdays import CLASSES, named_weekdays
from dateline.reading.dating.years import GAPS, told_years, year_class

Weights = Mapping[str, Mapping[str, object]]
OUT = Path(__file__).parent.parent / "src/dateline/knowledge/dating/weights.toml"
BEYOND = 12  # years over which the outermost stretches before and after an office are spread
DRAWN = 10.0  # cases that the kind counts for in each of its classes
PENALTY, STEPS, TOLERANCE = 2.0, 30, 1e-3


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
    w = np.zeros(x.shape[2])
    for _ in range(STEPS):
        p = np.exp(_log_shares(x @ w))
        slope = np.einsum("ndk,nd->k", x, (np.arange(7) == y[:, None]) - p) - PENALTY * w
        mean = np.einsum("ndk,nd->nk", x, p)
        scaled = (x * np.sqrt(p)[:, :, None]).reshape(-1, x.shape[2])
        step = np.linalg.solve(scaled.T @ scaled - mean.T @ mean + PENALTY * np.eye(len(w)), slope)
        while np.abs(step).max() > TOLERANCE and _gain(x, y, w + step) < _gain(x, y, w):
            step = step / 2
        w += step
        if np.abs(step).max() <= TOLERANCE:
            break
    table = w.reshape(len(CLASSES), 7)
    return {c: (table[k] - table[k].mean()).tolist() for k, c in enumerate(CLASSES)}


def _log_shares(score: np.ndarray) -> np.ndarray:
    top = score.max(axis=1, keepdims=True)
    return score - top - np.log(np.exp(score - top).sum(axis=1, keepdims=True))


def _gain(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> float:
    """The penalised log-likelihood of the weights."""
    return float(_log_shares(x @ w)[np.arange(len(y)), y].sum() - PENALTY / 2 * w @ w)


def spread(counts: Counter[int], bins: list[float], whole: float, prior: float) -> list[float]:
    """Log of the share of each bin against an even spread over `whole`; `bins` are the bins' widths."""
    total = sum(counts.values())
    even = np.array(bins) / whole
    share = (np.array([counts[i] for i in range(len(bins))]) + prior * even) / (total + prior)
    return np.log(share / even).tolist()


def dates(texts: Iterable[Text]) -> dict[str, list[float]]:
    counts: dict[str, Counter[int]] = {f"holiday-{side}": Counter() for side in ("past", "future", "open")}
    for t in texts:
        for p in partial_dates(t.tree, t.expressions):
            counts.setdefault(date_class(p), Counter())[p.bin(t.day)] += 1
        for h in holidays(t.tree, t.expressions):
            counts.setdefault(holiday_class(h), Counter())[h.bin(t.day)] += 1
    widths = [float(last - first + 1) for first, last in DISTANCES]
    return {k: spread(c, widths, sum(widths), 15.0) for k, c in sorted(counts.items())}


def months(texts: Iterable[Text]) -> dict[str, list[float]]:
    counts: dict[str, Counter[int]] = {}
    for t in texts:
        for p in partial_months(t.tree, t.expressions):
            counts.setdefault(month_class(p), Counter())[(t.day.month - p.month) % 12] += 1
    return {k: spread(c, [1.0] * 12, 12.0, 6.0) for k, c in sorted(counts.items())}


def years(texts: Iterable[Text]) -> dict[str, list[float]]:
    """Log-likelihood of the gap from the year named to that of publication, for each class drawn to that of its kind."""
    counts: dict[str, Counter[int]] = {}
    kinds: dict[str, str] = {}
    for t in texts:
        for kind, named in told_years(t.tree, t.expressions):
            gap = int(np.clip(t.day.year - named.year, GAPS[0], GAPS[-1])) - GAPS[0]
            kinds[year_class(kind, named)] = kind
            for name in {kind, year_class(kind, named)}:
                counts.setdefault(name, Counter())[gap] += 1
    shares = {k: (_row(c) + 0.5) / (_row(c).sum() + 0.5 * len(GAPS)) for k, c in counts.items()}
    drawn = {k: (_row(counts[k]) + DRAWN * shares[of]) / (_row(counts[k]).sum() + DRAWN) for k, of in kinds.items()}
    return {k: np.log(shares[k] if k == of else drawn[k]).tolist() for k, of in kinds.items()}


def _row(counts: Counter[int]) -> np.ndarray:
    return np.array([float(counts[i]) for i in range(len(GAPS))])


def offices(texts: Iterable[Text]) -> dict[str, float]:
    """How often the day of publication lies in a tenure of the person named with the office."""
    hits = [any(b.__contains__(t.day) for b in bounds) for t in texts for _, bounds in office_clues(t.tree)]
    return {"inside": float((sum(hits) + 1) / (len(hits) + 2)), "cases": float(len(hits))}


def people(texts: Iterable[Text]) -> dict[str, list[float]]:
    """How often somebody is named in each stretch of years about his offices; log of the share of one year of it."""
    named = [(t.day.year, k) for t in texts for k in known_people(t.tree, [n.name for n, _ in office_clues(t.tree)])]
    counts = Counter(stretch(year, *known.years) for year, known in named)
    total = sum(counts.values()) + len(STRETCHES)
    widths = [min(high - low + 1, BEYOND) for low, high in STRETCHES]
    return {"years": [float(np.log((counts[n] + 1) / total / width)) for n, width in enumerate(widths)]}


def learn(texts: Sequence[Text]) -> Weights:
    """All that `weights.toml` holds, from texts with true days."""
    return {
        "weekday": weekdays(texts),
        "date": dates(texts),
        "month": months(texts),
        "year": years(texts),
        "office": offices(texts),
        "person": people(texts),
    }


def written(sections: Weights) -> str:
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
    OUT.write_text(written(learn(texts)))


if __name__ == "__main__":
    main()
