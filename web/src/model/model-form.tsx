import { useState } from 'react';
import { useClient } from 'urql';
import {
  type ModelProvider,
  type ModelSettingsPartsFragment,
  UpdateModelSettingsDocument,
  type UpdateModelSettingsInput,
} from '../gql/graphql.ts';
import { RadioGroup } from '../ui/radio-group.tsx';
import { SaveForm } from '../ui/save-form.tsx';
import { Section } from '../ui/section.tsx';
import { keyIn } from './key-field.tsx';
import { messages } from './messages.ts';
import { MODEL_EXAMPLES, PROVIDERS } from './providers.ts';
import { ServerFields } from './server-fields.tsx';

/** The choice of the language model. */
export function ModelForm({ settings }: { readonly settings: ModelSettingsPartsFragment }) {
  const client = useClient();
  const [provider, setProvider] = useState(settings.provider);
  const example = MODEL_EXAMPLES[provider];
  return (
    <Section title={messages.choice}>
      <SaveForm
        isWide
        onSave={async (form) => {
          const { error } = await client.mutation(UpdateModelSettingsDocument, { input: inputOf(provider, form) });
          if (error) throw error;
        }}
      >
        <RadioGroup<ModelProvider>
          label={messages.provider}
          name="provider"
          options={PROVIDERS.map((each) => [each, ...messages.providers[each]] as const)}
          value={provider}
          onChange={setProvider}
        />
        {example === undefined ? (
          settings.hasApiKey && <p>{messages.keyGoes}</p>
        ) : (
          <ServerFields key={provider} provider={provider} example={example} settings={settings} />
        )}
      </SaveForm>
    </Section>
  );
}

/** What has no server takes nothing else. */
function inputOf(provider: ModelProvider, form: FormData): UpdateModelSettingsInput {
  if (!MODEL_EXAMPLES[provider]) return { provider };
  return { provider, model: String(form.get('model')), endpoint: String(form.get('endpoint')), ...keyIn(form) };
}
