import type { Client } from '../../../test/support/client.ts';
import type { Target } from './flood.ts';

/** One way to keep a server busy. */
export interface Attack {
  readonly what: string;
  /** What must be there first, made by the user whose token it comes with. */
  prepare?(client: Client): Promise<void>;
  /** Goes on until its process is killed. */
  run(target: Target): Promise<void>;
}
