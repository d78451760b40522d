"""What is done to whom, whether it happened, and on whose word: from senses in the ontology and a walk over the tree."""

from __future__ import annotations

from dateline.reading.events.coder import find_events

__all__ = ["find_events"]
