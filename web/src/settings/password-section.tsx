import { useState } from 'react';
import { useClient } from 'urql';
import { ChangePasswordDocument } from '../gql/graphql.ts';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { Field } from '../ui/field.tsx';
import { Section } from '../ui/section.tsx';
import { useSession } from '../ui/use-api.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { messages } from './messages.ts';
import css from './settings.module.css';

const LEAST = 8;

/** Another password. What one is signed in to elsewhere ends; this session goes on with the tokens that come back. */
export function PasswordSection() {
  const client = useClient();
  const session = useSession();
  const { user } = useViewer();
  const [changes, setChanges] = useState(0);
  const { failure, isBusy, onSubmit } = useSubmit(async (form) => {
    const input = { currentPassword: String(form.get('current')), newPassword: String(form.get('new')) };
    const { data, error } = await client.mutation(ChangePasswordDocument, { input });
    if (!data) throw error;
    session.begin(data.changePassword);
    setChanges((count) => count + 1);
    announce(messages.passwordChanged);
  });
  return (
    <Section title={messages.password} hint={messages.passwordConsequence}>
      {/* Another key empties the fields: what was typed is on the page no more. */}
      <form key={changes} className={css.fields} onSubmit={onSubmit}>
        {failure && <Failed failure={failure} />}
        {/* Password managers keep the address with the password. */}
        <input type="hidden" autoComplete="username" value={user?.email} readOnly />
        <Field
          label={messages.currentPassword}
          name="current"
          type="password"
          autoComplete="current-password"
          required
        />
        <Field
          label={messages.newPassword}
          name="new"
          type="password"
          autoComplete="new-password"
          required
          minLength={LEAST}
          hint={messages.newPasswordHint}
          problemOf={(value) => (value.length < LEAST ? messages.shortPassword : null)}
        />
        <Button submit disabled={isBusy}>
          {messages.changePassword}
        </Button>
        {changes > 0 && <p>{messages.passwordChanged}</p>}
      </form>
    </Section>
  );
}
