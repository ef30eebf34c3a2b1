import { useRef, useState } from 'react';
import { useQuery } from 'urql';
import { SessionsDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Failed } from '../ui/failed.tsx';
import { Rows } from '../ui/rows.tsx';
import { Section } from '../ui/section.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { messages } from './messages.ts';
import { SessionRow } from './session-row.tsx';
import { useEndSessions } from './use-end-sessions.ts';

/** Where one is signed in, and the way to end that. */
export function SessionsSection() {
  const [{ data, error }, read] = useQuery({ query: SessionsDocument, requestPolicy: 'cache-and-network' });
  const endSessions = useEndSessions();
  const [isAsking, setIsAsking] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const others = (data?.sessions ?? []).filter(({ current }) => !current);
  const afterEnd = (said: string) => {
    announce(said);
    // The button that was used goes with its row.
    list.current?.focus();
  };
  return (
    <Section
      title={messages.sessions}
      hint={messages.sessionsHint}
      aside={others.length > 0 && <Button onClick={() => setIsAsking(true)}>{messages.endOthers}</Button>}
    >
      {!data && (error ? <Failed failure={toFailure(error)} onRetry={() => read()} /> : <Skeleton />)}
      {data && (
        <div ref={list} tabIndex={-1}>
          <Rows label={messages.sessions}>
            {data.sessions.map((session) => (
              <SessionRow key={session.id} session={session} onEnded={afterEnd} />
            ))}
          </Rows>
        </div>
      )}
      {isAsking && (
        <Confirm
          title={messages.endOthersTitle}
          verb={messages.endOthers}
          isDangerous
          onConfirm={() => endSessions(others)}
          onClose={() => {
            setIsAsking(false);
            list.current?.focus();
          }}
        >
          <p>{messages.endOthersConsequence(others.length)}</p>
        </Confirm>
      )}
    </Section>
  );
}
