import type { InvitationPartsFragment } from '../gql/graphql.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { When } from '../ui/when.tsx';
import type { Asked } from './member-dialog.tsx';
import { messages } from './messages.ts';
import { PersonRow } from './person-row.tsx';

interface InvitationRowProps {
  readonly invitation: InvitationPartsFragment;
  onAsk(asked: Asked): void;
}

/** Somebody who is invited. Every administrator may take every invitation back. */
export function InvitationRow({ invitation, onAsk }: InvitationRowProps) {
  const { email, expiresAt } = invitation;
  return (
    <PersonRow
      name={email}
      badges={<Badge look="accent">{messages.invited}</Badge>}
      time={
        <>
          {messages.until} <When at={expiresAt} />
        </>
      }
      rights={invitation}
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
