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
  // Who may do what: rights of members, what ends them, and all that lets somebody in.
  `
  ALTER TABLE db.tenants ADD COLUMN suspended_at INTEGER;
  ALTER TABLE db.tenants ADD COLUMN deleted_at INTEGER;
  ALTER TABLE db.tenants ADD COLUMN limits TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE db.users ADD COLUMN suspended_at INTEGER;
  ALTER TABLE db.memberships ADD COLUMN collections TEXT NOT NULL DEFAULT 'null';
  ALTER TABLE db.memberships ADD COLUMN joined_at INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE db.memberships ADD COLUMN suspended_at INTEGER;
  UPDATE db.memberships SET joined_at = (SELECT created_at FROM users WHERE users.id = memberships.user_id);
  CREATE INDEX db.memberships_by_user ON memberships (user_id);

  CREATE TABLE db.sessions (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    device TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX db.sessions_by_user ON sessions (user_id);
  CREATE INDEX db.sessions_by_expiry ON sessions (expires_at);

  CREATE TABLE db.refresh_tokens (
    hash TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    used_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX db.refresh_tokens_by_session ON refresh_tokens (session_id);

  CREATE TABLE db.invitations (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    email TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    pii_access INTEGER NOT NULL,
    collections TEXT NOT NULL,
    invited_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    UNIQUE (tenant_id, email)
  ) STRICT;

  CREATE TABLE db.api_tokens (
    id TEXT PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    role TEXT NOT NULL,
    pii_access INTEGER NOT NULL,
    collections TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    expires_at INTEGER,
    revoked INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX db.api_tokens_by_tenant ON api_tokens (tenant_id, created_at);

  CREATE TABLE db.password_resets (
    token_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  // What was used lately, for limits on it.
  `
  CREATE TABLE db.counters (
    key TEXT PRIMARY KEY,
    uses INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX db.counters_by_end ON counters (ends_at);
  `,
  // Each organisation's file bears its embedder; here is noted which ones are needed, and how they are opened.
  `
  CREATE TABLE db.embedders (id TEXT PRIMARY KEY, dimensions INTEGER NOT NULL, setting TEXT) STRICT;
  INSERT INTO db.embedders
    SELECT value ->> 'id', value ->> 'dimensions', NULL FROM db.meta WHERE key = 'embedder';
  ALTER TABLE db.tenants ADD COLUMN embedder TEXT;
  UPDATE db.tenants SET embedder = (SELECT value ->> 'id' FROM db.meta WHERE key = 'embedder');
  `,
  // What an organisation wants of the model, and which one. The API key in it is sealed.
  `
  ALTER TABLE db.tenants ADD COLUMN instructions TEXT NOT NULL DEFAULT 'null';
  ALTER TABLE db.tenants ADD COLUMN model_settings TEXT;
  `,
  // Who made a password reset. Of those that are there, good for an hour, nobody can tell.
  `
  DELETE FROM db.password_resets;
  ALTER TABLE db.password_resets ADD COLUMN made_by TEXT;
  ALTER TABLE db.password_resets ADD COLUMN made_in TEXT;
  `,
];
