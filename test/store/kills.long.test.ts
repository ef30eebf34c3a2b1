import { describeKills, type MortalStore } from '../contracts/store-kills.ts';
import { createLife } from '../support/life.ts';
import { openOnTestServer } from '../support/mongo-on-test-server.ts';
import { openMortalMongo } from '../support/mortal-mongo.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';

describeKills('embedded', openEmbedded);
describeKills('MongoDB', async () => {
  const opened = await openOnTestServer({}, { onUnexpected: () => {} });
  const { uri, control } = opened.server;
  return await openMortalMongo(opened, { uri, faults: control, close: opened.close });
});

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
        if (name === 'as') return (...args: unknown[]) => mortal(value(...args));
        if (name === 'openTenant') return async (...args: unknown[]) => mortal(await value(...args));
        return async (...args: unknown[]) => {
          if (life.step(!/^(find|list|page|has|open|usage)/.test(String(name)))) throw new Error('killed');
          return value(...args);
        };
      },
    });
  return { store: opened.store, mortal: mortal(opened.store), ...life, close: opened.close };
}
