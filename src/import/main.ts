#!/usr/bin/env node
import { nodeProblem } from '../node-version.ts';

/** `carrel-import`. What an older Node could not even read is loaded only where it can. */
const problem = nodeProblem(process.versions.node);
if (problem === null) await import('./command.ts');
else {
  console.error(problem);
  process.exitCode = 2;
}
