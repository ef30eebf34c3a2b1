import { useClient } from 'urql';
import { UpdateTenantDocument, type UpdateTenantInput } from '../gql/graphql.ts';
import { Field } from '../ui/field.tsx';
import { SaveForm } from '../ui/save-form.tsx';
import { Section } from '../ui/section.tsx';
import { InstructionsField } from './instructions-field.tsx';
import { messages } from './messages.ts';

interface ProfileSectionProps {
  readonly name: string;
  readonly instructions: string;
}

/** What the organisation is called, and what its answers are to heed. */
export function ProfileSection({ name, instructions }: ProfileSectionProps) {
  const client = useClient();
  return (
    <Section title={messages.profile}>
      <SaveForm
        isWide
        onSave={async (form) => {
          const given = { name: String(form.get('name')), instructions: String(form.get('instructions')) };
          // What is not sent stays, and is not written down as changed.
          const input: UpdateTenantInput = {
            ...(given.name !== name && { name: given.name }),
            ...(given.instructions !== instructions && { instructions: given.instructions }),
          };
          const { error } = await client.mutation(UpdateTenantDocument, { input });
          if (error) throw error;
        }}
      >
        <Field
          label={messages.name}
          hint={messages.nameHint}
          name="name"
          defaultValue={name}
          maxLength={200}
          autoComplete="off"
          required
        />
        <InstructionsField instructions={instructions} />
      </SaveForm>
    </Section>
  );
}
