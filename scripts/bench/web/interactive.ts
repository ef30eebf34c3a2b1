import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { median, type Row } from '../row.ts';
import { readyMs } from './ready.ts';
import type { Site } from './site.ts';

const RUNS = 7;
const QUESTION = 'textarea';

/** How long pages take to be used, over a blank page with a text field, with an empty cache and a slow processor. */
export async function interactive({ visit, signIn }: Site): Promise<Row[]> {
  const { stored } = await signIn('interactive@example.com');
  const blank = await startBlankPage();
  const ratios: { signIn: number[]; ask: number[] } = { signIn: [], ask: [] };
  try {
    for (let run = 0; run < RUNS; run++) {
      // In turns, so that a busy moment of the machine hits all alike.
      const blankMs = await visit({ slow: true }, (page) => readyMs(page, blank.url, 'input'));
      const signInMs = await visit({ slow: true }, (page) => readyMs(page, '/sign-in', 'input[type=password]'));
      const askMs = await visit({ slow: true, stored }, (page) => readyMs(page, '/', QUESTION));
      ratios.signIn.push(signInMs / blankMs);
      ratios.ask.push(askMs / blankMs);
    }
  } finally {
    await blank.close();
  }
  console.error(`web: sign-in ${median(ratios.signIn).toFixed(1)} ×, ask ${median(ratios.ask).toFixed(1)} ×`);
  const what = 'over a blank page with a text field, processor slowed 4 ×';
  return [
    { what: `sign-in can be used, ${what}`, unit: '×', runs: ratios.signIn, bar: { atMost: 2 } },
    { what: `the same of Ask with a stored session`, unit: '×', runs: ratios.ask, bar: { atMost: 3.5 } },
  ];
}

async function startBlankPage(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><title>Blank</title><link rel="icon" href="data:,"><input aria-label="Text">');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
