import type { InvitationPartsFragment, MemberPartsFragment } from '../gql/graphql.ts';
import { Notice } from '../ui/notice.tsx';
import { ShownOnce } from '../ui/shown-once.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { messages } from './messages.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { ResetDialog } from './reset-dialog.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';

/** A link that was made, on its way to whom it is for. It is nowhere but here. */
export interface OneTimeLink {
  readonly type: 'link';
  readonly title: string;
  readonly url: string;
  readonly hint: string;
}

/** What is asked of whoever manages members. */
export type Asked =
  | { readonly type: 'invite' }
  | { readonly type: 'edit' | 'reset' | 'remove'; readonly member: MemberPartsFragment }
  | { readonly type: 'revoke'; readonly invitation: InvitationPartsFragment }
  | OneTimeLink;

interface MemberDialogProps {
  readonly asked: Asked;
  /** It was closed; what was made is shown next. */
  onClose(next: OneTimeLink | null): void;
}

/** Asks before something is done to a member, or shows the link that came of it. */
export function MemberDialog({ asked, onClose }: MemberDialogProps) {
  const close = () => onClose(null);
  switch (asked.type) {
    case 'invite':
      return <InviteDialog onClose={onClose} />;
    case 'edit':
      return <EditDialog member={asked.member} onClose={close} />;
    case 'reset':
      return <ResetDialog member={asked.member} onClose={onClose} />;
    case 'remove':
      return <RemoveDialog member={asked.member} onClose={close} />;
    case 'revoke':
      return <RevokeDialog invitation={asked.invitation} onClose={close} />;
    case 'link':
      return (
        <Notice title={asked.title} onClose={close}>
          <ShownOnce label={messages.link} secret={asked.url} hint={asked.hint} />
        </Notice>
      );
  }
}
