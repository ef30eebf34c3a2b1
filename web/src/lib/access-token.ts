/** An access token and when it ends, by this computer's clock. */
export interface AccessToken {
  readonly text: string;
  readonly endsAt: number;
  readonly lifeMs: number;
}

/** Reads how long a token lives. Counted from its receipt, as this computer's clock may be wrong. */
export function readAccessToken(text: string, receivedAt: number): AccessToken {
  const [, payload = ''] = text.split('.');
  const { iat, exp } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as {
    iat: number;
    exp: number;
  };
  const lifeMs = (exp - iat) * 1000;
  return { text, endsAt: receivedAt + lifeMs, lifeMs };
}

/** Whether a token is good for some time yet. Of one whose whole life is shorter than that, half of it must do. */
export function isGoodFor({ endsAt, lifeMs }: AccessToken, ms: number): boolean {
  return endsAt - Date.now() > Math.min(ms, lifeMs / 2);
}
