import { useQuery } from 'urql';
import { Link } from 'wouter';
import { SuggestionsDocument } from '../gql/graphql.ts';
import { isAtLeast } from '../lib/rights.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { messages } from './messages.ts';
import css from './welcome.module.css';

/** Before the first question: what may be asked of the documents that there are. */
export function Welcome({ onSuggestion }: { onSuggestion(question: string): void }) {
  const viewer = useViewer();
  const [{ data }] = useQuery({ query: SuggestionsDocument, requestPolicy: 'cache-and-network' });
  const documents = data?.documents.edges.map(({ node }) => node) ?? [];
  return (
    <div className={css.welcome}>
      <p className={css.question}>{messages.welcome}</p>
      <p>{messages.welcomeHint}</p>
      {data && documents.length === 0 && (
        <p>
          {messages.noDocuments} {isAtLeast('EDITOR', viewer) && <Link href="/documents">{messages.addDocuments}</Link>}
        </p>
      )}
      {documents.length > 0 && (
        <ul aria-label={messages.suggestions} className={css.suggestions}>
          {documents.map(({ id, name }) => (
            <li key={id}>
              <button type="button" onClick={() => onSuggestion(messages.suggestion(name))}>
                {messages.suggestion(name)}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
