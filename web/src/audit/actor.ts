import { messages } from './messages.ts';

/** As the server writes it where an API token was used. */
const BY_TOKEN = /^API token "(?<token>.*)" of (?<email>\S+)$/;

/** Who did something: in words, and as entries are filtered by it. */
export function actorOf(actor: string): { readonly name: string; readonly filter: string } {
  const { token, email } = BY_TOKEN.exec(actor)?.groups ?? {};
  if (token === undefined || email === undefined) return { name: actor, filter: actor };
  return { name: messages.byToken(token, email), filter: token };
}
