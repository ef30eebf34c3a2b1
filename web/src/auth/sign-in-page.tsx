import { Link, Redirect, useLocation } from 'wouter';
import { LoginDocument, RegistrationDocument } from '../gql/requests/graphql.ts';
import { request } from '../lib/request.ts';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { useSession } from '../ui/use-api.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { EmailField, PasswordField, textIn } from './auth-fields.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { messages } from './messages.ts';
import { useRequest } from './use-request.ts';

/** Stands at whatever address was asked for, which is shown once somebody has signed in. */
export function SignInPage() {
  const session = useSession();
  const system = useRequest(RegistrationDocument, NO_VARIABLES).data?.system;
  const [, navigate] = useLocation();
  const ended = session.ended();
  const { failure, isBusy, onSubmit } = useSubmit(async (form) => {
    const input = { email: textIn(form, 'email') ?? '', password: textIn(form, 'password') ?? '' };
    const { login } = await request(LoginDocument, { input });
    // What the address names is of the organisation that the session was for.
    if (ended && ended.owner.tenantId !== login.viewer.tenant.id) navigate('/');
    session.begin(login);
  });
  if (system?.registrationOpen && !system.hasAccounts) return <Redirect to="/sign-up" replace />;
  return (
    <AuthLayout title={messages.signIn}>
      {ended && <p role="status">{messages.ended(ended.why)}</p>}
      {failure && <Failed failure={failure} />}
      <form onSubmit={onSubmit}>
        <EmailField />
        <PasswordField />
        <Button submit look="primary" disabled={isBusy}>
          {messages.signIn}
        </Button>
      </form>
      {system && (
        <p>
          {messages.noAccount}{' '}
          {system.registrationOpen ? (
            <Link href="/sign-up">{messages.signUp}</Link>
          ) : system.hasAccounts ? (
            messages.closed
          ) : (
            messages.closedEmpty
          )}
        </p>
      )}
      <p>{messages.forgotten}</p>
    </AuthLayout>
  );
}

const NO_VARIABLES = {};
