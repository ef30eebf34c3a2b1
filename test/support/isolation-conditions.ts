import type { Variables } from './isolation-call.ts';
import { CANARY, WITNESS } from './isolation-organisation.ts';

/** When the first and the last document were added that everybody sees; hidden ones were added before and after. */
export interface Times {
  readonly first: string;
  readonly last: string;
}

/** A filter that hidden documents meet and no others, and one of its kind that none meets. */
export interface Condition {
  readonly hidden: Variables;
  readonly none: Variables;
}

const LONG_AGO = '2001-01-01T00:00:00.000Z';
const LATE = '2101-01-01T00:00:00.000Z';

/** For each condition of each filter of the schema; the suite fails for one that is missing. */
export function conditionsFor({ first, last }: Times): Readonly<Record<string, Condition>> {
  const documents: Record<string, Condition> = {
    collection: { hidden: { collection: CANARY }, none: { collection: 'nowhere' } },
    createdAfter: { hidden: { createdAfter: last }, none: { createdAfter: LATE } },
    createdBefore: { hidden: { createdBefore: first }, none: { createdBefore: LONG_AGO } },
    datedAfter: { hidden: { datedAfter: LONG_AGO }, none: { datedAfter: LATE } },
    datedBefore: { hidden: { datedBefore: LATE }, none: { datedBefore: LONG_AGO } },
    mediaType: { hidden: { mediaType: 'text/markdown' }, none: { mediaType: 'application/pdf' } },
    tags: { hidden: { tags: [`${CANARY}-old`, `${CANARY}-young`] }, none: { tags: ['nothing'] } },
  };
  const listed: Record<string, Condition> = {
    ...documents,
    nameContains: { hidden: { nameContains: CANARY }, none: { nameContains: 'nothing' } },
    status: { hidden: { status: 'FAILED' }, none: { status: 'PENDING' } },
  };
  const ingested = { actor: WITNESS, action: 'document.ingest' };
  const entries: Record<string, Condition> = {
    action: { hidden: ingested, none: { ...ingested, action: 'nothing.done' } },
    actor: { hidden: ingested, none: { ...ingested, actor: 'nobody' } },
    after: { hidden: { ...ingested, after: LONG_AGO }, none: { ...ingested, after: LATE } },
    before: { hidden: { ...ingested, before: LATE }, none: { ...ingested, before: LONG_AGO } },
  };
  const named = (filter: string, conditions: Record<string, Condition>) =>
    Object.entries(conditions).map(([name, condition]) => [`${filter}.${name}`, condition]);
  return Object.fromEntries([
    ...named('SearchFilter', documents),
    ...named('DocumentFilter', listed),
    ...named('AuditFilter', entries),
  ]);
}
