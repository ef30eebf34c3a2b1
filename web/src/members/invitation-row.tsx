import type { InvitationPartsFragment } from '../gql/graphql.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { roleName } from '../ui/role-name.ts';
import { Row } from '../ui/rows.tsx';
import { When } from '../ui/when.tsx';
import type { Asked } from './member-dialog.tsx';
import { messages } from './messages.ts';
import { SeenFacts } from './seen-facts.tsx';

interface InvitationRowProps {
  readonly invitation: InvitationPartsFragment;
  onAsk(asked: Asked): void;
}

/** Somebody who is invited. Every administrator may take every invitation back. */
export function InvitationRow({ invitation, onAsk }: InvitationRowProps) {
  const { email, role, expiresAt } = invitation;
  return (
    <Row
      title={
        <>
          {email}
          <Badge>{roleName(role)}</Badge>
          <Badge look="accent">{messages.invited}</Badge>
        </>
      }
      facts={
        <>
          <SeenFacts {...invitation} />
          <span>
            {messages.until} <When at={expiresAt} />
          </span>
        </>
      }
      actions={
        <Button
          look="quiet"
          aria-label={messages.revokeTitle(email)}
          onClick={() => onAsk({ type: 'revoke', invitation })}
        >
          {messages.revoke}
        </Button>
      }
    />
  );
}
