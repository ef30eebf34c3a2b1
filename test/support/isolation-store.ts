import type { TenantId } from '../../src/ids.ts';
import type { Store } from '../../src/store/store.ts';
import type { TenantStore } from '../../src/store/tenant-store.ts';

/** A store that a test watches, or makes err, at its ports. */
export interface WatchedStore {
  readonly store: Store;
  /** How often each method was called, such as `documents.findMany`. */
  readonly calls: Map<string, number>;
  /** From now on who opens one tenant gets the data of another, as after a fault of the store's. */
  confuse(opened: TenantId, given: TenantId): void;
}

/** Puts a watch on a store. */
export function watchStore(inner: Store): WatchedStore {
  const calls = new Map<string, number>();
  const confused = new Map<TenantId, TenantId>();
  const watched = <Port extends object>(port: Port, name: string): Port =>
    new Proxy(port, {
      get(target, key, receiver) {
        const value: unknown = Reflect.get(target, key, receiver);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const call = `${name}.${String(key)}`;
          calls.set(call, (calls.get(call) ?? 0) + 1);
          return value.apply(target, args);
        };
      },
    });
  const openTenant = async (tenantId: TenantId): Promise<TenantStore> => {
    const tenant = await inner.openTenant(confused.get(tenantId) ?? tenantId);
    return {
      tenantId,
      ingestion: watched(tenant.ingestion, 'ingestion'),
      reembedding: watched(tenant.reembedding, 'reembedding'),
      audit: watched(tenant.audit, 'audit'),
      kept: watched(tenant.kept, 'kept'),
      as: (scope, owner) => {
        const seen = tenant.as(scope, owner);
        return {
          tenantId,
          documents: watched(seen.documents, 'documents'),
          chunks: watched(seen.chunks, 'chunks'),
          conversations: watched(seen.conversations, 'conversations'),
          answers: watched(seen.answers, 'answers'),
          usage: (options) => seen.usage(options),
        };
      },
    };
  };
  return {
    store: { ...inner, directory: watched(inner.directory, 'directory'), openTenant },
    calls,
    confuse: (opened, given) => {
      confused.set(opened, given);
    },
  };
}
