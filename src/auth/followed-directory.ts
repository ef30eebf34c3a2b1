import type { Directory } from '../store/directory.ts';

/** Methods that change nothing on which anybody's access depends. */
const NO_CHANGE = /^(find|list|page|has|create|see$|sweep$)/;

/** The directory, that tells after each change of it that this process makes. */
export function followDirectory(directory: Directory, onChange: () => void): Directory {
  return follow(directory, onChange);
}

function follow<Port extends object>(port: Port, onChange: () => void): Port {
  const parts = new Map<string | symbol, unknown>();
  return new Proxy(port, {
    get: (target, name) => {
      const known = parts.get(name);
      if (known) return known;
      const value: unknown = Reflect.get(target, name);
      const followed = followPart(name, value, onChange);
      if (followed !== undefined) parts.set(name, followed);
      return followed;
    },
  });
}

function followPart(name: string | symbol, value: unknown, onChange: () => void): unknown {
  if (typeof value === 'object' && value !== null) return follow(value, onChange);
  if (typeof value !== 'function' || NO_CHANGE.test(String(name))) return value;
  return async (...args: unknown[]) => {
    try {
      return await value(...args);
    } finally {
      // What failed may have changed something all the same.
      onChange();
    }
  };
}
