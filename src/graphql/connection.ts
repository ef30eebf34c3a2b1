import { AppError } from '../errors.ts';
import { decodeCursor, encodeCursor } from '../lib/cursor.ts';
import { RESULT_LIMITS } from '../limits.ts';
import type { LastPage, LastPageRequest, Page, PageRequest, Position } from '../store/pages.ts';
import { builder } from './builder.ts';

/** A page of a list, as resolvers give it. `totalCount` counts the whole list. */
export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: PageInfoShape;
  readonly totalCount: number;
}

/** A node with the cursor that pages begin behind. */
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

/** The same of a list that can be read from its end on, too. */
interface EitherPageArgs extends PageArgs {
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
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

/** The arguments of a connection that can be read from its end on, too. */
export function eitherPageArgs(items: string) {
  return builder.args((t) => ({
    first: t.int({
      defaultValue: DEFAULT_PAGE_SIZE,
      description: `How many ${items} to return from the beginning on, from 1 to ${MAX_PAGE_SIZE}; ignored with \`last\`.`,
    }),
    after: t.string({ description: `Return the ${items} after this cursor; not with \`last\`.` }),
    last: t.int({
      description: `How many ${items} to return from the end on, from 1 to ${MAX_PAGE_SIZE}, in the same order.`,
    }),
    before: t.string({ description: `Return the ${items} before this cursor; with \`last\`.` }),
  }));
}

/** @throws AppError `BAD_INPUT` outside 1 to `MAX_PAGE_SIZE` */
export function parsePageSize(asked: number | null | undefined, argument: 'first' | 'last' = 'first'): number {
  const size = asked ?? DEFAULT_PAGE_SIZE;
  if (size >= 1 && size <= MAX_PAGE_SIZE) return size;
  throw new AppError('BAD_INPUT', `A page has 1 to ${MAX_PAGE_SIZE} items; ${argument} is ${size}.`);
}

/** Puts a page into the shape of a Relay connection. `after`: the cursor that it was asked for behind. */
export function toConnection<Node>(
  page: Page<Node>,
  options: { after: string | null | undefined; cursorOf: (node: Node) => string },
): Connection<Node> {
  return connect({ ...page, hasPreviousPage: options.after != null }, options);
}

/** The same of a page from the end on. `before`: the cursor that it was asked for ahead of. */
export function toLastConnection<Node>(
  page: LastPage<Node>,
  options: { before: string | null | undefined; cursorOf: (node: Node) => string },
): Connection<Node> {
  return connect({ ...page, hasNextPage: options.before != null }, options);
}

function connect<Node>(
  { items, hasNextPage, hasPreviousPage, totalCount }: Page<Node> & LastPage<Node>,
  { cursorOf }: { cursorOf: (node: Node) => string },
): Connection<Node> {
  const edges = items.map((node) => ({ cursor: cursorOf(node), node }));
  const [startCursor = null, endCursor = null] = [edges[0]?.cursor, edges.at(-1)?.cursor];
  return { edges, pageInfo: { hasNextPage, hasPreviousPage, startCursor, endCursor }, totalCount };
}

/** The place in a list that every connection tells of. */
export const PageInfo = builder.objectRef<PageInfoShape>('PageInfo').implement({
  description: 'The position of a page in its list.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', {
      description:
        'Whether there are more items after this page. With `last`: whether `before` was given, so that there may be.',
    }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      description:
        'Whether `after` was given, so that there may be items before this page. With `last`: whether there are.',
    }),
    startCursor: t.exposeString('startCursor', {
      nullable: true,
      description:
        'The cursor of the first item, to be used as `before` for the page ahead of it; null if the page is empty.',
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

/** The page from the end on that is asked for; null where it is asked for from the beginning. @throws AppError `BAD_INPUT` */
export function parseLastPage({ after, last, before }: EitherPageArgs): LastPageRequest | null {
  if (last == null && before == null) return null;
  if (last == null) throw new AppError('BAD_INPUT', 'A page before a cursor is asked for by `last`: give both.');
  if (after != null) throw new AppError('BAD_INPUT', 'A page is asked for by `after` or by `last`, not by both.');
  return { limit: parsePageSize(last, 'last'), before: before == null ? null : parseCursor(before, 'before') };
}

/** @throws AppError `BAD_INPUT` */
function parseCursor(cursor: string, argument: 'after' | 'before' = 'after'): Position {
  const [time, id] = decodeCursor(cursor) ?? [];
  const at = new Date(typeof time === 'number' ? time : Number.NaN);
  if (typeof id === 'string' && /^[0-9a-f]{32}$/.test(id) && !Number.isNaN(at.getTime())) return { at, id };
  throw foreignCursor(argument);
}

/** What a cursor meets that is none of the list's. */
export function foreignCursor(argument: 'after' | 'before' = 'after'): AppError {
  const source = argument === 'after' ? 'endCursor' : 'startCursor';
  return new AppError(
    'BAD_INPUT',
    `The cursor in \`${argument}\` is not one of this list. Take it from \`pageInfo.${source}\`.`,
  );
}

/**
 * What a page costs: a read, and as much as each of its items, as it may be one of each item of another page. One that is
 * too large is refused for that, not for its cost.
 */
export function pageComplexity({ first, last }: EitherPageArgs) {
  return {
    field: RESULT_LIMITS.readCost,
    multiplier: Math.min(Math.max(1, last ?? first ?? DEFAULT_PAGE_SIZE), MAX_PAGE_SIZE),
  };
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
