/** An access token and when it ends, by this computer's clock. */
export interface AccessToken {
  readonly text: string;
  readonly endsAt: number;
}

/** Reads how long a token lives. Counted from its receipt, as this computer's clock may be wrong. */
export function readAccessToken(text: string, receivedAt: number): AccessToken {
  const [, payload = ''] = text.split('.');
  const { iat, exp } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as {
    iat: number;
    exp: number;
  };
  return { text, endsAt: receivedAt + (exp - iat) * 1000 };
}
