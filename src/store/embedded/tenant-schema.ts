/**
 * What makes a tenant's file, one script a format. Times are milliseconds since 1970. Free text is kept as JSON or as
 * UTF-16, since the driver cuts a TEXT at its first NUL.
 *
 * A document shows the chunks of its attempt `shown`; the attempt that is `running` writes; one that is neither is
 * `garbage`, which is swept. What searches walk through (`chunks`) is kept
 * apart from what they bring back (`passages`), so that walking reads few pages, and vectors apart from both. Vectors and
 * terms are all read when a tenant is first searched: what searches ask of them is in memory.
 */
export const TENANT_SCRIPTS: readonly string[] = [
  `
  CREATE TABLE db.meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE db.versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    generation TEXT NOT NULL,
    chunk_count INTEGER NOT NULL DEFAULT 0,
    garbage INTEGER NOT NULL DEFAULT 0,
    UNIQUE (document_id, generation)
  ) STRICT;
  CREATE INDEX db.versions_garbage ON versions (id) WHERE garbage = 1;

  CREATE TABLE db.documents (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    status TEXT NOT NULL,
    error TEXT,
    stage TEXT NOT NULL,
    chunks_embedded INTEGER NOT NULL,
    chunks_total INTEGER,
    chunk_count INTEGER NOT NULL,
    tags TEXT NOT NULL,
    contains_pii INTEGER NOT NULL,
    created_by TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    generation TEXT,
    version INTEGER REFERENCES versions (id),
    attempt INTEGER REFERENCES versions (id)
  ) STRICT;
  CREATE INDEX db.documents_by_time ON documents (created_at, id);
  CREATE INDEX db.documents_by_content ON documents (sha256, contains_pii);
  CREATE INDEX db.documents_shown ON documents (version, chunk_count) WHERE version IS NOT NULL;
  CREATE INDEX db.documents_tried ON documents (attempt) WHERE attempt IS NOT NULL;

  CREATE TABLE db.originals (
    document_id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE db.texts (
    version INTEGER NOT NULL REFERENCES versions (id),
    piece INTEGER NOT NULL,
    tenant_id TEXT NOT NULL,
    utf16 BLOB NOT NULL,
    PRIMARY KEY (version, piece)
  ) STRICT;

  CREATE TABLE db.chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL REFERENCES versions (id),
    place INTEGER NOT NULL,
    UNIQUE (version, place)
  ) STRICT;

  CREATE TABLE db.passages (
    chunk INTEGER PRIMARY KEY REFERENCES chunks (id),
    tenant_id TEXT NOT NULL,
    body TEXT NOT NULL,
    terms TEXT NOT NULL,
    begins INTEGER NOT NULL,
    ends INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE db.vectors (
    chunk INTEGER PRIMARY KEY REFERENCES chunks (id),
    tenant_id TEXT NOT NULL,
    vector BLOB NOT NULL
  ) STRICT;

  CREATE VIRTUAL TABLE db.keywords
    USING fts5 (terms, content = '', contentless_delete = 1, tokenize = 'ascii');
  `,
  // What was called a version is an attempt; documents say who may see them. Those that end rarely are found by an index.
  `
  ALTER TABLE db.versions RENAME TO attempts;
  ALTER TABLE db.documents RENAME COLUMN version TO shown;
  ALTER TABLE db.documents RENAME COLUMN attempt TO running;
  ALTER TABLE db.chunks RENAME COLUMN version TO attempt;
  ALTER TABLE db.texts RENAME COLUMN version TO attempt;
  ALTER TABLE db.documents ADD COLUMN collection TEXT;
  ALTER TABLE db.documents ADD COLUMN visibility TEXT NOT NULL DEFAULT 'ORGANIZATION';
  CREATE INDEX db.documents_private ON documents (created_by) WHERE visibility = 'PRIVATE';
  CREATE INDEX db.documents_unfinished ON documents (id) WHERE status IN ('PENDING', 'PROCESSING');
  `,
  // Apart from the vectors of passages, as a search reads those of its candidates only.
  `
  CREATE TABLE db.sentences (
    chunk INTEGER PRIMARY KEY REFERENCES chunks (id),
    tenant_id TEXT NOT NULL,
    packed BLOB NOT NULL
  ) STRICT;
  `,
  // What happened: a chain of entries, and for a while the texts of questions and answers.
  `
  CREATE TABLE db.audit (
    sequence INTEGER PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    names TEXT NOT NULL,
    needs_pii INTEGER NOT NULL,
    private_to TEXT NOT NULL,
    within TEXT NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  CREATE INDEX db.audit_by_action ON audit (action, sequence);

  CREATE TABLE db.answer_texts (
    answer_id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX db.answer_texts_by_time ON answer_texts (at);
  `,
  // Documents have versions: one that is searchable may be getting another.
  `
  ALTER TABLE db.documents ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE db.documents ADD COLUMN document_date INTEGER;
  ALTER TABLE db.documents ADD COLUMN page_count INTEGER;
  ALTER TABLE db.documents ADD COLUMN pages_parsed INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE db.documents ADD COLUMN pages_total INTEGER;
  DROP INDEX db.documents_unfinished;
  CREATE INDEX db.documents_unfinished ON documents (id)
    WHERE status IN ('PENDING', 'PROCESSING') OR (status = 'SEARCHABLE' AND stage <> 'DONE');

  CREATE TABLE db.replacements (
    document_id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  `,
  // The vectors of another embedder, until they take the place of those that are searched, and those until they are swept.
  `
  CREATE TABLE db.next_vectors (
    chunk INTEGER PRIMARY KEY REFERENCES chunks (id),
    tenant_id TEXT NOT NULL,
    vector BLOB NOT NULL
  ) STRICT;
  CREATE TABLE db.next_sentences (
    chunk INTEGER PRIMARY KEY REFERENCES chunks (id),
    tenant_id TEXT NOT NULL,
    packed BLOB NOT NULL
  ) STRICT;
  ALTER TABLE db.attempts ADD COLUMN reembedded INTEGER NOT NULL DEFAULT 0;
  `,
  // What somebody was answered, and what is on its way. What queries ask for comes before the body, which may be long.
  `
  CREATE TABLE db.conversations (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    owner TEXT NOT NULL,
    title TEXT,
    folded_title TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX db.conversations_by_use ON conversations (owner, updated_at, id);

  CREATE TABLE db.answers (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    owner TEXT NOT NULL,
    conversation TEXT REFERENCES conversations (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    position INTEGER,
    stop_asked INTEGER NOT NULL DEFAULT 0,
    read_until INTEGER,
    lease_until INTEGER,
    ended_at INTEGER,
    rating TEXT,
    folded_question TEXT NOT NULL,
    question TEXT NOT NULL,
    body TEXT
  ) STRICT;
  CREATE INDEX db.answers_by_owner ON answers (owner);
  CREATE INDEX db.answers_by_conversation ON answers (conversation, created_at, id);
  CREATE INDEX db.answers_alone ON answers (created_at) WHERE conversation IS NULL AND status = 'COMPLETED';
  CREATE INDEX db.answers_not_completed ON answers (created_at) WHERE status IN ('FAILED', 'STOPPED');
  CREATE INDEX db.answers_going_on ON answers (lease_until) WHERE status IN ('QUEUED', 'RUNNING');
  CREATE INDEX db.answers_rated ON answers (id) WHERE rating IS NOT NULL;

  CREATE TABLE db.answer_events (
    answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    first INTEGER NOT NULL,
    tenant_id TEXT NOT NULL,
    behind INTEGER NOT NULL,
    events TEXT NOT NULL,
    PRIMARY KEY (answer, first)
  ) STRICT, WITHOUT ROWID;
  `,
  // Who could see documents when they were deleted, as what was answered from them is still there.
  `
  CREATE TABLE db.deleted_documents (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    collection TEXT,
    visibility TEXT NOT NULL,
    contains_pii INTEGER NOT NULL,
    created_by TEXT
  ) STRICT, WITHOUT ROWID;
  `,
  // Originals in pieces, so that a part of one is read without the rest. Documents of before have theirs whole, in `originals`.
  `
  CREATE TABLE db.stored_originals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    unused_since INTEGER
  ) STRICT;
  CREATE INDEX db.stored_originals_of ON stored_originals (document_id);
  CREATE INDEX db.stored_originals_unused ON stored_originals (unused_since) WHERE unused_since IS NOT NULL;

  CREATE TABLE db.original_pieces (
    original INTEGER NOT NULL REFERENCES stored_originals (id),
    piece INTEGER NOT NULL,
    tenant_id TEXT NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (original, piece)
  ) STRICT;
  ALTER TABLE db.documents ADD COLUMN original INTEGER;
  ALTER TABLE db.replacements ADD COLUMN original INTEGER;
  `,
  // Which documents what is kept was written from, so that who could see a deleted one is forgotten once nothing asks.
  `
  ALTER TABLE db.deleted_documents ADD COLUMN deleted_at INTEGER NOT NULL DEFAULT 0;

  CREATE TABLE db.answer_documents (
    answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    document TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    PRIMARY KEY (answer, document)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX db.answer_documents_of ON answer_documents (document);
  INSERT INTO db.answer_documents
    SELECT DISTINCT answers.id, passages.value ->> 'documentId', answers.tenant_id
    FROM db.answers, json_each(answers.body, '$.passages') AS passages;

  ALTER TABLE db.answers ADD COLUMN leavings INTEGER NOT NULL DEFAULT 0;
  `,
  // Words are searched for in memory, like vectors.
  `
  DROP TABLE db.keywords;
  `,
  // Where the pages of a text begin, as JSON; null in attempts of before.
  'ALTER TABLE db.attempts ADD COLUMN page_starts TEXT',
];

/** Whether a tenant's file of this format has a log. */
export function hasAudit(format: number): boolean {
  return format >= 4;
}
