/** What the demo claims, counted. */
export interface Checks {
  /** Prints the claim with its outcome. */
  that(claim: string, holds: boolean): void;
  /** Such as "12 passed, 0 failed". */
  summary(): string;
  readonly failed: number;
}

/** Prints a line for each. */
export function createChecks(print: (line: string) => void): Checks {
  let passed = 0;
  let failed = 0;
  return {
    that: (claim, holds) => {
      if (holds) passed++;
      else failed++;
      print(`  ${holds ? '✓' : '✗ NOT TRUE:'} ${claim}`);
    },
    summary: () => `${passed} passed, ${failed} failed`,
    get failed() {
      return failed;
    },
  };
}
