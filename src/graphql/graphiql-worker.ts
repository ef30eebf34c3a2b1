import { gzipSync } from 'node:zlib';
import { serveWorker } from '../lib/worker-rpc.ts';
import { type Asset, createGraphiQLAssets } from './graphiql-assets.ts';

/** A file as it is sent: as it is, and compressed. Every response shares these bytes, however many nobody reads. */
export interface Packed {
  readonly type: string;
  readonly plain: Uint8Array;
  readonly zipped: Uint8Array;
}

/** The page, and its files by name. */
export interface PackedPage {
  readonly page: Packed;
  readonly files: ReadonlyMap<string, Packed>;
}

/** What can be called in the worker. */
export type GraphiQLMethods = {
  /** `parameter`: the one that names a file of the page. */
  page(parameter: string): PackedPage;
};

// Nine megabytes of source that most servers never need, and that take a tenth of a second to read.
serveWorker<GraphiQLMethods>({
  page: (parameter) => {
    const { page, files } = createGraphiQLAssets((name) => `?${parameter}=${name}`);
    return { page: pack(page), files: new Map([...files].map(([name, file]) => [name, pack(file)])) };
  },
});

function pack({ type, body }: Asset): Packed {
  return { type, plain: body, zipped: gzipSync(body) };
}
