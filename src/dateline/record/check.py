"""Whether a record is sound."""

from __future__ import annotations

import sqlite3

# Each counts what should not be there.
_QUESTIONS = {
    "reports lack their newest version": """
        SELECT count(*) FROM reports r WHERE NOT EXISTS
            (SELECT 1 FROM versions v WHERE v.report = r.number AND v.version = r.version)""",
    "live rows were not carried into their report's newest version": """
        SELECT count(*) FROM rows r JOIN reports p ON p.number = r.report
        WHERE r.retracted IS NULL AND r.version <> p.version""",
    "rows are not told of by the journal as they are": """
        SELECT count(*) FROM rows r JOIN reports p ON p.number = r.report
        WHERE (r.retracted IS NULL) <> (
            SELECT coalesce(sum((j.change = 'added') - (j.change = 'retracted')), -1) FROM journal j
            WHERE j.report = p.id AND j.kind = r.kind AND j.row = r.id)""",
    "rows are missing from the index of words": """
        SELECT count(*) FROM rows r WHERE NOT EXISTS (SELECT 1 FROM found_docsize d WHERE d.id = r.number)""",
}


def problems(connection: sqlite3.Connection) -> list[str]:
    """Each fault in a sentence: of the file, of its references, of its journal, of its index of words."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    found += [f"{table} row {row} refers to nothing" for table, row, *_ in connection.execute("PRAGMA foreign_key_check")]
    for fault, question in _QUESTIONS.items():
        count = connection.execute(question).fetchone()[0]
        if count:
            found.append(f"{count} {fault}")
    return found
