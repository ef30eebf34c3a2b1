import type { Background } from '../background.ts';
import type { Calls } from '../calls.ts';
import type { SearchKind } from './capabilities.ts';
import { createDocumentDbEngine } from './documentdb-engine.ts';
import type { Engine } from './engine.ts';
import { createMongotEngine } from './mongot-engine.ts';
import { createMongotIndexes } from './mongot-indexes.ts';
import { createPlainEngine } from './plain-engine.ts';
import type { TermSamples } from './term-samples.ts';

/** The way of searching that fits what the deployment can do. */
export function createEngine(
  kind: SearchKind,
  parts: {
    samples: TermSamples;
    background: Background;
    calls: Calls;
    minChunks: number;
    pollMs: number;
  },
): Engine {
  switch (kind) {
    case 'mongot':
      return createMongotEngine({ samples: parts.samples, indexes: createMongotIndexes(parts) });
    case 'documentdb':
      return createDocumentDbEngine(parts);
    case 'none':
      return createPlainEngine();
  }
}
