import { normalizeEmail } from '../../auth/credentials.ts';
import type { SecretBox } from '../../auth/secret-box.ts';
import { createPasswordReset } from '../../auth/secrets.ts';
import { AppError, notFound } from '../../errors.ts';
import { type TenantId, toId } from '../../ids.ts';
import { EVERYTHING } from '../../store/access.ts';
import { allTenants } from '../../store/all-tenants.ts';
import type { Directory } from '../../store/directory.ts';
import type { TenantLimits, TenantRecord, UserRecord } from '../../store/directory-records.ts';
import type { ReembeddingProgress } from '../../store/reembedding.ts';
import type { Store } from '../../store/store.ts';
import type { Deletion } from '../../tenants/deletion.ts';
import { describeFeedback, readFeedback } from './feedback.ts';
import { describeRotation, rotateSecrets } from './rotate-secrets.ts';

/** What a command found or did: for people, a line each; for programs, as JSON. */
export interface OperatorResult {
  readonly lines: readonly string[];
  readonly data: unknown;
}

/** What operators do with organisations and accounts, in the running server or beside it. */
export interface Operator {
  /** @throws AppError `BAD_INPUT` for what is no command, `NOT_FOUND` */
  run(command: string, args: readonly string[]): Promise<OperatorResult>;
}

/** How many arguments each command takes that the command line hands on as it is. */
export const OPERATOR_COMMANDS: Readonly<Record<string, { readonly min: number; readonly max: number }>> = {
  'tenant list': { min: 0, max: 0 },
  'tenant show': { min: 1, max: 1 },
  'tenant limits': { min: 1, max: 4 },
  'tenant suspend': { min: 1, max: 1 },
  'tenant resume': { min: 1, max: 1 },
  'tenant delete': { min: 1, max: 1 },
  'rotate-keys': { min: 0, max: 0 },
  'rotate-secrets': { min: 0, max: 0 },
  'user list': { min: 1, max: 1 },
  'user reset-password': { min: 1, max: 1 },
  'user suspend': { min: 1, max: 1 },
  'user resume': { min: 1, max: 1 },
};

/** Commands that work on the directory and the store, in the server or beside it. */
export function createOperator({
  directory,
  store,
  deletion,
  keys,
  openSecrets,
  now,
}: {
  directory: Directory;
  store: Pick<Store, 'openTenant'>;
  deletion: Deletion;
  keys: { rotate(): Promise<string> };
  openSecrets: () => Promise<SecretBox>;
  now: () => Date;
}): Operator {
  const findTenant = async (raw: string): Promise<TenantRecord> => {
    const tenant = await directory.findTenant(toId<TenantId>(raw));
    if (!tenant || tenant.deletedAt) throw notFound('organisation');
    return tenant;
  };
  const findUser = async (raw: string): Promise<UserRecord> => {
    const email = normalizeEmail(raw);
    const user = email === null ? null : await directory.findUserByEmail(email);
    if (!user) throw notFound('user');
    return user;
  };
  const changeTenant = async (raw: string, change: { suspendedAt: Date | null } | { limits: TenantLimits }) => {
    const { id } = await findTenant(raw);
    const tenant = await directory.updateTenant(id, change);
    if (!tenant) throw notFound('organisation');
    return describe([lineOf(tenant)], toData(tenant));
  };

  const commands: Record<string, (...args: string[]) => Promise<OperatorResult>> = {
    'tenant list': async () => {
      const tenants: TenantRecord[] = [];
      for await (const tenant of allTenants(directory)) tenants.push(tenant);
      return describe(tenants.map(lineOf), tenants.map(toData));
    },
    'tenant show': async (raw = '') => {
      const tenant = await findTenant(raw);
      const opened = await store.openTenant(tenant.id);
      const [usage, reembedding] = await Promise.all([opened.as(EVERYTHING).usage(), opened.reembedding.progress()]);
      const { totalCount: members } = await directory.pageMembers(tenant.id, { limit: 1, after: null });
      return describe(
        [
          lineOf(tenant),
          `${members} members, ${usage.documents} searchable documents, ${usage.chunks} passages, ${usage.storedBytes} bytes`,
          `limits: ${JSON.stringify(tenant.limits)}`,
          ...(reembedding ? [describeReembedding(reembedding)] : []),
        ],
        { ...toData(tenant), members, ...usage, reembedding },
      );
    },
    'tenant limits': async (raw = '', ...settings) => {
      const { limits } = await findTenant(raw);
      if (settings.length === 0) return describe([JSON.stringify(limits)], limits);
      return await changeTenant(raw, { limits: settings.reduce(withLimit, limits) });
    },
    'tenant suspend': (raw = '') => changeTenant(raw, { suspendedAt: now() }),
    'tenant resume': (raw = '') => changeTenant(raw, { suspendedAt: null }),
    'tenant delete': async (raw = '') => {
      const tenant = await findTenant(raw);
      await deletion.delete(tenant.id);
      return describe([`${tenant.id}  ${JSON.stringify(tenant.name)}  deleted`], { id: tenant.id, deleted: true });
    },
    'rotate-keys': async () => {
      const kid = await keys.rotate();
      return describe([`The key ${kid} signs tokens in a minute; nobody is logged out.`], { kid });
    },
    'rotate-secrets': async () => {
      const rotation = await rotateSecrets(await openSecrets(), directory);
      return describe(describeRotation(rotation), rotation);
    },
    feedback: async (raw = '') => {
      const tenant = await findTenant(raw);
      const feedback = await readFeedback(tenant, (await store.openTenant(tenant.id)).kept);
      return describe([describeFeedback(feedback)], feedback);
    },
    'user list': async (raw = '') => {
      const { id } = await findTenant(raw);
      const members = await directory.listMembers(id);
      return describe(
        members.map(({ user, membership }) => {
          const suspended = user.suspendedAt || membership.suspendedAt ? '  suspended' : '';
          return `${user.id}  ${user.email}  ${membership.role}${suspended}`;
        }),
        members.map(({ user: { id, email, name, suspendedAt }, membership: { role, piiAccess, collections } }) => ({
          id,
          email,
          name,
          role,
          piiAccess,
          collections,
          suspendedAt,
        })),
      );
    },
    'user reset-password': async (raw = '') => {
      const { id, email } = await findUser(raw);
      const { token, expiresAt } = await createPasswordReset(
        directory.passwordResets,
        { userId: id, madeBy: null },
        now(),
      );
      return describe(
        [`Hand this token to ${email}; resetPassword takes it once, until ${expiresAt.toISOString()}:`, token],
        { email, token, expiresAt },
      );
    },
    'user suspend': async (raw = '') => {
      const { id, email } = await findUser(raw);
      await directory.updateUser(id, { suspendedAt: now() });
      return describe([`${email}  suspended`], { id, email, suspended: true });
    },
    'user resume': async (raw = '') => {
      const { id, email } = await findUser(raw);
      await directory.updateUser(id, { suspendedAt: null });
      return describe([`${email}  may log in`], { id, email, suspended: false });
    },
  };

  return {
    run: async (command, args) => {
      const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
      if (!run) throw new AppError('BAD_INPUT', `There is no command ${command}.`);
      return await run(...args);
    },
  };
}

/** Limits of an organisation by the names that operators write, and what they are. */
const LIMITS: Readonly<Record<string, keyof TenantLimits>> = {
  'storage-bytes': 'storageBytes',
  documents: 'documents',
  'questions-per-day': 'questionsPerDay',
};

/** `documents=100`, `documents=none`, or `documents=default`. @throws AppError `BAD_INPUT` */
function withLimit(limits: TenantLimits, setting: string): TenantLimits {
  const [name = '', raw = ''] = setting.split('=');
  const key = Object.hasOwn(LIMITS, name) ? LIMITS[name] : undefined;
  const value = raw === 'none' ? null : /^\d{1,15}$/.test(raw) ? Number(raw) : undefined;
  if (key && raw === 'default') return Object.fromEntries(Object.entries(limits).filter(([known]) => known !== key));
  if (key && value !== undefined) return { ...limits, [key]: value };
  throw new AppError(
    'BAD_INPUT',
    `${setting} is no limit. Give ${Object.keys(LIMITS).join('=…, ')}=…, each a whole number, none or default.`,
  );
}

function describeReembedding({ from, to, done, total }: ReembeddingProgress): string {
  return `searched by ${from} until ${to} has embedded all passages: ${done} of ${total}`;
}

function lineOf({ id, name, suspendedAt, deletedAt }: TenantRecord): string {
  const state = deletedAt ? '  being deleted' : suspendedAt ? `  suspended since ${suspendedAt.toISOString()}` : '';
  return `${id}  ${JSON.stringify(name)}${state}`;
}

function toData({ id, name, createdAt, suspendedAt, deletedAt, limits }: TenantRecord) {
  return { id, name, createdAt, suspendedAt, deletedAt, limits };
}

function describe(lines: readonly string[], data: unknown): OperatorResult {
  return { lines, data };
}
