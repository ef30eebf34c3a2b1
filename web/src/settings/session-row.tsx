import type { SessionsQuery } from '../gql/graphql.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { Row } from '../ui/rows.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { When } from '../ui/when.tsx';
import { deviceName } from './device-name.ts';
import { messages } from './messages.ts';
import { useEndSessions } from './use-end-sessions.ts';

interface SessionRowProps {
  readonly session: SessionsQuery['sessions'][number];
  /** With what is to be said of it. */
  onEnded(said: string): void;
}

/** A device on which one is signed in. The one in use is ended by signing out. */
export function SessionRow({ session, onEnded }: SessionRowProps) {
  const endSessions = useEndSessions();
  const name = deviceName(session.device);
  const { failure, isBusy, onSubmit } = useSubmit(async () => {
    await endSessions([session]);
    onEnded(messages.ended(name));
  });
  return (
    <Row
      title={
        <>
          {name} {session.current && <Badge look="accent">{messages.thisDevice}</Badge>}
        </>
      }
      facts={
        <>
          <span>
            {messages.lastSeen} <When at={session.lastSeenAt} />
          </span>
          <span>
            {messages.begun} <When at={session.createdAt} />
          </span>
        </>
      }
      actions={
        !session.current && (
          <form onSubmit={onSubmit}>
            <Button submit look="quiet" disabled={isBusy} aria-label={messages.endNamed(name)}>
              {messages.end}
            </Button>
          </form>
        )
      }
    >
      {failure && <Failed failure={failure} />}
    </Row>
  );
}
