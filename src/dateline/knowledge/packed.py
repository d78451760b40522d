"""Built tables as they ship: columns of text in blocks of rows, each block deflated by itself and read when first asked for.

A question about one person needs a block of each column, one about all of them a few columns; no row is made before somebody
asks for it. Measured against other forms in docs/decisions/0015.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

import msgspec

BLOCK = 2048  # rows; a block of names is as much as zlib looks back, so larger ones would hardly be smaller together


def pack(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as bytes; the same rows give the same bytes. Cells hold no line ends. Raises ValueError for one that does."""
    columns = [list(c) for c in zip(*rows, strict=True)] or [[] for _ in head]
    if any("\n" in cell for c in columns for cell in c):
        raise ValueError("a cell holds a line end")
    written = {
        name: [zlib.compress("\n".join(c[at : at + BLOCK]).encode(), 9) for at in range(0, len(c), BLOCK)]
        for name, c in zip(head, columns, strict=True)
    }
    return msgspec.msgpack.encode((len(columns[0]), written))


class Table:
    """A packed table. `table["name"]` is a whole column, `table.cell("name", 7)` one cell; what is unpacked is kept."""

    def __init__(self, data: bytes) -> None:
        self._length, self._packed = msgspec.msgpack.decode(data, type=tuple[int, dict[str, list[bytes]]])
        self._blocks: dict[tuple[str, int], list[str]] = {}
        self._columns: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, name: str) -> list[str]:
        if name not in self._columns:
            self._columns[name] = [cell for at in range(len(self._packed[name])) for cell in self._block(name, at)]
        return self._columns[name]

    def cell(self, name: str, n: int) -> str:
        """One cell, of which only its block is unpacked."""
        return self._block(name, n // BLOCK)[n % BLOCK]

    def _block(self, name: str, at: int) -> list[str]:
        found = self._blocks.get((name, at))
        if found is None:
            found = self._blocks[name, at] = zlib.decompress(self._packed[name][at]).decode().split("\n")
        return found

    def row(self, n: int) -> dict[str, str]:
        """One row by column name."""
        return {name: self.cell(name, n) for name in self._packed}

    def rows(self) -> tuple[dict[str, str], ...]:
        """All of them."""
        names = tuple(self._packed)
        return tuple(dict(zip(names, cells, strict=True)) for cells in zip(*(self[n] for n in names), strict=True))
