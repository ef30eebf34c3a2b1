import { type Api, ApiError } from './api.ts';
import type { LocalFile } from './files.ts';
import type { ImportOptions } from './options.ts';

/** A document of the server, as far as this client looks at it. */
export interface RemoteDocument {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly collection: string | null;
  readonly status: string;
  readonly error: string | null;
  readonly progress: { readonly stage: string };
}

export interface IngestResult {
  readonly document: RemoteDocument;
  /** False where the very same was there. */
  readonly created: boolean;
}

/** What this client asks of a server. */
export interface Carrel {
  limits(): Promise<{ readonly maxFileBytes: number; readonly extensions: readonly string[] }>;
  /** All in the collection that is imported into, the newest first. */
  documents(): Promise<RemoteDocument[]>;
  /** Those of some that are still there. */
  find(ids: readonly string[]): Promise<RemoteDocument[]>;
  ingest(file: LocalFile): Promise<IngestResult>;
  /** Null where the server is of a version that can't. */
  replace(id: string, file: LocalFile): Promise<IngestResult | null>;
  delete(id: string): Promise<void>;
}

const PARTS = 'id name sha256 collection status error progress { stage }';
const LIMITS = '{ system { limits { maxFileBytes fileExtensions } } }';
const OLD_LIMITS = '{ system { limits { maxFileBytes } } }';
/** Of servers that don't say which they take. */
const OLD_EXTENSIONS = ['.txt', '.text', '.md', '.markdown'];
const PAGE = `query ($after: String, $filter: DocumentFilter) {
  documents(first: 100, after: $after, filter: $filter) { edges { node { ${PARTS} } } pageInfo { hasNextPage endCursor } }
}`;
const INGEST = `mutation ($input: IngestFileInput!) { ingestFile(input: $input) { created document { ${PARTS} } } }`;
const REPLACE = `mutation ($input: ReplaceDocumentInput!) {
  replaceDocument(input: $input) { created document { ${PARTS} } }
}`;
const DELETE = 'mutation ($id: ID!) { deleteDocument(input: { id: $id }) { id } }';

interface DocumentsPage {
  readonly documents: {
    readonly edges: readonly { readonly node: RemoteDocument }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

interface SystemLimits {
  readonly system: { readonly limits: { readonly maxFileBytes: number; readonly fileExtensions?: readonly string[] } };
}

export function createCarrel(
  { call }: Api,
  { collection, tags, containsPii }: Pick<ImportOptions, 'collection' | 'tags' | 'containsPii'>,
): Carrel {
  const list = async (filter: object): Promise<RemoteDocument[]> => {
    const found: RemoteDocument[] = [];
    let after: string | null = null;
    do {
      const { documents }: DocumentsPage = await call({ query: PAGE, variables: { after, filter } });
      found.push(...documents.edges.map(({ node }) => node));
      after = documents.pageInfo.hasNextPage ? documents.pageInfo.endCursor : null;
    } while (after !== null);
    return found;
  };

  return {
    limits: async () => {
      const { system } = await call<SystemLimits>({ query: LIMITS }).catch((error) =>
        orWhereUnknown(error, () => call<SystemLimits>({ query: OLD_LIMITS })),
      );
      const { maxFileBytes, fileExtensions = OLD_EXTENSIONS } = system.limits;
      return { maxFileBytes, extensions: fileExtensions };
    },
    // A collection's filter gives what is below it, too.
    documents: async () =>
      (await list(collection === null ? {} : { collection })).filter((one) => one.collection === collection),
    find: (ids) => list({ documentIds: ids }),
    ingest: async ({ path, name }) => {
      const input = { file: null, name, tags, containsPii, collection };
      const { ingestFile } = await call<{ ingestFile: IngestResult }>({
        query: INGEST,
        variables: { input },
        file: path,
      });
      return ingestFile;
    },
    replace: async (id, { path }) => {
      const variables = { input: { id, file: null } };
      const replaced = call<{ replaceDocument: IngestResult }>({ query: REPLACE, variables, file: path });
      return await replaced.then(
        ({ replaceDocument }) => replaceDocument,
        (error) => orWhereUnknown(error, async () => null),
      );
    },
    delete: async (id) => {
      await call({ query: DELETE, variables: { id } });
    },
  };
}

/** Does something else where a server does not know what was asked of it. */
function orWhereUnknown<T>(error: unknown, otherwise: () => Promise<T>): Promise<T> {
  const isUnknown =
    error instanceof ApiError &&
    /^(Cannot query field|Unknown type) "?(replaceDocument|ReplaceDocumentInput|fileExtensions)\b/.test(error.message);
  if (!isUnknown) throw error;
  return otherwise();
}
