/** What makes `directory.db`, one script a format. Times are milliseconds since 1970; names are JSON strings. */
export const DIRECTORY_SCRIPTS: readonly string[] = [
  `
  CREATE TABLE db.meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

  CREATE TABLE db.tenants (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE db.users (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    last_tenant_id TEXT NOT NULL REFERENCES tenants (id),
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE db.memberships (
    tenant_id TEXT NOT NULL REFERENCES tenants (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    role TEXT NOT NULL,
    pii_access INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE db.queue (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    generation TEXT,
    leased_until INTEGER NOT NULL DEFAULT 0,
    UNIQUE (tenant_id, document_id)
  ) STRICT;
  CREATE INDEX db.queue_by_tenant ON queue (tenant_id, place, leased_until);
  `,
  // A lease has a name of its own. A tenant whose file was made must have one.
  `
  ALTER TABLE db.queue RENAME COLUMN generation TO lease;
  ALTER TABLE db.tenants ADD COLUMN has_file INTEGER NOT NULL DEFAULT 0;
  `,
  // A document stays in the queue until its sentences are embedded.
  `
  ALTER TABLE db.queue ADD COLUMN work TEXT NOT NULL DEFAULT 'PASSAGES';
  `,
];
