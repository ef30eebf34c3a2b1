import type { CollectionSchema } from '../schema.ts';

/** How long events stay, in seconds: for processes that poll, and for those whose change stream was cut. */
const EVENTS_SECONDS = 600;

/** What tenants share. */
export const CONTROL_SCHEMA: readonly CollectionSchema[] = [
  {
    name: 'tenants',
    fields: { _id: 'string', name: 'string', createdAt: 'date', placement: 'object' },
    indexes: [],
  },
  {
    name: 'users',
    fields: {
      _id: 'string',
      email: 'string',
      name: ['string', 'null'],
      passwordHash: 'string',
      lastTenantId: 'string',
      createdAt: 'date',
    },
    indexes: [{ name: 'email_v1', key: { email: 1 }, unique: true }],
  },
  {
    name: 'memberships',
    fields: { tenantId: 'string', userId: 'string', role: 'string', piiAccess: 'bool' },
    indexes: [{ name: 'member_v1', key: { userId: 1, tenantId: 1 }, unique: true }],
  },
  {
    name: 'sessions',
    fields: {
      userId: 'string',
      tenantId: 'string',
      device: ['string', 'null'],
      createdAt: 'date',
      lastSeenAt: 'date',
      expiresAt: 'date',
    },
    indexes: [
      { name: 'user_v1', key: { userId: 1 } },
      { name: 'end_v1', key: { expiresAt: 1 } },
    ],
  },
  {
    name: 'refreshTokens',
    fields: { _id: 'string', sessionId: 'string', usedAt: ['date', 'null'], expiresAt: 'date' },
    indexes: [
      { name: 'session_v1', key: { sessionId: 1 } },
      { name: 'end_v1', key: { expiresAt: 1 } },
    ],
  },
  {
    name: 'invitations',
    fields: {
      tenantId: 'string',
      email: 'string',
      tokenHash: 'string',
      role: 'string',
      piiAccess: 'bool',
      collections: ['array', 'null'],
      invitedBy: 'string',
      createdAt: 'date',
      expiresAt: 'date',
    },
    indexes: [
      { name: 'token_v1', key: { tokenHash: 1 } },
      { name: 'email_v1', key: { tenantId: 1, email: 1 }, unique: true },
    ],
  },
  {
    name: 'apiTokens',
    fields: {
      tenantId: 'string',
      tokenHash: 'string',
      name: 'string',
      prefix: 'string',
      role: 'string',
      piiAccess: 'bool',
      collections: ['array', 'null'],
      createdBy: 'string',
      createdAt: 'date',
      lastUsedAt: ['date', 'null'],
      expiresAt: ['date', 'null'],
      revoked: 'bool',
    },
    indexes: [
      { name: 'token_v1', key: { tokenHash: 1 }, unique: true },
      { name: 'newest_v1', key: { tenantId: 1, createdAt: -1, _id: -1 } },
    ],
  },
  { name: 'intents', fields: { _id: 'string', tenantId: 'string', userId: 'string', at: 'date' }, indexes: [] },
  {
    name: 'passwordResets',
    fields: { _id: 'string', tokenHash: 'string', expiresAt: 'date' },
    indexes: [{ name: 'token_v1', key: { tokenHash: 1 } }],
  },
  {
    name: 'queue',
    fields: {
      tenantId: 'string',
      documentId: 'string',
      place: 'string',
      lease: ['string', 'null'],
      leasedUntil: 'date',
    },
    indexes: [{ name: 'next_v1', key: { tenantId: 1, place: 1, leasedUntil: 1 } }],
  },
  {
    name: 'counters',
    fields: { _id: 'string', uses: 'number', endsAt: 'date' },
    // Those that nobody adds to any more: `add` removes what is over, too.
    indexes: [{ name: 'end_v1', key: { endsAt: 1 }, expireAfterSeconds: 0 }],
  },
  {
    name: 'events',
    fields: {
      tenantId: 'string',
      documentId: 'string',
      before: ['object', 'null'],
      after: ['object', 'null'],
      from: 'string',
      at: 'date',
    },
    indexes: [{ name: 'expiry_v1', key: { at: 1 }, expireAfterSeconds: EVENTS_SECONDS }],
  },
  { name: 'settings', fields: { _id: 'string', value: 'string' }, indexes: [] },
];
