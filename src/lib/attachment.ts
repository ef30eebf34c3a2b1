/** What file systems take for something else, or do not take; `%` is decoded by some browsers. */
const UNSAFE = /[\p{Cc}\p{Cs}/\\:*?"<>|%]/gu;
/** Windows drops these; a file that begins with a dot is hidden elsewhere. */
const AROUND = /^[. ]+|[. ]+$/g;

/**
 * The `Content-Disposition` that has a browser save something under a name, and never show it (RFC 6266). Older clients
 * read `filename`, all others the exact one behind it (RFC 8187).
 */
export function attachmentOf(name: string): string {
  const safe = name.replace(UNSAFE, '_').replace(AROUND, '') || 'document';
  const ascii = safe.replace(/[^\x20-\x7e]/gu, '_');
  const exact = encodeURIComponent(safe).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${exact}`;
}
