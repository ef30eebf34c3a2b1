import { Query } from 'mingo';
import type { Collection } from './collection.ts';
import { badValue } from './errors.ts';
import { checkFilter } from './filter-checks.ts';
import { compileSchema } from './json-schema.ts';
import type { Profile } from './profile.ts';
import { compileText } from './text.ts';
import { asDoc, type Doc, isDoc, keyOf } from './values.ts';

/** Documents that fit, as they are stored (not to be changed), with their score where `$text` was asked. */
export interface Selection {
  readonly docs: readonly Doc[];
  readonly textScores: ReadonlyMap<Doc, number> | null;
}

/** What mingo needs to know to be as strict as the server. */
export const mingoOptions = {
  scriptEnabled: false,
  jsonSchemaValidator: (schema: Doc) => compileSchema(schema),
};

/** The documents of a collection that a filter matches, in order of insertion; a missing collection has none. */
export function select(collection: Collection | undefined, filter: Doc, profile: Profile): Selection {
  const { text, rest } = takeText(filter);
  checkFilter(rest);
  if (!collection) return { docs: [], textScores: null };
  const query = new Query(rest, mingoOptions);
  const matching = candidates(collection, rest).filter((doc) => query.test(doc));
  if (!text) return { docs: matching, textScores: null };
  const scorer = compileText(text, rest, collection, profile);
  const textScores = new Map<Doc, number>();
  for (const doc of matching) {
    const score = scorer(doc);
    if (score !== null) textScores.set(doc, score);
  }
  return { docs: [...textScores.keys()], textScores };
}

/** By `_id` there is no need to look at all. */
function candidates(collection: Collection, filter: Doc): Doc[] {
  const id = filter['_id'];
  let ids: unknown[] | null = null;
  if (id !== undefined && id !== null && !isDoc(id) && !(id instanceof RegExp)) ids = [id];
  else if (isDoc(id) && Array.isArray(id['$in']) && Object.keys(id).length === 1) ids = id['$in'];
  if (!ids || ids.some((value) => value instanceof RegExp)) return [...collection.docs.values()];
  const wanted = new Set(ids.map(keyOf));
  if (wanted.size > 1) return [...collection.docs].filter(([key]) => wanted.has(key)).map(([, doc]) => doc);
  return [...wanted].map((key) => collection.docs.get(key)).filter((doc) => doc !== undefined);
}

function takeText(filter: Doc): { text: Doc | null; rest: Doc } {
  const { $text: top, $and: and, ...others } = filter;
  const branches = Array.isArray(and) ? and.map((branch) => takeText(asDoc(branch, '$and'))) : [];
  const texts = [top, ...branches.map((branch) => branch.text)].filter((text) => text !== undefined && text !== null);
  if (texts.length > 1) throw badValue('Too many text expressions');
  const rest = branches.length > 0 ? { ...others, $and: branches.map((branch) => branch.rest) } : others;
  return { text: texts.length > 0 ? asDoc(texts[0], '$text') : null, rest };
}
