/** Whether a date such as 2024-02-29 is a day of the calendar; JavaScript takes the 30th of February for the 1st of March. */
export function isDay(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}
