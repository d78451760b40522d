"""When a report appeared: what its page says, held against what its own words allow."""

from __future__ import annotations

from dateline.reading.dating.report import date_page, date_report

__all__ = ["date_page", "date_report"]
