"""Where reports come from: files, folders, collections, addresses, standard input."""

from __future__ import annotations

from dateline.intake.fetch import Fetched, fetch
from dateline.intake.sources import Failure, Loaded, Source, article_of, expand

__all__ = ["Failure", "Fetched", "Loaded", "Source", "article_of", "expand", "fetch"]
