import { useEffect, useState } from 'react';
import { Provider } from 'urql';
import { createApi } from '../lib/api.ts';
import type { Session } from '../lib/session.ts';
import { ApiContext } from '../ui/use-api.ts';
import { Shell } from './shell.tsx';

/** What is behind the login. One API for each user in each organisation: what one has read is not there for the next. */
export function SignedIn({ session }: { readonly session: Session }) {
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
