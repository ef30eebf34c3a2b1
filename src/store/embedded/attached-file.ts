import Database from 'libsql';

/** What can be bound to a statement. The driver ends the process at a boolean. */
export type SqlValue = string | number | Uint8Array | null;
/** A row as the driver gives it, read through `rows.ts`. */
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
  let attached = false;
  let synchronous: 'FULL' | 'NORMAL' | null = null;

  const prepared = (sql: string) => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
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
    get: (sql, ...values) => prepared(sql).get(values) as SqlRow | undefined,
    all: (sql, ...values) => prepared(sql).all(values) as SqlRow[],
    exec: (sql) => {
      database.exec(sql);
    },
    transaction: (work, { durable }) => {
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
    attached = false;
  };

  return {
    attach: (path) => {
      detach();
      database.exec(`ATTACH DATABASE '${path.replaceAll("'", "''")}' AS db`);
      attached = true;
      synchronous = null;
      try {
        database.exec(`PRAGMA db.journal_mode = WAL;
          PRAGMA db.cache_size = -${cacheKib};
          PRAGMA foreign_keys = ON;`);
      } catch (error) {
        detach();
        throw error;
      }
      return file;
    },
    detach,
  };
}
