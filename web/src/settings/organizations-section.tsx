import { useState } from 'react';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { roleName } from '../ui/role-name.ts';
import { Row, Rows } from '../ui/rows.tsx';
import { Section } from '../ui/section.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { useSwitchTenant } from '../ui/use-switch-tenant.ts';
import { useViewer, type Viewer } from '../ui/use-viewer.ts';
import { LeaveOrganization } from './leave-organization.tsx';
import { messages } from './messages.ts';

/** Where one belongs, with which rights. */
export function OrganizationsSection() {
  const viewer = useViewer();
  return (
    <Section title={messages.organizations} hint={messages.organizationsHint}>
      <Rows label={messages.organizations}>
        {viewer.memberships.map((membership) =>
          membership.tenantId === viewer.tenant.id ? (
            <PresentRow key={membership.tenantId} viewer={viewer} />
          ) : (
            <OtherRow key={membership.tenantId} membership={membership} />
          ),
        )}
      </Rows>
    </Section>
  );
}

function PresentRow({ viewer: { tenant, role, collections, piiAccess, memberships } }: { readonly viewer: Viewer }) {
  const [isLeaving, setIsLeaving] = useState(false);
  const other = memberships.find(({ tenantId }) => tenantId !== tenant.id);
  return (
    <Row
      title={
        <>
          {tenant.name} <Badge look="accent">{messages.here}</Badge>
        </>
      }
      facts={
        <>
          <span>{roleName(role)}</span>
          <span>{collections ? messages.collections(collections) : messages.allDocuments}</span>
          <span>{piiAccess ? messages.personalData : messages.noPersonalData}</span>
        </>
      }
      actions={
        other && (
          <Button look="quiet" aria-label={messages.leaveNamed(tenant.name)} onClick={() => setIsLeaving(true)}>
            {messages.leave}
          </Button>
        )
      }
    >
      {isLeaving && other && <LeaveOrganization goOnIn={other.tenantId} onClose={() => setIsLeaving(false)} />}
    </Row>
  );
}

function OtherRow({
  membership: { tenantId, tenantName, role },
}: {
  readonly membership: Viewer['memberships'][number];
}) {
  const switchTenant = useSwitchTenant();
  const { failure, isBusy, onSubmit } = useSubmit(() => switchTenant(tenantId));
  return (
    <Row
      title={tenantName}
      facts={roleName(role)}
      actions={
        <form onSubmit={onSubmit}>
          <Button submit look="quiet" disabled={isBusy} aria-label={messages.switchTo(tenantName)}>
            {messages.switch}
          </Button>
        </form>
      }
    >
      {failure && <Failed failure={failure} />}
    </Row>
  );
}
