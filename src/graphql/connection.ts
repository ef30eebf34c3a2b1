import { AppError } from '../errors.ts';
import { decodeCursor, encodeCursor } from '../lib/cursor.ts';
import type { Page, PageRequest, Position } from '../store/pages.ts';
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
const MAX_PAGE_SIZE = 100;

const DEFAULT_PAGE_SIZE = 20;

/** Which page a client asks for. */
interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** The arguments of a field that gives a connection. `items`: what the list holds, such as `members`. */
export function pageArgs(items: string) {
  return builder.args((t) => ({
    first: t.int({
      defaultValue: DEFAULT_PAGE_SIZE,
      description: `How many ${items} to return, from 1 to ${MAX_PAGE_SIZE}.`,
    }),
    after: t.string({ description: `Return the ${items} after this cursor.` }),
  }));
}

/** @throws AppError `BAD_INPUT` outside 1 to `MAX_PAGE_SIZE` */
export function parsePageSize(first: number | null | undefined): number {
  const size = first ?? DEFAULT_PAGE_SIZE;
  if (size >= 1 && size <= MAX_PAGE_SIZE) return size;
  throw new AppError('BAD_INPUT', `A page has 1 to ${MAX_PAGE_SIZE} items; first is ${size}.`);
}

/** Puts a page into the shape of a Relay connection. `after`: the cursor that it was asked for behind. */
export function toConnection<Node>(
  page: Page<Node>,
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

/** The cursor of a place in a list that is ordered by time, ties by id. */
export function cursorOf({ at, id }: Position): string {
  return encodeCursor([at.getTime(), id]);
}

/** The cursor of what is listed by when it was created. */
export function cursorOfCreated({ createdAt: at, id }: { createdAt: Date; id: string }): string {
  return cursorOf({ at, id });
}

/** The page that is asked for, in a list that is ordered by time. @throws AppError `BAD_INPUT` */
export function parsePage({ first, after }: PageArgs): PageRequest {
  return { limit: parsePageSize(first), after: after == null ? null : parseCursor(after) };
}

/** @throws AppError `BAD_INPUT` */
function parseCursor(cursor: string): Position {
  const [time, id] = decodeCursor(cursor) ?? [];
  const at = new Date(typeof time === 'number' ? time : Number.NaN);
  if (typeof id === 'string' && /^[0-9a-f]{32}$/.test(id) && !Number.isNaN(at.getTime())) return { at, id };
  throw foreignCursor();
}

/** What a cursor meets that is none of the list's. */
export function foreignCursor(): AppError {
  return new AppError('BAD_INPUT', 'The cursor in `after` is not one of this list. Take it from `pageInfo.endCursor`.');
}

/** What a page costs: as much as each of its items. One that is too large is refused for that, not for its cost. */
export function pageComplexity({ first }: PageArgs) {
  return { field: 1, multiplier: Math.min(Math.max(1, first ?? DEFAULT_PAGE_SIZE), MAX_PAGE_SIZE) };
}

/** A type of the schema, as `implement` gives it. */
type ImplementedRef<Node> = ReturnType<ReturnType<typeof builder.objectRef<Node>>['implement']>;

/** The types `<Name>Connection` and `<Name>Edge` of a list. `items`: what the list holds, such as `members`. */
export function connectionType<Node extends object>(
  name: string,
  { node, items }: { node: ImplementedRef<Node>; items: string },
) {
  const EdgeRef = builder.objectRef<Edge<Node>>(`${name}Edge`).implement({
    description: `One of the ${items} in a page.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: 'The cursor of this item, for `after`.' }),
      node: t.field({ type: node, description: 'The item itself.', resolve: (edge) => edge.node as never }),
    }),
  });
  return builder.objectRef<Connection<Node>>(`${name}Connection`).implement({
    description: `A page of ${items}.`,
    fields: (t) => ({
      // The page's own cost counts its items already.
      edges: t.field({
        type: [EdgeRef],
        complexity: { field: 0, multiplier: 1 },
        description: `The ${items} of this page.`,
        resolve: ({ edges }) => [...edges],
      }),
      pageInfo: t.field({
        type: PageInfo,
        description: 'The position of this page in the list.',
        resolve: ({ pageInfo }) => pageInfo,
      }),
      totalCount: t.exposeInt('totalCount', { description: `How many ${items} there are, on all pages.` }),
    }),
  });
}
