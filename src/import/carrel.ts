import type { Api } from './api.ts';
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

/** One that is searchable may be getting a new version. */
export function isUnderWay({ status, progress }: RemoteDocument): boolean {
  return status === 'PENDING' || status === 'PROCESSING' || (status === 'SEARCHABLE' && progress.stage !== 'DONE');
}

/** What became of a file that was sent. */
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
  /** Gives a document another content, as its next version. */
  replace(id: string, file: LocalFile): Promise<IngestResult>;
}

const PARTS = 'id name sha256 collection status error progress { stage }';
const LIMITS = '{ system { limits { maxFileBytes fileExtensions } } }';
const PAGE = `query ($after: String, $filter: DocumentFilter) {
  documents(first: 100, after: $after, filter: $filter) { edges { node { ${PARTS} } } pageInfo { hasNextPage endCursor } }
}`;
const INGEST = `mutation ($input: IngestFileInput!) { ingestFile(input: $input) { created document { ${PARTS} } } }`;
const REPLACE = `mutation ($input: ReplaceDocumentInput!) {
  replaceDocument(input: $input) { created document { ${PARTS} } }
}`;

interface DocumentsPage {
  readonly documents: {
    readonly edges: readonly { readonly node: RemoteDocument }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

interface SystemLimits {
  readonly system: { readonly limits: { readonly maxFileBytes: number; readonly fileExtensions: readonly string[] } };
}

/** A client that gives all documents the same collection, tags and mark. */
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
      const { system } = await call<SystemLimits>({ query: LIMITS });
      return { maxFileBytes: system.limits.maxFileBytes, extensions: system.limits.fileExtensions };
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
      const { replaceDocument } = await call<{ replaceDocument: IngestResult }>({
        query: REPLACE,
        variables,
        file: path,
      });
      return replaceDocument;
    },
  };
}
