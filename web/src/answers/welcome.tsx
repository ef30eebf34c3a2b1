import { useQuery } from 'urql';
import { Link } from 'wouter';
import { EXAMPLE_QUESTIONS } from '../examples/example-files.ts';
import { ExamplesNote } from '../examples/examples-note.tsx';
import { ExamplesOffer } from '../examples/examples-offer.tsx';
import { useExamples } from '../examples/use-examples.ts';
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
  const { documents: examples, state } = useExamples();
  const isOfExamples = documents.every(({ id }) => examples.some((example) => example.id === id));
  const questions = isOfExamples ? EXAMPLE_QUESTIONS : documents.map(({ name }) => messages.suggestion(name));
  return (
    <div className={css.welcome}>
      <p className={css.question}>{messages.welcome}</p>
      <p>{messages.welcomeHint}</p>
      {data && documents.length === 0 && (
        <p>
          {messages.noDocuments} {isAtLeast('EDITOR', viewer) && <Link href="/documents">{messages.addDocuments}</Link>}
        </p>
      )}
      {data && documents.length === 0 && <ExamplesOffer />}
      {documents.length > 0 && state.type === 'idle' && (
        <ul aria-label={messages.suggestions} className={css.suggestions}>
          {questions.map((question) => (
            <li key={question}>
              <button type="button" onClick={() => onSuggestion(question)}>
                {question}
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={css.examples}>
        <ExamplesNote />
      </div>
    </div>
  );
}
