import { useState } from 'react';
import { DeleteAccountDocument } from '../gql/requests/graphql.ts';
import { forgetKeptOf } from '../lib/forget-kept.ts';
import { request } from '../lib/request.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Field } from '../ui/field.tsx';
import { Section } from '../ui/section.tsx';
import { useSession } from '../ui/use-api.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { messages } from './messages.ts';
import css from './settings.module.css';

/** The end of the account. */
export function DeletionSection() {
  const session = useSession();
  const { user } = useViewer();
  const [isAsking, setIsAsking] = useState(false);
  const deleteAccount = async (form: FormData) => {
    const input = { password: String(form.get('password')) };
    await request(DeleteAccountDocument, { input }, await session.token());
    if (user) forgetKeptOf(user.id);
    session.signOut();
  };
  return (
    <Section title={messages.deletion} hint={messages.deletionHint}>
      <div className={css.actions}>
        <Button look="danger" onClick={() => setIsAsking(true)}>
          {messages.deleteAccount}
        </Button>
      </div>
      {isAsking && (
        <Confirm
          title={messages.deleteTitle}
          verb={messages.deleteVerb}
          isDangerous
          onConfirm={deleteAccount}
          onClose={() => setIsAsking(false)}
        >
          <p>{messages.deleteConsequence(user?.email ?? '')}</p>
          <Field label={messages.password} name="password" type="password" autoComplete="current-password" required />
        </Confirm>
      )}
    </Section>
  );
}
