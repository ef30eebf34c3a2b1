import { join } from 'node:path';
import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder that `compile` made. */
    compiled: string;
  }
}

/** Where the compiled code of a file is, whose path begins at the repository's root. */
export function compiledFile(path: string): string {
  return join(inject('compiled'), path.replace(/\.ts$/, '.js'));
}
