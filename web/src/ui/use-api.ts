import { createContext, use } from 'react';
import type { Api } from '../lib/api.ts';
import type { Session } from '../lib/session.ts';

/** The session of this page, for whoever begins or ends it. */
export const SessionContext = createContext<Session | null>(null);
/** The API of whoever is logged in. */
export const ApiContext = createContext<Api | null>(null);

/** The session. */
export function useSession(): Session {
  return required(use(SessionContext));
}

/** The API, on pages behind the login. */
export function useApi(): Api {
  return required(use(ApiContext));
}

function required<Value>(value: Value | null): Value {
  if (value === null) throw new Error('Nothing above this component gives what it needs.');
  return value;
}
