import { locale } from '../lib/language.ts';

const short = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' });

/** A time as a log says it: the day and the minute; or to the second, with its zone. */
export function Moment({ at, isFull = false }: { readonly at: string; readonly isFull?: boolean }) {
  const format = isFull ? full : short;
  return <time dateTime={at}>{format.format(new Date(at))}</time>;
}
