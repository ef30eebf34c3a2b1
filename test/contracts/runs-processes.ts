import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AnswerDocument,
  AnswerResumedDocument,
  AnswerRunDocument,
  CreateConversationDocument,
  DeleteConversationDocument,
  StartAnswerDocument,
  StopAnswerDocument,
} from '../../schema/typed/graphql.ts';
import { RUN_LIMITS } from '../../src/limits.ts';
import { indexesOf, resume, STEPS, STEPS_TEXT, steps, textOf } from '../support/answer-steps.ts';
import { type Client, createClient } from '../support/client.ts';
import type { Deployment } from '../support/deployments.ts';
import { CHAT_TOKENS } from '../support/ollama-recordings.ts';
import { replayThenHang, startOllamaServer } from '../support/ollama-server.ts';
import { newFolder, startCarrel } from '../support/process.ts';
import { openSocket } from '../support/raw-socket.ts';
import { createScriptedModel } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const QUESTION = 'How many days of paid leave do employees get?';
/** How far the clock of the process is ahead that is asked. */
const APART_MS = 3_600_000;
const LEAVE = 'Employees get 25 days of paid annual leave.';

/** What holds of answers on their way where several processes are on one deployment. */
export function describeRunsElsewhere(name: string, deploy: () => Promise<Deployment>): void {
  describe(`an answer that one process writes and another is asked for, on ${name}`, () => {
    const model = createScriptedModel();
    const closers: (() => Promise<void>)[] = [];
    let deployment: Deployment;
    let server: TestServer;
    let here: Client;
    let there: Client;
    let bobThere: Client;
    const start = async (now = () => new Date()) => {
      // Longer than the clocks are apart.
      const env = { ...deployment.env, ACCESS_TOKEN_MINUTES: '120' };
      const started = await startTestServer(env, { answerModel: model, now });
      closers.push(started.close);
      return started;
    };
    beforeAll(async () => {
      deployment = await deploy();
      closers.push(() => deployment.close());
      server = await start();
      const other = await start(() => new Date(Date.now() + APART_MS));
      here = await server.register();
      there = createClient(other.url, here.token);
      bobThere = createClient(other.url, (await server.join(here, { role: 'OWNER', piiAccess: true })).token);
      await here.ingest('leave.md', LEAVE);
    });
    afterAll(async () => {
      for (const close of closers.reverse()) await close();
    });

    const begin = async (client = here, input = {}) => {
      const writing = steps();
      model.script = writing.script;
      const begun = model.nextRun();
      const { startAnswer } = await client.data(StartAnswerDocument, { input: { question: QUESTION, ...input } });
      return { id: startAnswer.run.id, allow: writing.allow, run: await begun };
    };
    const find = async (client: Client, id: string) => (await client.data(AnswerRunDocument, { id })).answerRun;

    it.each([null, 0, 1, 11, 28, 39, 40])('is read there from behind delta %s on, whole', async (after) => {
      const { id, allow } = await begin();
      const had = after === null ? 0 : after + 1;
      allow(had);
      const events = had === 0 ? [] : await resume(here, id, null, { deltas: had });
      const rest = resume(there, id, after);
      for (let at = 0; at < STEPS.length; at += 1) {
        allow(1);
        await new Promise((resolve) => setImmediate(resolve));
      }
      events.push(...(await rest));
      expect(textOf(events)).toBe(STEPS_TEXT);
      expect(indexesOf(events)).toEqual(STEPS.map((_, at) => at));
      expect(events[0]?.__typename).toBe('AnswerStarted');
      expect(events.at(-1)).toMatchObject({ __typename: 'AnswerCompleted', answer: { id, text: STEPS_TEXT } });
    });

    it('is polled there, with its text so far', async () => {
      const { id, allow } = await begin();
      expect(await find(there, id)).toMatchObject({ status: expect.stringMatching('QUEUED|RUNNING'), text: '' });
      allow(3);
      await expect.poll(() => find(there, id)).toMatchObject({ status: 'RUNNING', text: 'word0 word1 word2' });
      expect(await find(bobThere, id)).toBeNull();
      await expect(resume(bobThere, id, null)).rejects.toThrow('NOT_FOUND');
      allow(100);
      await expect
        .poll(() => find(there, id))
        .toMatchObject({ status: 'COMPLETED', text: STEPS_TEXT, answer: { id, text: STEPS_TEXT } });
      // Whoever is there afterwards still gets each piece.
      const events = await resume(there, id, 17);
      expect(indexesOf(events)).toEqual(STEPS.slice(18).map((_, at) => 18 + at));
    });

    it('is stopped there, and its model with it', async () => {
      const { id, allow, run } = await begin();
      allow(2);
      await resume(here, id, null, { deltas: 2 });
      await there.data(StopAnswerDocument, { input: { id } });
      await run.ended;
      expect(run.signal.aborted).toBe(true);
      await expect.poll(() => find(there, id)).toMatchObject({ status: 'STOPPED', text: 'word0 word1' });
      const events = await resume(there, id, null);
      expect(textOf(events)).toBe('word0 word1');
      expect(events.at(-1)).toMatchObject({ __typename: 'AnswerFailed', code: 'CONFLICT', retryable: true });
    });

    it('goes on as long as somebody reads it there, also when nobody here does any more', async () => {
      const writing = steps();
      model.script = writing.script;
      const begun = model.nextRun();
      const socket = await openSocket(server.url);
      await socket.init(here.token);
      socket.subscribe('1', print(AnswerDocument), { input: { question: QUESTION, resumable: true } });
      const id = (await socket.nextOf('1')).payload.data.answer.answerId;
      const run = await begun;
      const reader = there.subscribe(AnswerResumedDocument, { answerId: id });
      const next = async () => (await reader.next()).value?.data?.answerResumed;
      await next();
      // That it is read is known where it is written when what is said after the reader has come is there.
      for (let at = 0; at < 4; at += 1) {
        writing.allow(1);
        expect(await next()).toMatchObject({ index: at });
      }
      socket.send({ type: 'complete', id: '1' });
      socket.close();
      writing.allow(100);
      let last: unknown;
      for await (const { data } of reader) last = data?.answerResumed;
      expect(last).toMatchObject({ __typename: 'AnswerCompleted', answer: { text: STEPS_TEXT } });
      expect(run.signal.aborted).toBe(false);
    });

    /** An answer of which a reader there has what is written once the writer knows of them; nobody here reads it. */
    const readThere = async (readers: number) => {
      const writing = steps();
      model.script = writing.script;
      const begun = model.nextRun();
      const socket = await openSocket(server.url);
      await socket.init(here.token);
      socket.subscribe('1', print(AnswerDocument), { input: { question: QUESTION, resumable: true } });
      const id: string = (await socket.nextOf('1')).payload.data.answer.answerId;
      const run = await begun;
      socket.close();
      const reading = Array.from({ length: readers }, () => there.subscribe(AnswerResumedDocument, { answerId: id }));
      for (const reader of reading) await reader.next();
      for (let at = 0; at < 4; at += 1) {
        writing.allow(1);
        for (const reader of reading) await reader.next();
      }
      return { id, run, reading, writing };
    };

    it('stops within two seconds of the last reader who has left it there for good', async () => {
      const { id, run, reading } = await readThere(1);
      const leftAt = performance.now();
      for (const reader of reading) await reader.return?.();
      await run.ended;
      expect(performance.now() - leftAt).toBeLessThan(2_000);
      expect(run.signal.aborted).toBe(true);
      await expect.poll(() => find(there, id)).toMatchObject({ status: 'STOPPED' });
    });

    it('goes on where one of those who read it there has left', async () => {
      const { run, reading, writing } = await readThere(2);
      const [one, other] = reading;
      await one?.return?.();
      // Each piece takes a write: so many take far longer than it would go on if nobody were there.
      for (let at = 0; at < (4 * RUN_LIMITS.leavingMs) / RUN_LIMITS.writeMs; at += 1) {
        writing.allow(1);
        await other?.next();
      }
      expect(run.signal.aborted).toBe(false);
      writing.allow(100);
      let last: unknown;
      for await (const { data } of other ?? []) last = data?.answerResumed;
      expect(last).toMatchObject({ __typename: 'AnswerCompleted', answer: { text: STEPS_TEXT } });
    });

    it('is gone there with its conversation, and its model stops', async () => {
      const { createConversation } = await here.data(CreateConversationDocument, { input: null });
      const conversationId = createConversation.conversation.id;
      const { id, allow, run } = await begin(here, { conversationId });
      allow(2);
      await expect.poll(() => find(there, id)).toMatchObject({ text: 'word0 word1' });
      await there.data(DeleteConversationDocument, { input: { id: conversationId } });
      expect(await find(there, id)).toBeNull();
      expect(await find(here, id)).toBeNull();
      await expect(resume(there, id, null)).rejects.toThrow('NOT_FOUND');
      await expect(resume(here, id, null)).rejects.toThrow('NOT_FOUND');
      await run.ended;
    });

    it('has failed at once where its process stops, and says so to who reads it elsewhere', async () => {
      const stopping = await start();
      const { id, allow } = await begin(createClient(stopping.url, here.token));
      allow(2);
      const reader = resume(there, id, null);
      await expect.poll(() => find(there, id)).toMatchObject({ text: 'word0 word1' });
      await stopping.close();
      const failed = { code: 'STORE_UNAVAILABLE', message: expect.stringContaining('stopping') };
      expect(await find(there, id)).toMatchObject({ status: 'FAILED', text: 'word0 word1', ...failed });
      const events = await reader;
      expect(textOf(events)).toBe('word0 word1');
      expect(events.at(-1)).toMatchObject({ __typename: 'AnswerFailed', ...failed, retryable: true });
    });

    it('has failed, and may be asked again, once a process that was killed is not heard of in time', async () => {
      const ollama = await startOllamaServer({ '/api/chat': replayThenHang(...CHAT_TOKENS) });
      const folder = await newFolder();
      const carrel = startCarrel(folder.path, {
        ...deployment.env,
        LANGUAGE_MODEL: 'ollama',
        OLLAMA_HOST: ollama.host,
        OLLAMA_MODEL: 'smollm2:135m',
      });
      closers.push(async () => {
        carrel.child.kill('SIGKILL');
        await carrel.exited;
        await ollama.close();
        await folder.remove();
      });
      const doomed = createClient(await carrel.url(), here.token);
      const { startAnswer } = await doomed.data(StartAnswerDocument, { input: { question: QUESTION } });
      const { id } = startAnswer.run;
      await expect.poll(() => find(there, id)).toMatchObject({ text: 'The capital of France is Paris' });
      const reader = resume(there, id, null);
      carrel.child.kill('SIGKILL');
      await carrel.exited;
      expect(await find(there, id)).toMatchObject({ status: 'RUNNING' });
      const failed = { code: 'STORE_UNAVAILABLE', message: expect.stringContaining('Ask again') };
      const events = await reader;
      expect(textOf(events)).toBe('The capital of France is Paris');
      expect(events.at(-1)).toMatchObject({ __typename: 'AnswerFailed', ...failed, retryable: true });
      expect(await find(there, id)).toMatchObject({ status: 'FAILED', ...failed });
      expect(await find(here, id)).toMatchObject({ status: 'FAILED', ...failed });
    });
  });
}
