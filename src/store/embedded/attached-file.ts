import { isUtf8 } from 'node:buffer';
import { statSync } from 'node:fs';
import Database from 'libsql';

/** What can be bound to a statement. The driver ends the process at a boolean. */
export type SqlValue = string | number | Uint8Array | null;
/** A row as the driver gives it, text as its bytes, read through `rows.ts`. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** The one file that a connection has open, and the statements that were prepared for it. */
export interface AttachedFile {
  run(sql: string, ...values: SqlValue[]): { changes: number; id: number };
  /** The first row, or undefined. */
  get(sql: string, ...values: SqlValue[]): SqlRow | undefined;
  all(sql: string, ...values: SqlValue[]): SqlRow[];
  /** Runs a script. */
  exec(sql: string): void;
  /**
   * All or nothing. `durable` means on the disk when it returns; what isn't survives a kill, but not a power cut, and is
   * made durable by the next one that is.
   */
  transaction<T>(work: () => T, options: { durable: boolean }): T;
  /** @throws FileGone when the file was removed from outside, so that what is written to it is lost */
  checkThere(): void;
}

/** The open file was removed or replaced from outside: what is written to it now would be lost. */
export class FileGone extends Error {
  override readonly name = 'FileGone';
  readonly code = 'SQLITE_CANTOPEN';

  constructor() {
    super('A file of the data folder is not there any more.');
  }
}

/** A connection that has one file open at a time, under the schema name `db`. */
export interface Connection {
  attach(path: string): AttachedFile;
  detach(): void;
}

/**
 * Opens a connection. Closing a libsql database leaves its file open until each of its prepared statements is garbage
 * collected; detaching a file closes it at once, and the statements serve the next one.
 */
export function openConnection({ cacheKib }: { cacheKib: number }): Connection {
  const database = new Database(':memory:', { timeout: 5_000 });
  const statements = new Map<string, Database.Statement>();
  let attached: { path: string; inode: number } | null = null;
  let synchronous: 'FULL' | 'NORMAL' | null = null;

  const prepared = (sql: string, prepare = () => database.prepare(sql)) => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = prepare();
    statements.set(sql, statement);
    return statement;
  };
  const reading = (sql: string) => prepared(sql, () => database.prepare(textAsBytes(sql, database.prepare(sql))));

  const checkThere = () => {
    if (attached && inodeOf(attached.path) !== attached.inode) throw new FileGone();
  };

  const rollBack = () => {
    // A full disk rolls back by itself.
    if (database.inTransaction) database.exec('ROLLBACK');
  };

  // Values go over as one array, because the driver takes a lone null for an object of named values.
  const file: AttachedFile = {
    run: (sql, ...values) => {
      const { changes, lastInsertRowid } = prepared(sql).run(values);
      return { changes, id: Number(lastInsertRowid) };
    },
    get: (sql, ...values) => {
      const found = reading(sql).get(values) as (SqlRow & { _metadata?: unknown }) | undefined;
      if (!found) return undefined;
      // How long it took, which the driver puts beside the columns of a lone row.
      const { _metadata, ...row } = found;
      return row;
    },
    all: (sql, ...values) => reading(sql).all(values) as SqlRow[],
    exec: (sql) => {
      database.exec(sql);
    },
    checkThere,
    transaction: (work, { durable }) => {
      if (durable) checkThere();
      const wanted = durable ? 'FULL' : 'NORMAL';
      if (synchronous !== wanted) database.exec(`PRAGMA db.synchronous = ${wanted}`);
      synchronous = wanted;
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        rollBack();
        throw error;
      }
    },
  };

  const detach = () => {
    if (attached) database.exec('DETACH DATABASE db');
    attached = null;
  };

  return {
    attach: (path) => {
      detach();
      database.exec(`ATTACH DATABASE '${path.replaceAll("'", "''")}' AS db`);
      attached = { path, inode: inodeOf(path) };
      synchronous = null;
      try {
        database.exec(`PRAGMA db.journal_mode = WAL;
          PRAGMA db.cache_size = -${cacheKib};
          PRAGMA foreign_keys = ON;`);
        checkSchema(file);
      } catch (error) {
        detach();
        throw error;
      }
      return file;
    },
    detach,
  };
}

/**
 * A query with each text of its result as a BLOB. The driver ends the process at text that is not UTF-8, which a single
 * damaged byte makes of any. SQLite keeps the order of an inner query when the outer one asks for none.
 */
function textAsBytes(sql: string, statement: Database.Statement): string {
  if (!/^\s*(SELECT|WITH)\b/i.test(sql)) return sql;
  const columns = statement.columns().map(({ name }) => `"${name}"`);
  const read = columns.map((name) => `iif(typeof(${name}) = 'text', CAST(${name} AS BLOB), ${name}) AS ${name}`);
  return `SELECT ${read.join(', ')} FROM (${sql})`;
}

/**
 * The driver ends the process at the name of a column that is not UTF-8, too.
 * @throws Error with the code of a damaged file
 */
function checkSchema(file: AttachedFile): void {
  const rows = file.all('SELECT CAST(sql AS BLOB) AS sql FROM db.sqlite_master WHERE sql IS NOT NULL');
  if (rows.every(({ sql }) => sql instanceof ArrayBuffer && isUtf8(sql))) return;
  throw Object.assign(new Error('The schema holds what is no text.'), { code: 'SQLITE_CORRUPT' });
}

function inodeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? 0;
}
