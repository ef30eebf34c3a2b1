import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** A page or another large part, which is loaded when it is wanted; who is offline waits for the network. */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  const loadOnline = async (): Promise<{ default: ComponentType<Props> }> => {
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
