import { Query } from 'mingo';
import type { Collection } from './collection.ts';
import { CommandError } from './errors.ts';
import type { Profile } from './profile.ts';
import { mingoOptions } from './query.ts';
import { type Doc, isDoc } from './values.ts';

const compiled = new WeakMap<Doc, Query>();

/** Collections whose validator came by `collMod`. */
const modified = new WeakSet<Collection>();

/**
 * Holds what a document becomes against its collection's validator. Under the level `moderate` one that didn't fit
 * before needn't fit. DocumentDB takes a validator at `create` and ignores it until `collMod` has touched it.
 *
 * @throws CommandError 121, or DocumentDB's own code
 */
export function validate(
  collection: Collection,
  { before, after }: { before: Doc | null; after: Doc },
  profile: Profile,
): void {
  const { validator, validationLevel, validationAction } = collection.options;
  if (!isDoc(validator) || validationLevel === 'off' || validationAction === 'warn') return;
  if (profile === 'documentdb' && !modified.has(collection)) return;
  const query = compiled.get(validator) ?? new Query(validator, mingoOptions);
  compiled.set(validator, query);
  if (query.test(after)) return;
  if (validationLevel === 'moderate' && before && !query.test(before)) return;
  if (profile === 'documentdb') throw new CommandError(525074461, 'Document failed validation');
  const [operatorName = ''] = Object.keys(validator);
  throw new CommandError(121, 'Document failed validation', {
    extra: { errInfo: { failingDocumentId: after['_id'], details: { operatorName, schemaRulesNotSatisfied: [] } } },
  });
}

/** What `collMod` does. */
export function changeOptions(collection: Collection, options: Doc): void {
  collection.options = { ...collection.options, ...options };
  modified.add(collection);
}

/** Compiles a validator, to refuse at once what can't be. @throws CommandError 9 */
export function checkValidator(validator: unknown): void {
  if (isDoc(validator)) compiled.set(validator, new Query(validator, mingoOptions));
}
