import { Link } from 'wouter';
import { isAtLeast } from '../lib/rights.ts';
import { EVERYWHERE, isEverywhere } from '../scope/scope.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { useViewer } from '../ui/use-viewer.ts';
import { messages } from './messages.ts';
import type { Searched } from './use-searched.ts';

interface NothingFoundProps {
  readonly searched: Searched;
  /** Whether there is no document to search. */
  readonly isEmpty: boolean;
  onSearch(searched: Searched): void;
}

/** In the place of passages: why there are none, and what to do. */
export function NothingFound({ searched, isEmpty, onSearch }: NothingFoundProps) {
  if (isEmpty) return <NoDocuments />;
  return (
    <Callout>
      <p>
        <strong>{messages.nothing}</strong> {messages.nothingHint}
      </p>
      {!isEverywhere(searched.scope) && (
        <Button onClick={() => onSearch({ ...searched, scope: EVERYWHERE })}>{messages.searchAll}</Button>
      )}
    </Callout>
  );
}

/** Where there is nothing to search. */
export function NoDocuments() {
  const viewer = useViewer();
  return (
    <Callout>
      <p>
        {messages.noDocuments} {isAtLeast('EDITOR', viewer) && <Link href="/documents">{messages.addDocuments}</Link>}
      </p>
    </Callout>
  );
}
