import { Query } from 'mingo';
import type { Collection } from './collection.ts';
import { CommandError } from './errors.ts';
import type { Profile } from './profile.ts';
import { mingoOptions } from './query.ts';
import { type Doc, isDoc } from './values.ts';

const compiled = new WeakMap<Doc, Query>();

/**
 * Holds a document against its collection's validator. DocumentDB takes validators and ignores them.
 * @throws CommandError 121
 */
export function validate(collection: Collection, doc: Doc, profile: Profile): void {
  const { validator, validationLevel, validationAction } = collection.options;
  if (!isDoc(validator) || validationLevel === 'off' || validationAction === 'warn' || profile === 'documentdb') return;
  const query = compiled.get(validator) ?? new Query(validator, mingoOptions);
  compiled.set(validator, query);
  if (query.test(doc)) return;
  const [operatorName = ''] = Object.keys(validator);
  throw new CommandError(121, 'Document failed validation', {
    extra: { errInfo: { failingDocumentId: doc['_id'], details: { operatorName, schemaRulesNotSatisfied: [] } } },
  });
}

/** Compiles a validator, to refuse at once what can't be. @throws CommandError 9 */
export function checkValidator(validator: unknown): void {
  if (isDoc(validator)) compiled.set(validator, new Query(validator, mingoOptions));
}
