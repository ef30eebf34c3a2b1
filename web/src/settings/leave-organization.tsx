import { useClient } from 'urql';
import { useLocation } from 'wouter';
import { SwitchTenantDocument } from '../gql/graphql.ts';
import { LeaveOrganizationDocument } from '../gql/requests/graphql.ts';
import { logOut } from '../lib/log-out.ts';
import { request } from '../lib/request.ts';
import { Confirm } from '../ui/confirm.tsx';
import { useSession } from '../ui/use-api.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { messages } from './messages.ts';

interface LeaveOrganizationProps {
  /** Another organisation of the user. */
  readonly goOnIn: string;
  onClose(): void;
}

/** Asks before one leaves the organisation. With that its sessions end, so one in another begins before. */
export function LeaveOrganization({ goOnIn, onClose }: LeaveOrganizationProps) {
  const client = useClient();
  const session = useSession();
  const [, navigate] = useLocation();
  const { tenant, user } = useViewer();
  const leave = async () => {
    const token = await session.token();
    const { data, error } = await client.mutation(SwitchTenantDocument, { input: { tenantId: goOnIn } });
    if (!data) throw error;
    const next = data.switchTenant;
    try {
      await request(LeaveOrganizationDocument, { input: { userId: user?.id ?? '' } }, token);
    } catch (refusal) {
      await logOut(next.accessToken);
      throw refusal;
    }
    navigate('/');
    session.begin(next);
  };
  return (
    <Confirm
      title={messages.leaveTitle(tenant.name)}
      verb={messages.leave}
      isDangerous
      onConfirm={leave}
      onClose={onClose}
    >
      <p>{messages.leaveConsequence(tenant.name)}</p>
    </Confirm>
  );
}
