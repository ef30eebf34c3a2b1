import type { Collection, Document, Filter, Sort, WithId } from 'mongodb';
import type { Page, Position } from '../../pages.ts';
import { reading } from '../client.ts';

/** By which fields rows are listed: a time, and the id for ties. 1: the first come first; -1: the last. */
export interface Order {
  readonly at: string;
  readonly id: string;
  readonly direction: 1 | -1;
}

/** The condition for what comes behind a place; none at the beginning. */
export function behind<Row extends Document>(after: Position | null, { at, id, direction }: Order): Filter<Row> {
  if (!after) return {};
  const beyond = direction === 1 ? '$gt' : '$lt';
  const condition: Filter<Document> = {
    $or: [{ [at]: { [beyond]: after.at } }, { [at]: after.at, [id]: { [beyond]: after.id } }],
  };
  return condition as Filter<Row>;
}

/** A page of rows, of which one more is read than asked for. */
export async function readPage<Row extends Document, Item>(
  rows: Collection<Row>,
  query: {
    filter: Filter<Row>;
    behind: Filter<Row>;
    order: Order;
    limit: number;
    signal: AbortSignal | undefined;
    read: (row: WithId<Row>) => Item;
  },
): Promise<Page<Item>> {
  const { filter, order, limit, signal, read } = query;
  const sort: Sort = { [order.at]: order.direction, [order.id]: order.direction };
  const [found, totalCount] = await Promise.all([
    rows
      .find({ $and: [filter, query.behind] } as Filter<Row>, reading(signal))
      .sort(sort)
      .limit(limit + 1)
      .toArray(),
    rows.countDocuments(filter, reading(signal)),
  ]);
  return { items: found.slice(0, limit).map(read), hasNextPage: found.length > limit, totalCount };
}
