/** The day of a conversation, as people say it. */
export function dayOf(at: Date, now: Date): 'today' | 'yesterday' | 'earlier' {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  if (at >= midnight) return 'today';
  midnight.setDate(midnight.getDate() - 1);
  return at >= midnight ? 'yesterday' : 'earlier';
}
