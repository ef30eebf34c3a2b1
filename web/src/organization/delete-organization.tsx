import { useLocation } from 'wouter';
import { DeleteTenantDocument, LoginDocument } from '../gql/requests/graphql.ts';
import { request } from '../lib/request.ts';
import { Confirm } from '../ui/confirm.tsx';
import { Field } from '../ui/field.tsx';
import { useSession } from '../ui/use-api.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { messages } from './messages.ts';

/** Asks for the name and the password, deletes, and goes on in another organisation or nowhere. */
export function DeleteOrganization({ onClose }: { readonly onClose: () => void }) {
  const session = useSession();
  const [, navigate] = useLocation();
  const { tenant, user, memberships } = useViewer();
  const next = memberships.find(({ tenantId }) => tenantId !== tenant.id);

  const remove = async (form: FormData) => {
    const password = String(form.get('password'));
    const input = { password, confirmName: String(form.get('name')) };
    // Not by the client: what it holds is gone with the organisation, and nothing of it is to be read again.
    await request(DeleteTenantDocument, { input }, await session.token());
    navigate('/');
    // The session is gone with the organisation; the password is still at hand.
    const login = next && { email: user?.email ?? '', password, tenantId: next.tenantId };
    const begun = login && (await request(LoginDocument, { input: login }).catch(() => null));
    if (begun) session.begin(begun.login);
    else session.signOut();
  };

  return (
    <Confirm
      title={messages.deleteTitle(tenant.name)}
      verb={messages.deleteVerb}
      isDangerous
      onConfirm={remove}
      onClose={onClose}
    >
      <p>{messages.deleteConsequence(tenant.name)}</p>
      <Field
        label={messages.typeName(tenant.name)}
        name="name"
        autoComplete="off"
        required
        problemOf={(value) => (value === tenant.name ? null : messages.otherName)}
      />
      <Field label={messages.password} name="password" type="password" autoComplete="current-password" required />
    </Confirm>
  );
}
