import { afterAll, describe, expect, it } from 'vitest';
import { AnswerRunDocument, RegisterDocument, StartAnswerDocument } from '../../schema/typed/graphql.ts';
import { resume } from '../support/answer-steps.ts';
import { type Client, createClient } from '../support/client.ts';
import { CHAT_STOP, CHAT_TOKENS } from '../support/ollama-recordings.ts';
import { replay, replayThenHang, startOllamaServer } from '../support/ollama-server.ts';
import { newFolder, startCarrel } from '../support/process.ts';

const QUESTION = 'How many days of paid leave do employees get?';
const TEXT = CHAT_TOKENS.map((line) => JSON.parse(line).message.content).join('');

describe('a process that is killed while it answers', () => {
  const ends: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  it('has failed to, when it is back, and has kept what it had completed', async () => {
    const ollama = await startOllamaServer({ '/api/chat': replay(200, 'application/x-ndjson', ...CHAT_STOP) });
    const folder = await newFolder();
    ends.push(ollama.close, folder.remove);
    const start = async () => {
      const carrel = startCarrel(folder.path, {
        LANGUAGE_MODEL: 'ollama',
        MODEL_CONCURRENCY: '3',
        OLLAMA_HOST: ollama.host,
        OLLAMA_MODEL: 'smollm2:135m',
      });
      const kill = async () => {
        carrel.child.kill('SIGKILL');
        await carrel.exited;
      };
      ends.push(kill);
      return { kill, url: await carrel.url() };
    };
    const first = await start();
    const { register } = await createClient(first.url).data(RegisterDocument, {
      input: { email: 'ada@example.com', password: 'correct horse', organization: 'Example' },
    });
    const before = createClient(first.url, register.accessToken);
    await before.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
    const ask = async () => {
      const { startAnswer } = await before.data(StartAnswerDocument, { input: { question: QUESTION } });
      return startAnswer.run.id;
    };
    const find = async (client: Client, id: string) => (await client.data(AnswerRunDocument, { id })).answerRun;

    const completed = await ask();
    await expect.poll(() => find(before, completed)).toMatchObject({ status: 'COMPLETED' });
    const answer = (await find(before, completed))?.answer;
    ollama.answers['/api/chat'] = replayThenHang(...CHAT_TOKENS);
    const [running, alsoRunning] = [await ask(), await ask()];
    for (const id of [running, alsoRunning]) {
      await expect.poll(() => find(before, id)).toMatchObject({ status: 'RUNNING', text: TEXT });
    }

    await first.kill();
    const after = createClient((await start()).url, register.accessToken);
    const failed = { code: 'STORE_UNAVAILABLE', message: expect.stringContaining('Ask again') };
    expect(await find(after, running)).toMatchObject({ status: 'FAILED', answer: null, ...failed });
    expect(await resume(after, alsoRunning, 3)).toEqual([
      expect.objectContaining({ __typename: 'AnswerFailed', ...failed, retryable: true }),
    ]);
    expect(await find(after, completed)).toMatchObject({ status: 'COMPLETED', answer });
    expect(await resume(after, completed, null)).toMatchObject([{ __typename: 'AnswerCompleted', answer }]);
  });
});
