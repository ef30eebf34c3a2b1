/** When a token ends: after so many days, on a day that is named, or never. */
export const ENDINGS = ['30', '90', '365', 'day', 'never'] as const;
/** One of `ENDINGS`. */
export type Ending = (typeof ENDINGS)[number];

/** The moment of it; null for never. A day that is named is over in the place of who names it. */
export function expiryOf(ending: Ending, day: string, now: Date): string | null {
  if (ending === 'never') return null;
  const end = ending === 'day' ? new Date(`${day}T00:00`) : new Date(now);
  end.setDate(end.getDate() + (ending === 'day' ? 1 : Number(ending)));
  return end.toISOString();
}
