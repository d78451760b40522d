"""The look, as far as it can be reckoned: contrast of all colours, weight of every page, assets that are what they say."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import re
from pathlib import Path

import pytest

from dateline.desk.access import STATIC
from tests.desk.desk_of import asking
from tests.desk.records import event, filled
from tools.vendor_assets import ROOT, assets

CSS = (STATIC / "desk.css").read_text(encoding="utf-8")
TEXT = ("ink", "ink2", "link", "visited", "accent", "happened", "negated", "wanted", "overdue")
GROUNDS = ("paper", "raised", "sunk", "evidence", "times")
PAGES = {
    "/": ("desk.js", "live.js", "times.js"),
    "/report/r:copy": ("desk.js", "panel.js", "times.js"),
    "/calendar/2031-03": ("desk.js", "times.js"),
    "/actor/x:ada-lindqvist": ("desk.js", "times.js"),
    "/search?text=tolls": ("desk.js", "times.js"),
}


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme by name."""
    light, dark = re.findall(r":root \{([^}]*)\}", CSS)[:2]
    return dict(re.findall(r"--([a-z0-9]+): (#[0-9A-F]{6})", light if theme == "light" else dark))


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_text_can_be_read_on_every_ground_and_every_edge_seen(theme: str) -> None:
    colours = tokens(theme)
    for text, ground in itertools.product(TEXT, GROUNDS):
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for edge, ground in itertools.product(("edge", "focus"), ("paper", "raised", "sunk")):
        assert contrast(colours[edge], colours[ground]) >= 3, (edge, ground)


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


def test_pages_and_their_scripts_are_light(tmp_path: Path) -> None:
    """At most 15 KB of HTML and style, 20 KB of script, compressed, for a full page of rows."""
    path = filled(tmp_path / "desk.db")
    from dateline.record import open_record

    with open_record(path) as record:
        for n in range(60):
            record.put(event(n))
    with asking(path) as desk:
        for address, scripts in PAGES.items():
            html = desk.get(address, headers={"accept": "text/html"}).content
            linked = set(re.findall(rb'<script type="module" src="/static/([a-z]+\.js)', html))
            assert linked == {name.encode() for name in scripts if name != "times.js"}
            assert packed(html) + packed(CSS.encode()) < 15_000, address
            assert sum(packed((STATIC / name).read_bytes()) for name in scripts) < 20_000, address


# ---- what others made


def test_every_asset_of_others_has_the_bytes_of_its_source_and_its_licence_beside_it() -> None:
    pinned = {asset.path: asset for asset in assets()}
    for path, asset in pinned.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == asset.sha256, path
    kept = {p for p in (STATIC / "fonts").iterdir() if p.is_file()} | {ROOT / "tests/desk/vendor/axe.min.js"}
    assert kept <= set(pinned)
    for package in {asset.package for asset in pinned.values()}:
        (licence,) = [a.path for a in pinned.values() if a.package == package and a.path.name.startswith("LICENSE")]
        assert licence.stat().st_size > 1000
        assert package in (ROOT / "NOTICE").read_text(encoding="utf-8")


def test_the_style_names_each_font_by_its_fingerprint() -> None:
    named = dict(re.findall(r"url\((fonts/[a-z0-9-]+\.woff2)\?v=([0-9a-f]{16})\)", CSS))
    assert set(named) == {f"fonts/{p.name}" for p in (STATIC / "fonts").glob("*.woff2")}
    for name, fingerprint in named.items():
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest().startswith(fingerprint)
