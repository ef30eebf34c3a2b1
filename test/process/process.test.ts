import { mkdir, realpath, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AskDocument, LoginDocument, MeDocument, RegisterDocument } from '../../schema/typed/graphql.ts';
import { AUTH_LIMITS } from '../../src/limits.ts';
import { createClient } from '../support/client.ts';
import { type CarrelProcess, newFolder, startCarrel, takenPort } from '../support/process.ts';

const OWNER = { input: { email: 'ada@example.com', password: 'correct horse', organization: 'Example' } };

describe('the process', () => {
  const started: CarrelProcess[] = [];
  const cleanups: (() => unknown)[] = [];
  afterAll(async () => {
    for (const { child, exited } of started) {
      child.kill('SIGKILL');
      await exited;
    }
    for (const cleanup of cleanups) await cleanup();
  });
  const folder = async () => {
    const { path, remove } = await newFolder();
    cleanups.push(remove);
    return path;
  };
  const start = (cwd: string, env: Record<string, string> = {}) => {
    const carrel = startCarrel(cwd, env);
    started.push(carrel);
    return carrel;
  };

  it.concurrent('says all that is wrong with its settings at once, and ends with 1', async () => {
    const cwd = await folder();
    const carrel = start(cwd, { PORT: 'x', RATE_LIMITS: 'maybe', MONGODB_URI: 'http://user:secret@host' });
    expect(await carrel.exited).toBe(1);
    const message = carrel.stderr();
    for (const name of ['PORT', 'RATE_LIMITS', 'MONGODB_URI']) expect(message).toContain(`- ${name} must be`);
    expect(message).toContain('3 settings are wrong');
    expect(message).not.toMatch(/secret|\n\s+at /);
    // Nothing was opened.
    await expect(stat(join(cwd, 'data'))).rejects.toThrow('ENOENT');
  });

  it.concurrent('says that its port is taken, and ends with 1', async () => {
    const { port, free } = await takenPort();
    cleanups.push(free);
    const carrel = start(await folder(), { PORT: String(port) });
    expect(await carrel.exited).toBe(1);
    expect(carrel.stderr().trim()).toBe(
      `Carrel can't listen on 127.0.0.1:${port}: another program listens there; set PORT to another one.`,
    );
  });

  it.concurrent('says which packages text recognition needs, and ends with 1', async () => {
    const carrel = start(await folder(), { OCR: 'on', OCR_LANGUAGES: 'qaa' });
    expect(await carrel.exited).toBe(1);
    expect(carrel.stderr().trim()).toMatch(
      /^OCR is on, but packages that it needs are not installed\. In Carrel's folder run `npm install --save (tesseract\.js@7 )?@tesseract\.js-data\/qaa@1`, or set OCR=off\.$/,
    );
  });

  it.concurrent('says that its settings cannot be read, and ends with 1', async () => {
    const cwd = await folder();
    await mkdir(join(cwd, '.env'));
    const carrel = start(cwd);
    expect(await carrel.exited).toBe(1);
    expect(carrel.stderr().trim()).toMatch(
      /^The settings in \S+\.env can't be read \(.+\)\. Let Carrel read the file, or move it away\.$/,
    );
  });

  it.concurrent('says where its settings and its data are, keeps its keys to itself, and keeps its word after a restart', async () => {
    const cwd = await folder();
    await writeFile(join(cwd, '.env'), 'DATA_DIR=./library\nREGISTRATION=first\n');
    const first = start(cwd);
    const ada = createClient(await first.url());
    const { register } = await ada.data(RegisterDocument, OWNER);
    await first.line('embedder loaded');
    const messages = first.log.map(({ msg }) => msg).filter((msg) => msg !== 'operation');
    expect([...messages].sort()).toEqual(['embedder loaded', 'ready', 'settings read', 'store opened']);
    expect(first.log[0]).toMatchObject({ msg: 'settings read', file: join(await realpath(cwd), '.env') });
    expect(first.log[1]).toMatchObject({ msg: 'store opened', folder: join(await realpath(cwd), 'library') });
    // From .env.
    expect((await ada.error(RegisterDocument, OWNER)).extensions.code).toBe('FORBIDDEN');
    expect((await stat(join(cwd, 'library/signing-keys.json'))).mode & 0o777).toBe(0o600);

    const second = start(cwd);
    expect(await second.exited).toBe(1);
    expect(second.stderr()).toMatch(/^The data folder \S+library is in use by another Carrel process\./);
    expect(second.stderr().trim().split('\n')).toHaveLength(1);

    expect(await first.stop()).toBe(0);
    expect(first.stderr()).toBe('');
    const again = start(cwd);
    const { me } = await createClient(await again.url(), register.accessToken).data(MeDocument, {});
    expect(me.user?.email).toBe('ada@example.com');
    expect(await again.stop()).toBe(0);
  });

  it.concurrent('that is killed goes on with the guesses and the questions that it had counted', async () => {
    const cwd = await folder();
    const env = { QUOTA_QUESTIONS_PER_DAY: '1' };
    const first = start(cwd, env);
    const ada = createClient(await first.url());
    const { register } = await ada.data(RegisterDocument, OWNER);
    const question = { input: { question: 'How many days of paid leave do employees get?' } };
    await createClient(await first.url(), register.accessToken).data(AskDocument, question);
    const guess = { input: { email: OWNER.input.email, password: 'a guess' } };
    const { points } = AUTH_LIMITS.failedLoginsOfAccountAtAddress;
    for (let at = 0; at < points; at += 1) {
      expect((await ada.error(LoginDocument, guess)).extensions.code).toBe('UNAUTHENTICATED');
    }
    first.child.kill('SIGKILL');
    await first.exited;

    const again = start(cwd, env);
    const later = createClient(await again.url(), register.accessToken);
    expect((await later.error(AskDocument, question)).message).toContain('its 1 questions of the day');
    expect((await later.error(LoginDocument, guess)).extensions.code).toBe('RATE_LIMITED');
    expect(await again.stop()).toBe(0);
  });

  it.concurrent('names a setting that is misspelt, and an Ollama that is not there', async () => {
    const { port, free } = await takenPort();
    free();
    const host = `http://user:secret@127.0.0.1:${port}`;
    const carrel = start(await folder(), { PORTT: '1', LANGUAGE_MODEL: 'ollama', OLLAMA_HOST: host });
    const misspelt = await carrel.line('PORTT is not a setting of Carrel and has no effect. Did you mean PORT?');
    expect(misspelt['level']).toBe('warn');
    const away = await carrel.line(
      `LANGUAGE_MODEL is ollama, but Ollama at http://127.0.0.1:${port} does not answer. Questions fail until that is mended; LANGUAGE_MODEL=auto would quote the documents meanwhile.`,
    );
    expect(away['level']).toBe('warn');
    expect(await carrel.stop()).toBe(0);
    expect(JSON.stringify(carrel.log)).not.toContain('secret');
  });

  it.concurrent('says which port it was given, whatever else it logs', async () => {
    const carrel = start(await folder(), { PORT: '0', LOG_LEVEL: 'error' });
    expect((await fetch(`${await carrel.url()}/healthz`)).status).toBe(200);
    expect(await carrel.stop()).toBe(0);
    expect(carrel.log.map(({ msg }) => msg)).toEqual(['ready']);
  });

  it.concurrent('ends cleanly when it is stopped while it starts', async () => {
    const carrel = start(await folder());
    await carrel.line('store opened');
    expect(await carrel.stop()).toBe(0);
    expect(carrel.stderr()).toBe('');
  });
});
