import { useLocation } from 'wouter';
import { ResetPasswordDocument } from '../gql/requests/graphql.ts';
import { request } from '../lib/request.ts';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { useSession } from '../ui/use-api.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { NewPasswordField, textIn } from './auth-fields.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { linkToken } from './link-token.ts';
import { messages } from './messages.ts';

/** Another password, by a token that is in the link. */
export function ResetPage() {
  const session = useSession();
  const [, navigate] = useLocation();
  const { failure, isBusy, onSubmit } = useSubmit(async (form) => {
    const input = { token: linkToken, newPassword: textIn(form, 'password') ?? '' };
    session.begin((await request(ResetPasswordDocument, { input })).resetPassword);
    navigate('/');
  });
  return (
    <AuthLayout title={messages.reset}>
      {failure && <Failed failure={failure} />}
      {linkToken ? (
        <form onSubmit={onSubmit}>
          <NewPasswordField label={messages.newPassword} />
          <Button submit look="primary" disabled={isBusy}>
            {messages.resetVerb}
          </Button>
        </form>
      ) : (
        <p role="alert">{messages.noToken}</p>
      )}
    </AuthLayout>
  );
}
