import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MeDocument, RegisterDocument } from '../../schema/typed/graphql.ts';
import { createClient } from '../support/client.ts';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';
import { type CarrelProcess, newFolder, startCarrel } from '../support/process.ts';

const HOUR_MS = 3_600_000;

/** Runs in a process before all else: its clock is that much ahead, in its worker threads too. */
const aheadBy = (ms: number) => {
  const script = `const { now } = Date;
    globalThis.Date = class extends Date {
      constructor(...given) { given.length ? super(...given) : super(now() + ${ms}); }
      static now() { return now() + ${ms}; }
    };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
};

describe('processes on one MongoDB whose clocks are an hour apart', () => {
  let mongo: MongoServer;
  const ends: (() => Promise<unknown>)[] = [];
  const start = async (ms: number): Promise<string> => {
    const folder = await newFolder();
    const carrel: CarrelProcess = startCarrel(folder.path, {
      MONGODB_URI: mongo.uri,
      PROCESS_ROLE: 'api',
      ...aheadBy(ms),
    });
    ends.push(folder.remove, async () => {
      carrel.child.kill('SIGKILL');
      await carrel.exited;
    });
    return await carrel.url();
  };
  beforeAll(async () => {
    mongo = await startMongoServer();
    ends.push(() => mongo.close());
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  it('take the tokens of each other, whichever is ahead', async () => {
    const urls = await Promise.all([start(0), start(HOUR_MS)]);
    for (const [at, from] of urls.entries()) {
      const { register } = await createClient(from).data(RegisterDocument, {
        input: { email: `a${at}@example.com`, password: 'correct horse', organization: 'Example' },
      });
      for (const url of urls) {
        const { me } = await createClient(url, register.accessToken).data(MeDocument, {});
        expect(me.user?.email).toBe(`a${at}@example.com`);
      }
    }
  });
});
