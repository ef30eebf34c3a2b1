import type { Collection, MongoClient } from 'mongodb';
import { reading, serverTime } from '../client.ts';
import { makeCollections } from '../schema.ts';
import type {
  ApiTokenRow,
  CounterRow,
  EventRow,
  IntentRow,
  InvitationRow,
  MembershipRow,
  PasswordResetRow,
  QueueRow,
  RefreshTokenRow,
  SessionRow,
  SettingRow,
  TenantRow,
  UserRow,
} from './control-rows.ts';
import { CONTROL_SCHEMA } from './control-schema.ts';

/** The database that all tenants share. */
export interface Control {
  readonly database: string;
  readonly tenants: Collection<TenantRow>;
  readonly users: Collection<UserRow>;
  readonly memberships: Collection<MembershipRow>;
  readonly sessions: Collection<SessionRow>;
  readonly refreshTokens: Collection<RefreshTokenRow>;
  readonly invitations: Collection<InvitationRow>;
  readonly apiTokens: Collection<ApiTokenRow>;
  readonly intents: Collection<IntentRow>;
  readonly passwordResets: Collection<PasswordResetRow>;
  readonly queue: Collection<QueueRow>;
  readonly counters: Collection<CounterRow>;
  readonly events: Collection<EventRow>;
  readonly settings: Collection<SettingRow>;
  /** Makes what is not there yet. */
  prepare(): Promise<void>;
  /** By the clock of the server that writes. (DocumentDB refuses `$$NOW` in a filter once there is an index.) */
  now(): Promise<Date>;
  /** Resolves when the server answers. */
  ping(signal: AbortSignal | undefined): Promise<void>;
}

/** Names the collections of the control database. */
export function createControl(client: MongoClient, database: string): Control {
  const db = client.db(database);
  return {
    database,
    tenants: db.collection('tenants'),
    users: db.collection('users'),
    memberships: db.collection('memberships'),
    sessions: db.collection('sessions'),
    refreshTokens: db.collection('refreshTokens'),
    invitations: db.collection('invitations'),
    apiTokens: db.collection('apiTokens'),
    intents: db.collection('intents'),
    passwordResets: db.collection('passwordResets'),
    queue: db.collection('queue'),
    counters: db.collection('counters'),
    events: db.collection('events'),
    settings: db.collection('settings'),
    prepare: () => makeCollections(db, CONTROL_SCHEMA),
    now: () => serverTime(db),
    // A real read: a server whose data is away still answers `ping`.
    ping: async (signal) => {
      await db.collection('settings').findOne({}, { projection: { _id: 1 }, ...reading(signal) });
    },
  };
}
