import type { Identity } from '../auth/identity.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';

/** What the tenant-scope plugin alone may do: open a caller's tenant, and tell of a row that is another's. */
export interface Door {
  open(identity: Identity): Promise<ScopedTenant>;
  onBreach(field: string): void;
}

/** Known in this file alone, so that no resolver can reach for it. */
const DOOR = Symbol('door');

/** What a context holds beside what resolvers see. */
export interface WithDoor {
  readonly [DOOR]: Door;
}

/** What gives an operation's context its door. */
export function withDoor(door: Door): WithDoor {
  return { [DOOR]: door };
}

/** The door of an operation's context. */
export function doorOf(context: object): Door {
  if (DOOR in context) return (context as WithDoor)[DOOR];
  throw new TypeError('An operation runs in a context that was given a door.');
}
