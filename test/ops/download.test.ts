import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it } from 'vitest';
import { createDownload } from '../../src/ops/download.ts';
import { createHttpServer } from '../../src/ops/http-server.ts';

it('a download of which nothing is taken for long is cut', async () => {
  const sizeBytes = 100_000_000;
  const piece = new Uint8Array(sizeBytes / 10);
  const document = { id: 'a', name: 'a.txt', mediaType: 'text/plain', sha256: 'b', sizeBytes };
  const download = createDownload({
    services: {
      auth: { authenticate: async () => ({}) },
      audit: { record: async () => {} },
      documents: {
        original: async function* () {
          for (let i = 0; i < 10; i++) yield piece;
        },
      },
    } as never,
    openTenant: async () => ({ documents: { findMany: async () => [document] } }) as never,
    whenAccessEnds: () => () => {},
    pieceMs: 10,
  });
  const responses: ServerResponse[] = [];
  const unexpected: unknown[] = [];
  const http = createHttpServer(
    {
      '/documents/:id/original': {
        GET: (request, response) => {
          responses.push(response);
          const call = { requestId: 'r', address: 'a', identify: () => {}, fail: () => {}, hold: () => {} };
          return download(request, response, call);
        },
      },
    },
    { refusalOf: () => null, onUnexpected: (error) => unexpected.push(error) },
  );
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const socket = connect((http.address() as AddressInfo).port, '127.0.0.1').pause();
  socket.write('GET /documents/a/original HTTP/1.1\r\nhost: a\r\nauthorization: Bearer a\r\n\r\n');
  await once(http, 'request');
  const [response] = responses;
  if (response && !response.closed) await once(response, 'close');
  expect(response?.writableFinished).toBe(false);
  expect(unexpected).toEqual([]);
  socket.destroy();
  http.close();
});
