import { isUtf8 } from 'node:buffer';
import type { Rights, Role } from '../../roles.ts';
import type { Page } from '../pages.ts';
import type { AttachedFile, SqlRow, SqlValue } from './attached-file.ts';

/** A row holds what was never written there: its file is damaged. */
export class DamagedRow extends Error {
  override readonly name = 'DamagedRow';
  readonly code = 'SQLITE_CORRUPT';
}

/**
 * Typed access to a row, which the driver hands out as unknown.
 * @throws DamagedRow, like all readers here, for another type, or text that is not UTF-8
 */
export function text(row: SqlRow, column: string): string {
  const value = bytes(row, column);
  if (!isUtf8(value)) throw new DamagedRow(`The column ${column} holds no text.`);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
}

/** Like `text`, for an INTEGER or REAL. */
export function number(row: SqlRow, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new DamagedRow(`The column ${column} holds no number.`);
  return value;
}

/** Like `text`, for a BLOB. */
export function bytes(row: SqlRow, column: string): Uint8Array {
  const value = row[column];
  // The driver gives a Buffer for one row and an ArrayBuffer for many.
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof Uint8Array) return value;
  throw new DamagedRow(`The column ${column} holds no bytes.`);
}

/** Like `number`, for milliseconds since 1970. */
export function date(row: SqlRow, column: string): Date {
  return new Date(number(row, column));
}

/** Like `text`, for a value kept as JSON. */
export function json<T>(row: SqlRow, column: string): T {
  try {
    return JSON.parse(text(row, column)) as T;
  } catch (error) {
    throw new DamagedRow(`The column ${column} holds no JSON.`, { cause: error });
  }
}

/** What another reader reads, or null for NULL. */
export function nullable<T>(row: SqlRow, column: string, read: (row: SqlRow, column: string) => T): T | null {
  return row[column] === null ? null : read(row, column);
}

/** A page of rows: those that a query gives, of which one more is read than asked for, and how many another counts. */
export function readPage<Item>(
  file: AttachedFile,
  query: {
    rows: string;
    values: readonly SqlValue[];
    count: string;
    countValues: readonly SqlValue[];
    limit: number;
    read: (row: SqlRow) => Item;
  },
): Page<Item> {
  const found = file.all(`${query.rows} LIMIT ?`, ...query.values, query.limit + 1);
  const totalCount = number(file.get(query.count, ...query.countValues) ?? {}, 'total');
  return {
    items: found.slice(0, query.limit).map(query.read),
    hasNextPage: found.length > query.limit,
    totalCount,
  };
}

/** A statement that inserts a row of these columns. */
export function insertInto(table: string, columns: readonly string[]): string {
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
}

/** What an UPDATE sets these columns by. */
export function assignments(columns: readonly string[]): string {
  return columns.map((column) => `${column} = ?`).join(', ');
}

/** Fields by the names of their columns: `createdAt` is in `created_at`. */
export function toColumns(fields: Readonly<Record<string, SqlValue>>): Record<string, SqlValue> {
  const toColumn = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [toColumn(field), value]));
}

/** The rights that a row grants. */
export function rightsOf(row: SqlRow): Rights {
  return {
    role: text(row, 'role') as Role,
    piiAccess: number(row, 'pii_access') === 1,
    collections: json(row, 'collections'),
  };
}

/**
 * Refuses a row that bears another tenant's id: the second lock behind "one file a tenant".
 * @throws Error beginning with `tenant breach`
 */
export function checkTenant<Row extends SqlRow>(row: Row, tenantId: string): Row {
  if (text(row, 'tenant_id') !== tenantId)
    throw new Error('tenant breach: a row of another tenant is in a file of this one');
  return row;
}
