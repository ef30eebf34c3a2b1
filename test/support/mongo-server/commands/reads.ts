import { aggregate } from 'mingo';
import { listSource } from '../cursors.ts';
import type { Handler } from '../deployment.ts';
import { withScore } from '../metadata.ts';
import { type Selection, select } from '../query.ts';
import { asString, type Doc, isDoc, keyOf, numberOr } from '../values.ts';
import { project, sorted } from './shaping.ts';

/** find, count, distinct, and what belongs to cursors. */
export const readCommands: Record<string, Handler> = {
  find(command, { data, db, profile, cursors, signal }) {
    const name = asString(command['find'], 'find');
    const selection = select(data.find(db, name), filterOf(command, 'filter'), profile);
    const metadata = selection.textScores && 'textScore';
    const order = sorted(scored(selection), isDoc(command['sort']) ? command['sort'] : null, metadata);
    const skip = numberOr(command['skip'], 0);
    const limit = Math.abs(numberOr(command['limit'], 0)) || Number.POSITIVE_INFINITY;
    const page = order.slice(skip, skip + limit);
    const docs = project(page, isDoc(command['projection']) ? command['projection'] : null, metadata, profile);
    return cursors.open(listSource(docs), { ns: `${db}.${name}`, command, signal });
  },

  count(command, { data, db, profile }) {
    const collection = data.find(db, asString(command['count'], 'count'));
    const skip = numberOr(command['skip'], 0);
    const limit = Math.abs(numberOr(command['limit'], 0)) || Number.POSITIVE_INFINITY;
    const total = select(collection, filterOf(command, 'query'), profile).docs.length;
    return { n: Math.min(Math.max(0, total - skip), limit), ok: 1 };
  },

  distinct(command, { data, db, profile }) {
    const collection = data.find(db, asString(command['distinct'], 'distinct'));
    const path = asString(command['key'], 'key');
    const found = select(collection, filterOf(command, 'query'), profile).docs;
    const grouped = aggregate([...found], [{ $unwind: `$${path}` }, { $project: { _id: 0, value: `$${path}` } }]);
    const values = new Map(grouped.map(({ value }) => [keyOf(value), value]));
    return { values: [...values.values()], ok: 1 };
  },

  getMore: (command, { cursors, signal }) => cursors.getMore(command, signal),
  killCursors: (command, { cursors }) => cursors.kill(Array.isArray(command['cursors']) ? command['cursors'] : []),
};

/** The documents of a selection, with their score where they have one. */
export function scored({ docs, textScores }: Selection): Doc[] {
  return docs.map((doc) => (textScores ? withScore(doc, 'textScore', textScores.get(doc) ?? 0) : doc));
}

function filterOf(command: Doc, field: string): Doc {
  return isDoc(command[field]) ? command[field] : {};
}
