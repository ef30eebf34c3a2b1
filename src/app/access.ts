import { tellDepartures } from '../auth/departures.ts';
import { startExpirySweep } from '../auth/expiry-sweep.ts';
import { createExternalTokens, type ExternalTokens } from '../auth/external-tokens.ts';
import { followDirectory } from '../auth/followed-directory.ts';
import { type KeyRing, openKeyRing } from '../auth/key-ring.ts';
import { createSessionOpener, type SessionOpener } from '../auth/open-session.ts';
import { createStandings, type Standings } from '../auth/standing.ts';
import { createTokens, type Tokens } from '../auth/tokens.ts';
import type { Config } from '../config.ts';
import { type AccessWatch, createAccessWatch } from '../graphql/access-end.ts';
import type { Directory } from '../store/directory.ts';
import type { Assembly } from './assembly.ts';
import type { Storage } from './storage.ts';

/** Who may come in, by which token, and for how long. */
export interface Access {
  /** The store's, whose changes end what they end at once. */
  readonly directory: Directory;
  readonly standings: Standings;
  readonly watch: AccessWatch;
  readonly keys: KeyRing;
  readonly tokens: Tokens;
  readonly sessions: SessionOpener;
  /** Tokens of the identity provider that the configuration names; null for none. */
  readonly external: ExternalTokens | null;
}

/** Opens the keys, and follows what changes in the directory. */
export async function openAccess(
  { config, now, onUnexpected, onClose }: Assembly,
  { store, keySource }: Storage,
  { onChanged }: { onChanged: () => void },
): Promise<Access> {
  const directory = followDirectory(
    tellDepartures(store.directory, async (id, owner) => (await store.openTenant(id)).kept.forget(owner)),
    () => {
      standings.forget();
      onChanged();
      watch.look();
    },
  );
  const standings = createStandings({ directory, now });
  const watch = createAccessWatch({ now, findEnded: standings.findEnded, onUnexpected });
  const stopExpirySweep = startExpirySweep({ directory, now, onUnexpected });
  onClose(async () => stopExpirySweep());
  const { accessTokenMinutes, keyRotationDays } = config.auth;
  const keys = await openKeyRing({
    source: keySource,
    tokenMs: accessTokenMinutes * 60_000,
    rotationDays: keyRotationDays,
    now,
    onUnexpected,
  });
  onClose(async () => keys.close());
  const tokens = createTokens({ keys, lifetimeMinutes: accessTokenMinutes, now });
  const sessions = createSessionOpener({ directory, tokens, now });
  return { directory, standings, watch, keys, tokens, sessions, external: openExternalTokens(config, now) };
}

function openExternalTokens({ oidc }: Config, now: () => Date): ExternalTokens | null {
  const { issuer, audience } = oidc;
  return issuer !== null && audience !== null ? createExternalTokens({ ...oidc, issuer, audience, now }) : null;
}
