import { AppError } from '../errors.ts';
import { builder } from './builder.ts';

/** A page of a list, as resolvers give it. `totalCount` counts the whole list. */
export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: PageInfoShape;
  readonly totalCount: number;
}

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

interface PageInfoShape {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** The most that one page holds. */
export const MAX_PAGE_SIZE = 100;

export const DEFAULT_PAGE_SIZE = 20;

/** @throws AppError `BAD_INPUT` outside 1 to `MAX_PAGE_SIZE` */
export function parsePageSize(first: number | null | undefined): number {
  const size = first ?? DEFAULT_PAGE_SIZE;
  if (size >= 1 && size <= MAX_PAGE_SIZE) return size;
  throw new AppError('BAD_INPUT', `A page has 1 to ${MAX_PAGE_SIZE} items; first is ${size}.`);
}

/** Puts a page into the shape of a Relay connection. `after`: the cursor that it was asked for behind. */
export function toConnection<Node>(
  page: { items: readonly Node[]; hasNextPage: boolean; totalCount: number },
  options: { after: string | null | undefined; cursorOf: (node: Node) => string },
): Connection<Node> {
  const edges = page.items.map((node) => ({ cursor: options.cursorOf(node), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: options.after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: page.totalCount,
  };
}

/** The place in a list that every connection tells of. */
export const PageInfo = builder.objectRef<PageInfoShape>('PageInfo').implement({
  description: 'The position of a page in its list.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { description: 'Whether there are more items after this page.' }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      description: 'Whether `after` was given, so that there may be items before this page.',
    }),
    startCursor: t.exposeString('startCursor', {
      nullable: true,
      description: 'The cursor of the first item; null if the page is empty.',
    }),
    endCursor: t.exposeString('endCursor', {
      nullable: true,
      description: 'The cursor of the last item, to be used as `after` for the next page; null if the page is empty.',
    }),
  }),
});
