import UserPlus from 'lucide-react/icons/user-plus';
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { Button } from '../ui/button.tsx';
import { FindField } from '../ui/find-field.tsx';
import { Page } from '../ui/page.tsx';
import { InvitationPage } from './invitation-list.tsx';
import { type Asked, MemberDialog } from './member-dialog.tsx';
import { MemberPage } from './member-list.tsx';
import { messages } from './messages.ts';

/** Who belongs to the organisation and who is invited, what each may do, and the way to change it. */
export function MembersPage() {
  const [named, setNamed] = useSearchParams();
  const [asked, setAsked] = useState<Asked | null>(null);
  const find = named.get('name') ?? '';
  return (
    <Page
      title={messages.title}
      aside={
        <Button look="primary" icon={<UserPlus size={18} />} onClick={() => setAsked({ type: 'invite' })}>
          {messages.invite}
        </Button>
      }
    >
      <FindField
        label={messages.find}
        value={find}
        onChange={(name) => setNamed(name ? { name } : {}, { replace: true })}
      />
      <InvitationPage find={find} onAsk={setAsked} />
      <MemberPage find={find} onAsk={setAsked} />
      {/* Beside the lists, so that it stays when they are read again. */}
      {asked && <MemberDialog asked={asked} onClose={setAsked} />}
    </Page>
  );
}
