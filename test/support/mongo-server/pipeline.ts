import { aggregate } from 'mingo';
import { CommandError } from './errors.ts';
import { type Metadata, resolveMetadata, withoutScore } from './metadata.ts';
import { mingoOptions } from './query.ts';
import { cloneDoc, type Doc, isDoc } from './values.ts';

const FIRST_ONLY = new Set(['$vectorSearch', '$search', '$changeStream', '$listSearchIndexes', '$collStats']);
const NOT_EMULATED = new Set(['$out', '$merge', '$documents', '$geoNear']);

/** Runs stages over documents, which may carry metadata; the documents themselves are left as they are. */
export function runPipeline(
  docs: readonly Doc[],
  stages: readonly Doc[],
  options: { metadata: Metadata | null; collectionResolver: (name: string) => Doc[] },
): Doc[] {
  for (const stage of stages) checkStage(stage);
  const resolved = resolveMetadata(stages, options.metadata);
  const results = aggregate(docs.map(cloneDoc), resolved, {
    ...mingoOptions,
    collectionResolver: options.collectionResolver,
  });
  return options.metadata ? results.map(withoutScore) : results;
}

function checkStage(stage: Doc): void {
  const [name = ''] = Object.keys(stage);
  if (FIRST_ONLY.has(name)) throw new CommandError(40602, `${name} is only valid as the first stage in a pipeline`);
  if (NOT_EMULATED.has(name)) throw new CommandError(40324, `The test server doesn't emulate '${name}'`);
  for (const inner of stageNames(isDoc(stage['$facet']) ? Object.values(stage['$facet']) : [])) {
    if (FIRST_ONLY.has(inner)) {
      throw new CommandError(40600, `${inner} is not allowed to be used within a $facet stage`);
    }
  }
  for (const inner of stageNames(isDoc(stage['$lookup']) ? [stage['$lookup']['pipeline']] : [])) {
    if (FIRST_ONLY.has(inner)) throw new CommandError(51047, `${inner} is not allowed within a $lookup's sub-pipeline`);
  }
}

function stageNames(pipelines: readonly unknown[]): string[] {
  return pipelines.flat().flatMap((stage) => (isDoc(stage) ? Object.keys(stage) : []));
}
