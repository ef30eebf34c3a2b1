import type { Handler } from '../deployment.ts';
import { CommandError } from '../errors.ts';
import { select } from '../query.ts';
import { isReplacement, parseUpdate, updated, upserted } from '../update.ts';
import { validate } from '../validation.ts';
import { asDoc, asString, type Doc, isDoc, sameDoc } from '../values.ts';
import { project, sorted } from './shaping.ts';

/** findAndModify: what `findOneAndUpdate` and its kin send. */
export const findAndModify: Handler = (command, context) => {
  const { data, db, profile } = context;
  const name = asString(command['findAndModify'], 'findAndModify');
  const there = data.find(db, name);
  const query = command['query'] === undefined ? {} : asDoc(command['query'], 'query');
  const sort = isDoc(command['sort']) ? command['sort'] : null;
  const [before] = sorted(select(there, query, profile).docs, sort, null);
  const shown = (doc: Doc | null): Doc | null =>
    doc && (project([doc], isDoc(command['fields']) ? command['fields'] : null, null, profile)[0] ?? null);

  if (command['remove'] === true) {
    if (there && before) data.apply({ type: 'delete', collection: there, before, after: null });
    return { lastErrorObject: { n: before ? 1 : 0 }, value: shown(before ?? null), ok: 1 };
  }

  const statement = parseUpdate(query, command['update'], command['arrayFilters']);
  if (!before && command['upsert'] !== true) {
    return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 };
  }
  const collection = there ?? data.open(db, name);
  if (before) {
    const after = updated(before, statement);
    if (!sameDoc(before, after)) {
      validate(collection, { before, after }, profile);
      data.apply({ type: isReplacement(statement) ? 'replace' : 'update', collection, before, after });
    }
    const value = shown(command['new'] === true ? after : before);
    return { lastErrorObject: { n: 1, updatedExisting: true }, value, ok: 1 };
  }

  const after = upserted(statement);
  validate(collection, { before: null, after }, profile);
  data.apply({ type: 'insert', collection, before: null, after });
  const lastErrorObject = { n: 1, updatedExisting: false, upserted: after['_id'] };
  return { lastErrorObject, value: command['new'] === true ? shown(after) : null, ok: 1 };
};

/** DocumentDB lets PostgreSQL's own error through, under a code that says nothing. */
export const documentDbFindAndModify: Handler = async (command, context) => {
  try {
    return await findAndModify(command, context);
  } catch (error) {
    if (!(error instanceof CommandError) || error.code !== 11000) throw error;
    throw new CommandError(
      1,
      error.message.includes('index: _id_ ')
        ? 'duplicate key value violates unique constraint "collection_pk_1"'
        : 'conflicting key value violates exclusion constraint "documents_rum_index_1"',
    );
  }
};
