import { Page } from '../ui/page.tsx';

/** To come. */
export function AskPage() {
  return (
    <Page title="Ask">
      <p />
    </Page>
  );
}
