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

/** A part of a list. `totalCount` counts all of it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly hasNextPage: boolean;
  readonly totalCount: number;
}
