import { CommandError } from './errors.ts';
import { type Doc, isDoc } from './values.ts';

/** What `{ $meta: … }` can ask for here. */
export type Metadata = 'textScore' | 'searchScore' | 'vectorSearchScore';

/** Mingo has no metadata, so a document carries it in a field that no answer shows. */
const FIELD = '__meta__';

/** A shallow copy of a document with a score to be asked for by `$meta`. */
export function withScore(doc: Doc, name: Metadata, score: number): Doc {
  return { ...doc, [FIELD]: { [name]: score } };
}

/** Takes the metadata off again. */
export function withoutScore(doc: Doc): Doc {
  const { [FIELD]: _, ...rest } = doc;
  return rest;
}

/**
 * A pipeline that reads metadata from where `withScore` put it.
 * @throws CommandError 40218 for metadata that this query has none of
 */
export function resolveMetadata(pipeline: readonly Doc[], available: Metadata | null): Doc[] {
  return pipeline.map((stage) => {
    const [[name, argument] = ['', undefined]] = Object.entries(stage);
    if (name === '$sort' && isDoc(argument)) return { $sort: resolveSort(argument, available) };
    const resolved = resolveExpression(argument, available);
    if (name === '$project' && isDoc(resolved) && available && isInclusion(resolved)) {
      return { $project: { ...resolved, [FIELD]: 1 } };
    }
    return { [name]: resolved };
  });
}

/** Whether a projection names what to keep, not what to leave out. */
export function isInclusion(projection: Doc): boolean {
  return Object.entries(projection).some(([path, value]) => path !== '_id' && value !== 0 && value !== false);
}

/** The metadata that an expression asks for, null for any other expression. */
export function metadataAsked(expression: unknown): string | null {
  return isDoc(expression) && typeof expression['$meta'] === 'string' ? expression['$meta'] : null;
}

function resolveSort(sort: Doc, available: Metadata | null): Doc {
  return Object.fromEntries(
    Object.entries(sort).map(([path, order]) => {
      const asked = metadataAsked(order);
      return asked === null ? [path, order] : [fieldOf(asked, available), -1];
    }),
  );
}

function resolveExpression(value: unknown, available: Metadata | null): unknown {
  const asked = metadataAsked(value);
  if (asked !== null) return `$${fieldOf(asked, available)}`;
  if (Array.isArray(value)) return value.map((item) => resolveExpression(item, available));
  if (!isDoc(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveExpression(item, available)]));
}

function fieldOf(asked: string, available: Metadata | null): string {
  if (asked === available) return `${FIELD}.${asked}`;
  const words = asked.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  throw new CommandError(40218, `query requires ${words} metadata, but it is not available`);
}
