import { CommandError } from '../errors.ts';
import { type Doc, isDoc, keyOf } from '../values.ts';

export type SearchIndexType = 'vectorSearch' | 'search';

/** A vector field of a `vectorSearch` index. */
export interface VectorField {
  readonly path: string;
  readonly numDimensions: number;
  readonly similarity: string;
}

const VECTOR_FIELD = new Set(['type', 'path', 'numDimensions', 'similarity', 'quantization']);
const QUANTIZATIONS = new Set(['none', 'scalar', 'binary']);
const PARTITIONS = new Set([1, 2, 4, 8, 16, 32, 64]);
const SIMILARITIES = new Set(['cosine', 'dotProduct', 'euclidean']);
const ANALYZERS = new Set(['lucene.standard', 'lucene.whitespace', 'lucene.keyword']);
const STRING_FIELD = new Set(['type', 'analyzer', 'searchAnalyzer']);
const FIELD_TYPES = new Set(['string', 'token', 'date', 'number', 'boolean', 'objectId', 'uuid']);

/** @throws CommandError 125 for a definition that mongot refuses, or that the test server doesn't emulate */
export function checkDefinition(type: SearchIndexType, definition: Doc): void {
  if (type === 'search') checkMappings(definition);
  else checkVectorIndex(definition);
}

/** The vector field at a path, if the index has one. */
export function vectorFieldAt(definition: Doc, path: string): VectorField | undefined {
  const field = vectorIndexFields(definition).find((item) => item['type'] === 'vector' && item['path'] === path);
  if (!field) return undefined;
  return { path, numDimensions: Number(field['numDimensions']), similarity: String(field['similarity']) };
}

/** The paths that a `$vectorSearch` may filter by. */
export function filterPaths(definition: Doc): Set<string> {
  const fields = vectorIndexFields(definition).filter((field) => field['type'] === 'filter');
  return new Set(fields.map((field) => String(field['path'])));
}

/** How a field of a `search` index is mapped, by type; empty when it isn't. */
export function mappingsOf(definition: Doc, path: string): Map<string, Doc> {
  const fields = isDoc(definition['mappings']) ? definition['mappings']['fields'] : undefined;
  const mappings = isDoc(fields) ? [fields[path]].flat().filter(isDoc) : [];
  return new Map(mappings.map((mapping) => [String(mapping['type']), mapping]));
}

/** A definition as `$listSearchIndexes` gives it back: with all defaults. */
export function withDefaults(type: SearchIndexType, definition: Doc): Doc {
  if (type === 'search') return { ...definition, analyzer: 'lucene.standard' };
  const fields = vectorIndexFields(definition).map((field) =>
    field['type'] === 'vector' ? { quantization: 'none', indexingMethod: 'hnsw', ...field } : field,
  );
  return { numPartitions: 1, ...definition, fields };
}

/** Whether a definition is the one that is there: for vector indexes only fields and number of partitions count. */
export function sameDefinition(type: SearchIndexType, a: Doc, b: Doc): boolean {
  if (type === 'search') return keyOf(a) === keyOf(b);
  return keyOf(a['fields']) === keyOf(b['fields']) && (a['numPartitions'] ?? 1) === (b['numPartitions'] ?? 1);
}

function vectorIndexFields(definition: Doc): Doc[] {
  return Array.isArray(definition['fields']) ? definition['fields'].filter(isDoc) : [];
}

function checkVectorIndex(definition: Doc): void {
  if (definition['storedSource'] === true) throw invalid('"storedSource" cannot be true');
  const unknown = Object.keys(definition).find((name) => name !== 'fields' && name !== 'numPartitions');
  if (unknown) throw invalid(`Unrecognized field "${unknown}"`);
  if (!PARTITIONS.has(Number(definition['numPartitions'] ?? 1))) {
    throw invalid('"numPartitions" must be one of [1, 2, 4, 8, 16, 32, 64]');
  }
  const fields = vectorIndexFields(definition);
  if (fields.length === 0) throw invalid('"fields" is required');
  const paths = fields.map((field) => field['path']);
  if (new Set(paths).size < paths.length) throw invalid('Vector and filter fields should have distinct paths');
  if (!fields.some((field) => field['type'] === 'vector')) throw invalid('"fields" must contain a vector field');
  for (const field of fields) checkVectorIndexField(field);
}

function checkVectorIndexField(field: Doc): void {
  if (typeof field['path'] !== 'string') throw invalid('"path" is required');
  if (field['type'] === 'filter') return;
  if (field['type'] !== 'vector') throw invalid('"type" must be one of [vector, filter]');
  const unknown = Object.keys(field).find((name) => !VECTOR_FIELD.has(name));
  if (unknown) throw invalid(`Unrecognized field "${unknown}"`);
  const dimensions = field['numDimensions'];
  if (!Number.isInteger(dimensions) || Number(dimensions) < 1 || Number(dimensions) > 8192) {
    throw invalid('"numDimensions" must be within bounds [1..8192]');
  }
  const quantization = String(field['quantization'] ?? 'none');
  if (!QUANTIZATIONS.has(quantization)) throw invalid('"quantization" must be one of [none, scalar, binary]');
  if (quantization === 'binary' && Number(dimensions) % 8 !== 0) {
    throw invalid('"numDimensions" must be a multiple of 8 for binary quantization');
  }
  if (!SIMILARITIES.has(String(field['similarity']))) {
    throw invalid('"similarity" must be one of [cosine, dotProduct, euclidean]');
  }
}

function checkMappings(definition: Doc): void {
  const mappings = definition['mappings'];
  if (!isDoc(mappings)) throw invalid('"mappings" is required');
  if (mappings['dynamic'] !== false) throw invalid("The test server's search indexes know dynamic: false only");
  const fields = Object.values(isDoc(mappings['fields']) ? mappings['fields'] : {})
    .flat()
    .filter(isDoc);
  for (const field of fields) {
    const type = String(field['type']);
    if (!FIELD_TYPES.has(type)) throw invalid(`"type" can't be "${type}" here`);
    const unknown = Object.keys(field).find((name) => (type === 'string' ? !STRING_FIELD.has(name) : name !== 'type'));
    if (unknown) throw invalid(`Unrecognized field "${unknown}"`);
    if (type === 'string' && !ANALYZERS.has(String(field['analyzer'] ?? 'lucene.standard'))) {
      throw invalid(`The test server doesn't know the analyzer "${field['analyzer']}"`);
    }
  }
}

function invalid(message: string): CommandError {
  return new CommandError(125, message);
}
