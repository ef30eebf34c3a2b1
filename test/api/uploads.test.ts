import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type FileHandle, open, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DocumentTextDocument } from '../../schema/typed/graphql.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const DESCRIPTORS = '/proc/self/fd';

/** How many uploaded files this process has on the disk. */
async function filesOnDisk(): Promise<number> {
  const links = await Promise.all(
    (await readdir(DESCRIPTORS)).map((name) => readlink(join(DESCRIPTORS, name)).catch(() => '')),
  );
  return links.filter((link) => link.includes('/uploads/upload-')).length;
}

async function until(expected: number): Promise<void> {
  while ((await filesOnDisk()) !== expected) await server.anonymous().request('{__typename}');
}

const part = (name: string, content: string) =>
  `--x\r\ncontent-disposition: form-data; name=${name}\r\n\r\n${content}\r\n`;
const FORM = [
  part(
    '"operations"',
    JSON.stringify({ query: 'mutation($f:File!){ingestFile(input:{file:$f}){created}}', variables: { f: null } }),
  ),
  part('"map"', '{"0":["variables.f"]}'),
  '--x\r\ncontent-disposition: form-data; name="0"; filename="a.txt"\r\n\r\n',
].join('');
const BYTES = 1_000_000;

describe.skipIf(!existsSync(DESCRIPTORS))('an uploaded file', () => {
  const begin = async () => {
    const ada = await server.register();
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {});
    const end = '\r\n--x--\r\n';
    socket.write(
      [
        'POST /graphql HTTP/1.1',
        'host: localhost',
        `authorization: Bearer ${ada.token}`,
        'content-type: multipart/form-data; boundary=x',
        `content-length: ${FORM.length + BYTES + end.length}`,
        '',
        FORM,
      ].join('\r\n'),
    );
    socket.write('x '.repeat(BYTES / 4));
    return { socket, rest: `${'x '.repeat(BYTES / 4)}${end}` };
  };

  it('is on the disk while it comes in, without a name, and gone once it is answered', async () => {
    const { socket, rest } = await begin();
    await until(1);
    expect(await readdir(join(server.dataDir, 'uploads'))).toEqual([]);
    socket.write(rest);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('200 OK');
    socket.destroy();
    await until(0);
  });

  it('is gone when its client leaves halfway', async () => {
    const { socket } = await begin();
    await until(1);
    socket.destroy();
    await until(0);
  });
});

describe('a disk', () => {
  it('that takes a part of what is written to it, and the rest later, leaves no gap in a file', async () => {
    const ada = await server.register();
    const text = Array.from({ length: 300 }, (_, n) => `Line ${n}.`).join('\n');
    const handle = await open(join(server.dataDir, 'directory.db'));
    const files: FileHandle = Object.getPrototypeOf(handle);
    const { write } = files;
    type Write = (bytes: Uint8Array, at: number, length: number, place: number) => ReturnType<FileHandle['write']>;
    const half = vi.fn<Write>(function (this: FileHandle, bytes, at, length, place) {
      return (write as Write).call(this, bytes, at, Math.ceil(length / 2), place);
    });
    Object.assign(files, { write: half });
    try {
      const { body } = await ada.upload(new Blob([text]), 'lines.txt');
      const id = body.data?.ingestFile.document.id ?? '';
      const { document } = await ada.data(DocumentTextDocument, { id });
      expect(half).toHaveBeenCalled();
      expect(document?.text).toBe(text);
    } finally {
      Object.assign(files, { write });
      await handle.close();
    }
  });

  it('that can not be written to is told of, and is not the fault of the file', async () => {
    const ada = await server.register();
    const uploads = join(server.dataDir, 'uploads');
    await rm(uploads, { recursive: true, force: true });
    await writeFile(uploads, '');
    const { body } = await ada.upload(new Blob(['A text.']), 'a.txt');
    expect(body.errors?.[0]?.extensions.code).toBe('STORE_UNAVAILABLE');
    await rm(uploads);
    expect((await ada.upload(new Blob(['A text.']), 'a.txt')).body.errors).toBeUndefined();
  });
});
