import { Link, useLocation } from 'wouter';
import {
  AcceptInvitationDocument,
  InvitationDocument,
  type InvitationQuery,
  LoginDocument,
} from '../gql/requests/graphql.ts';
import { logOut } from '../lib/log-out.ts';
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
import { useSignedInAs } from './use-signed-in-as.ts';

const variables = { token: linkToken };

/** Takes an invitation, whose token is in the link. */
export function JoinPage() {
  const { data, failure } = useRequest(InvitationDocument, variables);
  const signedInAs = useSignedInAs();
  const invitation = data?.invitation;
  const isKnown = data && signedInAs !== undefined;
  return (
    <AuthLayout title={messages.join(invitation?.tenantName ?? 'Carrel')}>
      {failure && <Failed failure={failure} />}
      {!isKnown && !failure && <Skeleton />}
      {isKnown && !invitation && <p role="alert">{linkToken ? messages.joinEnded : messages.noToken}</p>}
      {isKnown && invitation && <JoinForm invitation={invitation} signedInAs={signedInAs} />}
      {signedInAs && (
        <p>
          <Link href="/">{messages.toStart}</Link>
        </p>
      )}
    </AuthLayout>
  );
}

interface JoinFormProps {
  readonly invitation: NonNullable<InvitationQuery['invitation']>;
  readonly signedInAs: string | null;
}

function JoinForm({ invitation: { email, role, hasAccount }, signedInAs }: JoinFormProps) {
  const session = useSession();
  const [, navigate] = useLocation();
  const isOwn = signedInAs === email;
  const { failure, isBusy, onSubmit } = useSubmit(async (form) => {
    const password = textIn(form, 'password') ?? '';
    const accept = (input: { password?: string; name?: string | undefined }, token?: string) =>
      request(AcceptInvitationDocument, { input: { token: linkToken, ...input } }, token);
    const signIn = async () => (await request(LoginDocument, { input: { email, password } })).login.accessToken;
    const token = hasAccount ? await (isOwn ? session.token() : signIn()) : undefined;
    const { acceptInvitation } = await accept(token ? {} : { password, name: textIn(form, 'name') }, token);
    navigate('/');
    session.begin(acceptInvitation);
    // Another session goes on, in the organisation that was joined.
    if (token) await logOut(token);
  });
  return (
    <form onSubmit={onSubmit}>
      {failure && <Failed failure={failure} />}
      <p>{messages.invited(email, role)}</p>
      {signedInAs && <p>{isOwn ? messages.signedInAs(email) : messages.signedInAsOther(signedInAs, email)}</p>}
      {!isOwn && <Credentials email={email} hasAccount={hasAccount} />}
      <Button submit look="primary" disabled={isBusy}>
        {messages.joinVerb}
      </Button>
    </form>
  );
}

function Credentials({ email, hasAccount }: { readonly email: string; readonly hasAccount: boolean }) {
  return (
    <>
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
    </>
  );
}
