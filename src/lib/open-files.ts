import { readFileSync } from 'node:fs';

/** What systems allow a process that don't say: macOS and Windows allow more, once Node has raised its limit. */
const UNKNOWN = 4_096;

/** How many files and connections this process may have open at once. Node raises its soft limit to the hard one. */
export function maxOpenFiles(): number {
  try {
    const [, soft] = /^Max open files +(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft ?? UNKNOWN);
  } catch {
    return UNKNOWN;
  }
}
