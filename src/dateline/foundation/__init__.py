"""The values that travel: spans, intervals, texts, rows. Imports nothing of the house."""
