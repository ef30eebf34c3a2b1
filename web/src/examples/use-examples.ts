import { useQuery } from 'urql';
import { ExamplesDocument } from '../gql/graphql.ts';
import { isAtLeast, mayChange } from '../lib/rights.ts';
import { useApi } from '../ui/use-api.ts';
import { useStore } from '../ui/use-store.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { COLLECTION, isExample, type StoredDocument } from './example-files.ts';
import { type ExampleState, type ExampleWork, exampleWorkOf } from './example-work.ts';

/** What there is of them, and what the viewer may do. */
export interface Examples {
  readonly work: ExampleWork;
  readonly state: ExampleState;
  /** Those that there are. */
  readonly documents: readonly StoredDocument[];
  /** Those that the viewer may remove. */
  readonly removable: readonly StoredDocument[];
  /** Whether the viewer may fill them in: who is limited to collections has no use of another one. */
  readonly mayAdd: boolean;
}

/** The example documents of the organisation. */
export function useExamples(): Examples {
  const work = exampleWorkOf(useApi());
  const state = useStore(work.state);
  const viewer = useViewer();
  const [{ data }] = useQuery({ query: ExamplesDocument, variables: { collection: COLLECTION } });
  const documents = data?.documents.edges.map(({ node }) => node).filter(isExample) ?? [];
  return {
    work,
    state,
    documents,
    removable: documents.filter((document) => mayChange(document, viewer)),
    mayAdd: isAtLeast('EDITOR', viewer) && viewer.collections == null,
  };
}
