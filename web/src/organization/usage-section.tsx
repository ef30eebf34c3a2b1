import type { OrganizationQuery } from '../gql/graphql.ts';
import { formatBytes } from '../lib/format-bytes.ts';
import { locale } from '../lib/language.ts';
import { Section } from '../ui/section.tsx';
import { messages } from './messages.ts';
import css from './usage-section.module.css';

const number = new Intl.NumberFormat(locale);

interface UsageSectionProps {
  readonly tenant: Pick<OrganizationQuery['me']['tenant'], 'usage' | 'quotas'>;
}

/** How much is kept, and how much may be. Who may not see all of it is told of the limits alone. */
export function UsageSection({ tenant: { usage, quotas } }: UsageSectionProps) {
  return (
    <Section title={messages.usage} hint={usage ? undefined : messages.noUsage}>
      <dl className={css.numbers}>
        <Amount name={messages.documents} used={usage?.documents} most={quotas.documents} say={number.format} />
        <Amount name={messages.storedBytes} used={usage?.storedBytes} most={quotas.storedBytes} say={formatBytes} />
        <Amount name={messages.questionsPerDay} most={quotas.questionsPerDay} say={number.format} />
      </dl>
    </Section>
  );
}

interface AmountProps {
  readonly name: string;
  readonly used?: number | undefined;
  /** Nothing for no limit. */
  readonly most: number | null | undefined;
  say(amount: number): string;
}

function Amount({ name, used, most, say }: AmountProps) {
  const limit = most === null || most === undefined ? null : say(most);
  const ofLimit = used !== undefined && limit !== null && messages.upTo(limit);
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {used === undefined ? (limit ?? messages.unlimited) : say(used)}
        {ofLimit && <span className={css.most}> {ofLimit}</span>}
      </dd>
    </div>
  );
}
