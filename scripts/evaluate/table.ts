/** A figure that was measured, a share from 0 to 1. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly bar?: Bar | undefined;
}

/** What a figure must reach. */
export type Bar = { readonly atLeast: number } | { readonly atMost: number };

/** Whether a figure reaches its bar; one without a bar does. */
export function reaches({ value, bar }: Figure): boolean {
  if (!bar) return true;
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost;
}

/** The figures as a Markdown table. */
export function toTable(figures: readonly Figure[]): string {
  const lines = figures.map((figure) => {
    const { what, value, bar } = figure;
    const asked = bar ? ('atLeast' in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`) : '';
    return `| ${what} | ${value.toFixed(4)} | ${asked} | ${bar ? (reaches(figure) ? '✓' : '✗') : ''} |`;
  });
  return ['| what | measured | bar | |', '|---|---|---|---|', ...lines].join('\n');
}
