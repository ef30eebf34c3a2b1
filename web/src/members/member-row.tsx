import Ellipsis from 'lucide-react/icons/ellipsis';
import type { MemberPartsFragment } from '../gql/graphql.ts';
import { exceeds } from '../lib/grants.ts';
import { Badge } from '../ui/badge.tsx';
import { Menu } from '../ui/menu.tsx';
import { useViewer } from '../ui/use-viewer.ts';
import { When } from '../ui/when.tsx';
import type { Asked } from './member-dialog.tsx';
import { memberName } from './member-name.ts';
import { messages } from './messages.ts';
import { PersonRow } from './person-row.tsx';

interface MemberRowProps {
  readonly member: MemberPartsFragment;
  onAsk(asked: Asked): void;
}

/** A member. Who has more rights than the caller can't be changed by them, and has no actions. */
export function MemberRow({ member, onAsk }: MemberRowProps) {
  const viewer = useViewer();
  const { user, joinedAt, suspendedAt } = member;
  const isSelf = user.id === viewer.user?.id;
  return (
    <PersonRow
      name={memberName(member)}
      email={user.name && user.email}
      badges={
        <>
          {isSelf && <Badge look="accent">{messages.you}</Badge>}
          {suspendedAt && <Badge look="danger">{messages.suspended}</Badge>}
        </>
      }
      time={
        <>
          {messages.joined} <When at={joinedAt} />
        </>
      }
      rights={member}
      actions={
        !exceeds(member, viewer) && (
          <Menu label={messages.actions(memberName(member))} button={<Ellipsis size={18} />}>
            <button type="button" onClick={() => onAsk({ type: 'edit', member })}>
              {messages.edit}
            </button>
            {/* One's own password is changed, and an organisation left, in the settings. */}
            {!isSelf && (
              <>
                {!suspendedAt && (
                  <button type="button" onClick={() => onAsk({ type: 'reset', member })}>
                    {messages.reset}
                  </button>
                )}
                <button type="button" onClick={() => onAsk({ type: 'remove', member })}>
                  {messages.remove}
                </button>
              </>
            )}
          </Menu>
        )
      }
    />
  );
}
