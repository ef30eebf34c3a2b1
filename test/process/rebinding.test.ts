import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { AskDocument, RegisterDocument, UpdateModelSettingsDocument } from '../../schema/typed/graphql.ts';
import { createClient } from '../support/client.ts';
import { newFolder, startCarrel } from '../support/process.ts';

/** Has every name lead, look-up by look-up, to one of these lists of addresses, and says so on the console. */
const asResolver = (answers: readonly (readonly string[])[]) => `
  import dns from 'node:dns';
  import { syncBuiltinESMExports } from 'node:module';
  const original = dns.lookup;
  let at = 0;
  dns.lookup = (host, options, done) => {
    if (!host.endsWith('.example.org')) return original(host, options, done);
    const answers = ${JSON.stringify(answers)};
    console.log('looked up ' + host);
    const addresses = answers[at++ % answers.length].map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all) return done(null, addresses);
    done(null, addresses[0].address, addresses[0].family);
  };
  syncBuiltinESMExports();
`;

it('reaches nothing inside by a name that an organisation has in its hands, whatever it leads to', async () => {
  let connections = 0;
  const inside = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(inside, 'listening');
  const { port } = inside.address() as AddressInfo;
  const folder = await newFolder();
  const preload = asResolver([
    ['127.0.0.1'],
    ['93.184.215.14', '127.0.0.1'],
    ['127.0.0.1', '2606:4700::1111'],
    ['::1'],
  ]);
  const carrel = startCarrel(folder.path, {
    DATA_DIR: folder.path,
    RATE_LIMITS: 'off',
    MODEL_ENDPOINTS: 'public',
    NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(preload)}"`,
  });
  let lookups = 0;
  carrel.child.stdout?.on('data', (data) => {
    lookups += String(data).split('looked up ').length - 1;
  });
  try {
    const url = await carrel.url();
    const { register } = await createClient(url).data(RegisterDocument, {
      input: { email: 'owner@example.org', password: 'correct horse', organization: 'Acme' },
    });
    const owner = createClient(url, register.accessToken);
    await owner.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
    for (const provider of ['OPENAI_COMPATIBLE', 'ANTHROPIC', 'OLLAMA'] as const) {
      const endpoint = `https://models.example.org:${port}`;
      await owner.data(UpdateModelSettingsDocument, { input: { provider, model: 'large', endpoint, apiKey: 'sk-1' } });
      for (let at = 0; at < 4; at += 1) {
        const before = lookups;
        const error = await owner.error(AskDocument, { input: { question: 'How many days of paid leave are there?' } });
        expect(error).toMatchObject({ extensions: { code: 'MODEL_UNAVAILABLE' } });
        expect(error.message).not.toMatch(/127|::|93\.184|2606/);
        await expect.poll(() => lookups).toBeGreaterThan(before);
      }
    }
    expect(connections).toBe(0);
  } finally {
    await carrel.stop();
    inside.close();
    await folder.remove();
  }
});
