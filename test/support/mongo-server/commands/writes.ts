import { ObjectId } from 'mongodb';
import type { CommandContext, Handler } from '../deployment.ts';
import { CommandError, errorReply } from '../errors.ts';
import { select } from '../query.ts';
import { isReplacement, parseUpdate, updated, upserted } from '../update.ts';
import { validate } from '../validation.ts';
import { asDoc, asDocs, asString, type Doc, sameDoc } from '../values.ts';

/** insert, update, delete: statement by statement, with `writeErrors` for those that fail. */
export const writeCommands: Record<string, Handler> = {
  insert(command, context) {
    const collection = context.data.open(context.db, asString(command['insert'], 'insert'));
    let n = 0;
    const writeErrors = eachStatement(command, 'documents', context, (document) => {
      const after = '_id' in document ? document : { _id: new ObjectId(), ...document };
      validate(collection, { before: null, after }, context.profile);
      context.data.apply({ type: 'insert', collection, before: null, after });
      n += 1;
    });
    return { n, ...writeErrors, ok: 1 };
  },

  update(command, context) {
    const name = asString(command['update'], 'update');
    const reply = { n: 0, nModified: 0, upserted: [] as Doc[] };
    const writeErrors = eachStatement(command, 'updates', context, (entry, index) => {
      const statement = parseUpdate(asDoc(entry['q'], 'q'), entry['u'], entry['arrayFilters']);
      if (entry['multi'] === true && isReplacement(statement)) {
        throw new CommandError(9, 'multi update is not supported for replacement-style update');
      }
      const there = context.data.find(context.db, name);
      const found = select(there, statement.query, context.profile).docs;
      if (found.length === 0 && entry['upsert'] !== true) return;
      const collection = there ?? context.data.open(context.db, name);
      for (const before of entry['multi'] === true ? found : found.slice(0, 1)) {
        const after = updated(before, statement);
        reply.n += 1;
        if (sameDoc(before, after)) continue;
        validate(collection, { before, after }, context.profile);
        context.data.apply({ type: isReplacement(statement) ? 'replace' : 'update', collection, before, after });
        reply.nModified += 1;
      }
      if (found.length > 0) return;
      const after = upserted(statement);
      validate(collection, { before: null, after }, context.profile);
      context.data.apply({ type: 'insert', collection, before: null, after });
      reply.n += 1;
      reply.upserted.push({ index, _id: after['_id'] });
    });
    const { upserted: inserted, ...counts } = reply;
    return { ...counts, ...(inserted.length > 0 && { upserted: inserted }), ...writeErrors, ok: 1 };
  },

  delete(command, context) {
    const collection = context.data.find(context.db, asString(command['delete'], 'delete'));
    let n = 0;
    const writeErrors = eachStatement(command, 'deletes', context, (entry) => {
      const found = select(collection, asDoc(entry['q'], 'q'), context.profile).docs;
      for (const before of entry['limit'] === 1 ? found.slice(0, 1) : found) {
        if (collection) context.data.apply({ type: 'delete', collection, before, after: null });
        n += 1;
      }
    });
    return { n, ...writeErrors, ok: 1 };
  },
};

function eachStatement(
  command: Doc,
  field: string,
  context: CommandContext,
  run: (statement: Doc, index: number) => void,
): { writeErrors?: Doc[] } {
  const writeErrors: Doc[] = [];
  for (const [index, statement] of asDocs(command[field], field).entries()) {
    try {
      run(statement, index);
    } catch (error) {
      if (error instanceof CommandError && error.labels.length > 0) throw error;
      writeErrors.push(writeError(error, index, context));
      if (command['ordered'] !== false) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

/** DocumentDB names the index, but neither its key nor the value. */
function writeError(error: unknown, index: number, { profile }: CommandContext): Doc {
  const { ok: _, codeName: __, ...reply } = errorReply(error);
  if (reply['code'] !== 11000 || profile !== 'documentdb') return { index, ...reply };
  const name = / index: (\S+) dup key/.exec(String(reply['errmsg']))?.[1];
  const errmsg = `Duplicate key violation on the requested collection: Index '${name}'`;
  return { index, code: 11000, errmsg };
}
