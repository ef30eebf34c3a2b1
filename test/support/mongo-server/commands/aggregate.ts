import { changeStreamSource } from '../change-stream.ts';
import { listSource } from '../cursors.ts';
import type { CommandContext, Handler } from '../deployment.ts';
import { badValue, CommandError, namespaceNotFound } from '../errors.ts';
import { type Metadata, withScore } from '../metadata.ts';
import { runPipeline } from '../pipeline.ts';
import { select } from '../query.ts';
import { reachForQuery } from '../search/mongot.ts';
import { checkPlacement, notInTransaction } from '../search/placement.ts';
import { search } from '../search/stages.ts';
import { isInTransaction } from '../sessions.ts';
import { asDoc, asDocs, type Doc, isDoc } from '../values.ts';
import { scored } from './reads.ts';
import { listSearchIndexes } from './search-indexes.ts';

/** aggregate: the first stage decides what the rest works on. */
export const aggregate: Handler = async (command, context) => {
  const { cursors, data, db, signal } = context;
  const target = command['aggregate'];
  const name = typeof target === 'string' ? target : '$cmd.aggregate';
  const pipeline = asDocs(command['pipeline'], 'pipeline');
  if (!isDoc(command['cursor']))
    throw new CommandError(9, "The 'cursor' option is required, except for aggregate with the explain argument");
  const [first = {}, ...rest] = pipeline;
  const open = { ns: `${db}.${name}`, command, signal };

  if ('$changeStream' in first) {
    if (context.profile === 'documentdb') {
      throw new CommandError(115, 'Stage $changeStream is not supported yet in native pipeline');
    }
    if (isInTransaction(command)) throw notInTransaction('$changeStream');
    const stage = asDoc(first['$changeStream'], '$changeStream');
    const watched = {
      db: stage['allChangesForCluster'] === true ? null : db,
      collection: typeof target === 'string' ? target : null,
    };
    return cursors.open(changeStreamSource(stage, rest, watched, context), open);
  }
  if (context.profile !== 'documentdb') checkPlacement(command, first);
  if (typeof target !== 'string') throw badValue('The test server aggregates collections only, and change streams.');

  const { docs, metadata, stages } = await start(command, target, pipeline, context);
  const collectionResolver = (other: string): Doc[] => [...(data.find(db, other)?.docs.values() ?? [])];
  return cursors.open(listSource(runPipeline(docs, stages, { metadata, collectionResolver })), open);
};

interface Start {
  readonly docs: Doc[];
  readonly metadata: Metadata | null;
  /** What is left of the pipeline. */
  readonly stages: readonly Doc[];
}

async function start(command: Doc, name: string, pipeline: readonly Doc[], context: CommandContext): Promise<Start> {
  const { data, db, profile, searchIndexes: indexes, rank, signal } = context;
  const collection = data.find(db, name);
  const ns = `${db}.${name}`;
  const [first = {}, ...stages] = pipeline;
  for (const stage of ['$vectorSearch', '$search'] as const) {
    if (!(stage in first)) continue;
    if (profile === 'atlas-local') await reachForQuery(indexes.mongot, { command, signal });
    const options = { profile, collection, indexes, rank };
    const { hits, metadata } = search(stage, asDoc(first[stage], stage), options);
    return { docs: hits.map(({ doc, score }) => withScore(doc, metadata, score)), metadata, stages };
  }
  if ('$listSearchIndexes' in first) {
    return {
      docs: await listSearchIndexes(asDoc(first['$listSearchIndexes'], '$listSearchIndexes'), ns, { command, context }),
      metadata: null,
      stages,
    };
  }
  if ('$collStats' in first) {
    if (!collection) throw namespaceNotFound(`Collection [${ns}] not found.`);
    return { docs: [{ ns, count: collection.docs.size }], metadata: null, stages };
  }
  if (isDoc(first['$match'])) {
    const selection = select(collection, first['$match'], profile);
    return { docs: scored(selection), metadata: selection.textScores && 'textScore', stages };
  }
  return { docs: [...(collection?.docs.values() ?? [])], metadata: null, stages: pipeline };
}
