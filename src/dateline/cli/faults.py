"""What goes wrong, as one sentence with its code and the way out, on stderr."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from dateline.foundation.issues import way_out
from dateline.foundation.portrait import visible

if TYPE_CHECKING:
    from dateline.reading.page.errors import Unreadable


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


def teller(failed: list[str], step: Callable[[str], None] = lambda source: None) -> Callable[[str, Unreadable], None]:
    """What names a source that can't be read, and notes it in `failed`; the rest goes on, by the next `step` of a progress."""

    def tell(source: str, error: Unreadable) -> None:
        failed.append(source)
        click.echo(told(error.code, f"{source}: {error.message}"), err=True)
        step(source)

    return tell


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
