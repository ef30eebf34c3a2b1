const MOST = 9;

/** The level of an item, from 1, by what Office counts from 0. */
export function listLevel(value: string | undefined): number {
  const level = Number(value ?? 0);
  return Number.isInteger(level) ? Math.min(Math.max(level, 0), MOST - 1) + 1 : 1;
}
