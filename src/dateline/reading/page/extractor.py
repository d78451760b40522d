"""The other reader: trafilatura in precision mode (Barbaresi 2021), asked only for which text is the report."""

from __future__ import annotations

import logging


def extracted_text(page: str) -> str:
    """What trafilatura takes for the report, a block a line; empty where it finds none or fails."""
    import trafilatura  # slow to import, and only pages need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        return trafilatura.extract(page, favor_precision=True, include_comments=False) or ""
    except Exception:  # a page that breaks one reader is still read by the other
        return ""
