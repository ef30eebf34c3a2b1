import type { Failure } from '../lib/errors.ts';
import { messages } from './messages.ts';

/** A failure as a sentence: the server's own, but where the client knows more. */
export function failureText({ code, reason, message, requestId }: Failure): string {
  // A session that has ended has no sentence: the sign-in page says it.
  const sentence = (message && messages.codes[reason === 'INVALID' ? reason : code]) || message;
  switch (code) {
    case 'NETWORK':
      return navigator.onLine ? messages.silent : messages.offline;
    case 'NOT_FOUND':
      return messages.notFound;
    case 'INTERNAL':
      return requestId ? `${sentence} (${messages.request(requestId)})` : sentence;
    default:
      return sentence;
  }
}
