/** An opaque cursor that holds a place in a list. */
export function encodeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place that a cursor holds, or null when it is not a cursor of ours. */
export function decodeCursor(cursor: string): unknown[] | null {
  if (cursor.length > 512) return null;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(place) ? place : null;
  } catch {
    return null;
  }
}
