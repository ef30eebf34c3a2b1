/** A place in a list that is ordered by time, ties by id. */
export interface Position {
  readonly at: Date;
  readonly id: string;
}

/** Which part of a list is asked for. `limit`: at least 1. `after`: the page begins behind this place. */
export interface PageRequest {
  readonly limit: number;
  readonly after: Position | null;
}

/** Which part is asked for from the end on. `limit`: at least 1. `before`: the page ends ahead of this place. */
export interface LastPageRequest {
  readonly limit: number;
  readonly before: Position | null;
}

/** A part of a list. `totalCount` counts all of it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly hasNextPage: boolean;
  readonly totalCount: number;
}

/** A part that was asked for from the end on; its items are in the order of the list all the same. */
export interface LastPage<Item> {
  readonly items: readonly Item[];
  readonly hasPreviousPage: boolean;
  readonly totalCount: number;
}

/** Turns a page that was read backwards round. */
export function toLastPage<Item>({ items, hasNextPage, totalCount }: Page<Item>): LastPage<Item> {
  return { items: items.toReversed(), hasPreviousPage: hasNextPage, totalCount };
}
