import type { Store } from '../../src/store/store.ts';
import { describeKills, type MortalStore } from '../contracts/store-kills.ts';
import { openOnTestServer } from '../support/mongo-on-test-server.ts';
import type { SeenCommand } from '../support/mongo-server/faults.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';

describeKills('embedded', openEmbedded);
describeKills('MongoDB', openMongo);

/** Each call that changes something is one transaction, between which a process may die. */
async function openEmbedded(): Promise<MortalStore> {
  const opened = await openTemporaryStore();
  const life = createLife();
  const mortal = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value === 'object' && value !== null) return mortal(value);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          if (life.step(!/^(find|list|page|has|open|usage)/.test(String(name)))) throw new Error('killed');
          return value(...args);
        };
      },
    });
  return { store: opened.store, mortal: mortal(opened.store), ...life, close: opened.close };
}

/** Each write is a command. */
async function openMongo(): Promise<MortalStore> {
  const opened = await openOnTestServer({}, { onUnexpected: () => {} });
  const mortal: Store = await opened.openAnother();
  const life = createLife();
  const { control } = opened.server;
  const isStruck = ({ name }: SeenCommand) =>
    WORK.test(name) && life.step(/^(insert|update|delete|findAndModify|drop)/.test(name));
  return {
    store: opened.store,
    mortal,
    killAt: (write) => {
      life.killAt(write);
      control.failNext(isStruck, { code: 1, message: 'killed', times: Number.POSITIVE_INFINITY });
    },
    revive: () => {
      control.forgetFaults();
      return life.revive();
    },
    close: opened.close,
  };
}

const WORK = /^(find|aggregate|count|distinct|insert|update|delete|findAndModify|drop\w*|create|hello)$/;

/** Counts the writes of a process until the one at which it dies. */
function createLife() {
  let left = Number.POSITIVE_INFINITY;
  return {
    killAt: (write: number) => {
      left = write;
    },
    revive: () => {
      const hasDied = left < 0;
      left = Number.POSITIVE_INFINITY;
      return hasDied;
    },
    /** Whether the process is dead by now, and so does not carry this out. */
    step: (isWrite: boolean) => {
      if (left >= 0 && isWrite) left -= 1;
      return left < 0;
    },
  };
}
