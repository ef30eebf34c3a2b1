import { useQuery } from 'urql';
import { OrganizationDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { isAtLeast } from '../lib/rights.ts';
import { Failed } from '../ui/failed.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useViewer } from '../ui/use-viewer.ts';
import { DeletionSection } from './deletion-section.tsx';
import { messages } from './messages.ts';
import css from './organization-page.module.css';
import { ProfileSection } from './profile-section.tsx';
import { UsageSection } from './usage-section.tsx';

/** What the organisation is called, wants and keeps, and its end. Owners change it, administrators read it. */
export function OrganizationPage() {
  const isOwner = isAtLeast('OWNER', useViewer());
  const [{ data, error, fetching }, read] = useQuery({
    query: OrganizationDocument,
    requestPolicy: 'network-only',
  });
  return (
    <Page title={messages.title}>
      {!data && (fetching || !error) && <Skeleton lines={6} />}
      {!data && error && !fetching && <Failed failure={toFailure(error)} onRetry={() => read()} />}
      {data && isOwner && (
        <ProfileSection name={data.me.tenant.name} instructions={data.me.tenant.instructions ?? ''} />
      )}
      {data && !isOwner && (
        <Section title={messages.instructions}>
          <p className={css.instructions}>{data.me.tenant.instructions ?? messages.noInstructions}</p>
        </Section>
      )}
      {data && <UsageSection tenant={data.me.tenant} />}
      {data && isOwner && <DeletionSection />}
    </Page>
  );
}
