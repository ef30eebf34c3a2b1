import { Suspense } from 'react';
import { useQuery } from 'urql';
import { Route, Switch } from 'wouter';
import { MeDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { Announcer } from '../ui/announcer.tsx';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useReread } from '../ui/use-reread.ts';
import { ViewerContext } from '../ui/use-viewer.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { messages } from './messages.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { Offline } from './offline.tsx';
import { pages } from './pages.ts';
import css from './shell.module.css';
import { Sidebar } from './sidebar.tsx';
import { TopBar } from './top-bar.tsx';
import { useOwnRights } from './use-own-rights.ts';

/** The frame of all pages behind the login: the sidebar, and the page that the address names. */
export function Shell() {
  const [{ data, error }, read] = useQuery({ query: MeDocument });
  useReread(read);
  useOwnRights(data?.me, read);
  if (!data) return <Beginning error={error} onRetry={() => read({ requestPolicy: 'network-only' })} />;
  const viewer = data.me;
  return (
    <ViewerContext value={viewer}>
      <a href="#main" className={css.skip}>
        {messages.skip}
      </a>
      <div className={css.shell}>
        <TopBar />
        <Sidebar />
        <main id="main" tabIndex={-1} className={css.main}>
          <Offline />
          <ErrorBoundary>
            <Suspense
              fallback={
                <div className={css.arriving}>
                  <Skeleton />
                </div>
              }
            >
              <Switch>
                {pages
                  .filter(({ isFor }) => isFor?.(viewer) ?? true)
                  .map(({ path, component }) => (
                    <Route key={String(path)} path={path} component={component} />
                  ))}
                <Route component={NotFoundPage} />
              </Switch>
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <Announcer />
    </ViewerContext>
  );
}

function Beginning({ error, onRetry }: { readonly error: Error | undefined; readonly onRetry: () => void }) {
  return (
    <main className={css.beginning}>
      {error ? <Failed failure={toFailure(error)} onRetry={onRetry} /> : <Skeleton />}
    </main>
  );
}
