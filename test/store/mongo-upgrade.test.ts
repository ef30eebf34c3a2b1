import { type Document, MongoClient } from 'mongodb';
import { expect, it } from 'vitest';
import { newId, type UserId } from '../../src/ids.ts';
import type { Scope } from '../../src/store/access.ts';
import { openOnTestServer } from '../support/mongo-on-test-server.ts';
import {
  ingestDocument,
  nearest,
  newChunk,
  newDocument,
  newMember,
  openTestTenant,
} from '../support/store-fixtures.ts';

/** What rows have only since version 2 of a tenant's database. */
const NEW_FIELDS = { collection: '', visibility: '', privateTo: '' };

it('a database of version 1 is brought up to date at its opening, which may be interrupted', async () => {
  const opened = await openOnTestServer({}, { onUnexpected: () => {} });
  const client = new MongoClient(opened.server.uri);
  try {
    const member = newMember();
    await opened.store.directory.register(member);
    const { id: tenantId } = member.tenant;
    const tenant = await openTestTenant(opened.store, tenantId);
    const createdBy = newId<UserId>();
    const change = { content: 'same', createdBy, containsPii: true };
    const ids = [
      await ingestDocument(tenant, [newChunk(0)], change),
      await ingestDocument(tenant, [newChunk(0)]),
      await ingestDocument(tenant, [newChunk(0)]),
    ];
    const tenants = client
      .db(opened.databasePrefix)
      .collection<{ _id: string; placement: { database: string } }>('tenants');
    const db = client.db((await tenants.findOne({ _id: tenantId }))?.placement.database);
    for (const name of ['documents', 'chunks']) {
      await db.command({ collMod: name, validator: { $jsonSchema: { required: ['_id', 'tenantId'] } } });
      await db.collection(name).updateMany({}, { $unset: NEW_FIELDS });
    }
    for (const { _id, sha256 } of await db.collection('documents').find().toArray()) {
      await db.collection('documents').updateOne({ _id }, { $set: { dedupeKey: `open:${sha256}` } });
    }
    await db.collection<Document>('meta').updateOne({ _id: 'tenant' as never }, { $set: { schema: 1 } });

    let updates = 0;
    const isSecond = ({ name, command }: { name: string; command: Document }) =>
      name === 'update' && command['update'] === 'documents' && ++updates > 1;
    opened.server.control.failNext(isSecond, { code: 91, times: 9 });
    const other = await opened.openAnother();
    await expect(other.openTenant(tenantId)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    opened.server.control.forgetFaults();

    const upgraded = await openTestTenant(other, tenantId);
    const scope: Scope = { userId: newId<UserId>(), piiAccess: true, collections: null };
    const search = { limit: 5, filter: {} };
    for (const document of await upgraded.as(scope).documents.findMany(ids)) {
      expect(document).toMatchObject({ collection: null, visibility: 'ORGANIZATION' });
    }
    expect(await nearest(upgraded.as(scope), newChunk(0).vector, search)).toHaveLength(3);
    expect(await nearest(upgraded.as({ ...scope, piiAccess: false }), newChunk(0).vector, search)).toHaveLength(2);
    expect(await nearest(upgraded.as({ ...scope, collections: ['hr'] }), newChunk(0).vector, search)).toEqual([]);
    const same = newDocument(change);
    expect(await upgraded.documents.create(same.document, same.original)).toMatchObject({
      created: false,
      document: { id: ids[0] },
    });
    // What a row must have by now is asked of new ones too.
    const chunks = db.collection<Document>('chunks');
    const [row] = await chunks.find({}, { projection: { privateTo: 0 } }).toArray();
    await expect(chunks.insertOne({ ...row, _id: 'old:0' as never })).rejects.toMatchObject({ code: 121 });
  } finally {
    await client.close();
    await opened.close();
  }
});
