-- The record: what reports say, every version of them, and the journal of all changes. SQLite 3.37 or newer.
-- Days are ISO 8601 text, JSON is the contract's (see dateline/schema/report-1.json).

-- What the file says of itself. `epoch` is random and never changes: a reader of the journal that finds another
-- epoch is looking at another record and begins anew.
CREATE TABLE about (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One line a report, as it was read last.
CREATE TABLE reports (
    number    INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    source    TEXT NOT NULL,
    title     TEXT,
    publisher TEXT,
    published TEXT,                     -- the day, if it is known
    first_day TEXT,                     -- else the days that are still possible
    last_day  TEXT,
    version   INTEGER NOT NULL          -- the newest in `versions`
) STRICT;

-- Every version of a report that was read: its head with the whole text, its dating, its issues.
CREATE TABLE versions (
    report  INTEGER NOT NULL REFERENCES reports (number),
    version INTEGER NOT NULL,           -- 1, 2, …
    digest  TEXT NOT NULL,              -- SHA-256 of the whole report; the same again changes nothing
    head    TEXT NOT NULL CHECK (json_valid(head)),
    PRIMARY KEY (report, version)
) STRICT, WITHOUT ROWID;

-- Every row a report ever had. Retracted ones stay: they are what an older version said.
CREATE TABLE rows (
    number    INTEGER PRIMARY KEY,
    report    INTEGER NOT NULL REFERENCES reports (number),
    kind      TEXT NOT NULL,            -- report event statement position tie calendar forecast time actor
    id        TEXT NOT NULL,            -- made of the words and the kind, never of where they stand
    place     INTEGER NOT NULL,         -- rank in its list
    version   INTEGER NOT NULL,         -- whose text its spans point into
    retracted INTEGER,                  -- the version that no longer says it
    meaning   TEXT NOT NULL,            -- digest of the row with words for spans: equal means nothing was amended
    type      TEXT,                     -- event type, act, stance, relation, TIMEX3 type, actor kind
    status    TEXT,
    first_day TEXT,                     -- when it is, or was, or will be; null is open
    last_day  TEXT,
    words     TEXT NOT NULL,            -- what it stands on, for searching
    line      TEXT NOT NULL,            -- the row in the notation
    json      TEXT NOT NULL CHECK (json_valid(json)),
    UNIQUE (report, kind, id)
) STRICT;
CREATE INDEX rows_by_id ON rows (id);
CREATE INDEX rows_by_type ON rows (kind, type, status);
CREATE INDEX rows_by_day ON rows (first_day, last_day);

-- Who takes part in a row, and as what: source target others holder speaker addressee subject object by about said_by participants.
CREATE TABLE parts (
    row   INTEGER NOT NULL REFERENCES rows (number),
    part  TEXT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (row, part, actor)
) STRICT, WITHOUT ROWID;
CREATE INDEX parts_by_actor ON parts (actor);

-- The names by which reports call their actors.
CREATE TABLE names (
    name  TEXT NOT NULL,                 -- without case and accents
    actor TEXT NOT NULL,
    PRIMARY KEY (name, actor)
) STRICT, WITHOUT ROWID;

-- Every change, in order, for ever. Sequence numbers never repeat.
CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at       TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    change   TEXT NOT NULL CHECK (change IN ('added', 'amended', 'retracted')),
    report   TEXT NOT NULL,
    version  INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    row      TEXT NOT NULL,             -- the row's id
    line     TEXT NOT NULL,             -- the row in the notation
    json     TEXT NOT NULL CHECK (json_valid(json))  -- as added or amended; as it last was, if retracted
) STRICT;
CREATE INDEX journal_by_row ON journal (report, row);
CREATE TRIGGER journal_is_not_rewritten BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is never rewritten'); END;
CREATE TRIGGER journal_is_not_deleted BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is never rewritten'); END;

-- Full text over the rows' words.
CREATE VIRTUAL TABLE found USING fts5 (words, content='rows', content_rowid='number', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER found_added AFTER INSERT ON rows BEGIN
    INSERT INTO found (rowid, words) VALUES (new.number, new.words);
END;
CREATE TRIGGER found_changed AFTER UPDATE OF words ON rows WHEN old.words IS NOT new.words BEGIN
    INSERT INTO found (found, rowid, words) VALUES ('delete', old.number, old.words);
    INSERT INTO found (rowid, words) VALUES (new.number, new.words);
END;

-- The feeds that were ever watched, and how far each has been followed. Moments are seconds since 1970, UTC.
CREATE TABLE feeds (
    address       TEXT PRIMARY KEY,
    title         TEXT,
    etag          TEXT,                  -- as the server gave them with the list that was taken last: sent back to ask for newer
    last_modified TEXT,
    wait          REAL NOT NULL DEFAULT 0,  -- seconds that the feed asks to be left alone after a poll
    polled        REAL NOT NULL DEFAULT 0,
    not_before    REAL NOT NULL DEFAULT 0,  -- its server or its failures ask for no poll before
    failures      INTEGER NOT NULL DEFAULT 0  -- polls in a row that failed
) STRICT, WITHOUT ROWID;

-- The items that feeds listed. An item is one address, whichever feeds list it; it waits until its page is in the record.
CREATE TABLE items (
    number  INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    feed    TEXT NOT NULL REFERENCES feeds (address),  -- that listed it first
    stamp   TEXT,                        -- when the feed says it was changed last, as written there; another one: read again
    state   TEXT NOT NULL CHECK (state IN ('waiting', 'read', 'failed')),
    tries   INTEGER NOT NULL DEFAULT 0,  -- counted before each, so that a page that ends the process is not tried for ever
    due     REAL NOT NULL,               -- not tried before; of one that was read: when
    code    TEXT,                        -- why the last try failed
    published TEXT                       -- when the feed says that it appeared, as written there
) STRICT;
CREATE INDEX items_waiting ON items (feed, due) WHERE state = 'waiting';
