import { useClient } from 'urql';
import { type InvitationPartsFragment, RevokeInvitationDocument } from '../gql/graphql.ts';
import { announce } from '../ui/announcer.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { messages } from './messages.ts';

interface RevokeDialogProps {
  readonly invitation: InvitationPartsFragment;
  onClose(): void;
}

/** Takes an invitation back. */
export function RevokeDialog({ invitation: { id, email }, onClose }: RevokeDialogProps) {
  const client = useClient();
  return (
    <Confirm
      title={messages.revokeTitle(email)}
      verb={messages.revoke}
      isDangerous
      onConfirm={async () => {
        const { error } = await client.mutation(RevokeInvitationDocument, { input: { id } });
        if (error) throw error;
        announce(messages.revoked(email));
      }}
      onClose={onClose}
    >
      <p>{messages.revokeConsequence}</p>
    </Confirm>
  );
}
