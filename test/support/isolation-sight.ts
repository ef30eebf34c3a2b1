import type { GraphQLSchema } from 'graphql';
import {
  call,
  forgedCursor,
  isServed,
  UNKNOWN_ID,
  type Variables,
  variablesOf,
  withId,
  withValue,
} from './isolation-call.ts';
import { conditionsFor, type Times } from './isolation-conditions.ts';
import { findHeard } from './isolation-events.ts';
import { type IdArgument, type RootField, rootFieldsOf } from './isolation-operation.ts';
import {
  type Asker,
  CANARY,
  createOrganisation,
  type Gone,
  type Hidden,
  type Organisation,
  type ReaderName,
} from './isolation-organisation.ts';
import { compareSnapshots, snapshotsOf } from './isolation-snapshots.ts';
import { kindOf, PLAIN_ARGUMENTS, TABLE, type TableEntry } from './isolation-table.ts';
import type { TestServer } from './server.ts';

/**
 * Walks a schema's root fields as people of one organisation who don't see all of its documents: what is hidden from
 * them, or is no more, must be as if it had never been, and whoever sees it must get it.
 * @param readers who asks
 * @returns what is wrong, a sentence each; nothing when each sees what they may
 */
export async function findSights(
  server: TestServer,
  schema: GraphQLSchema,
  { readers }: { readers: readonly ReaderName[] },
): Promise<string[]> {
  const organisation = await createOrganisation(server, readers);
  const fields = rootFieldsOf(schema);
  await organisation.fail();
  const old = await organisation.hide('old');
  const [first, last] = [await organisation.show('first'), await organisation.show('last')];
  const gone = await organisation.lose();

  const before = await snapshotsOf(organisation, fields);
  const young = await organisation.hide('young');
  const after = await snapshotsOf(organisation, fields);
  return [
    ...compareSnapshots(before, after),
    ...(await askWithConditions(organisation, fields, { first: first.createdAt, last: last.createdAt }, [
      ...old,
      ...young,
    ])),
    ...(await findHeard(organisation)),
    ...(await askWithIds(organisation, fields, { hidden: young, gone, seen: [first.id, last.id] })),
    ...(await askAsWitness(organisation.witness, fields, young)),
  ];
}

interface Ids {
  readonly hidden: readonly Hidden[];
  readonly gone: Gone;
  /** Ids of documents that the readers see. */
  readonly seen: readonly string[];
}

/** With the id, or the cursor, of what is hidden or gone: exactly what one gets that nothing bears. */
async function askWithIds({ readers }: Organisation, fields: readonly RootField[], ids: Ids): Promise<string[]> {
  const findings: string[] = [];
  for (const { who, asker, field, entry, argument } of everyArgument(readers, fields)) {
    const where = `${field.name}(${argument.path}) as ${who}`;
    // In a list beside what the reader sees; where that costs little, alone as well.
    const lists = field.kind === 'query' ? [[], ids.seen] : [ids.seen];
    for (const others of argument.isList ? lists : [[]]) {
      const ask = (id: string) => call(asker, field, entry, withId(variablesOf(entry, asker), argument, id, others));
      const unknown = argument.isCursor ? null : await ask(UNKNOWN_ID);
      const found = namedBy(entry, argument, ids).map(async ({ what, id }) => {
        const [response, expected] = await Promise.all([ask(id), unknown ?? ask(forgedCursor(id))]);
        const isAlike = response === expected;
        return [
          ...(isAlike ? [] : [`${where} answers the id of ${what} otherwise than an unknown one: ${response}`]),
          ...leakIn(response, ids.hidden).map((leak) => `${where} gives ${leak}.`),
        ];
      });
      findings.push(...(await Promise.all(found)).flat());
    }
  }
  return findings;
}

/** What an argument names that a reader must not learn of. */
function namedBy(entry: TableEntry, argument: IdArgument, { hidden, gone }: Ids): Gone['document'] {
  const id = kindOf(entry, argument);
  const { isCursor } = argument;
  if (isCursor) return id ? [] : hidden.map(({ kind: what, cursor }) => ({ what, id: cursor }));
  if (id) return id === 'auditEntry' ? [] : gone[id];
  return [...hidden.map(({ kind: what, id }) => ({ what, id })), ...gone.document];
}

/** With a condition that only hidden documents meet: what one gets that none meets. The witness gets the documents. */
async function askWithConditions(
  { readers, witness }: Organisation,
  fields: readonly RootField[],
  times: Times,
  hidden: readonly Hidden[],
): Promise<string[]> {
  const conditions = conditionsFor(times);
  const findings: string[] = [];
  for (const field of fields) {
    const entry = TABLE[field.name];
    if (!entry || (field.kind === 'mutation' && !entry.tells)) continue;
    const isUnknown = ({ path, condition }: RootField['others'][number]) =>
      condition ? !conditions[condition] : !PLAIN_ARGUMENTS.includes(path);
    findings.push(
      ...field.others.filter(isUnknown).map(({ path }) => `${field.name}(${path}) is unknown to the suite.`),
    );
    const asked = field.others.flatMap(({ path, condition }) => {
      const values = conditions[condition ?? ''];
      return values ? [{ path, values }] : [];
    });
    // Answers are retrieved by search, which is tried with all of them.
    for (const { path, values } of field.kind === 'query' ? asked : asked.slice(0, 1)) {
      const where = `${field.name}(${path})`;
      const ask = async (asker: Asker, filter: Variables) => {
        const variables = withValue(variablesOf(entry, asker), path.replace(/\.[^.]+$/, ''), filter);
        return withoutOwnWords(await call(asker, field, entry, variables));
      };
      // A condition is no matter of the role.
      for (const [who, reader] of Object.entries(readers).slice(0, 1)) {
        const [response, expected] = await Promise.all([ask(reader, values.hidden), ask(reader, values.none)]);
        if (response !== expected) findings.push(`${where} as ${who} tells of what is hidden: ${response}`);
        findings.push(...leakIn(response, hidden).map((leak) => `${where} as ${who} gives ${leak}.`));
      }
      const seen = await ask(witness, values.hidden);
      if (leakIn(seen, hidden).length === 0) findings.push(`${where} gives the witness nothing: ${seen}`);
    }
  }
  return findings;
}

/** An answer names the collection that it was asked of: what its asker said, and so tells nobody. */
function withoutOwnWords(response: string): string {
  return response.replaceAll(/("filter":\{"collection":)"[^"]*"/g, '$1null');
}

/** The positive control: what the readers do not get is there. */
async function askAsWitness(
  witness: Asker,
  fields: readonly RootField[],
  hidden: readonly Hidden[],
): Promise<string[]> {
  const findings: string[] = [];
  for (const { field, entry, argument } of everyArgument({ witness }, fields)) {
    if (entry.id) continue;
    for (const { kind, id, cursor } of hidden) {
      const variables = withId(variablesOf(entry, witness), argument, argument.isCursor ? cursor : id);
      const response = await call(witness, field, entry, variables);
      if (!isServed(response, entry) || (!entry.refusal && leakIn(response, hidden).length === 0)) {
        findings.push(`${field.name}(${argument.path}) does not give the witness ${kind}: ${response}`);
      }
    }
  }
  return findings;
}

/** Every argument that takes an id, for each of these people; last those that take away what they are given. */
function everyArgument(askers: Readonly<Record<string, Asker>>, fields: readonly RootField[]) {
  return fields
    .flatMap((field) => {
      const entry = TABLE[field.name];
      return field.ids.flatMap((argument) =>
        Object.entries(askers).flatMap(([who, asker]) => (entry ? [{ who, asker, field, entry, argument }] : [])),
      );
    })
    .sort((a, b) => Number(a.entry.destroys !== undefined) - Number(b.entry.destroys !== undefined));
}

/** The first that a response tells of hidden documents. */
function leakIn(response: string, hidden: readonly Hidden[]): string[] {
  const secrets = [CANARY, ...hidden.flatMap(({ id, cursor }) => [id, cursor])];
  return secrets.filter((secret) => response.includes(secret)).slice(0, 1);
}
