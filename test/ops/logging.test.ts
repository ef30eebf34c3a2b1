import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/ops/logging.ts';

function record(level: 'info' | 'warn' | 'silent') {
  const lines: string[] = [];
  const log = createLogger({ level, destination: { write: (line) => lines.push(line) } });
  return { log, lines };
}

describe('the log', () => {
  it('has one JSON line an entry, whatever a text holds', () => {
    const { log, lines } = record('info');
    log.info({ operation: 'Ask', name: 'a\n{"level":"fatal"}' }, 'operation');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toContain('\n');
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      operation: 'Ask',
      name: 'a\n{"level":"fatal"}',
      msg: 'operation',
    });
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = record('warn');
    log.info('quiet');
    log.warn('loud');
    expect(lines).toHaveLength(1);
  });

  it('hides secrets that get into a line by mistake', () => {
    const { log, lines } = record('info');
    log.info({
      password: 'hunter2',
      headers: { authorization: 'Bearer hunter2' },
      session: { accessToken: 'hunter2' },
    });
    expect(lines.join()).not.toContain('hunter2');
    expect(lines.join()).toContain('[redacted]');
  });

  it('keeps the cause of an error', () => {
    const { log, lines } = record('info');
    log.error({ err: new Error('It failed.', { cause: new Error('The disk is full.') }) }, 'ingestion');
    expect(JSON.parse(lines[0] ?? '').err).toMatchObject({
      message: expect.stringContaining('The disk is full.'),
      stack: expect.any(String),
    });
  });
});
