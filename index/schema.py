"""The database's tables, and the numbered steps that bring an older database to them."""

import sqlite3

from index.errors import StoreTooNew

# Until the sixth step passages were found by their words in two tables of SQLite's own full-text
# search.
_TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Cf Cn Co'"
_LEXICAL_TABLES = ("fts_terms", "fts_bigrams")

_FIRST = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # `published_at` is as the article gives it, with its offset; `published_utc` is for comparing.
    """CREATE TABLE documents (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        doc_id TEXT NOT NULL UNIQUE,
        source TEXT NOT NULL,
        version INTEGER NOT NULL,
        active INTEGER NOT NULL CHECK (active IN (0, 1)),
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        language TEXT NOT NULL,
        publisher TEXT,
        byline TEXT,
        published_at TEXT,
        published_utc TEXT,
        url TEXT,
        dropped TEXT NOT NULL,
        title_terms TEXT NOT NULL,
        ingested_at TEXT NOT NULL,
        UNIQUE (source, version)
    ) STRICT""",
    "CREATE UNIQUE INDEX documents_active ON documents (source) WHERE active = 1",
    "CREATE INDEX documents_by_date ON documents (published_utc DESC, doc_id) WHERE active = 1",
    # AUTOINCREMENT: an id is never given twice, so an older snapshot can never take a new
    # passage for a removed one.
    """CREATE TABLE passages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        passage_id TEXT NOT NULL UNIQUE,
        document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        start INTEGER NOT NULL,
        stop INTEGER NOT NULL,
        content_hash TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX passages_by_document ON passages (document, ordinal)",
    "CREATE INDEX passages_by_content ON passages (content_hash)",
    """CREATE TABLE sentences (
        passage INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        start INTEGER NOT NULL,
        stop INTEGER NOT NULL,
        terms TEXT NOT NULL,
        PRIMARY KEY (passage, ordinal)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE quotes (
        document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        start INTEGER NOT NULL,
        stop INTEGER NOT NULL,
        sentence_start INTEGER NOT NULL,
        sentence_stop INTEGER NOT NULL,
        speaker TEXT,
        addressee TEXT,
        verb TEXT,
        direct INTEGER NOT NULL,
        PRIMARY KEY (document, ordinal)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE aliases (
        document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        short TEXT NOT NULL,
        long TEXT NOT NULL,
        PRIMARY KEY (document, short, long)
    ) STRICT, WITHOUT ROWID""",
    # Korean names by the sound of their romanisation: see index.names.
    """CREATE TABLE names (
        document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        sound TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (document, sound, name)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX names_by_sound ON names (sound, name)",
    # One row per distinct passage content and model: `vectors` is a row-major little-endian
    # float16 matrix (rows, dimension), `crc` its CRC-32.
    """CREATE TABLE embeddings (
        content_hash TEXT NOT NULL,
        model_id TEXT NOT NULL,
        rows INTEGER NOT NULL,
        dimension INTEGER NOT NULL,
        vectors BLOB NOT NULL,
        crc INTEGER NOT NULL,
        PRIMARY KEY (content_hash, model_id)
    ) STRICT""",
    *(
        f'CREATE VIRTUAL TABLE {table} USING fts5(tokens, tokenize="{_TOKENIZER}")'
        for table in _LEXICAL_TABLES
    ),
    *(
        f"CREATE VIRTUAL TABLE {table}_vocabulary USING fts5vocab('{table}', 'row')"
        for table in _LEXICAL_TABLES
    ),
)

# What files were read, so that unchanged ones are not read again: see index.originals.
_ORIGINALS = (
    """CREATE TABLE originals (
        source TEXT NOT NULL PRIMARY KEY,
        digest TEXT NOT NULL,
        reader TEXT NOT NULL,
        document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX originals_by_document ON originals (document)",
)

# Versions of one article, whatever sources they came from; stories; corrections. What these columns
# and tables hold of older documents is derived when the database is opened: see index.deriving.
_IDENTITY = (
    # The number of the article a document is a version of: the row of one of its first versions.
    "ALTER TABLE documents ADD COLUMN article INTEGER",
    "UPDATE documents SET article ="
    " (SELECT min(first.id) FROM documents first WHERE first.source = documents.source)",
    "CREATE INDEX documents_by_article ON documents (article)",
    "ALTER TABLE documents ADD COLUMN canonical_url TEXT",
    "CREATE UNIQUE INDEX documents_by_url ON documents (canonical_url) WHERE active = 1",
    # The number of the story an active document belongs to; NULL when it has no copies.
    "ALTER TABLE documents ADD COLUMN story INTEGER",
    "CREATE INDEX documents_by_story ON documents (story) WHERE story IS NOT NULL",
    # One row per active document whose relations are derived. `keys`: see index.fingerprints, as
    # little-endian int64; `day` counts from 1970-01-01 in UTC, 0 without a date.
    """CREATE TABLE fingerprints (
        document INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
        day INTEGER NOT NULL,
        keys BLOB NOT NULL
    ) STRICT""",
    # The same keys to look documents up by.
    """CREATE TABLE bands (
        key INTEGER NOT NULL,
        day INTEGER NOT NULL,
        document INTEGER NOT NULL,
        PRIMARY KEY (key, day, document)
    ) STRICT, WITHOUT ROWID""",
    # Active documents that carry one story, in both directions.
    """CREATE TABLE copies (
        document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        other INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        PRIMARY KEY (document, other)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX copies_by_other ON copies (other)",
    # What a document says about an article being wrong: see ingest.corrections; `named` is JSON.
    # `article` is the one it corrects, where that can be told.
    """CREATE TABLE notices (
        document INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        own INTEGER NOT NULL CHECK (own IN (0, 1)),
        named TEXT NOT NULL,
        article INTEGER
    ) STRICT""",
    "CREATE INDEX notices_by_article ON notices (article)",
)

# What else is known of a document, and where each fact comes from. `subheadlines` are [start, stop]
# pairs, `origins` [field, source, confidence] triples.
_METADATA = (
    "ALTER TABLE documents ADD COLUMN section TEXT",
    "ALTER TABLE documents ADD COLUMN modified_at TEXT",
    "ALTER TABLE documents ADD COLUMN subheadlines TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE documents ADD COLUMN origins TEXT NOT NULL DEFAULT '[]'",
)

# The days that active passages name: see index.named_days. `start` is the name's place in the
# document; days count as in Python's `date.toordinal`, so that they can be subtracted. `days_rule`
# names what they were found by; NULL: not yet.
_DAYS = (
    """CREATE TABLE days (
        passage INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        PRIMARY KEY (passage, start)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX days_by_first ON days (first, last)",
    "ALTER TABLE documents ADD COLUMN days_rule TEXT",
    "CREATE INDEX documents_by_days_rule ON documents (days_rule) WHERE active = 1",
)

# The words are in the snapshots: see index.segment.
_SEGMENTS = (
    *(f"DROP TABLE {table}_vocabulary" for table in _LEXICAL_TABLES),
    *(f"DROP TABLE {table}" for table in _LEXICAL_TABLES),
    # Passages that are no longer searched, and since which generation: see index.departures.
    """CREATE TABLE departures (
        passage INTEGER PRIMARY KEY,
        generation INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX departures_by_generation ON departures (generation)",
)

# Step n brings a database from version n - 1 to n. Released steps are never edited.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    _FIRST,
    _ORIGINALS,
    _IDENTITY,
    _METADATA,
    _DAYS,
    _SEGMENTS,
)
VERSION = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """The database's schema version; 0 for a new file."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def refuse_newer(connection: sqlite3.Connection) -> None:
    """Raise StoreTooNew when a later release has written the database."""
    found = version_of(connection)
    if found > VERSION:
        raise StoreTooNew(f"the database has schema {found}; this release knows up to {VERSION}")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database to VERSION, each step in a transaction of its own.

    Raises StoreTooNew when a later release has written it; nothing is changed then.
    """
    refuse_newer(connection)
    found = version_of(connection)
    for number in range(found + 1, VERSION + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in MIGRATIONS[number - 1]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except sqlite3.Error:
            connection.execute("ROLLBACK")
            raise
