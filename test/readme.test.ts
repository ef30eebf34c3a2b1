import { readFileSync } from 'node:fs';
import { buildSchema, parse, print, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { GRAPHIQL_TABS } from '../src/graphql/graphiql-tabs.ts';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const readme = read('README.md');

/** Operations that stand alone, in the bodies of curl and in the code of clients. */
const alone = [...readme.matchAll(/```graphql\n([^`]*)```/g)].map(([, text = '']) => text);
const inBodies = [...readme.matchAll(/"query":("(?:[^"\\]|\\.)*")/g)].map(
  ([, text = '']) => JSON.parse(text) as string,
);
const inCode = [...readme.matchAll(/(?:const query = |graphql\()`([^`]*)`/g)].map(([, text = '']) => text);

describe('the README', () => {
  const schema = buildSchema(read('schema/schema.graphql'));

  it('has operations of all three kinds', () => {
    expect([alone.length, inBodies.length, inCode.length]).toEqual([5, 13, 3]);
  });

  it.each([...alone, ...inBodies, ...inCode])('shows operations that the schema knows: %s', (operation) => {
    expect(validate(schema, parse(operation))).toEqual([]);
  });

  it("shows what stands in GraphiQL's tabs", () => {
    const normal = (operation: string) => print(parse(operation));
    expect(alone.map(normal)).toEqual(GRAPHIQL_TABS.map(({ query }) => normal(query)));
  });
});
