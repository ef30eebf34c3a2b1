import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AcceptInvitationDocument,
  InviteMemberDocument,
  type InviteMemberInput,
  RegisterDocument,
} from '../../schema/typed/graphql.ts';
import { type AppOverrides, startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/ops/logging.ts';
import { type Client, createClient } from './client.ts';

/** What a new member may do; a VIEWER of all but personal data by default. */
export type JoinRights = Partial<InviteMemberInput>;

/** A whole Carrel on a free port, with a data folder of its own. */
export interface TestServer {
  readonly url: string;
  readonly dataDir: string;
  /** Lines of the log, parsed. */
  readonly log: Record<string, unknown>[];
  /** A client without a token. */
  anonymous(): Client;
  /** A client of the owner of a new organisation. */
  register(options?: { email?: string; organization?: string }): Promise<Client>;
  /** A client of a new member of the organisation of `inviter`, who must be able to invite them. */
  join(inviter: Client, rights?: JoinRights): Promise<Client & { readonly email: string; readonly userId: string }>;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
}

/**
 * Starts one with the real embedder and, unless told otherwise, answers by quotation.
 * @param env on top of settings that let tests run side by side
 */
export async function startTestServer(
  env: Record<string, string> = {},
  overrides: AppOverrides = {},
): Promise<TestServer> {
  const dataDir = env['DATA_DIR'] ?? (await mkdtemp(join(tmpdir(), 'carrel-test-')));
  const config = loadConfig({
    PORT: '0',
    RATE_LIMITS: 'off',
    LANGUAGE_MODEL: 'quoting',
    LOG_LEVEL: 'info',
    ...env,
    DATA_DIR: dataDir,
  });
  const log: Record<string, unknown>[] = [];
  const logger = createLogger({
    level: config.log.level,
    destination: { write: (line) => log.push(JSON.parse(line)) },
  });
  const app = await startApp(config, logger, overrides);
  const anonymous = () => createClient(app.url);
  let people = 0;
  return {
    url: app.url,
    dataDir,
    log,
    anonymous,
    register: async ({ email = `owner${++people}@example.com`, organization = `Organisation ${people}` } = {}) => {
      const { register } = await anonymous().data(RegisterDocument, {
        input: { email, password: 'correct horse', organization },
      });
      return createClient(app.url, register.accessToken);
    },
    join: async (inviter, { email = `member${++people}@example.com`, ...rights } = {}) => {
      const { inviteMember } = await inviter.data(InviteMemberDocument, { input: { email, ...rights } });
      const input = { token: inviteMember.token, password: 'correct horse' };
      const { acceptInvitation } = await anonymous().data(AcceptInvitationDocument, { input });
      const userId = acceptInvitation.viewer.user?.id ?? '';
      return Object.assign(createClient(app.url, acceptInvitation.accessToken), { email, userId });
    },
    close: async () => {
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
