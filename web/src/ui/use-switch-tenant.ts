import { useClient } from 'urql';
import { useLocation } from 'wouter';
import { SwitchTenantDocument } from '../gql/graphql.ts';
import { logOut } from '../lib/log-out.ts';
import { useSession } from './use-api.ts';

/** Goes on in another organisation, at its start: what the address names is of this one. */
export function useSwitchTenant() {
  const client = useClient();
  const session = useSession();
  const [, navigate] = useLocation();
  return async (tenantId: string): Promise<void> => {
    const token = await session.token();
    const { data, error } = await client.mutation(SwitchTenantDocument, { input: { tenantId } });
    if (!data) throw error;
    navigate('/');
    session.begin(data.switchTenant);
    await logOut(token);
  };
}
