/** One line of the table: what was measured, what is asked for, and what came out, run by run. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  /** One value a run, each already the statistic that the bar is about. */
  readonly runs: readonly number[];
  /** Null where it depends on the machine alone. */
  readonly bar: { readonly atMost: number } | { readonly atLeast: number } | null;
}

/** A group of rows, measured together. */
export interface Bench {
  readonly name: string;
  run(): Promise<Row[]>;
}

/** Whether the median of the runs reaches the bar. */
export function reaches({ runs, bar }: Row): boolean {
  if (bar === null) return true;
  const middle = median(runs);
  return 'atMost' in bar ? middle <= bar.atMost : middle >= bar.atLeast;
}

/** The rows as a Markdown table. */
export function toTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { what, unit, runs, bar } = row;
    const asked = bar && ('atMost' in bar ? `≤ ${bar.atMost} ${unit}` : `≥ ${bar.atLeast} ${unit}`);
    const reached = bar && (reaches(row) ? 'yes' : '**no**');
    const each = runs.map(short).join(' / ');
    return `| ${what} | ${short(median(runs))} ${unit} | ${asked ?? ''} | ${reached ?? ''} | ${each} |`;
  });
  return ['| what | median | bar | reached | runs |', '|---|---|---|---|---|', ...lines].join('\n');
}

/** The value below which the given share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
