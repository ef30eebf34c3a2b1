/** A server's address as operators may see it, without user and password. */
export function addressOf(host: string): string {
  return splitCredentials(host).url;
}

/** The password in a server's address, or a token in the place of the user, which nobody may see; null where there is none. */
export function passwordIn(host: string): string | null {
  const { username, password } = new URL(host);
  return decode(password || username) || null;
}

/** An address without user and password, and the headers that these are sent in. */
export function splitCredentials(host: string): { url: string; headers: Record<string, string> } {
  const url = new URL(host);
  const user = `${decode(url.username)}:${decode(url.password)}`;
  url.username = '';
  url.password = '';
  const headers = user === ':' ? {} : { authorization: `Basic ${Buffer.from(user).toString('base64')}` };
  return { url: url.href.replace(/\/+$/, ''), headers };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
