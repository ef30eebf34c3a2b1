import { useState } from 'react';
import type { ModelProvider, ModelSettingsPartsFragment } from '../gql/graphql.ts';
import { Field } from '../ui/field.tsx';
import { KeyField } from './key-field.tsx';
import { messages } from './messages.ts';

interface ServerFieldsProps {
  readonly provider: ModelProvider;
  /** What a model is called there. */
  readonly example: string;
  /** What is chosen now. */
  readonly settings: ModelSettingsPartsFragment;
}

/** Which model of which server, and the key to it. */
export function ServerFields({ provider, example, settings }: ServerFieldsProps) {
  const isSameProvider = provider === settings.provider;
  const [endpoint, setEndpoint] = useState((isSameProvider && settings.endpoint) || '');
  const isSameServer = isSameProvider && isSameAddress(endpoint, settings.endpoint ?? '');
  const isKept = settings.hasApiKey && isSameServer;
  return (
    <>
      <p>{messages.sent}</p>
      <Field
        label={messages.model}
        hint={messages.modelHint(example)}
        name="model"
        defaultValue={(isSameProvider && settings.model) || ''}
        maxLength={200}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <Field
        label={messages.endpoint}
        hint={messages.endpointHint}
        name="endpoint"
        inputMode="url"
        value={endpoint}
        onChange={({ target }) => setEndpoint(target.value)}
        maxLength={500}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      {settings.hasApiKey && !isSameServer && <p>{messages.keyGoes}</p>}
      {/* Another key empties the field: what was saved is on the page no more. */}
      <KeyField key={`${isKept} ${settings.updatedAt}`} isKept={isKept} />
    </>
  );
}

/** However it is written: the server keeps one spelling of each. */
function isSameAddress(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => (URL.canParse(text) ? new URL(text).href : text.trim()));
  return first?.replace(/\/+$/, '') === second?.replace(/\/+$/, '');
}
