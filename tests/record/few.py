"""`dateline` with a reader that gives three made reports. `python -m tests.record.few ARGUMENTS…`"""

from __future__ import annotations

import sys
from itertools import islice

import dateline
from dateline.cli import main
from tests.record.endless import reports

if __name__ == "__main__":
    dateline.read_many = lambda *_, **__: islice(reports(1), 3)
    main(sys.argv[1:])
