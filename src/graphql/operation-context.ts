import type { YogaInitialContext } from 'graphql-yoga';
import type { Identity } from '../auth/identity.ts';
import type { Context, Services } from '../context.ts';
import { AppError } from '../errors.ts';
import type { ByteBudget } from '../lib/byte-budget.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import { type AccessWatch, accessEndOf, lastingAccessOf } from './access-end.ts';
import { holdUntilAnswered } from './held-bytes.ts';
import type { ServerContext } from './server-context.ts';
import { type WithTenantOpener, withTenantOpener } from './tenant-opener.ts';

/** The initial context of an operation: the transport's own, and for WebSockets the operation's signal. */
export type InitialContext = YogaInitialContext & ServerContext & { readonly signal?: AbortSignal };

/** What contexts of operations are made of. */
export interface ContextOptions {
  readonly services: Services;
  /** The only way to a tenant's data. */
  openTenant(identity: Identity): Promise<ScopedTenant>;
  onBreach(field: string, requestId: string): void;
  readonly budget: ByteBudget;
  readonly access: AccessWatch;
}

/** Makes what resolvers see of an operation, its caller verified. */
export async function createContext(init: InitialContext, options: ContextOptions): Promise<Context> {
  const { operation, address, authorization } = init;
  const caller = await options.services.auth.authenticate(authorization).catch((error: unknown) => {
    if (error instanceof AppError) return error;
    throw error;
  });
  operation.identify(caller);
  // The tenant-scope plugin adds `tenant`.
  return {
    requestId: operation.requestId,
    address,
    signal: init.signal ?? init.request.signal,
    device: init.device,
    accessEnd: accessEndOf(caller, { access: options.access, operation }),
    lastingAccess: () => lastingAccessOf(caller, options.access),
    isConnected: init.isConnected,
    caller,
    services: options.services,
    hold: (bytes) => {
      if (caller instanceof AppError) throw caller;
      holdUntilAnswered(options.budget, { userId: caller.userId, bytes, operation });
    },
    ...withTenantOpener({
      open: options.openTenant,
      onBreach: (field) => options.onBreach(field, operation.requestId),
    }),
  } as Context & WithTenantOpener;
}
