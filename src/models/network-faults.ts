/** What can be wrong with a connection: nothing came in time, it broke, its certificate is not known, or none was made. */
export type NetworkFault = 'slow' | 'cut' | 'untrusted' | 'away';

/** What a proxy says of the server behind it, by its status: that it has waited in vain, or found nobody (Cloudflare has its own). */
export const PROXY_FAULTS: Readonly<Record<number, NetworkFault>> = {
  408: 'slow',
  502: 'away',
  504: 'slow',
  521: 'away',
  522: 'away',
  523: 'away',
  524: 'slow',
};

/** What an error of undici, of the system, of the name's look-up or of TLS means; null for any other. */
export function networkFaultOf(error: unknown): NetworkFault | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code === null) return error.name === 'AbortError' ? 'cut' : null;
  if (/^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$/.test(code)) return 'slow';
  if (CUT.test(code)) return 'cut';
  return CERTIFICATE.test(code) ? 'untrusted' : 'away';
}

const CUT = /^(ECONNRESET|EPIPE|Z_(BUF|DATA)_ERROR|UND_ERR_(SOCKET|ABORTED|RES_CONTENT_LENGTH_MISMATCH))$/;
const CERTIFICATE = /CERT|^UNABLE_TO_|^ERR_TLS_CERT/;

/** What makes a certificate trusted, behind a sentence: nothing does for one that has expired or is for another name. */
export function trustAdvice(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /EXPIRED|NOT_YET_VALID|ALTNAME/.test(code)
    ? ''
    : '. NODE_EXTRA_CA_CERTS names a file of certificates to trust';
}
