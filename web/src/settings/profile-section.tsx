import { useClient } from 'urql';
import { UpdateProfileDocument } from '../gql/graphql.ts';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { Field } from '../ui/field.tsx';
import { Section } from '../ui/section.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { messages } from './messages.ts';
import css from './settings.module.css';

/** Who one is to others. The e-mail address is what one signs in with, and stays. */
export function ProfileSection() {
  const { user } = useViewer();
  const client = useClient();
  const { failure, isBusy, onSubmit } = useSubmit(async (form) => {
    const input = { name: String(form.get('name')).trim() || null };
    const { error } = await client.mutation(UpdateProfileDocument, { input });
    if (error) throw error;
    announce(messages.saved);
  });
  return (
    <Section title={messages.you}>
      <p>{messages.signedInAs(user?.email ?? '')}</p>
      <form className={css.fields} onSubmit={onSubmit}>
        {failure && <Failed failure={failure} />}
        <Field
          label={messages.name}
          name="name"
          autoComplete="name"
          maxLength={200}
          hint={messages.nameHint}
          defaultValue={user?.name ?? ''}
        />
        <Button submit disabled={isBusy}>
          {messages.save}
        </Button>
      </form>
    </Section>
  );
}
