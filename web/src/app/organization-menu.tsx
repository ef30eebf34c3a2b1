import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import { useClient } from 'urql';
import { useLocation } from 'wouter';
import { SwitchTenantDocument } from '../gql/graphql.ts';
import { Logo } from '../ui/logo.tsx';
import { Menu } from '../ui/menu.tsx';
import { useSession } from '../ui/use-api.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { messages } from './messages.ts';
import css from './organization-menu.module.css';

/** Names the organisation, and leads to the others of who belongs to several. */
export function OrganizationMenu() {
  const { tenant, memberships } = useViewer();
  const session = useSession();
  const client = useClient();
  const [, navigate] = useLocation();
  const switchTo = async (tenantId: string) => {
    const { data } = await client.mutation(SwitchTenantDocument, { input: { tenantId } });
    if (!data) return;
    navigate('/');
    session.begin(data.switchTenant);
  };
  return (
    <div className={css.brand}>
      <Logo size={26} />
      <div className={css.names}>
        <strong>Carrel</strong>
        <span className={css.tenant}>{tenant.name}</span>
      </div>
      {memberships.length > 1 && (
        <Menu label={messages.organizations} button={<ChevronsUpDown size={18} />}>
          {memberships.map(({ tenantId, tenantName }) => (
            <button
              key={tenantId}
              type="button"
              aria-current={tenantId === tenant.id}
              onClick={() => void switchTo(tenantId)}
            >
              {tenantName}
            </button>
          ))}
        </Menu>
      )}
    </div>
  );
}
