import Ellipsis from 'lucide-react/icons/ellipsis';
import type { MemberPartsFragment } from '../gql/graphql.ts';
import { exceeds } from '../lib/grants.ts';
import { Badge } from '../ui/badge.tsx';
import { Menu } from '../ui/menu.tsx';
import { roleName } from '../ui/role-name.ts';
import { Row } from '../ui/rows.tsx';
import { useViewer } from '../ui/use-viewer.ts';
import { When } from '../ui/when.tsx';
import type { Asked } from './member-dialog.tsx';
import { memberName } from './member-name.ts';
import { messages } from './messages.ts';
import { SeenFacts } from './seen-facts.tsx';

interface MemberRowProps {
  readonly member: MemberPartsFragment;
  onAsk(asked: Asked): void;
}

/** A member. Who has more rights than the caller can't be changed by them, and has no actions. */
export function MemberRow({ member, onAsk }: MemberRowProps) {
  const viewer = useViewer();
  const { user, role, joinedAt, suspendedAt } = member;
  const isSelf = user.id === viewer.user?.id;
  return (
    <Row
      title={
        <>
          {memberName(member)}
          <Badge>{roleName(role)}</Badge>
          {isSelf && <Badge look="accent">{messages.you}</Badge>}
          {suspendedAt && <Badge look="danger">{messages.suspended}</Badge>}
        </>
      }
      facts={
        <>
          {user.name && <span>{user.email}</span>}
          <SeenFacts {...member} />
          <span>
            {messages.joined} <When at={joinedAt} />
          </span>
        </>
      }
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
