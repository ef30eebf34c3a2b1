import { useClient } from 'urql';
import { type ApiTokenPartsFragment, RevokeApiTokenDocument } from '../gql/graphql.ts';
import { announce } from '../ui/announcer.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { messages } from './messages.ts';

interface RevokeTokenProps {
  readonly token: ApiTokenPartsFragment;
  onClose(): void;
}

/** Asks before what uses a token is shut out. */
export function RevokeToken({ token: { id, name }, onClose }: RevokeTokenProps) {
  const client = useClient();
  return (
    <Confirm
      title={messages.revokeTitle(name)}
      verb={messages.revoke}
      isDangerous
      onConfirm={async () => {
        const { error } = await client.mutation(RevokeApiTokenDocument, { input: { id } });
        if (error) throw error;
        announce(messages.revoked(name));
      }}
      onClose={onClose}
    >
      <p>{messages.revokeConsequence}</p>
    </Confirm>
  );
}
