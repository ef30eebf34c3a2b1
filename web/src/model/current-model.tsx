import { Link } from 'wouter';
import type { ModelSettingsQuery } from '../gql/graphql.ts';
import { locale } from '../lib/language.ts';
import { Section } from '../ui/section.tsx';
import css from './current-model.module.css';
import { messages } from './messages.ts';

const number = new Intl.NumberFormat(locale);

interface CurrentModelProps {
  readonly model: NonNullable<ModelSettingsQuery['system']['languageModel']>;
}

/** Who answers at the moment, and why; the server says so where that does not work. */
export function CurrentModel({ model: { id, reason, contextTokens } }: CurrentModelProps) {
  return (
    <Section title={messages.now}>
      <div className={css.model}>
        <strong>{id}</strong>
        <p>{reason}</p>
        {contextTokens !== null && contextTokens !== undefined && (
          <p>{messages.context(number.format(contextTokens))}</p>
        )}
        <Link href="/">{messages.ask}</Link>
      </div>
    </Section>
  );
}
