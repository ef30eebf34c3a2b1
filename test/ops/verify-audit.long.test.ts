import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { type Db, MongoClient } from 'mongodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AnswerId, newId, type TenantId } from '../../src/ids.ts';
import type { AuditLog } from '../../src/store/audit.ts';
import { chain } from '../../src/store/audit-chain.ts';
import { checkAudit } from '../../src/store/audit-check.ts';
import { checkAudits } from '../../src/store/embedded/backup/tenant-audits.ts';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';
import { openTestMongoStore, type TestMongoStore } from '../support/mongo-store.ts';
import { runAdmin } from '../support/process.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';
import { newAuditEntry, openNewTenant } from '../support/store-fixtures.ts';

const NOW = new Date('2026-04-01T12:00:00.123Z');
const TEXT = { answerId: newId<AnswerId>(), question: 'Who?', answer: 'Ada.', at: NOW };
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const TEXT_HASHES = {
  textId: TEXT.answerId,
  questionSha256: sha256(TEXT.question),
  answerSha256: sha256(TEXT.answer),
};

/** Five entries, with the text of an answer at the third. */
const fill = async (audit: AuditLog) => {
  await audit.append([newAuditEntry(), newAuditEntry({ action: 'document.read' })], []);
  await audit.append(
    [newAuditEntry({ action: 'answer.ask', detail: TEXT_HASHES }), newAuditEntry(), newAuditEntry()],
    [{ ...TEXT, ofStoredAnswer: false }],
  );
};
/** An entry as one would write it who knows how, behind the last. */
const forge = async (audit: AuditLog) => {
  const [row] = chain([newAuditEntry()], await audit.head());
  if (!row) throw new TypeError('One entry makes one row.');
  return row;
};

/** A process of its own: what it prints, and its exit code. */
const admin = (env: Record<string, string>, ...args: string[]) =>
  runAdmin(args, { cwd: tmpdir(), env: { MONGODB_URI: '', MONGODB_URI_FILE: '', ...env } });
const OK = 'All entries are as they were written.\n';

describe('the check of the audit, beside a running server', () => {
  describe('on the embedded store', () => {
    let opened: Awaited<ReturnType<typeof openTemporaryStore>>;
    let tenantId: TenantId;
    let audit: AuditLog;
    beforeAll(async () => {
      opened = await openTemporaryStore();
    });
    afterAll(() => opened.close());
    beforeEach(async () => {
      ({ tenantId, audit } = await openNewTenant(opened.store));
      await fill(audit);
    });

    const tamper = (script: string, { dataDir } = opened) => {
      const file = new Database(join(dataDir, 'tenants', `${tenantId}.db`));
      file.exec(script);
      file.close();
    };
    const faults = async () => {
      const found: string[] = [];
      for await (const { id, verdict } of checkAudits(opened.dataDir, { signal: new AbortController().signal })) {
        if (id === tenantId) found.push(...verdict.faults);
      }
      return found;
    };

    it.each([
      ['changed', `UPDATE audit SET body = replace(body, 'OK', 'KO') WHERE sequence = 2`, ['Entry 2 is not as it was']],
      [
        'written with another hash',
        `UPDATE audit SET hash = replace(hash, substr(hash, 1, 1), 'g') WHERE sequence = 2`,
        ['Entry 2 is not as it was', 'Entry 3 is not as it was'],
      ],
      ['removed', 'DELETE FROM audit WHERE sequence = 2', ['Entry 2 is missing']],
      ['removed together', 'DELETE FROM audit WHERE sequence IN (2, 3)', ['Entries 2 to 3 are missing']],
      [
        'removed, and its gap closed',
        'DELETE FROM audit WHERE sequence = 2; UPDATE audit SET sequence = sequence - 1 WHERE sequence > 2',
        ['Entry 2 is not', 'Entry 3 is not', 'Entry 4 is not', 'The chain ends with entry 4, but had 5'],
      ],
      [
        'put in',
        `UPDATE audit SET sequence = -sequence WHERE sequence > 2; UPDATE audit SET sequence = 1 - sequence WHERE sequence < 0;
         INSERT INTO audit SELECT 3, tenant_id, at, action, names, needs_pii, private_to, within, body, hash FROM audit WHERE sequence = 2`,
        ['Entry 3 is not', 'Entry 4 is not', 'Entry 5 is not', 'Entry 6 is not', 'Behind entry 5'],
      ],
      [
        'put in before the first',
        `INSERT INTO audit SELECT -7, tenant_id, at, action, names, needs_pii, private_to, within, body, hash FROM audit WHERE sequence = 2`,
        ['Entry -7 is in a place that no entry has'],
      ],
      ['cut off', 'DELETE FROM audit WHERE sequence > 3', ['The chain ends with entry 3, but had 5']],
      ['removed with all others', 'DELETE FROM audit', ['The chain ends with entry 0, but had 5']],
      [
        'cut off with the note of the end',
        `DELETE FROM audit WHERE sequence > 3; DELETE FROM meta WHERE key = 'audit_head'`,
        ['The end of the chain is not noted'],
      ],
      [
        'hidden from who looks for its actor',
        `UPDATE audit SET names = '["eve"]' WHERE sequence = 2`,
        ['Entry 2 is found by something else'],
      ],
      ['shown to others', `UPDATE audit SET within = '["hr"]' WHERE sequence = 4`, ['Entry 4 is found by']],
      [
        "made another organisation's",
        `UPDATE audit SET tenant_id = 'x' WHERE sequence = 2`,
        ["Behind entry 0 the log can't be read"],
      ],
      [
        'left with another answer',
        `UPDATE answer_texts SET answer = '"Eve."'`,
        ['The question or the answer that is kept with entry 3'],
      ],
      ['dropped with its table', 'DROP TABLE audit', ["Behind entry 0 the log can't be read"]],
    ])('finds an entry that was %s', async (_what, script, expected) => {
      expect(await faults()).toEqual([]);
      tamper(script);
      expect(await faults()).toEqual(expected.map((sentence) => expect.stringContaining(sentence)));
    });

    it('finds an entry that was put in behind the last, with the right hash', async () => {
      const { sequence, body, hash } = await forge(audit);
      const file = new Database(join(opened.dataDir, 'tenants', `${tenantId}.db`));
      file
        .prepare(
          `INSERT INTO audit SELECT ?, tenant_id, at, action, names, needs_pii, private_to, within, ?, ? FROM audit WHERE sequence = 5`,
        )
        .run([sequence, body, hash]);
      file.close();
      expect((await faults()).at(-1)).toContain('Behind entry 5');
    });

    it('goes on while entries are added, and knows of texts that were swept', async () => {
      await audit.sweepTexts(new Date(NOW.getTime() + 1));
      const adding = Promise.all(
        Array.from({ length: 50 }, () => audit.append([newAuditEntry(), newAuditEntry()], [])),
      );
      for (let at = 0; at < 5; at++) expect(await faults()).toEqual([]);
      await adding;
      expect(await faults()).toEqual([]);
    });

    it('is a command, with an exit code', async () => {
      const folder = await openTemporaryStore();
      const { tenantId: other, audit: theirs } = await openNewTenant(folder.store);
      await theirs.append([newAuditEntry()], []);
      ({ tenantId, audit } = await openNewTenant(folder.store));
      await fill(audit);
      const env = { DATA_DIR: folder.dataDir };
      const { hash } = (await audit.head()) ?? {};
      const whole = await admin(env, 'verify-audit');
      expect(whole).toMatchObject({ code: 0, stderr: '' });
      expect(whole.stdout).toMatch(new RegExp(`^${tenantId}  .*  5 entries, ending with 5 ${hash}$`, 'm'));
      expect(whole.stdout).toMatch(new RegExp(`^${other}  .*  1 entry, ending`, 'm'));
      expect(whole.stdout).toContain(OK);

      tamper('DELETE FROM audit WHERE sequence = 4', folder);
      expect(await admin(env, 'verify-audit')).toMatchObject({
        code: 1,
        stdout: expect.stringContaining('Entry 4 is missing: it was removed.\n'),
        stderr: expect.stringContaining('Of 2 organisations, the log of 1 is not as it was written.'),
      });
      expect(await admin(env, 'verify-audit', other)).toMatchObject({ code: 0, stdout: expect.stringContaining(OK) });
      const json = await admin(env, 'verify-audit', '--json');
      expect(json).toMatchObject({ code: 1, stderr: expect.stringContaining('the log of 1 is not') });
      expect(JSON.parse(json.stdout)).toEqual(
        expect.arrayContaining([
          {
            id: tenantId,
            name: expect.any(String),
            entries: 4,
            head: { sequence: 5, hash },
            faults: [expect.any(String)],
          },
          expect.objectContaining({ id: other, entries: 1, faults: [] }),
        ]),
      );
      expect(await admin(env, 'verify-audit', newId())).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('There is no organisation'),
      });
      await folder.close();
    });
  });

  describe('on MongoDB', () => {
    let server: MongoServer;
    let client: MongoClient;
    let opened: TestMongoStore;
    let audit: AuditLog;
    let tenantId: TenantId;
    let db: Db;
    beforeAll(async () => {
      server = await startMongoServer();
      client = new MongoClient(server.uri);
    });
    afterAll(async () => {
      await client.close();
      await server.close();
    });
    beforeEach(async () => {
      opened = await openTestMongoStore(server.uri);
      ({ tenantId, audit } = await openNewTenant(opened.store));
      await fill(audit);
      const { databases } = await client.db().admin().listDatabases();
      db = client.db(databases.find(({ name }) => name.startsWith(`${opened.databasePrefix}_t_`))?.name);
    });
    afterEach(() => opened.close());

    const rows = () => db.collection<{ _id: number; body: string; hash: string }>('audit');
    const second = async () => {
      const row = await rows().findOne({ _id: 2 });
      if (!row) throw new TypeError('There are five.');
      return row;
    };
    const faults = async (log = audit) => (await checkAudit(log, { isNotedAtOnce: false })).faults;
    const TAMPERINGS: readonly [string, () => Promise<unknown>, string[]][] = [
      ['changed', () => rows().updateOne({ _id: 2 }, { $set: { body: '{}' } }), ['Entry 2 is not as it was']],
      ['removed', () => rows().deleteOne({ _id: 2 }), ['Entry 2 is missing']],
      ['cut off', () => rows().deleteMany({ _id: { $gt: 3 } }), ['The chain ends with entry 3, but had 5']],
      [
        'put in between two',
        async () => rows().insertOne({ ...(await second()), _id: 2.5 }),
        ['Entry 2.5 is in a place'],
      ],
      [
        'put in behind the last, with a wrong hash',
        async () => rows().insertOne({ ...(await second()), _id: 6 }),
        ['Entry 6 is not as it was'],
      ],
      [
        'hidden from who looks for its action',
        () => rows().updateOne({ _id: 2 }, { $set: { action: 'x' } }),
        ['Entry 2'],
      ],
      [
        'left with another question',
        () => db.collection('answerTexts').updateMany({}, { $set: { question: 'Eve?' } }),
        ['The question or the answer that is kept with entry 3'],
      ],
    ];
    it.each(TAMPERINGS)('finds an entry that was %s', async (_what, tamper, expected) => {
      expect(await faults()).toEqual([]);
      await tamper();
      const found = await faults();
      expect(found[0]).toContain(expected[0]);
    });

    it('finds nothing wrong with what several processes write at once, and what a cut connection leaves', async () => {
      const another = (await (await opened.openAnother()).openTenant(tenantId)).audit;
      const add = (log: AuditLog) => log.append([newAuditEntry(), newAuditEntry(), newAuditEntry()], []);
      await Promise.all([audit, another].flatMap((log) => Array.from({ length: 15 }, () => add(log))));
      expect(await checkAudit(another, { isNotedAtOnce: true })).toMatchObject({ entries: 95, faults: [] });
      for (const when of ['before', 'after'] as const) {
        server.control.cutNext(({ name, command }) => name === 'insert' && command['insert'] === 'audit', when, {
          times: 2,
        });
        await add(audit).catch((error) => expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' }));
        server.control.forgetFaults();
        expect(await faults()).toEqual([]);
        await add(another);
        expect(await faults()).toEqual([]);
      }
    });

    it('is a command, with an exit code', async () => {
      const env = { MONGODB_URI: server.uri, MONGODB_DATABASE: opened.databasePrefix };
      expect(await admin(env, 'verify-audit', tenantId)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(OK),
        stderr: '',
      });
      await rows().deleteOne({ _id: 4 });
      expect(await admin(env, 'verify-audit')).toMatchObject({
        code: 1,
        stdout: expect.stringContaining('Entry 4 is missing: it was removed.\n'),
      });
      expect(await admin({ ...env, MONGODB_DATABASE: 'nothing_here' }, 'verify-audit')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('There is no data of Carrel in the database nothing_here'),
      });
    });
  });
});
