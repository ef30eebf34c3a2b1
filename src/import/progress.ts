/** How far an import has come, for who looks at it. */
export interface Progress {
  show(what: string, count: { done: number; total: number }): void;
  clear(): void;
}

const WIDTH = 30;

/** A bar in the last line of a terminal; nothing where it is none. */
export function createProgress(terminal: NodeJS.WriteStream): Progress {
  if (!terminal.isTTY) return { show: () => {}, clear: () => {} };
  const line = (text: string) => terminal.write(`\r\u001b[K${text}`);
  return {
    show: (what, { done, total }) => {
      const full = total === 0 ? WIDTH : Math.floor((WIDTH * done) / total);
      line(`${what} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${done} of ${total}`);
    },
    clear: () => void line(''),
  };
}
