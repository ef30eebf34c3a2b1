import { type ComponentType, lazy } from 'react';

/** A page that is loaded when somebody goes there; who is offline waits for the network. */
export function lazyPage(load: () => Promise<ComponentType>) {
  const loadOnline = async (): Promise<{ default: ComponentType }> => {
    try {
      return { default: await load() };
    } catch (error) {
      if (navigator.onLine) throw error;
      await new Promise((resolve) => addEventListener('online', resolve, { once: true }));
      return loadOnline();
    }
  };
  return lazy(loadOnline);
}
