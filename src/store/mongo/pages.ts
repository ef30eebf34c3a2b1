import type { Collection, Document, Filter, Sort, WithId } from 'mongodb';
import type { Page, Position } from '../pages.ts';
import { reading } from './client.ts';

/** Which rows come behind a place, in the order in which they are listed. */
export interface PagePlace<Row extends Document> {
  /** The condition for what comes behind it; null at the beginning. */
  readonly behind: Filter<Row> | null;
  readonly sort: Sort;
}

/** A place in rows that are listed by a time, ties by id. `direction` 1: the first come first; -1: the last. */
export function placeByTime<Row extends Document>(
  after: Position | null,
  { at, id, direction }: { at: string; id: string; direction: 1 | -1 },
): PagePlace<Row> {
  const beyond = direction === 1 ? '$gt' : '$lt';
  const behind: Filter<Document> | null = after && {
    $or: [{ [at]: { [beyond]: after.at } }, { [at]: after.at, [id]: { [beyond]: after.id } }],
  };
  return { behind: behind as Filter<Row> | null, sort: { [at]: direction, [id]: direction } };
}

/** By which time rows are listed that have a `createdAt`: newest first. */
export const NEWEST_FIRST = { at: 'createdAt', id: '_id', direction: -1 } as const;

/** A page of rows, of which one more is read than asked for. */
export async function readPage<Row extends Document, Item>(
  rows: Collection<Row>,
  query: PagePlace<Row> & {
    filter: Filter<Row>;
    limit: number;
    signal: AbortSignal | undefined;
    read: (row: WithId<Row>) => Item;
  },
): Promise<Page<Item>> {
  const { filter, behind, sort, limit, signal, read } = query;
  const [found, totalCount] = await Promise.all([
    rows
      .find(behind ? ({ $and: [filter, behind] } as Filter<Row>) : filter, reading(signal))
      .sort(sort)
      .limit(limit + 1)
      .toArray(),
    rows.countDocuments(filter, reading(signal)),
  ]);
  return { items: found.slice(0, limit).map(read), hasNextPage: found.length > limit, totalCount };
}
