import { CommandError } from './errors.ts';
import { type Doc, isDoc } from './values.ts';

/** What any command may carry; the rest of it a command has to know, so that nothing is ignored that a test relies on. */
const COMMON = [
  '$db',
  '$readPreference',
  '$clusterTime',
  'lsid',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
];

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  ping: [],
  buildInfo: [],
  endSessions: [],
  commitTransaction: [],
  abortTransaction: [],
  find: ['filter', 'sort', 'projection', 'limit', 'skip', 'batchSize', 'singleBatch'],
  getMore: ['collection', 'batchSize'],
  killCursors: ['cursors'],
  count: ['query', 'limit', 'skip'],
  distinct: ['key', 'query'],
  aggregate: ['pipeline', 'cursor'],
  insert: ['documents', 'ordered'],
  update: ['updates', 'ordered'],
  delete: ['deletes', 'ordered'],
  findAndModify: ['query', 'sort', 'remove', 'update', 'new', 'upsert', 'fields', 'arrayFilters'],
  create: ['validator', 'validationLevel', 'validationAction'],
  collMod: ['validator', 'validationLevel', 'validationAction'],
  drop: [],
  dropDatabase: [],
  listCollections: ['filter', 'nameOnly', 'cursor', 'authorizedCollections'],
  listDatabases: ['filter', 'nameOnly', 'authorizedDatabases'],
  createIndexes: ['indexes'],
  listIndexes: ['cursor'],
  dropIndexes: ['index'],
  createSearchIndexes: ['indexes'],
  updateSearchIndex: ['name', 'definition'],
  dropSearchIndex: ['name'],
};

const STATEMENT_FIELDS: Readonly<Record<string, readonly string[]>> = {
  updates: ['q', 'u', 'multi', 'upsert', 'arrayFilters'],
  deletes: ['q', 'limit'],
};

/** @throws CommandError 40415 for a field of a command, or of its statements, that the test server doesn't emulate */
export function checkFields(name: string, command: Doc): void {
  refuseOthers(command, name, [name, ...(FIELDS[name] ?? []), ...COMMON]);
  for (const [list, known] of Object.entries(STATEMENT_FIELDS)) {
    const statements: unknown[] = Array.isArray(command[list]) ? command[list] : [];
    for (const statement of statements) if (isDoc(statement)) refuseOthers(statement, `${name}.${list}`, known);
  }
}

function refuseOthers(doc: Doc, where: string, known: readonly string[]): void {
  const other = Object.keys(doc).find((field) => !known.includes(field));
  if (other) throw new CommandError(40415, `The test server doesn't emulate the field '${where}.${other}'`);
}
