import { Link } from 'wouter';
import { Page } from '../ui/page.tsx';
import { messages } from './messages.ts';

/** An address that no page has. */
export function NotFoundPage() {
  return (
    <Page title={messages.notFoundTitle}>
      <p>{messages.notFound}</p>
      <p>
        <Link href="/">{messages.toStart}</Link>
      </p>
    </Page>
  );
}
