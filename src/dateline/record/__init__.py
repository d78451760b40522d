"""The record: what reports say, kept in one SQLite file with the journal of every change."""

from __future__ import annotations

from dateline.record.errors import RecordError
from dateline.record.find import Found, Query
from dateline.record.latest import Entry, Party, Place
from dateline.record.overview import Brief, Known
from dateline.record.store import Change, Listed, Put, Record, open_record

__all__ = [
    "Brief",
    "Change",
    "Entry",
    "Found",
    "Known",
    "Listed",
    "Party",
    "Place",
    "Put",
    "Query",
    "Record",
    "RecordError",
    "open_record",
]
