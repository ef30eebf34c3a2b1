import { useLocation } from 'wouter';
import { AcceptInvitationDocument, InvitationDocument, type InvitationQuery, LoginDocument } from '../gql/graphql.ts';
import { request } from '../lib/request.ts';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useSession } from '../ui/use-api.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { NameField, NewPasswordField, PasswordField, textIn } from './auth-fields.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { linkToken } from './link-token.ts';
import { messages } from './messages.ts';
import { useRequest } from './use-request.ts';

const variables = { token: linkToken };

/** Takes an invitation, whose token is in the link. */
export function JoinPage() {
  const { data, failure } = useRequest(InvitationDocument, variables);
  const invitation = data?.invitation;
  return (
    <AuthLayout title={messages.join(invitation?.tenantName ?? 'Carrel')}>
      {failure && <Failed failure={failure} />}
      {!data && !failure && <Skeleton />}
      {data && !invitation && <p role="alert">{messages.joinEnded}</p>}
      {invitation && <JoinForm invitation={invitation} />}
    </AuthLayout>
  );
}

function JoinForm({ invitation }: { readonly invitation: NonNullable<InvitationQuery['invitation']> }) {
  const session = useSession();
  const [, navigate] = useLocation();
  const { email, role, hasAccount } = invitation;
  const { failure, isBusy, onSubmit } = useSubmit(async (form) => {
    const password = textIn(form, 'password') ?? '';
    const accept = (input: { password?: string; name?: string | undefined }, token?: string) =>
      request(AcceptInvitationDocument, { input: { token: linkToken, ...input } }, token);
    const { acceptInvitation } = hasAccount
      ? await accept({}, (await request(LoginDocument, { input: { email, password } })).login.accessToken)
      : await accept({ password, name: textIn(form, 'name') });
    session.begin(acceptInvitation);
    navigate('/');
  });
  return (
    <form onSubmit={onSubmit}>
      {failure && <Failed failure={failure} />}
      <p>{messages.invited(email, role)}</p>
      {hasAccount && <p>{messages.joinExisting}</p>}
      {/* Password managers keep the address with the password. */}
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      {hasAccount ? (
        <PasswordField />
      ) : (
        <>
          <NameField />
          <NewPasswordField />
        </>
      )}
      <Button submit look="primary" disabled={isBusy}>
        {messages.joinVerb}
      </Button>
    </form>
  );
}
