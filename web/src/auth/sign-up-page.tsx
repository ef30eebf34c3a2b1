import { Link } from 'wouter';
import { RegisterDocument, RegistrationDocument } from '../gql/requests/graphql.ts';
import { request } from '../lib/request.ts';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { Field } from '../ui/field.tsx';
import { useSession } from '../ui/use-api.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { EmailField, NameField, NewPasswordField, textIn } from './auth-fields.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { messages } from './messages.ts';
import { useRequest } from './use-request.ts';

/** An account, and the organisation that it owns. */
export function SignUpPage() {
  const session = useSession();
  const system = useRequest(RegistrationDocument, NO_VARIABLES).data?.system;
  const { failure, isBusy, onSubmit } = useSubmit(async (form) => {
    const input = {
      email: textIn(form, 'email') ?? '',
      password: textIn(form, 'password') ?? '',
      name: textIn(form, 'name'),
      organization: textIn(form, 'organization'),
    };
    session.begin((await request(RegisterDocument, { input })).register);
  });
  const isFirst = system?.hasAccounts === false;
  const isClosed = system?.registrationOpen === false;
  return (
    <AuthLayout title={isFirst && !isClosed ? messages.first : messages.signUp}>
      {isFirst && !isClosed && <p>{messages.firstHint}</p>}
      {failure && <Failed failure={failure} />}
      {isClosed ? (
        <p>{isFirst ? messages.closedEmpty : messages.closed}</p>
      ) : (
        <form onSubmit={onSubmit}>
          <EmailField />
          <NewPasswordField />
          <NameField />
          <Field
            label={messages.organization}
            name="organization"
            autoComplete="organization"
            hint={messages.optional}
          />
          <Button submit look="primary" disabled={isBusy}>
            {messages.signUp}
          </Button>
        </form>
      )}
      {!isFirst && (
        <p>
          {messages.hasAccount} <Link href="/sign-in">{messages.signIn}</Link>
        </p>
      )}
    </AuthLayout>
  );
}

const NO_VARIABLES = {};
