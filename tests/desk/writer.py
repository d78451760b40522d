"""Puts events into a record, as a process of its own. `python -m tests.desk.writer RECORD`

Each line on standard input asks for some more, `NUMBER SECONDS`: so many, that far apart. The time is printed after each commit.
"""

from __future__ import annotations

import sys
import time

from dateline.record import open_record
from tests.desk.records import event

if __name__ == "__main__":
    with open_record(sys.argv[1]) as record:
        number = 0
        for line in sys.stdin:
            many, apart = line.split()
            for _ in range(int(many)):
                record.put(event(number))
                print(time.time(), flush=True)
                number += 1
                time.sleep(float(apart))
