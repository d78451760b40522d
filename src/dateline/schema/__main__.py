"""`python -m dateline.schema` writes the schema anew after a change of the rows."""

from pathlib import Path

from dateline.schema import NAME, generate

Path(__file__).with_name(NAME).write_text(generate(), encoding="utf-8")
