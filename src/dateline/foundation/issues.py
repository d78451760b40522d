"""Everything that can be wrong with an input, a report or a record: a stable code, what it means, the way out.

Whoever raises a code adds its own facts (which file, which day); these sentences stand in the documentation.
"""

from __future__ import annotations

from typing import NamedTuple


class Known(NamedTuple):
    """What an issue code means and what to do about it, one sentence each."""

    means: str
    do: str


ISSUES: dict[str, Known] = {
    # ---- inputs that could not be read
    "NOT_FOUND": Known("There is no file or folder of that name.", "Check the spelling and the working directory."),
    "NOT_READABLE": Known("The file or folder cannot be read.", "Check its permissions, or that it is whole."),
    "UNSUPPORTED": Known("The file is packed in a way that this Python cannot unpack.", "Unpack it first."),
    "EMPTY_INPUT": Known("The input has no bytes, or nothing but white space.", "Save the page again."),
    "EMPTY_FOLDER": Known("The folder holds nothing that can be read.", "Name a folder with pages or text files."),
    "BINARY_INPUT": Known("The bytes are neither a page nor text.", "Save the report as HTML or plain text."),
    "TOO_LARGE": Known("The input is larger than any report.", "Split it, or give one report per line as JSON Lines."),
    "HOSTILE_PAGE": Known("The page is built so that reading it would take for ever.", "Save its text and read that."),
    "NO_ARTICLE": Known("The page has no article that could be found.", "Copy the article's text and read it with --as article."),
    "NOT_NEWS_TEXT": Known("The text has no sentences to read.", "Give the running text of a report."),
    "LANGUAGE": Known("The report is not in English.", "Only English is read."),
    "BAD_RECORD": Known("A line of a JSON Lines file is no object with `text` or `html`.", "Mend the line; the others are read."),
    "FETCH_REFUSED": Known(
        "The address is none that may be fetched.", "Give a public http or https address or --allow-local, or save the page."
    ),
    "FETCH_TIMEOUT": Known("The server took too long.", "Try again later, or save the page and read the file."),
    "FETCH_TOO_LARGE": Known("The page is larger than any report.", "Save its text and read that."),
    "FETCH_FAILED": Known("The page could not be fetched.", "Check it in a browser, or save the page and read the file."),
    "FETCH_FORBIDDEN": Known("The site's robots.txt asks programs not to read the address.", "Read it in a browser."),
    "NO_FEED": Known("There is no feed where one was expected.", "Give an RSS, Atom or JSON Feed's address, or an OPML file."),
    "BAD_KB": Known("A file named with --kb can't be used.", "Mend the entry that is named; docs/actors.md shows the form."),
    "NO_SUCH_ACTOR": Known("The knowledge base has nobody of that name.", "Try a fuller name, or bring your own with --kb."),
    "READER_FAULT": Known("Dateline itself failed on the report.", "Please report it with the input; the others are read."),
    # ---- what the reader should know of a report
    "BAD_DAY": Known("The day that a collection states for a report is no day.", "Write it as 2031-03-04."),
    "DATE_CONFLICT": Known(
        "What is said of the day of publication contradicts the text.",
        "See the clues with `dateline why REPORT`; state the day with --published.",
    ),
    # ---- the record
    "DB_MISSING": Known("There is no record in that place.", "Read a report first, or name the record with --db."),
    "DB_NOT_RECORD": Known("The file is no Dateline record.", "Name another file with --db; this one is left as it is."),
    "DB_NEWER": Known("A newer Dateline wrote the record.", "Bring Dateline up to date."),
    "DB_OLDER": Known("An older Dateline wrote the record.", "Any `dateline read` into it brings it up to date."),
    "DB_FULL": Known(
        "There is no room left for the record.", "Make room and run the same command again; what was printed is kept."
    ),
    "DB_READONLY": Known("The record may not be written to.", "Change its permissions, or use --db or --no-db."),
    "DB_BUSY": Known("Another program has been writing to the record for too long.", "Run the command again when it is done."),
    "DB_CANNOT_OPEN": Known("The record cannot be opened or made there.", "Check that the folder exists and may be written to."),
    "DB_DAMAGED": Known("The record's file is damaged.", "Restore a copy, or read the reports again into a new record."),
    "DB_IO": Known("The disk did not take or give the record's data.", "Check the disk; what was printed is kept."),
    "OUTPUT_FAILED": Known("The output could not be written.", "Check the place named with -o; what was printed is kept."),
    "NO_SUCH_ROW": Known(
        "The record has no report or row of that name.", "`dateline show` lists the reports, `dateline find` rows."
    ),
    # ---- the desk
    "TOKEN_NEEDED": Known(
        "Reading the desk asks for a token.", "Give the token, or start with --token-file, DATELINE_TOKEN or --public-read."
    ),
    "TOKEN_TOO_SHORT": Known(
        "The token could be guessed.", "Make one: python -c 'import secrets; print(secrets.token_urlsafe())'."
    ),
    "CANNOT_LISTEN": Known(
        "The desk could not listen at the address.", "Choose another with --host and --port; --port 0 takes any free port."
    ),
    "HOST_NOT_ALLOWED": Known(
        "The desk was called by a host name that it does not know.", "Ask by address, or start it with --allow-host NAME."
    ),
    "NOT_ALLOWED": Known("Another site's page asked for this.", "Go to the desk itself and do it there."),
    "NO_SUCH_PAGE": Known("The desk has nothing at the address.", "Begin at the first page, or see /openapi.json."),
    "METHOD_NOT_ALLOWED": Known("The desk only answers questions.", "Ask with GET."),
    "BAD_QUESTION": Known(
        "A parameter of the address is unknown or has a value that it cannot have.", "See docs/desk.md or /openapi.json."
    ),
    "TOO_MANY_READERS": Known("More live streams are open than the desk lets in.", "Close some; the page tries again by itself."),
    "NOT_OPEN": Known("The live stream is starting or stopping.", "Wait a few seconds; the page tries again by itself."),
    "DESK_FAULT": Known("Dateline itself failed on the request.", "Please report it with the address that was asked for."),
    "BAD_REQUEST": Known("The request could not be understood.", "Ask again as docs/desk.md says."),
}


def way_out(code: str) -> str:
    """What to do about an issue; empty for a code that is not known."""
    known = ISSUES.get(code)
    return known.do if known else ""
