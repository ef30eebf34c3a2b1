import { type ComponentType, lazy } from 'react';

/** A page that is loaded when somebody goes there. */
export function lazyPage(load: () => Promise<ComponentType>) {
  return lazy(async () => ({ default: await load() }));
}
