import { readFileSync, writeFileSync } from 'node:fs';
import { printSchema } from 'graphql';
import { schema } from '../src/schema.ts';

/** Prints the API to schema/schema.graphql; with --check, fails when the file there says something else. */
const FILE = new URL('../schema/schema.graphql', import.meta.url);

const printed = `${printSchema(schema)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, printed);
} else if (readFileSync(FILE, 'utf8') !== printed) {
  console.error('schema/schema.graphql is not what the code says. Run `npm run schema` and commit the result.');
  process.exit(1);
}
