"""What goes wrong, as one sentence with its code and the way out, on stderr."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import click

from dateline.foundation.issues import way_out
from dateline.foundation.portrait import visible


class Fault(click.ClickException):
    """Ends the command with exit status 1."""

    exit_code = 1

    def __init__(self, code: str, message: str) -> None:
        super().__init__(told(code, f"{message} {way_out(code)}"))

    def show(self, file: object = None) -> None:
        """The sentence on stderr."""
        click.echo(self.message, err=True)


def told(code: str, message: str) -> str:
    """`CODE: message` on one line, safe to print."""
    return f"{code}: {' '.join(visible(message).split())}"


@contextmanager
def faults() -> Iterator[None]:
    """Turns what the record and the disk complain of into a Fault."""
    from dateline.record import RecordError

    try:
        yield
    except RecordError as error:
        raise Fault(error.code, error.message) from error
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise BrokenPipeError from error
        raise Fault("OUTPUT_FAILED", f"The output could not be written: {error.strerror or error}.") from error
