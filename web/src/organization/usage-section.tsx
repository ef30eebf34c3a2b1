import type { OrganizationQuery } from '../gql/graphql.ts';
import { formatBytes } from '../lib/format-bytes.ts';
import { language } from '../lib/language.ts';
import { Section } from '../ui/section.tsx';
import { messages } from './messages.ts';
import css from './usage-section.module.css';

const number = new Intl.NumberFormat(language);

/** How much is kept. Who may not see all of it gets no numbers. */
export function UsageSection({ usage }: Pick<OrganizationQuery['me']['tenant'], 'usage'>) {
  if (!usage) {
    return (
      <Section title={messages.usage}>
        <p>{messages.noUsage}</p>
      </Section>
    );
  }
  return (
    <Section title={messages.usage}>
      <dl className={css.numbers}>
        <Amount name={messages.documents} amount={number.format(usage.documents)} />
        <Amount name={messages.chunks} amount={number.format(usage.chunks)} />
        <Amount name={messages.storedBytes} amount={formatBytes(usage.storedBytes)} />
      </dl>
    </Section>
  );
}

function Amount({ name, amount }: { readonly name: string; readonly amount: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{amount}</dd>
    </div>
  );
}
