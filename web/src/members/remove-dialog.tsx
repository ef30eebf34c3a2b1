import { useClient } from 'urql';
import { type MemberPartsFragment, RemoveMemberDocument } from '../gql/graphql.ts';
import { announce } from '../ui/announcer.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { memberName } from './member-name.ts';
import { messages } from './messages.ts';

interface RemoveDialogProps {
  readonly member: MemberPartsFragment;
  onClose(): void;
}

/** Ends a membership. */
export function RemoveDialog({ member, onClose }: RemoveDialogProps) {
  const client = useClient();
  const name = memberName(member);
  return (
    <Confirm
      title={messages.removeTitle(name)}
      verb={messages.remove}
      isDangerous
      onConfirm={async () => {
        const { error } = await client.mutation(RemoveMemberDocument, { input: { userId: member.user.id } });
        if (error) throw error;
        announce(messages.removed(name));
      }}
      onClose={onClose}
    >
      <p>{messages.removeConsequence}</p>
    </Confirm>
  );
}
