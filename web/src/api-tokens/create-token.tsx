import { useRef, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { CollectionNamesDocument, CreateApiTokenDocument } from '../gql/graphql.ts';
import { Confirm } from '../ui/confirm.tsx';
import { Field } from '../ui/field.tsx';
import { RightsFields, rightsIn } from '../ui/rights-fields.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { useViewer } from '../ui/use-viewer.ts';
import { ENDINGS, type Ending, expiryOf } from './expiry.ts';
import { messages } from './messages.ts';
import type { MadeToken } from './new-token.tsx';

interface CreateTokenProps {
  /** It was closed, and what was made; null for nothing. */
  onClose(made: MadeToken | null): void;
}

/** Asks what a token is for, and what it may do and see. */
export function CreateToken({ onClose }: CreateTokenProps) {
  const client = useClient();
  const viewer = useViewer();
  const made = useRef<MadeToken>(null);
  const [{ data: known }] = useQuery({ query: CollectionNamesDocument, requestPolicy: 'cache-and-network' });
  return (
    <Confirm
      title={messages.createTitle}
      verb={messages.make}
      onConfirm={async (form) => {
        const name = String(form.get('name'));
        const { collections, ...rights } = rightsIn(form, viewer);
        const expiresAt = expiryOf(form.get('ending') as Ending, String(form.get('day')), new Date());
        const input = { name, ...rights, collections: collections && [...collections], expiresAt };
        const { data, error } = await client.mutation(CreateApiTokenDocument, { input });
        if (error) throw error;
        if (data) made.current = { name, secret: data.createApiToken.token };
      }}
      onClose={() => onClose(made.current)}
    >
      <Field label={messages.name} hint={messages.nameHint} name="name" maxLength={200} required autoFocus />
      <RightsFields holder={viewer} known={known?.collections.map(({ name }) => name) ?? []} />
      <EndingFields />
    </Confirm>
  );
}

function EndingFields() {
  const [ending, setEnding] = useState<Ending>('90');
  return (
    <>
      <SelectField
        label={messages.ends}
        name="ending"
        value={ending}
        options={ENDINGS.map((each) => [each, messages.endings[each]] as const)}
        onChange={({ target }) => setEnding(ENDINGS.find((each) => each === target.value) ?? '90')}
      />
      {ending === 'day' && <Field label={messages.lastDay} name="day" type="date" required />}
    </>
  );
}
