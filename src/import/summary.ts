import type { ImportResult } from './import-folder.ts';
import type { Outcome } from './outcome.ts';

const RESULTS = ['added', 'replaced', 'unchanged', 'failed'] as const satisfies readonly Outcome['result'][];

/** How many files became what. */
function countResults({ outcomes }: ImportResult): Readonly<Record<Outcome['result'], number>> {
  const counts = { added: 0, replaced: 0, unchanged: 0, failed: 0 };
  for (const { result } of outcomes) counts[result] += 1;
  return counts;
}

/** Whether all files are on the server as they are in the folder. */
export function isComplete(result: ImportResult): boolean {
  return countResults(result).failed === 0;
}

/** For people: what is not there, a line each with the reason, then how many became what. */
export function describeResult(result: ImportResult): string {
  const counts = countResults(result);
  const missing = result.outcomes.filter(({ reason }) => reason !== null);
  const lines = missing.map(({ name, result, reason }) => `${result}: ${printable(name)}: ${printable(reason ?? '')}`);
  const numbers = RESULTS.filter((one) => counts[one] > 0).map((one) => `${counts[one]} ${one}`);
  const others = result.leftOut > 0 ? [`${result.leftOut} of other kinds left out`] : [];
  return [...lines.sort(), [...numbers, ...others].join(', ') || 'Nothing to import'].join('\n');
}

/** For programs, in one line. */
export function resultAsJson(result: ImportResult): string {
  const { outcomes, leftOut } = result;
  return JSON.stringify({ ...countResults(result), leftOut, files: outcomes });
}

/** Whoever named a file does not steer the terminal. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '�');
}
