import { useRef } from 'react';
import { useClient } from 'urql';
import { CreatePasswordResetDocument, type MemberPartsFragment } from '../gql/graphql.ts';
import { Confirm } from '../ui/confirm.tsx';
import { sayMoment } from '../ui/when.tsx';
import type { OneTimeLink } from './member-dialog.tsx';
import { memberName } from './member-name.ts';
import { messages } from './messages.ts';

interface ResetDialogProps {
  readonly member: MemberPartsFragment;
  onClose(made: OneTimeLink | null): void;
}

/** Makes a link by which a member chooses another password. */
export function ResetDialog({ member, onClose }: ResetDialogProps) {
  const client = useClient();
  const made = useRef<OneTimeLink>(null);
  const name = memberName(member);
  return (
    <Confirm
      title={messages.resetTitle(name)}
      verb={messages.resetVerb}
      onConfirm={async () => {
        const input = { userId: member.user.id };
        const { data, error } = await client.mutation(CreatePasswordResetDocument, { input });
        if (!data) throw error;
        const { token, expiresAt } = data.createPasswordReset;
        made.current = {
          type: 'link',
          title: messages.resetLink(name),
          url: `${location.origin}/reset#${token}`,
          hint: messages.resetLinkHint(sayMoment(expiresAt)),
        };
      }}
      onClose={() => onClose(made.current)}
    >
      <p>{messages.resetConsequence}</p>
    </Confirm>
  );
}
