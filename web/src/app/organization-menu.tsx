import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import { toFailure } from '../lib/errors.ts';
import { announce } from '../ui/announcer.tsx';
import { failureText } from '../ui/failure-text.ts';
import { Logo } from '../ui/logo.tsx';
import { Menu } from '../ui/menu.tsx';
import { useSwitchTenant } from '../ui/use-switch-tenant.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { messages } from './messages.ts';
import css from './organization-menu.module.css';

/** Names the organisation, and leads to the others of who belongs to several. */
export function OrganizationMenu() {
  const { tenant, memberships } = useViewer();
  const switchTenant = useSwitchTenant();
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
              onClick={() =>
                void switchTenant(tenantId).catch((error: unknown) => announce(failureText(toFailure(error))))
              }
            >
              {tenantName}
            </button>
          ))}
        </Menu>
      )}
    </div>
  );
}
