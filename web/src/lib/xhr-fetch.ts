import type { Transport } from './authorized.ts';

/** How much of a request has been sent, from 0 to 1. */
export type OnProgress = (sent: number) => void;

/**
 * `fetch` by XMLHttpRequest, which alone tells how much of a body has been sent. It heeds a signal of its own: urql's
 * aborts no mutation, whoever has left.
 */
export function xhrFetch({ onProgress, signal }: { onProgress: OnProgress; signal: AbortSignal }): Transport {
  return (url, { method = 'GET', headers, body = null } = {}) =>
    new Promise((resolve, reject) => {
      const xhr = new XMLHttpRequest();
      const abort = () => xhr.abort();
      xhr.open(method, String(url));
      for (const [name, value] of new Headers(headers)) xhr.setRequestHeader(name, value);
      xhr.upload.onprogress = ({ loaded, total, lengthComputable }) => lengthComputable && onProgress(loaded / total);
      xhr.onload = () => resolve(new Response(xhr.responseText, { status: xhr.status, headers: headersOf(xhr) }));
      xhr.onerror = () => reject(new TypeError('The request failed.'));
      xhr.onabort = () => reject(new DOMException('The request was aborted.', 'AbortError'));
      xhr.onloadend = () => signal.removeEventListener('abort', abort);
      if (signal.aborted) return xhr.onabort(new ProgressEvent('abort'));
      signal.addEventListener('abort', abort);
      xhr.send(body as XMLHttpRequestBodyInit | null);
    });
}

const headersOf = (xhr: XMLHttpRequest) => ({ 'content-type': xhr.getResponseHeader('content-type') ?? '' });
