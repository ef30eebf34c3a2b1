import type { SqlRow } from './attached-file.ts';

/** Typed access to a row, which the driver hands out as unknown. A wrong type is a damaged file or a slip of ours. */
export function text(row: SqlRow, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`The column ${column} holds no text.`);
  return value;
}

/** Like `text`, for an INTEGER or REAL. */
export function number(row: SqlRow, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`The column ${column} holds no number.`);
  return value;
}

/** Like `text`, for a BLOB. */
export function bytes(row: SqlRow, column: string): Uint8Array {
  const value = row[column];
  // The driver gives a Buffer for one row and an ArrayBuffer for many.
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`The column ${column} holds no bytes.`);
}

/** Like `number`, for milliseconds since 1970. */
export function date(row: SqlRow, column: string): Date {
  return new Date(number(row, column));
}

/** Like `text`, for a value kept as JSON. */
export function json<T>(row: SqlRow, column: string): T {
  return JSON.parse(text(row, column)) as T;
}

/**
 * Refuses a row that bears another tenant's id: the second lock behind "one file a tenant".
 * @throws Error beginning with `tenant breach`
 */
export function checkTenant<Row extends SqlRow>(row: Row, tenantId: string): Row {
  if (row['tenant_id'] !== tenantId) throw new Error('tenant breach: a row of another tenant is in a file of this one');
  return row;
}
