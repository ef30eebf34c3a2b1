import { describe, expect, it } from 'vitest';
import {
  type AnswerId,
  type ApiTokenId,
  type ConversationId,
  type DocumentId,
  newId,
  type OwnerId,
  type UserId,
} from '../../src/ids.ts';
import { type AccessScope, EVERYTHING, isVisible } from '../../src/store/access.ts';
import type { AnswerRecord } from '../../src/store/answers.ts';
import type { AuditedDocument, NewAuditEntry, NewText } from '../../src/store/audit.ts';
import { auditSightOf, mayReadEntry } from '../../src/store/audit-chain.ts';
import { checkAudit } from '../../src/store/audit-check.ts';
import type { Store } from '../../src/store/store.ts';
import { newAnswer } from '../support/answer-fixtures.ts';
import { ingestDocument, newAuditEntry, newChunk, openNewTenant, type TestTenant } from '../support/store-fixtures.ts';

const NOW = new Date('2026-04-01T12:00:00.123Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const [ADA, BOB] = [newId<UserId>(), newId<UserId>()];
const ALL: AccessScope = { userId: null, piiAccess: true, collections: null };

export function describeAudit(store: () => Store): void {
  const newEntry = (change: Partial<NewAuditEntry> = {}) =>
    newAuditEntry({
      at: NOW,
      actor: { userId: ADA, email: 'ada@example.org', apiToken: null },
      detail: { model: 'scripted', topK: 4, tags: ['a', '\u0000'], nothing: null, is: true },
      ...change,
    });
  const document = (change: Partial<AuditedDocument> = {}) => ({
    id: newId<DocumentId>(),
    collection: null,
    visibility: 'ORGANIZATION' as const,
    containsPii: false,
    createdBy: BOB,
    ...change,
  });
  const check = async ({ audit }: TestTenant) => (await checkAudit(audit, { isNotedAtOnce: false })).faults;
  const idsOf = async ({ audit }: TestTenant, scope: AccessScope, filter = {}) =>
    (await audit.list(scope, { filter, limit: 100, behind: null })).items.map(({ id }) => id);

  describe('the audit', () => {
    it('gives entries back as they came, the last first, a page at a time', async () => {
      const tenant = await openNewTenant(store());
      expect(await tenant.audit.head()).toBeNull();
      expect(await tenant.audit.list(ALL, { filter: {}, limit: 2, behind: null })).toEqual({
        items: [],
        hasNextPage: false,
        totalCount: 0,
      });
      const apiToken = { id: newId<ApiTokenId>(), name: 'import \u0000' };
      const entries = [
        newEntry(),
        newEntry({ rights: null, target: newId(), documents: [document({ collection: 'hr', containsPii: true })] }),
        newEntry({ actor: { userId: ADA, email: 'ada@example.org', apiToken }, outcome: 'FORBIDDEN' }),
      ];
      await tenant.audit.append(entries.slice(0, 2), []);
      await tenant.audit.append(entries.slice(2), []);
      const first = await tenant.audit.list(ALL, { filter: {}, limit: 2, behind: null });
      expect(first).toMatchObject({ items: [entries[2], entries[1]], hasNextPage: true, totalCount: 3 });
      expect(first.items.map(({ sequence }) => sequence)).toEqual([3, 2]);
      const rest = await tenant.audit.list(ALL, { filter: {}, limit: 2, behind: 2 });
      expect(rest).toMatchObject({ items: [entries[0]], hasNextPage: false, totalCount: 3 });
      expect(await check(tenant)).toEqual([]);
      expect(await tenant.audit.head()).toEqual({ sequence: 3, hash: first.items[0]?.hash });
    });

    it('is found by action, actor and time', async () => {
      const tenant = await openNewTenant(store());
      const apiToken = { id: newId<ApiTokenId>(), name: 'import' };
      const [one, two, three] = [
        newEntry({ action: 'document.delete' }),
        newEntry({ at: later(1), actor: { userId: BOB, email: 'bob@example.org', apiToken: null } }),
        newEntry({ at: later(2), actor: { userId: ADA, email: 'ada@example.org', apiToken } }),
      ];
      await tenant.audit.append([one, two, three], []);
      const found = (filter: object) => idsOf(tenant, ALL, filter);
      expect(await found({ action: 'document.delete' })).toEqual([one.id]);
      expect(await found({ actor: BOB })).toEqual([two.id]);
      for (const actor of ['ada@example.org', ADA]) expect(await found({ actor })).toEqual([three.id, one.id]);
      for (const actor of ['import', apiToken.id]) expect(await found({ actor })).toEqual([three.id]);
      expect(await found({ after: NOW, before: later(2) })).toEqual([two.id]);
      expect(await found({ actor: 'ada', action: 'search.run' })).toEqual([]);
      const { totalCount } = await tenant.audit.list(ALL, { filter: { actor: ADA }, limit: 1, behind: null });
      expect(totalCount).toBe(2);
    });

    it('is one chain without gaps, however many add to it at once', async () => {
      const tenant = await openNewTenant(store());
      const batches = Array.from({ length: 12 }, (_, at) => Array.from({ length: 1 + (at % 3) }, () => newEntry()));
      await Promise.all(batches.map((batch) => tenant.audit.append(batch, [])));
      expect(await check(tenant)).toEqual([]);
      const listed = await idsOf(tenant, ALL);
      expect([...listed].sort()).toEqual(
        batches
          .flat()
          .map(({ id }) => id)
          .sort(),
      );
    });

    it('is read by each scope as far as it sees the documents of which it tells', async () => {
      const tenant = await openNewTenant(store());
      const entries = [
        [],
        [document()],
        [document({ containsPii: true }), document()],
        [document({ visibility: 'PRIVATE', createdBy: ADA })],
        [document({ collection: 'hr/pay' })],
        [document({ collection: 'hr/pay' }), document({ collection: 'hr' })],
        [document({ collection: 'hr' }), document()],
        [document({ collection: 'hr/pay', containsPii: true, visibility: 'PRIVATE', createdBy: ADA })],
        [ADA, BOB].map((createdBy) => document({ visibility: 'PRIVATE', createdBy })),
      ].map((documents) => newEntry({ documents }));
      await tenant.audit.append(entries, []);
      for (const userId of [ADA, BOB, null]) {
        for (const piiAccess of [true, false]) {
          for (const collections of [null, [], ['hr'], ['hr/pay'], ['h', 'other']]) {
            const scope = { userId, piiAccess, collections };
            const read = entries.filter((entry) => mayReadEntry(scope, auditSightOf(entry)));
            const seen = entries.filter(({ documents }) => documents.every((one) => isVisible(scope, one)));
            expect(seen).toEqual(read);
            const expected = read.map(({ id }) => id);
            const { totalCount } = await tenant.audit.list(scope, { filter: {}, limit: 1, behind: null });
            expect(totalCount).toBe(expected.length);
            expect(await idsOf(tenant, scope)).toEqual(expected.toReversed());
          }
        }
      }
    });

    it('tells nothing any more of a document that has gone out of sight, also once it is deleted', async () => {
      const tenant = await openNewTenant(store());
      const { documents } = tenant.as(EVERYTHING);
      const [id, other] = [await ingestDocument(tenant, [newChunk(0)]), await ingestDocument(tenant, [newChunk(0)])];
      const told = newEntry({
        target: id,
        documents: [document({ id: other }), document({ id })],
        detail: { textId: 'its text' },
      });
      const entries = [told, newEntry({ documents: [document({ id: other })] })];
      await tenant.audit.append(entries, []);
      const scope = { userId: ADA, piiAccess: false, collections: null };
      const list = async (as: AccessScope) =>
        (await tenant.audit.list(as, { filter: {}, limit: 100, behind: null })).items.toReversed();
      const whole = entries.map((entry) => ({ ...entry, withheld: false }));
      expect(await list(scope)).toMatchObject(whole);
      const bare = { ...told, target: null, documents: [], detail: {}, withheld: true };
      for (const change of [{ containsPii: true }, { containsPii: false, visibility: 'PRIVATE' as const }]) {
        await documents.update(id, change);
        expect(await list(scope)).toMatchObject([bare, whole[1]]);
        expect((await list(scope))[0]?.detail).toEqual({});
      }
      await documents.update(id, { visibility: 'ORGANIZATION', collection: 'hr' });
      expect(await list(scope)).toMatchObject(whole);
      await documents.update(id, { containsPii: true });
      await documents.delete(id);
      expect(await list(scope)).toMatchObject([bare, whole[1]]);
      expect(await list(ALL)).toMatchObject(whole);
      expect(await check(tenant)).toEqual([]);
    });

    it('keeps the texts of answers apart, until they are swept', async () => {
      const tenant = await openNewTenant(store());
      const [old, fresh] = [NOW, later(10)].map((at) => ({
        answerId: newId<AnswerId>(),
        question: 'What \u0000?',
        answer: `At ${at.getTime()} \u{1f600}.`,
        at,
      }));
      if (!old || !fresh) throw new TypeError('There are two.');
      const texts = [old, fresh].map((text) => ({ ...text, ofStoredAnswer: false }));
      await tenant.audit.append([newEntry()], texts);
      const ids = [old.answerId, fresh.answerId, newId<AnswerId>()];
      expect(await tenant.audit.texts(ids)).toHaveLength(2);
      expect(await tenant.audit.texts([fresh.answerId])).toEqual([fresh]);
      await tenant.audit.sweepTexts(later(5));
      expect(await tenant.audit.texts(ids)).toEqual([fresh]);
      expect(await tenant.audit.texts([])).toEqual([]);
      expect(await check(tenant)).toEqual([]);
    });

    it('keeps the text of an answer that is in the store only as long as that is', async () => {
      const tenant = await openNewTenant(store());
      const owner = newId<OwnerId>();
      const { answers, conversations } = tenant.as(ALL, owner);
      const conversationId = newId<ConversationId>();
      await conversations.create({ id: conversationId, title: null, createdAt: NOW });
      const ofConversation = newAnswer(tenant.tenantId, { conversationId });
      const [alone, late] = [newAnswer(tenant.tenantId), newAnswer(tenant.tenantId, { conversationId })];
      const textOf = ({ id: answerId, question, text: answer }: AnswerRecord): NewText => ({
        ...{ answerId, question, answer, at: NOW },
        ofStoredAnswer: true,
      });
      const ids = [ofConversation, alone, late].map(({ id }) => id);
      const kept = async () => (await tenant.audit.texts(ids)).map(({ answerId }) => answerId);
      for (const answer of [ofConversation, alone, late]) await answers.keep(answer, { title: 'What?' });
      await tenant.audit.append([newEntry()], [textOf(ofConversation), textOf(alone)]);
      expect((await kept()).sort()).toEqual([ofConversation.id, alone.id].sort());
      const stranger = tenant.as(ALL, newId<OwnerId>()).conversations;
      expect(await stranger.delete(conversationId)).toBe(false);
      expect(await kept()).toHaveLength(2);
      await conversations.delete(conversationId);
      expect(await kept()).toEqual([alone.id]);
      // What is written down behind the deletion comes too late.
      await tenant.audit.append([newEntry(), newEntry()], [textOf(late), textOf(ofConversation)]);
      expect(await kept()).toEqual([alone.id]);
      await tenant.kept.forget(newId<OwnerId>());
      expect(await kept()).toEqual([alone.id]);
      await tenant.kept.forget(owner);
      expect(await kept()).toEqual([]);
      await tenant.audit.append([newEntry()], [textOf(alone)]);
      expect(await kept()).toEqual([]);
      expect((await idsOf(tenant, ALL)).length).toBe(4);
      expect(await check(tenant)).toEqual([]);
    });

    it('has no text of a deleted conversation, whichever of the two is first', async () => {
      const tenant = await openNewTenant(store());
      const { answers, conversations } = tenant.as(ALL, newId<OwnerId>());
      for (let round = 0; round < 8; round += 1) {
        const conversationId = newId<ConversationId>();
        await conversations.create({ id: conversationId, title: null, createdAt: NOW });
        const { id: answerId, question, text, ...answer } = newAnswer(tenant.tenantId, { conversationId });
        await answers.keep({ ...answer, id: answerId, question, text }, { title: 'What?' });
        const kept = { answerId, question, answer: text, at: NOW, ofStoredAnswer: true };
        await Promise.all([tenant.audit.append([newEntry()], [kept]), conversations.delete(conversationId)]);
        expect(await tenant.audit.texts([answerId])).toEqual([]);
      }
    });

    it('of one organisation is none of another', async () => {
      const [one, other] = [await openNewTenant(store()), await openNewTenant(store())];
      await one.audit.append([newEntry()], []);
      expect(await idsOf(other, ALL)).toEqual([]);
      expect(await other.audit.head()).toBeNull();
    });
  });
}
