import type { Identity } from '../auth/identity.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';

/** What the tenant-scope plugin alone may do: open a caller's tenant, and tell of a row that is another's. */
export interface TenantOpener {
  open(identity: Identity): Promise<ScopedTenant>;
  onBreach(field: string): void;
}

/** Known in this file alone, so that no resolver can reach for it. */
const OPENER = Symbol('tenant opener');

/** What a context holds beside what resolvers see. */
export interface WithTenantOpener {
  readonly [OPENER]: TenantOpener;
}

/** What gives an operation's context its opener. */
export function withTenantOpener(opener: TenantOpener): WithTenantOpener {
  return { [OPENER]: opener };
}

/** The opener of an operation's context. */
export function tenantOpenerOf(context: object): TenantOpener {
  if (OPENER in context) return (context as WithTenantOpener)[OPENER];
  throw new TypeError('An operation runs in a context that was given a tenant opener.');
}
