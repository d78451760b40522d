"""How a row goes over the wire: in the API, in the feeds and in the live stream alike."""

from __future__ import annotations

import msgspec

from dateline.desk.wording import Piece, pieces
from dateline.record import Entry


class Shown(Entry, frozen=True, kw_only=True):
    """A row of the record with its sentence: as one, and cut where actors are named ([words, actor's id or null])."""

    sentence: str
    pieces: tuple[Piece, ...]


def shown(entry: Entry) -> Shown:
    """The row with its sentence."""
    cut = pieces(entry)
    fields = {name: getattr(entry, name) for name in Entry.__struct_fields__}
    return Shown(**fields, sentence="".join(piece.text for piece in cut), pieces=cut)


def event_of(epoch: str, entry: Entry) -> bytes:
    """The row as a server-sent event; its id is the place in the journal."""
    return b"id: %b-%d\nevent: row\ndata: %b\n\n" % (epoch.encode(), entry.sequence, msgspec.json.encode(shown(entry)))


def note_of(name: str, epoch: str, sequence: int) -> bytes:
    """A server-sent event about the stream itself, with the place from which it goes on."""
    data = msgspec.json.encode({"epoch": epoch, "sequence": sequence})
    return b"id: %b-%d\nevent: %b\ndata: %b\n\n" % (epoch.encode(), sequence, name.encode(), data)


def beat_of(epoch: str, sequence: int) -> bytes:
    """A sign of life that carries the resume point on, which a filter may have left far behind."""
    return b":\nid: %b-%d\n\n" % (epoch.encode(), sequence)
