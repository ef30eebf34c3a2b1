import { useQuery } from 'urql';
import { Link } from 'wouter';
import { EXAMPLE_QUESTIONS } from '../examples/example-files.ts';
import { ExamplesNote } from '../examples/examples-note.tsx';
import { ExamplesOffer } from '../examples/examples-offer.tsx';
import { useExamples } from '../examples/use-examples.ts';
import { SuggestionsDocument } from '../gql/graphql.ts';
import { isAtLeast } from '../lib/rights.ts';
import { filterOf, isEverywhere, type Scope } from '../scope/scope.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { messages } from './messages.ts';
import { suggestionsOf } from './suggestions-of.ts';
import css from './welcome.module.css';

interface WelcomeProps {
  /** Where the first question is looked for. */
  readonly scope: Scope;
  onSuggestion(question: string): void;
}

/** Before the first question: what may be asked of the documents that there are. */
export function Welcome({ scope, onSuggestion }: WelcomeProps) {
  const viewer = useViewer();
  const [{ data }] = useQuery({
    query: SuggestionsDocument,
    variables: { filter: { status: 'SEARCHABLE', ...filterOf(scope) } },
    requestPolicy: 'cache-and-network',
  });
  const documents = data?.documents.edges.map(({ node }) => node) ?? [];
  const { documents: examples, state } = useExamples();
  const isOfExamples =
    isEverywhere(scope) && documents.every(({ id }) => examples.some((example) => example.id === id));
  const questions = isOfExamples ? EXAMPLE_QUESTIONS : suggestionsOf(documents);
  const isEmpty = data?.documents.totalCount === 0 && isEverywhere(scope);
  return (
    <div className={css.welcome}>
      <p className={css.question}>{messages.welcome}</p>
      <p>{messages.welcomeHint}</p>
      {isEmpty && (
        <p>
          {messages.noDocuments} {isAtLeast('EDITOR', viewer) && <Link href="/documents">{messages.addDocuments}</Link>}
        </p>
      )}
      {isEmpty && <ExamplesOffer />}
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
