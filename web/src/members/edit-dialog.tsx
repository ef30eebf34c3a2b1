import { useClient } from 'urql';
import { type MemberPartsFragment, UpdateMemberDocument } from '../gql/graphql.ts';
import { announce } from '../ui/announcer.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { RightsFields, rightsIn } from '../ui/rights-fields.tsx';
import { useViewer } from '../ui/use-viewer.ts';
import { changedRights } from './changed-rights.ts';
import { memberName } from './member-name.ts';
import { messages } from './messages.ts';
import { useCollectionNames } from './use-collection-names.ts';

interface EditDialogProps {
  readonly member: MemberPartsFragment;
  onClose(): void;
}

/** Changes what a member may do and see, or keeps them out for a time. Nobody keeps themselves out. */
export function EditDialog({ member, onClose }: EditDialogProps) {
  const client = useClient();
  const viewer = useViewer();
  const known = useCollectionNames();
  const { id } = member.user;
  const name = memberName(member);
  const isSuspended = member.suspendedAt !== null;
  return (
    <Confirm
      title={messages.editTitle(name)}
      verb={messages.save}
      onConfirm={async (form) => {
        const suspended = form.has('suspended');
        const input = {
          userId: id,
          ...changedRights(member, rightsIn(form, viewer)),
          ...(suspended !== isSuspended && { suspended }),
        };
        const { error } = await client.mutation(UpdateMemberDocument, { input });
        if (error) throw error;
        announce(messages.saved(name));
      }}
      onClose={onClose}
    >
      <RightsFields holder={viewer} known={known} given={member} />
      {id !== viewer.user?.id && (
        <Checkbox label={messages.suspend} hint={messages.suspendHint} name="suspended" defaultChecked={isSuspended} />
      )}
    </Confirm>
  );
}
