import type { Failure } from '../lib/errors.ts';
import { messages } from './messages.ts';

/** A failure as a sentence: the server's own, but where the client knows more. */
export function failureText({ code, message, requestId }: Failure): string {
  switch (code) {
    case 'NETWORK':
      return navigator.onLine ? messages.silent : messages.offline;
    case 'NOT_FOUND':
      return messages.notFound;
    case 'INTERNAL':
      return requestId ? `${message} (${messages.request(requestId)})` : message;
    default:
      return message;
  }
}
