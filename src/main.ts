import { nodeProblem } from './node-version.ts';

/** The server. What an older Node could not even read is loaded only where it can. */
const problem = nodeProblem(process.versions.node);
if (problem === null) await import('./server-process.ts');
else {
  console.error(problem);
  process.exitCode = 1;
}
