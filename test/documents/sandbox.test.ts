import { describe, expect, it } from 'vitest';
import { readInSandbox, type SandboxLimits } from '../../src/documents/parsers/sandbox/sandbox.ts';
import { PARSING_LIMITS } from '../../src/limits.ts';

async function read(file: Uint8Array, limits: Partial<SandboxLimits>): Promise<number> {
  let blocks = 0;
  for await (const part of readInSandbox(file, 'csv', { limits: { ...PARSING_LIMITS, ...limits } })) {
    if (part.kind === 'table-row') blocks += 1;
  }
  return blocks;
}

describe('a process that reads a file', () => {
  const table = Buffer.from(`name,number\n${'Ada,36\n'.repeat(20_000)}`);

  it('tells all of it', async () => {
    expect(await read(table, {})).toBe(20_001);
  });

  it('that can not be started is no fault of its file', async () => {
    const { execPath } = process;
    process.execPath = '/nowhere/node';
    try {
      await expect(read(table, {})).rejects.toMatchObject({ name: 'AppError', code: 'STORE_UNAVAILABLE' });
    } finally {
      process.execPath = execPath;
    }
  });

  it('is ended where it takes more of a limit than it may, and that is told', async () => {
    const limited = (limits: Partial<SandboxLimits>) => read(table, limits);
    // Its start alone takes more of the processors, and no more than five times that until it is there.
    await expect(limited({ timeMs: 50 })).rejects.toMatchObject({ reason: 'TIME' });
    await expect(limited({ rssBytes: 1 })).rejects.toMatchObject({ reason: 'MEMORY' });
    await expect(limited({ characters: 1_000 })).rejects.toMatchObject({ reason: 'OUTPUT' });
  });
});
