import { Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { Provider } from 'urql';
import { Redirect, Route, Switch } from 'wouter';
import { SignInPage } from '../auth/sign-in-page.tsx';
import { createApi } from '../lib/api.ts';
import type { Session } from '../lib/session.ts';
import { lazyPart } from '../ui/lazy-part.ts';
import { ApiContext, SessionContext } from '../ui/use-api.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Shell } from './shell.tsx';

const SignUpPage = lazyPart(() => import('../auth/sign-up-page.tsx').then((file) => file.SignUpPage));
const JoinPage = lazyPart(() => import('../auth/join-page.tsx').then((file) => file.JoinPage));
const ResetPage = lazyPart(() => import('../auth/reset-page.tsx').then((file) => file.ResetPage));

/** What is shown to whom: links for one use to everybody, all else behind the login. */
export function App({ session }: { readonly session: Session }) {
  const owner = useSyncExternalStore(session.subscribe, session.owner);
  return (
    <SessionContext value={session}>
      <ErrorBoundary>
        <Suspense>
          <Switch>
            <Route path="/join" component={JoinPage} />
            <Route path="/reset" component={ResetPage} />
            <Route path="/sign-in">{owner ? <Redirect to="/" replace /> : <SignInPage />}</Route>
            <Route path="/sign-up">{owner ? <Redirect to="/" replace /> : <SignUpPage />}</Route>
            <Route>
              {owner ? <SignedIn key={`${owner.userId} ${owner.tenantId}`} session={session} /> : <SignInPage />}
            </Route>
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </SessionContext>
  );
}

/** One API for each user in each organisation: what one has read is not there for the next. */
function SignedIn({ session }: { readonly session: Session }) {
  const [api] = useState(() => createApi(session));
  useEffect(() => api.close, [api]);
  return (
    <ApiContext value={api}>
      <Provider value={api.client}>
        <Shell />
      </Provider>
    </ApiContext>
  );
}
