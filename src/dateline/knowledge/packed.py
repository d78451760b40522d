"""Built tables as they ship: columns of text, each deflated by itself and read when first asked for.

A question about an office needs four columns of forty thousand rows, not all of them, and no row is made before somebody
asks for it; measured against other forms in docs/decisions/0015.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

import msgspec


def pack(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as bytes; the same rows give the same bytes. Cells hold no line ends. Raises ValueError for one that does."""
    columns = [list(c) for c in zip(*rows, strict=True)] or [[] for _ in head]
    if any("\n" in cell for c in columns for cell in c):
        raise ValueError("a cell holds a line end")
    written = {name: zlib.compress("\n".join(c).encode(), 9) for name, c in zip(head, columns, strict=True)}
    return msgspec.msgpack.encode((len(columns[0]), written))


class Table:
    """A packed table. `table["name"]` is a column as a list of texts, unpacked at the first call."""

    def __init__(self, data: bytes) -> None:
        self._length, self._packed = msgspec.msgpack.decode(data, type=tuple[int, dict[str, bytes]])
        self._columns: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, name: str) -> list[str]:
        if name not in self._columns:
            text = zlib.decompress(self._packed[name]).decode()
            self._columns[name] = text.split("\n") if self._length else []
        return self._columns[name]

    def row(self, n: int) -> dict[str, str]:
        """One row by column name."""
        return {name: self[name][n] for name in self._packed}

    def rows(self) -> tuple[dict[str, str], ...]:
        """All of them."""
        names = tuple(self._packed)
        return tuple(dict(zip(names, cells, strict=True)) for cells in zip(*(self[n] for n in names), strict=True))
