import { beforeEach, describe, expect, it } from 'vitest';
import {
  type AnswerId,
  type ConversationId,
  type Generation,
  newId,
  type OwnerId,
  type UserId,
} from '../../src/ids.ts';
import { type AccessScope, EVERYTHING } from '../../src/store/access.ts';
import type { AnswerRecord, RunEnd, RunProgress, RunRest, ShownPassage } from '../../src/store/answers.ts';
import type { Store } from '../../src/store/store.ts';
import type { ScopedTenant } from '../../src/store/tenant-store.ts';
import { newAnswer, newPassage } from '../support/answer-fixtures.ts';
import { ingestDocument, newChunk, newDocument, openNewTenant, type TestTenant } from '../support/store-fixtures.ts';

const NOW = new Date('2026-04-01T12:00:00.123Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const [ADA, BOB] = [newId<OwnerId>(), newId<OwnerId>()];
const SEES_ALL: AccessScope = { userId: null, piiAccess: true, collections: null };
const TITLE = { title: 'What is it?' };
const LOST = { code: 'STORE_UNAVAILABLE', retryable: true };

export function describeAnswers(store: () => Store): void {
  describe('conversations and answers', () => {
    let tenant: TestTenant;
    let ada: ScopedTenant;
    let bob: ScopedTenant;
    beforeEach(async () => {
      tenant = await openNewTenant(store());
      ada = tenant.as(SEES_ALL, ADA);
      bob = tenant.as(SEES_ALL, BOB);
    });

    /** A conversation of Ada's. */
    const converse = async (title: string | null = null, createdAt = NOW): Promise<ConversationId> => {
      const id = newId<ConversationId>();
      await ada.conversations.create({ id, title, createdAt });
      return id;
    };
    const keep = async (change: Partial<AnswerRecord> = {}): Promise<AnswerRecord> => {
      const answer = newAnswer(tenant.tenantId, change);
      expect(await ada.answers.keep(answer, TITLE)).toBe(true);
      return answer;
    };
    /** A run of Ada's that goes on. */
    const begin = async (conversationId: ConversationId | null = null, createdAt = NOW): Promise<AnswerId> => {
      const id = newId<AnswerId>();
      const run = { id, conversationId, createdAt, question: 'What \u0000\ud800 is it?' };
      expect(await ada.answers.begin(run, later(15))).toBe(true);
      return id;
    };
    const step = (from: number, events: string[], change: Partial<RunProgress> = {}): RunProgress => ({
      status: 'RUNNING',
      position: null,
      from,
      events,
      leaseUntil: later(30),
      ...change,
    });
    const stopped = (change: Partial<RunRest> = {}): RunEnd => ({
      status: 'STOPPED',
      text: 'As far',
      passages: [],
      told: [],
      ...change,
    });
    const runOf = (id: AnswerId, now = NOW) => ada.answers.run(id, { now });
    const allOf = (id: ConversationId, { answers } = ada) => answers.list(id, { limit: 100, after: null });
    const lastOf = (id: ConversationId, { answers } = ada) => answers.last(id, { limit: 5, before: null });
    const titles = async (contains: string | null, { conversations } = ada) =>
      (await conversations.list({ contains, limit: 100, after: null })).items.map(({ title }) => title);

    describe('a conversation', () => {
      it('is made, found, renamed and deleted by its owner alone', async () => {
        const made = { id: newId<ConversationId>(), title: null, createdAt: NOW };
        const conversation = { ...made, tenantId: tenant.tenantId, updatedAt: NOW };
        expect(await ada.conversations.create(made)).toEqual(conversation);
        expect(await ada.conversations.find(made.id)).toEqual(conversation);
        const renamed = { ...conversation, title: 'Ægir \u0000\ud800', updatedAt: later(1) };
        expect(await ada.conversations.rename(made.id, 'Ægir \u0000\ud800', later(1))).toEqual(renamed);
        expect(await bob.conversations.find(made.id)).toBeNull();
        expect(await bob.conversations.rename(made.id, 'Mine', later(2))).toBeNull();
        expect(await bob.conversations.delete(made.id)).toBe(false);
        expect(await titles(null, bob)).toEqual([]);
        expect(await ada.conversations.find(made.id)).toEqual(renamed);
        expect(await ada.conversations.delete(made.id)).toBe(true);
        expect(await ada.conversations.delete(made.id)).toBe(false);
        expect(await ada.conversations.find(made.id)).toBeNull();
        expect(await ada.conversations.rename(made.id, 'Again', later(3))).toBeNull();
        expect(await titles(null)).toEqual([]);
      });

      it('is listed by its last use, ties by id, a page at a time', async () => {
        const ids = [await converse('one'), await converse('two'), await converse('three')];
        const oldest = await converse('oldest', later(-10));
        const tied = ids.toSorted().reverse();
        const page = (limit: number, after: { at: Date; id: string } | null) =>
          ada.conversations.list({ contains: null, limit, after });
        const first = await page(2, null);
        expect(first).toMatchObject({ hasNextPage: true, totalCount: 4 });
        expect(first.items.map(({ id }) => id)).toEqual(tied.slice(0, 2));
        const last = first.items[1];
        const rest = await page(2, last ? { at: last.updatedAt, id: last.id } : null);
        expect(rest).toMatchObject({ hasNextPage: false, totalCount: 4 });
        expect(rest.items.map(({ id }) => id)).toEqual([tied[2], oldest]);
        await keep({ conversationId: oldest, createdAt: later(1) });
        expect((await page(1, null)).items).toMatchObject([{ id: oldest, title: 'oldest', updatedAt: later(1) }]);
      });

      it('is found by its title and by its questions, whatever the case', async () => {
        await converse('About ÆGIR');
        const asked = await converse('Something else');
        await keep({ conversationId: asked, question: 'Who was Ægir, 100% [a-z]*?', text: 'Of Sons' });
        await keep({ conversationId: null, question: 'ægir' });
        await begin(await converse('Never completed'));
        expect((await titles('ægIR')).sort()).toEqual(['About ÆGIR', 'Something else']);
        expect(await titles('100% [A-Z]*')).toEqual(['Something else']);
        for (const nothing of ['sons', '_', '.*', 'what']) expect(await titles(nothing)).toEqual([]);
        const page = await ada.conversations.list({ contains: 'ægir', limit: 1, after: null });
        expect(page).toMatchObject({ hasNextPage: true, totalCount: 2 });
        expect(await titles('ægir', bob)).toEqual([]);
      });

      it('is named by its first answer, and used by each', async () => {
        const id = await converse();
        await keep({ conversationId: id, createdAt: later(5) });
        expect(await ada.conversations.find(id)).toMatchObject({ title: TITLE.title, updatedAt: later(5) });
        expect(await titles('what IS')).toEqual([TITLE.title]);
        await ada.answers.keep(newAnswer(tenant.tenantId, { conversationId: id, createdAt: later(2) }), {
          title: 'Two',
        });
        expect(await ada.conversations.find(id)).toMatchObject({ title: TITLE.title, updatedAt: later(5) });
      });

      it('takes its answers, runs and events along when it is deleted, at once', async () => {
        const [id, other] = [await converse('one'), await converse('other')];
        const [answer, left] = [await keep({ conversationId: id }), await keep({ conversationId: other })];
        const run = await begin(id);
        await ada.answers.progress(run, step(0, ['a']));
        expect(await ada.conversations.delete(id)).toBe(true);
        expect(await ada.answers.findMany([answer.id, left.id])).toEqual([left]);
        expect(await allOf(id)).toEqual({ items: [], hasNextPage: false, totalCount: 0 });
        expect(await lastOf(id)).toMatchObject({ items: [], totalCount: 0 });
        expect(await ada.answers.rate(answer.id, { helpful: true, comment: null })).toBeNull();
        expect(await ada.answers.progress(run, step(1, ['b']))).toBeNull();
        expect(await ada.answers.requestStop(run)).toBe(false);
        expect(await ada.answers.end(run, stopped(), TITLE)).toBe(false);
        expect(await runOf(run)).toBeNull();
        expect(await ada.answers.events(run, { from: 0 })).toEqual([]);
        expect(await ada.answers.keep(newAnswer(tenant.tenantId, { conversationId: id }), TITLE)).toBe(false);
        const late = { id: newId<AnswerId>(), conversationId: id, createdAt: NOW, question: 'Too late?' };
        expect(await ada.answers.begin(late, later(15))).toBe(false);
        expect(await runOf(late.id)).toBeNull();
      });
    });

    describe('an answer', () => {
      it('comes back as it was kept, to its owner alone', async () => {
        const answer = await keep({ question: 'What \u0000\ud800?', text: 'It \u0000\ud800 \u{1f600} is [1].' });
        expect(await ada.answers.findMany([answer.id, newId()])).toEqual([answer]);
        expect(await ada.answers.findMany([])).toEqual([]);
        expect(await bob.answers.findMany([answer.id])).toEqual([]);
        expect(await bob.answers.run(answer.id, { now: NOW })).toBeNull();
        expect(await bob.answers.rate(answer.id, { helpful: true, comment: null })).toBeNull();
        expect(await runOf(answer.id)).toMatchObject({ status: 'COMPLETED', text: answer.text, failure: null });
        // A call whose reply was lost may come again.
        expect(await ada.answers.keep({ ...answer, text: 'Other' }, TITLE)).toBe(true);
        expect(await ada.answers.findMany([answer.id])).toEqual([answer]);
      });

      it('of a conversation is listed oldest first, ties by id, a page at a time', async () => {
        const conversationId = await converse();
        const [three, one, two] = [
          await keep({ conversationId, createdAt: later(2) }),
          await keep({ conversationId }),
          await keep({ conversationId }),
        ];
        await keep();
        await begin(conversationId);
        const [first, second] = [one, two].sort((a, b) => (a.id < b.id ? -1 : 1));
        if (!first || !second) throw new TypeError('There are two.');
        const page = await ada.answers.list(conversationId, { limit: 2, after: null });
        expect(page).toEqual({ items: [first, second], hasNextPage: true, totalCount: 3 });
        const after = { at: second.createdAt, id: second.id };
        const rest = await ada.answers.list(conversationId, { limit: 2, after });
        expect(rest).toEqual({ items: [three], hasNextPage: false, totalCount: 3 });
        const newest = await ada.answers.last(conversationId, { limit: 2, before: null });
        expect(newest).toEqual({ items: [second, three], hasPreviousPage: true, totalCount: 3 });
        const earlier = await ada.answers.last(conversationId, { limit: 2, before: after });
        expect(earlier).toEqual({ items: [first], hasPreviousPage: false, totalCount: 3 });
        expect(await allOf(conversationId, bob)).toMatchObject({ items: [], totalCount: 0 });
        expect(await lastOf(conversationId, bob)).toEqual({ items: [], hasPreviousPage: false, totalCount: 0 });
      });

      it("is not kept in somebody else's conversation, nor in one that is not there", async () => {
        const conversationId = await converse();
        for (const [reader, id] of [
          [bob, conversationId],
          [ada, newId<ConversationId>()],
        ] as const) {
          const answer = newAnswer(tenant.tenantId, { conversationId: id });
          expect(await reader.answers.keep(answer, TITLE)).toBe(false);
          expect(await reader.answers.findMany([answer.id])).toEqual([]);
        }
        expect(await ada.conversations.find(conversationId)).toMatchObject({ title: null, updatedAt: NOW });
      });

      it('is rated, and rated otherwise', async () => {
        const answer = await keep();
        const run = await begin();
        const rating = { helpful: false, comment: 'Wrong \u0000\ud800' };
        expect(await ada.answers.rate(answer.id, rating)).toEqual({ ...answer, rating });
        const better = { helpful: true, comment: null };
        expect(await ada.answers.rate(answer.id, better)).toEqual({ ...answer, rating: better });
        expect(await ada.answers.findMany([answer.id])).toEqual([{ ...answer, rating: better }]);
        for (const id of [run, newId<AnswerId>()]) expect(await ada.answers.rate(id, rating)).toBeNull();
      });
    });

    describe('what was written from a document', () => {
      const READER: AccessScope = { userId: newId<UserId>(), piiAccess: false, collections: null };
      const read = async (answer: AnswerRecord, scope = READER) =>
        (await tenant.as(scope, ADA).answers.findMany([answer.id]))[0];
      const withheld = (answer: AnswerRecord, passages: readonly ShownPassage[] = []) => ({
        ...answer,
        passages,
        searchedFor: [answer.question],
        text: '',
        cited: [],
        claims: [],
        withheld: true,
      });
      /** A document with a passage of it. */
      const shown = async (): Promise<ShownPassage> => {
        const id = await ingestDocument(tenant, [newChunk(0)]);
        const [document] = await tenant.documents.findMany([id]);
        return newPassage(tenant.tenantId, { documentId: id, generation: document?.generation ?? newId<Generation>() });
      };

      it('is shown as long as who asked may see it, by who may see it now', async () => {
        const [open, closed] = [await shown(), await shown()];
        const conversationId = await converse();
        const answer = await keep({ conversationId, passages: [open, closed] });
        expect(await read(answer)).toEqual(answer);
        await tenant.documents.update(closed.documentId, { containsPii: true });
        const hidden = withheld(answer, [open]);
        expect(await read(answer)).toEqual(hidden);
        const { answers } = tenant.as(READER, ADA);
        expect((await answers.list(conversationId, { limit: 5, after: null })).items).toEqual([hidden]);
        expect((await answers.last(conversationId, { limit: 5, before: null })).items).toEqual([hidden]);
        const rating = { helpful: true, comment: null };
        expect(await answers.rate(answer.id, rating)).toEqual({ ...hidden, rating });
        expect(await answers.run(answer.id, { now: NOW })).toMatchObject({ status: 'COMPLETED', text: '' });
        expect(await answers.sees(answer.passages)).toBe(false);
        expect(await answers.sees([open])).toBe(true);
        expect(await read(answer, { ...READER, piiAccess: true })).toEqual({ ...answer, rating });
        await tenant.documents.update(closed.documentId, { containsPii: false, visibility: 'PRIVATE' });
        expect(await read(answer, { ...READER, piiAccess: true })).toEqual({ ...hidden, rating });
      });

      it('is withheld, too, where its model was told of an answer that is', async () => {
        const [open, { documentId, access }] = [await shown(), await shown()];
        const answer = await keep({ passages: [open], told: [{ documentId, access }] });
        expect(await read(answer)).toEqual(answer);
        await tenant.documents.update(documentId, { containsPii: true });
        expect(await read(answer)).toEqual(withheld(answer, [open]));
        const { answers } = tenant.as(READER, ADA);
        expect(await answers.run(answer.id, { now: NOW })).toMatchObject({ status: 'COMPLETED', text: '' });
        await tenant.documents.delete(documentId);
        await tenant.kept.sweep({ now: NOW, answersBefore: NOW, eventsBefore: NOW, deletedBefore: new Date() });
        expect(await read(answer)).toEqual(withheld(answer, [open]));
        expect(await read(answer, { ...READER, piiAccess: true })).toEqual(answer);
      });

      it('stays, no longer current, when that was deleted or has a newer version', async () => {
        const [deleted, replaced, same] = [await shown(), await shown(), await shown()];
        const secret = newPassage(tenant.tenantId, {
          access: { collection: 'hr', visibility: 'ORGANIZATION', containsPii: true, createdBy: null },
        });
        const answer = await keep({ passages: [deleted, replaced, same] });
        const other = await keep({ passages: [secret] });
        await tenant.documents.delete(deleted.documentId);
        const { document: next, original } = newDocument({ content: 'newer' });
        await tenant.documents.replace(replaced.documentId, next, original);
        expect(await read(answer)).toEqual({ ...answer, passages: [{ ...deleted, current: false }, replaced, same] });
        const attempt = { documentId: replaced.documentId, generation: newId<Generation>() };
        await tenant.ingestion.begin(attempt);
        await tenant.ingestion.write(attempt, [newChunk(0)]);
        await tenant.ingestion.finish(attempt, { text: 'newer', chunkCount: 1, pageCount: null, pageStarts: [] });
        const passages = [{ ...deleted, current: false }, { ...replaced, current: false }, same];
        expect(await read(answer)).toEqual({ ...answer, passages });
        expect(await tenant.answers.sees(answer.passages)).toBe(true);
        expect(await read(other)).toEqual(withheld(other));
      });

      it('stays out of sight of whoever could not see it any more when it was deleted', async () => {
        const passage = await shown();
        const answer = await keep({ passages: [passage] });
        await tenant.documents.update(passage.documentId, { containsPii: true });
        await tenant.documents.delete(passage.documentId);
        expect(await read(answer)).toEqual(withheld(answer));
        const passages = [{ ...passage, current: false }];
        expect(await read(answer, { ...READER, piiAccess: true })).toEqual({ ...answer, passages });
        const copied = passages.map((each) => ({ ...each, access: { ...each.access, containsPii: true } }));
        expect(await tenant.kept.answers({ after: null, limit: 9 })).toEqual([
          { owner: ADA, answer: { ...answer, passages: copied } },
        ]);
      });

      it('stays so for as long as something that was written from it is kept', async () => {
        const passage = await shown();
        const conversationId = await converse();
        const answer = await keep({ conversationId, passages: [passage, passage] });
        const run = await begin();
        await ada.answers.end(run, stopped({ passages: [passage] }), TITLE);
        await tenant.documents.update(passage.documentId, { containsPii: true });
        await tenant.documents.delete(passage.documentId);
        const future = new Date(Date.now() + 3_600_000);
        const times = { now: NOW, answersBefore: NOW, eventsBefore: NOW, deletedBefore: future };
        await tenant.kept.sweep(times);
        expect(await read(answer)).toEqual(withheld(answer));
        const { answers } = tenant.as(READER, ADA);
        expect(await answers.run(run, { now: NOW })).toMatchObject({ status: 'STOPPED', text: '' });
        await ada.conversations.delete(conversationId);
        await tenant.kept.sweep(times);
        expect(await answers.run(run, { now: NOW })).toMatchObject({ status: 'STOPPED', text: '' });
        expect(await answers.sees([passage])).toBe(false);
      });

      it('is withheld of a run that was not completed, too', async () => {
        const passage = await shown();
        const run = await begin();
        await ada.answers.end(run, stopped({ passages: [passage] }), TITLE);
        const { answers } = tenant.as(READER, ADA);
        expect(await answers.run(run, { now: NOW })).toMatchObject({ status: 'STOPPED', text: 'As far' });
        await tenant.documents.update(passage.documentId, { visibility: 'PRIVATE' });
        expect(await answers.run(run, { now: NOW })).toMatchObject({ status: 'STOPPED', text: '' });
      });

      it('is withheld of such a run, too, whose model was told of an answer that is', async () => {
        const { documentId, access } = await shown();
        const run = await begin();
        await ada.answers.end(run, stopped({ told: [{ documentId, access }] }), TITLE);
        const { answers } = tenant.as(READER, ADA);
        expect(await answers.run(run, { now: NOW })).toMatchObject({ status: 'STOPPED', text: 'As far' });
        await tenant.documents.update(documentId, { visibility: 'PRIVATE' });
        expect(await answers.run(run, { now: NOW })).toMatchObject({ status: 'STOPPED', text: '' });
      });
    });

    describe('a run', () => {
      it('begins, goes on and is completed, for its owner alone', async () => {
        const conversationId = await converse();
        const id = await begin(conversationId, later(3));
        const run = {
          id,
          tenantId: tenant.tenantId,
          conversationId,
          createdAt: later(3),
          question: 'What \u0000\ud800 is it?',
          status: 'QUEUED',
          position: null,
          readUntil: null,
          text: '',
          failure: null,
        };
        expect(await runOf(id)).toEqual(run);
        expect(await ada.conversations.find(conversationId)).toMatchObject({ title: null, updatedAt: NOW });
        const queued = step(0, ['q'], { status: 'QUEUED', position: 3 });
        expect(await ada.answers.progress(id, queued)).toEqual({ stopAsked: false, readUntil: null, leavings: 0 });
        expect(await runOf(id)).toEqual({ ...run, position: 3 });
        expect(await ada.answers.progress(id, step(1, ['a', 'b \u0000\ud800']))).toEqual({
          stopAsked: false,
          readUntil: null,
          leavings: 0,
        });
        expect(await ada.answers.progress(id, step(3, []))).toEqual({ stopAsked: false, readUntil: null, leavings: 0 });
        expect(await runOf(id)).toEqual({ ...run, status: 'RUNNING' });
        expect(await ada.answers.findMany([id])).toEqual([]);

        expect(await bob.answers.run(id, { now: NOW })).toBeNull();
        expect(await bob.answers.events(id, { from: 0 })).toEqual([]);
        expect(await bob.answers.progress(id, step(3, ['c']))).toBeNull();
        expect(await bob.answers.requestStop(id)).toBe(false);
        expect(await bob.answers.noteReader(id, later(60))).toBe(false);
        expect(await bob.answers.noteReaderLeft(id)).toBe(false);
        expect(await bob.answers.end(id, stopped(), TITLE)).toBe(false);

        const answer = newAnswer(tenant.tenantId, {
          ...{ id, conversationId, createdAt: run.createdAt, question: run.question },
          text: 'It is [1].',
        });
        expect(await ada.answers.end(id, { status: 'COMPLETED', answer }, TITLE)).toBe(true);
        expect(await runOf(id)).toEqual({ ...run, status: 'COMPLETED', text: 'It is [1].' });
        expect(await ada.answers.findMany([id])).toEqual([answer]);
        expect((await allOf(conversationId)).items).toEqual([answer]);
        const used = { title: TITLE.title, updatedAt: later(3) };
        expect(await ada.conversations.find(conversationId)).toMatchObject(used);
        expect(await ada.answers.progress(id, step(3, ['c']))).toBeNull();
        expect(await ada.answers.end(id, stopped(), TITLE)).toBe(false);
        expect(await ada.answers.events(id, { from: 1 })).toEqual([
          { number: 1, event: 'a' },
          { number: 2, event: 'b \u0000\ud800' },
        ]);
      });

      it('gives its events back from any number on', async () => {
        const id = await begin();
        const all = Array.from({ length: 30 }, (_, number) => ({ number, event: `event ${number}` }));
        for (let from = 0; from < 30; from += 3) {
          await ada.answers.progress(
            id,
            step(
              from,
              all.slice(from, from + 3).map(({ event }) => event),
            ),
          );
        }
        // One whose reply was lost comes again, with what was said since.
        await ada.answers.progress(
          id,
          step(
            27,
            all.slice(27).map(({ event }) => event),
          ),
        );
        for (const from of [0, 1, 3, 10, 29, 30]) {
          expect(await ada.answers.events(id, { from })).toEqual(all.slice(from));
        }
      });

      it('is asked to stop, and ends with what there was', async () => {
        const id = await begin();
        expect(await ada.answers.requestStop(id)).toBe(true);
        expect(await ada.answers.progress(id, step(0, ['a']))).toEqual({
          stopAsked: true,
          readUntil: null,
          leavings: 0,
        });
        expect(await ada.answers.end(id, stopped(), TITLE)).toBe(true);
        expect(await runOf(id)).toMatchObject({ status: 'STOPPED', text: 'As far', failure: null });
        expect(await ada.answers.requestStop(id)).toBe(false);
        const failed = await begin();
        const failure = { code: 'MODEL_UNAVAILABLE', message: 'It is away.', retryable: true } as const;
        const end: RunEnd = { status: 'FAILED', failure, text: 'As', passages: [], told: [] };
        expect(await ada.answers.end(failed, end, TITLE)).toBe(true);
        expect(await runOf(failed)).toMatchObject({ status: 'FAILED', text: 'As', failure });
      });

      it('is asked to go on as long as it is read, by whoever reads it longest', async () => {
        const id = await begin();
        for (const seconds of [20, 40, 30]) expect(await ada.answers.noteReader(id, later(seconds))).toBe(true);
        expect(await ada.answers.progress(id, step(0, ['a']))).toEqual({
          stopAsked: false,
          readUntil: later(40),
          leavings: 0,
        });
        await ada.answers.end(id, stopped(), TITLE);
        expect(await ada.answers.noteReader(id, later(50))).toBe(false);
      });

      it('is told that a reader has left for good, and that others are there when they say so again', async () => {
        const id = await begin();
        await ada.answers.noteReader(id, later(40));
        expect(await runOf(id)).toMatchObject({ readUntil: later(40) });
        expect(await ada.answers.noteReaderLeft(id)).toBe(true);
        expect(await ada.answers.progress(id, step(0, ['a']))).toMatchObject({ readUntil: null, leavings: 1 });
        expect(await runOf(id)).toMatchObject({ readUntil: null });
        await ada.answers.noteReader(id, later(20));
        expect(await ada.answers.progress(id, step(1, ['b']))).toMatchObject({ readUntil: later(20), leavings: 1 });
        expect(await ada.answers.noteReaderLeft(id)).toBe(true);
        expect(await ada.answers.progress(id, step(2, ['c']))).toMatchObject({ readUntil: null, leavings: 2 });
        await ada.answers.end(id, stopped(), TITLE);
        expect(await ada.answers.noteReaderLeft(id)).toBe(false);
      });

      it('that is not heard of in time has failed for good, and is told so once', async () => {
        const conversationId = await converse();
        const id = await begin(conversationId);
        expect(await runOf(id, later(14))).toMatchObject({ status: 'QUEUED' });
        await ada.answers.progress(id, step(0, ['a']));
        expect(await runOf(id, later(29))).toMatchObject({ status: 'RUNNING' });
        const runs = await Promise.all([1, 2, 3].map(() => runOf(id, later(31))));
        for (const run of runs) expect(run).toMatchObject({ status: 'FAILED', text: '', failure: LOST });
        expect(await ada.answers.progress(id, step(1, ['b']))).toBeNull();
        expect(await ada.answers.end(id, stopped(), TITLE)).toBe(false);
        expect(await runOf(id)).toMatchObject({ status: 'FAILED', failure: LOST });
        expect(await ada.conversations.find(conversationId)).toMatchObject({ title: null });
      });

      it('ends once, whoever is first', async () => {
        const id = await begin();
        const ends = [stopped(), stopped(), stopped()].map((end) => ada.answers.end(id, end, TITLE));
        expect((await Promise.all(ends)).sort()).toEqual([false, false, true]);
      });
    });

    describe('what is kept of everybody', () => {
      it('is forgotten with its owner', async () => {
        const conversationId = await converse();
        const [one, two] = [await keep({ conversationId }), await keep()];
        const run = await begin();
        await ada.answers.progress(run, step(0, ['a']));
        const theirs = newAnswer(tenant.tenantId);
        await bob.answers.keep(theirs, TITLE);
        await tenant.kept.forget(ADA);
        await tenant.kept.forget(ADA);
        expect(await titles(null)).toEqual([]);
        expect(await ada.answers.findMany([one.id, two.id])).toEqual([]);
        expect(await runOf(run)).toBeNull();
        expect(await ada.answers.events(run, { from: 0 })).toEqual([]);
        expect(await bob.answers.findMany([theirs.id])).toEqual([theirs]);
      });

      it('is swept when it was kept long enough', async () => {
        const conversationId = await converse();
        const answers = [
          await keep({ createdAt: later(-1) }),
          await keep(),
          await keep({ conversationId, createdAt: later(-1) }),
        ];
        const [stale, failed, going, lost] = [
          await begin(conversationId, later(-1)),
          await begin(null, later(1)),
          await begin(null, later(-1)),
          await begin(null, later(1)),
        ];
        for (const id of [stale, failed, going]) await ada.answers.progress(id, step(0, ['a']));
        for (const id of [stale, failed]) await ada.answers.end(id, stopped(), TITLE);
        const long = { now: later(20), answersBefore: NOW, eventsBefore: NOW, deletedBefore: NOW };
        await tenant.kept.sweep(long);
        const left = await ada.answers.findMany(answers.map(({ id }) => id));
        expect(left.map(({ id }) => id).sort()).toEqual(
          answers
            .slice(1)
            .map(({ id }) => id)
            .sort(),
        );
        expect(await runOf(stale)).toBeNull();
        expect(await runOf(failed)).toMatchObject({ status: 'STOPPED' });
        expect(await runOf(going)).toMatchObject({ status: 'RUNNING' });
        expect(await runOf(lost)).toMatchObject({ status: 'FAILED', failure: LOST });
        expect(await ada.answers.events(failed, { from: 0 })).toHaveLength(1);
        await tenant.kept.sweep({ ...long, eventsBefore: new Date(Date.now() + 3_600_000) });
        expect(await ada.answers.events(failed, { from: 0 })).toEqual([]);
        expect(await ada.answers.events(going, { from: 0 })).toHaveLength(1);
        expect(await runOf(failed)).toMatchObject({ status: 'STOPPED' });
      });

      it('tells of rated answers, page by page', async () => {
        const passage = newPassage(tenant.tenantId);
        const made = [await keep({ passages: [passage] }), await keep(), await keep()];
        await keep();
        const rating = { helpful: false, comment: 'No.' };
        for (const { id } of made) await ada.answers.rate(id, rating);
        const expected = made
          .map(({ id, createdAt, question, searchedFor, text, answered, model, passages }) => ({
            ...{ id, createdAt, question, searchedFor, text, answered, model, rating },
            passages: passages.map((shown) => ({ ...shown, current: false })),
          }))
          .sort((one, other) => (one.id < other.id ? -1 : 1));
        const first = await tenant.kept.rated({ after: null, limit: 2 });
        expect(first).toEqual(expected.slice(0, 2));
        expect(await tenant.kept.rated({ after: first[1]?.id ?? null, limit: 2 })).toEqual(expected.slice(2));
      });
    });

    it('are read one after the other with their owners, to be copied', async () => {
      const passage = newPassage(tenant.tenantId, {
        access: { collection: 'hr', visibility: 'PRIVATE', containsPii: true, createdBy: null },
        current: false,
      });
      const conversationId = await converse();
      const [one, two] = [await keep({ conversationId, passages: [passage] }), await keep()];
      const three = newAnswer(tenant.tenantId);
      await bob.answers.keep(three, TITLE);
      await begin();
      const gone = await converse();
      await keep({ conversationId: gone });
      await ada.conversations.delete(gone);
      const { kept } = tenant;
      const [first, second, third] = [
        { owner: ADA, answer: one },
        { owner: ADA, answer: two },
        { owner: BOB, answer: three },
      ].sort((a, b) => (a.answer.id < b.answer.id ? -1 : 1));
      const page = await kept.answers({ after: null, limit: 2 });
      expect(page).toEqual([first, second]);
      expect(await kept.answers({ after: page[1]?.answer.id ?? null, limit: 2 })).toEqual([third]);
      const conversation = await ada.conversations.find(conversationId);
      expect(await kept.conversations({ after: null, limit: 2 })).toEqual([{ owner: ADA, conversation }]);
      expect(await kept.conversations({ after: conversationId, limit: 2 })).toEqual([]);
    });

    it('of nobody are not there, and can not be written', async () => {
      const conversationId = await converse();
      const answer = await keep({ conversationId });
      const run = await begin(conversationId);
      for (const { conversations, answers } of [tenant.as(SEES_ALL), tenant.as(EVERYTHING)]) {
        expect(await conversations.find(conversationId)).toBeNull();
        expect(await titles(null, { ...ada, conversations })).toEqual([]);
        expect(await answers.findMany([answer.id])).toEqual([]);
        expect(await allOf(conversationId, { ...ada, answers })).toMatchObject({ items: [], totalCount: 0 });
        expect((await answers.last(conversationId, { limit: 5, before: null })).items).toEqual([]);
        expect(await answers.run(run, { now: NOW })).toBeNull();
        expect(await answers.events(run, { from: 0 })).toEqual([]);
        const writes = [
          () => conversations.create({ id: newId(), title: null, createdAt: NOW }),
          () => conversations.rename(conversationId, 'Mine', NOW),
          () => conversations.delete(conversationId),
          () => answers.keep(newAnswer(tenant.tenantId), TITLE),
          () => answers.rate(answer.id, { helpful: true, comment: null }),
          () => answers.begin({ id: newId(), conversationId: null, createdAt: NOW, question: '?' }, later(1)),
          () => answers.progress(run, step(0, ['a'])),
          () => answers.end(run, stopped(), TITLE),
          () => answers.requestStop(run),
          () => answers.noteReader(run, later(1)),
          () => answers.noteReaderLeft(run),
        ];
        for (const write of writes) await expect(write()).rejects.toThrow(TypeError);
      }
    });

    it('of one organisation are none of another', async () => {
      const conversationId = await converse();
      const answer = await keep({ conversationId });
      const other = (await openNewTenant(store())).as(EVERYTHING, ADA);
      expect(await other.conversations.find(conversationId)).toBeNull();
      expect(await other.answers.findMany([answer.id])).toEqual([]);
      expect(await allOf(conversationId, other)).toMatchObject({ items: [], totalCount: 0 });
    });
  });
}
