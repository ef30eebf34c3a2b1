import { Link } from 'wouter';
import { LoginDocument } from '../gql/graphql.ts';
import { request } from '../lib/request.ts';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { useSession } from '../ui/use-api.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { EmailField, PasswordField, textIn } from './auth-fields.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { messages } from './messages.ts';

/** Stands at whatever address was asked for, which is shown once somebody has signed in. */
export function SignInPage() {
  const session = useSession();
  const { failure, isBusy, onSubmit } = useSubmit(async (form) => {
    const input = { email: textIn(form, 'email') ?? '', password: textIn(form, 'password') ?? '' };
    session.begin((await request(LoginDocument, { input })).login);
  });
  return (
    <AuthLayout title={messages.signIn}>
      {session.hasEnded() && <p role="status">{messages.ended}</p>}
      {failure && <Failed failure={failure} />}
      <form onSubmit={onSubmit}>
        <EmailField />
        <PasswordField />
        <Button submit look="primary" disabled={isBusy}>
          {messages.signIn}
        </Button>
      </form>
      <p>
        {messages.noAccount} <Link href="/sign-up">{messages.signUp}</Link>
      </p>
      <p>{messages.forgotten}</p>
    </AuthLayout>
  );
}
