import type { Place } from '../../lib/blocks/blocks.ts';
import type { Size } from './chunk-size.ts';

/** The smallest part that a chunk is made of: a sentence, a line of code, a row, a whole block of code or table. */
export interface Unit extends Place, Size {
  /** Whether a neighbour may repeat it: sentences are, code and pieces of sentences are not. */
  readonly isSentence: boolean;
}
