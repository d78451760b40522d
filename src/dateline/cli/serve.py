"""`dateline serve`: the desk in the browser."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import click

from dateline.cli.faults import Fault, faults
from dateline.cli.options import database

SHORTEST = 16  # characters of a token


@click.command()
@database
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, metavar="N", help="0: any free one.")
@click.option("--token-file", type=click.Path(dir_okay=False), metavar="FILE", help="Reading asks for the token in it.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A host name by which browsers may ask.")
@click.option("--public-read", is_flag=True, help="Let everybody read who reaches the address.")
@click.option("--open", "is_opened", is_flag=True, help="Open it in the browser.")
def serve(
    path: str, host: str, port: int, token_file: str | None, hosts: tuple[str, ...], public_read: bool, is_opened: bool
) -> None:
    """Serve the record as pages that come alive, as an HTTP API, and as feeds.

    Only this machine may ask, unless --host says otherwise; then a token is needed, from --token-file or the environment
    (DATELINE_TOKEN), or --public-read. Rows that any other process reads into the record appear at once.
    """
    import dateline
    from dateline.desk.serving import CannotListen, listening
    from dateline.desk.serving import serve as serve_desk
    from dateline.desk.settings import Settings, digest_of

    token = _token(token_file)
    if not token and not public_read and not _is_loopback(host):
        raise Fault("TOKEN_NEEDED", f"Others could read the record at {host}.")
    with faults(), dateline.open_record(path, readonly=True):
        pass
    try:
        listener = listening(host, port)
    except CannotListen as error:
        raise Fault("CANNOT_LISTEN", str(error)) from None
    digest = digest_of(token) if token else None
    settings = Settings(path=Path(path).absolute(), token_digest=digest, hosts=frozenset(h.lower() for h in (*hosts, host)))
    address = _address(host, listener.getsockname()[1])
    click.echo(f"{path} is at {address} (Ctrl+C ends it)")
    if is_opened:
        click.launch(address)
    serve_desk(settings, listener)


def _token(token_file: str | None) -> str:
    """The token from the file or the environment; empty for none."""
    import os

    token = os.environ.get("DATELINE_TOKEN", "")
    if token_file:
        try:
            token = Path(token_file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise Fault("NOT_READABLE", f"{token_file}: {getattr(error, 'strerror', None) or error}.") from None
    if (token or token_file) and len(token) < SHORTEST:
        raise Fault("TOKEN_TOO_SHORT", f"The token has {len(token)} characters; it needs {SHORTEST} or more.")
    return token


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _address(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}/"
