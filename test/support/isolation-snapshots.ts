import { call, variablesOf } from './isolation-call.ts';
import type { RootField } from './isolation-operation.ts';
import type { Organisation } from './isolation-organisation.ts';
import { TABLE } from './isolation-table.ts';

/** What each field answers to each person. */
export type Snapshots = ReadonlyMap<string, string>;

const WITNESS = 'witness';

/** Of all fields that only read. */
export async function snapshotsOf(
  { readers, witness }: Organisation,
  fields: readonly RootField[],
): Promise<Snapshots> {
  const snapshots = new Map<string, string>();
  for (const field of fields) {
    const entry = TABLE[field.name];
    if (!entry || (field.kind === 'mutation' && !entry.tells)) continue;
    const asked = Object.entries({ ...readers, [WITNESS]: witness }).map(async ([who, asker]) => {
      const variables = entry.lasting ?? variablesOf(entry, asker);
      snapshots.set(`${field.name} as ${who}`, await call(asker, field, entry, variables));
    });
    await Promise.all(asked);
  }
  return snapshots;
}

/** More documents that they don't see change nothing for readers; for the witness those fields that tell of any. */
export function compareSnapshots(before: Snapshots, after: Snapshots): string[] {
  return [...after].flatMap(([name, response]) => {
    const [field = '', who] = name.split(' as ');
    const hasChanged = response !== before.get(name);
    const mayChange = who === WITNESS && TABLE[field]?.tells === true;
    if (hasChanged === mayChange) return [];
    return [`${name} ${hasChanged ? 'tells of' : 'knows nothing of'} new documents: ${response}`];
  });
}
