import { expect, it } from 'vitest';
import { type AnswerId, type ConversationId, newId, type OwnerId, type TenantId } from '../../src/ids.ts';
import { EVERYTHING } from '../../src/store/access.ts';
import type { Store } from '../../src/store/store.ts';
import type { ScopedTenant } from '../../src/store/tenant-store.ts';
import { newAnswer } from '../support/answer-fixtures.ts';
import { newMember } from '../support/store-fixtures.ts';

/** Does something again and again, each time on what `prepare` makes, dying one write later, until it dies no more. */
type EachKill = <Given>(steps: {
  prepare(): Promise<Given>;
  work(given: Given, services: { store: Store }): Promise<unknown>;
  check(given: Given, outcome: { isDone: boolean }): Promise<void>;
}) => Promise<number>;

const NOW = new Date('2026-04-01T12:00:00.123Z');
const LATER = new Date('2026-04-01T12:00:10.000Z');
const TITLE = { title: 'What is it?' };

/** Of what is kept of answers: all of it is there, or nothing. */
export function describeAnswerKills({ store, eachKill }: { store: () => Store; eachKill: EachKill }): void {
  const openAs = async (opened: Store, tenantId: TenantId, owner: OwnerId): Promise<ScopedTenant> =>
    (await opened.openTenant(tenantId)).as(EVERYTHING, owner);

  /** Somebody's conversation without a name. */
  const converse = async () => {
    const member = newMember();
    await store().directory.register(member);
    const [tenantId, owner, id] = [member.tenant.id, newId<OwnerId>(), newId<ConversationId>()];
    const here = await openAs(store(), tenantId, owner);
    await here.conversations.create({ id, title: null, createdAt: NOW });
    return { tenantId, owner, here, id };
  };
  const answersIn = async ({ answers }: ScopedTenant, id: ConversationId) =>
    (await answers.list(id, { limit: 9, after: null })).items;

  it('while an answer is kept in a conversation', async () => {
    await eachKill({
      prepare: async () => {
        const given = await converse();
        const answer = newAnswer(given.tenantId, { conversationId: given.id, createdAt: LATER });
        return { ...given, answer };
      },
      work: async ({ tenantId, owner, answer }, services) =>
        await (await openAs(services.store, tenantId, owner)).answers.keep(answer, TITLE),
      check: async ({ here, id, answer }, { isDone }) => {
        const kept = await here.answers.findMany([answer.id]);
        expect(await answersIn(here, id)).toEqual(kept);
        if (isDone) expect(kept).toEqual([answer]);
        const named = { title: TITLE.title, updatedAt: LATER };
        if (kept.length > 0) expect(await here.conversations.find(id)).toMatchObject(named);
        expect(await here.answers.keep(answer, TITLE)).toBe(true);
        expect(await answersIn(here, id)).toEqual([answer]);
        expect(await here.conversations.find(id)).toMatchObject(named);
      },
    });
  });

  it('while a run is completed', async () => {
    await eachKill({
      prepare: async () => {
        const given = await converse();
        const answer = newAnswer(given.tenantId, { conversationId: given.id, createdAt: LATER });
        await given.here.answers.begin(answer, LATER);
        return { ...given, answer };
      },
      work: async ({ tenantId, owner, answer }, services) => {
        const { answers } = await openAs(services.store, tenantId, owner);
        return await answers.end(answer.id, { status: 'COMPLETED', answer }, TITLE);
      },
      check: async ({ here, id, answer }, { isDone }) => {
        const run = await here.answers.run(answer.id, { now: LATER });
        const kept = await answersIn(here, id);
        if (run?.status === 'COMPLETED') {
          expect(kept).toEqual([answer]);
          expect(await here.conversations.find(id)).toMatchObject({ title: TITLE.title, updatedAt: LATER });
        } else {
          expect(isDone).toBe(false);
          expect(run).toMatchObject({ status: 'FAILED', failure: { retryable: true } });
          expect(kept).toEqual([]);
        }
      },
    });
  });

  it('while a conversation is deleted', async () => {
    await eachKill({
      prepare: async () => {
        const given = await converse();
        const { here, id, tenantId } = given;
        const answer = newAnswer(tenantId, { conversationId: id });
        const run = { ...answer, id: newId<AnswerId>() };
        await here.answers.keep(answer, TITLE);
        await here.answers.begin(run, LATER);
        const said = { status: 'RUNNING', position: null, from: 0, events: ['a'], leaseUntil: LATER } as const;
        await here.answers.progress(run.id, said);
        return { ...given, answer, run };
      },
      work: async ({ tenantId, owner, id }, services) =>
        await (await openAs(services.store, tenantId, owner)).conversations.delete(id),
      check: async ({ here, id, answer, run }, { isDone }) => {
        const { conversations, answers } = here;
        const isThere = (await conversations.find(id)) !== null;
        const expectAll = async (there: boolean) => {
          const all = await conversations.list({ contains: null, limit: 9, after: null });
          expect(all.totalCount).toBe(there ? 1 : 0);
          expect(await answersIn(here, id)).toEqual(there ? [answer] : []);
          expect(await answers.findMany([answer.id])).toEqual(there ? [answer] : []);
          expect((await answers.run(run.id, { now: NOW }))?.status).toBe(there ? 'RUNNING' : undefined);
          expect(await answers.events(run.id, { from: 0 })).toHaveLength(there ? 1 : 0);
        };
        if (isDone) expect(isThere).toBe(false);
        await expectAll(isThere);
        expect(await conversations.delete(id)).toBe(isThere);
        await expectAll(false);
        expect(await answers.keep(newAnswer(here.tenantId, { conversationId: id }), TITLE)).toBe(false);
      },
    });
  });
}
