import { readFileSync } from 'node:fs';

// Sums reports of Vitest's JSON reporter: `tsx scripts/tally.ts FILE…` prints "N passed, N failed".

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

let passed = 0;
let failed = 0;
for (const file of process.argv.slice(2)) {
  const report: Report = JSON.parse(readFileSync(file, 'utf8'));
  passed += report.numPassedTests;
  // A file that could not be loaded has no tests to count, and has failed all the same.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  failed += report.numFailedTests + broken.length;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
