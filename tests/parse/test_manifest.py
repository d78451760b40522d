"""The manifest says what is shipped."""

from __future__ import annotations

import hashlib
import json
import tomllib
from importlib.resources import files

from dateline.reading.parse.entities import TAGS

MODELS = files("dateline") / "models"
MANIFEST = tomllib.loads((MODELS / "manifest.toml").read_text(encoding="utf-8"))


def test_the_files_are_those_of_the_manifest() -> None:
    found = {name: hashlib.sha256((MODELS / name).read_bytes()).hexdigest() for name in MANIFEST["files"]}
    assert found == MANIFEST["files"]


def test_the_labels_are_the_models() -> None:
    labels = json.loads((MODELS / "reader.json").read_text(encoding="utf-8"))
    assert labels["name"] == MANIFEST["reader"]["name"]
    assert tuple(labels["tags"]) == TAGS


def test_the_weights_stay_small() -> None:
    weights = [name for name in MANIFEST["files"] if not name.endswith(".json")]
    assert sum((MODELS / name).stat().st_size for name in weights) <= 30_000_000
