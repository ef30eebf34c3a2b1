import { useRef } from 'react';
import { useClient } from 'urql';
import { InviteMemberDocument } from '../gql/graphql.ts';
import { Confirm } from '../ui/confirm.tsx';
import { Field } from '../ui/field.tsx';
import { RightsFields, rightsIn } from '../ui/rights-fields.tsx';
import { useViewer } from '../ui/use-viewer.ts';
import { sayMoment } from '../ui/when.tsx';
import type { OneTimeLink } from './member-dialog.tsx';
import { messages } from './messages.ts';
import { useCollectionNames } from './use-collection-names.ts';

/** Invites somebody, and gives the link to hand to them. */
export function InviteDialog({ onClose }: { onClose(made: OneTimeLink | null): void }) {
  const client = useClient();
  const viewer = useViewer();
  const known = useCollectionNames();
  const made = useRef<OneTimeLink>(null);
  return (
    <Confirm
      title={messages.inviteTitle}
      verb={messages.inviteVerb}
      onConfirm={async (form) => {
        const { collections, ...rights } = rightsIn(form, viewer);
        const input = { email: String(form.get('email')), ...rights, collections: collections && [...collections] };
        const { data, error } = await client.mutation(InviteMemberDocument, { input });
        if (!data) throw error;
        const { token, invitation } = data.inviteMember;
        made.current = {
          type: 'link',
          title: messages.inviteLink(invitation.email),
          url: `${location.origin}/join#${token}`,
          hint: messages.inviteLinkHint(sayMoment(invitation.expiresAt)),
        };
      }}
      onClose={() => onClose(made.current)}
    >
      <Field label={messages.email} name="email" type="email" autoComplete="off" required />
      <RightsFields holder={viewer} known={known} />
    </Confirm>
  );
}
