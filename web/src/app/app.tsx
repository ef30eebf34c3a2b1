import { Suspense, useSyncExternalStore } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { SignInPage } from '../auth/sign-in-page.tsx';
import type { Session } from '../lib/session.ts';
import { lazyPart } from '../ui/lazy-part.ts';
import { SessionContext } from '../ui/use-api.ts';
import { ErrorBoundary } from './error-boundary.tsx';

const SignedIn = lazyPart(() => import('./signed-in.tsx').then((file) => file.SignedIn));
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
