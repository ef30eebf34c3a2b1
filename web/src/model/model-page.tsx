import { useQuery } from 'urql';
import { ModelSettingsDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { Failed } from '../ui/failed.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { CurrentModel } from './current-model.tsx';
import { messages } from './messages.ts';
import { ModelForm } from './model-form.tsx';

/** Which language model answers the organisation. */
export function ModelPage() {
  const [{ data, error, fetching }, read] = useQuery({ query: ModelSettingsDocument, requestPolicy: 'network-only' });
  return (
    <Page title={messages.title} hint={messages.intro}>
      {!data && (fetching || !error) && <Skeleton lines={6} />}
      {!data && error && !fetching && <Failed failure={toFailure(error)} onRetry={() => read()} />}
      {data && (
        <>
          {data.system.languageModel && <CurrentModel model={data.system.languageModel} />}
          <ModelForm settings={data.modelSettings} />
        </>
      )}
    </Page>
  );
}
