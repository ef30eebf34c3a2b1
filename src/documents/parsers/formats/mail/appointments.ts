/** What an invitation says of an appointment (RFC 5545), as fields and their values. */
export type Appointment = readonly (readonly [field: string, value: string])[];

/** The appointments of a calendar that came with a mail: their time and place often stand nowhere else in it. */
export function appointmentsOf(calendar: string): Appointment[] {
  // A long line goes on in the next, behind a space.
  const lines = calendar.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const found: Appointment[] = [];
  let properties: Map<string, string> | null = null;
  /** What is within the appointment: its reminders have descriptions, too. */
  let within = 0;
  for (const line of lines) {
    const [, name = '', value = ''] = /^([\w-]+)(?:;(?:"[^"]*"|[^":])*)?:(.*)$/.exec(line) ?? [];
    const key = name.toUpperCase();
    if (key === 'BEGIN' && value === 'VEVENT') {
      properties = new Map();
      within = 0;
    } else if (key === 'BEGIN') within += 1;
    else if (key === 'END' && value === 'VEVENT') {
      if (properties) found.push(describe(properties));
      properties = null;
    } else if (key === 'END') within -= 1;
    else if (properties && within === 0 && !properties.has(key)) properties.set(key, unescaped(value));
  }
  return found;
}

function describe(properties: ReadonlyMap<string, string>): Appointment {
  const of = (key: string) => properties.get(key) ?? '';
  const fields = [
    ['Appointment', of('SUMMARY')],
    ['Begins', readable(of('DTSTART'))],
    ['Ends', readable(of('DTEND'))],
    ['Place', of('LOCATION')],
    ['Notes', of('DESCRIPTION')],
  ] as const;
  return fields.filter(([, value]) => value !== '');
}

/** `20231005T140000Z` as `2023-10-05 14:00 UTC`. */
function readable(time: string): string {
  return time.replace(
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?$/,
    (_, year: string, month: string, day: string, hours?: string, minutes?: string, zone?: string) =>
      `${year}-${month}-${day}${hours === undefined ? '' : ` ${hours}:${minutes}`}${zone ? ' UTC' : ''}`,
  );
}

function unescaped(value: string): string {
  return value.replace(/\\(.)/g, (_, sign: string) => (/n/i.test(sign) ? ' ' : sign));
}
