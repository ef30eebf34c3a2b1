import { type Filter, MongoBulkWriteError } from 'mongodb';
import type { AuditHead, AuditLog, AuditLogFilter, NewAuditEntry, StoredAuditEntry } from '../../audit.ts';
import { chain, documentsOf, EVERYWHERE, fromBody, readableBy } from '../../audit-chain.ts';
import { conditionsOfFilter, conditionsOfScope, type FilterTable, type ScopeTable } from '../../conditions.ts';
import type { Calls } from '../calls.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import { readPage } from '../pages.ts';
import { present } from './answer-rows.ts';
import { keepTexts } from './audit-texts.ts';
import { fromStored, toStored } from './stored-text.ts';
import type { TenantDb } from './tenant-db.ts';
import { type AuditRow, checkTenant } from './tenant-rows.ts';

/** The row of `meta` that notes the end of the chain. */
const HEAD = 'audit';

/**
 * The chain in the tenant's database. A row's id is its place, so that of several processes which add an entry in the same
 * place one does, and the others come behind it. What a kill leaves there of several entries is a chain, too.
 */
export function createAudit(db: TenantDb, { calls }: { calls: Calls }): AuditLog {
  const call = <T>(work: () => Promise<T>, signal?: AbortSignal) => calls.in(db.database, work, signal);

  /** Adds what it can; gives back the entries that have not found their place yet. */
  const addBehind = async (entries: readonly NewAuditEntry[]): Promise<readonly NewAuditEntry[]> => {
    const [last] = await db.audit.find({}, reading()).sort({ _id: -1 }).limit(1).toArray();
    const rows = chain(entries, last ? { sequence: last._id, hash: last.hash } : null).map((row) => toRow(db, row));
    try {
      await db.audit.insertMany(rows, { ordered: true });
      return [];
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError) || kindOf(error) !== 'duplicate') throw error;
    }
    // Others were quicker, or the reply to an insert was lost: what is there of these entries is there.
    const places = rows.map(({ _id }) => _id);
    const there = await db.audit.find({ _id: { $in: places } }, reading()).toArray();
    const bodies = new Set(there.map(({ body }) => body));
    return entries.filter((_, at) => !bodies.has(rows[at]?.body ?? ''));
  };

  /** Notes the end, unless another process has noted a later one. */
  const noteEnd = async () => {
    const [last] = await db.audit.find({}, reading()).sort({ _id: -1 }).limit(1).toArray();
    if (!last) return;
    const head: AuditHead = { sequence: last._id, hash: last.hash };
    const at = new Date();
    const { matchedCount } = await db.meta.updateOne(
      { _id: HEAD, 'head.sequence': { $lt: head.sequence } },
      { $set: { head, at } },
    );
    if (matchedCount > 0 || (await db.meta.findOne({ _id: HEAD }, reading()))) return;
    try {
      await db.meta.insertOne({ _id: HEAD, tenantId: db.tenantId, at, head });
    } catch (error) {
      if (kindOf(error) !== 'duplicate') throw error;
      await noteEnd();
    }
  };

  return {
    append: async (entries, texts) => {
      await db.prepare();
      await call(async () => {
        await keepTexts(db, texts);
        let waiting = entries;
        while (waiting.length > 0) waiting = await addBehind(waiting);
        await noteEnd();
      });
    },
    list: (scope, { filter, limit, behind, signal }) =>
      call(async () => {
        const all: Filter<AuditRow> = {
          // Never without a condition, which MongoDB would refuse.
          $and: [{}, ...conditionsOfFilter(FILTERS, filter), ...conditionsOfScope(SCOPES, scope)],
        };
        const { items, ...rest } = await readPage(db.audit, {
          filter: all,
          behind: behind === null ? null : { _id: { $lt: behind } },
          sort: { _id: -1 },
          limit,
          signal,
          read: (row) => fromBody(toStoredEntry(checkTenant(row, db.tenantId))),
        });
        return { ...rest, items: readableBy(scope, items, await present(db, documentsOf(items), signal)) };
      }, signal),
    texts: (ids, { signal } = {}) =>
      call(async () => {
        if (ids.length === 0) return [];
        const rows = await db.answerTexts.find({ _id: { $in: [...ids] } }, reading(signal)).toArray();
        return rows.map((row) => {
          const { _id, at, question, answer } = checkTenant(row, db.tenantId);
          return { answerId: _id, at, question: fromStored(question), answer: fromStored(answer) };
        });
      }, signal),
    read: ({ from, limit, signal }) =>
      call(async () => {
        const found = db.audit
          .find({ _id: { $gte: from } }, reading(signal))
          .sort({ _id: 1 })
          .limit(limit);
        return (await found.toArray()).map((row) => toStoredEntry(checkTenant(row, db.tenantId)));
      }, signal),
    head: ({ signal } = {}) =>
      call(async () => (await db.meta.findOne({ _id: HEAD }, reading(signal)))?.head ?? null, signal),
    sweepTexts: (before) =>
      call(async () => {
        await db.answerTexts.deleteMany({ at: { $lt: before } });
      }),
  };
}

const FILTERS: FilterTable<Filter<AuditRow>, AuditLogFilter> = {
  action: (action) => ({ action }),
  actor: (name) => ({ names: toStored(name) }),
  after: (date) => ({ at: { $gt: date } }),
  before: (date) => ({ at: { $lt: date } }),
};

/** As `mayReadEntry` says. */
const SCOPES: ScopeTable<Filter<AuditRow>> = {
  userId: (id) => ({ privateTo: { $in: ['', ...(id ? [id] : [])] } }),
  piiAccess: (has) => (has ? null : { needsPii: false }),
  collections: (names) => names && { within: { $in: [EVERYWHERE, ...names].map(toStored) } },
};

/** The body is JSON, in which no character is escaped for the database: it is hashed as it is stored. */
function toRow(db: TenantDb, { sequence, body, hash, marks }: StoredAuditEntry): AuditRow {
  const { at, action, names, needsPii, privateTo, within } = marks;
  return {
    _id: sequence,
    tenantId: db.tenantId,
    at: new Date(at),
    action,
    names: names.map(toStored),
    needsPii,
    privateTo,
    within: within.map(toStored),
    body,
    hash,
  };
}

function toStoredEntry({
  _id,
  body,
  hash,
  at,
  action,
  names,
  needsPii,
  privateTo,
  within,
}: AuditRow): StoredAuditEntry {
  const marks = {
    at: at.getTime(),
    action,
    names: names.map(fromStored),
    needsPii,
    privateTo,
    within: within.map(fromStored),
  };
  return { sequence: _id, body, hash, marks };
}
