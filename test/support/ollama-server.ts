import { type Answer, orJson, replay, stall, startModelServer } from './model-server.ts';
import * as recorded from './ollama-recordings.ts';

export { type Answer, type ModelRequest as OllamaRequest, replay, unusedHost } from './model-server.ts';

/** Bytes as Ollama sent them, and then the connection stays open without another one. */
export function replayThenHang(...parts: string[]): Answer {
  return stall('application/x-ndjson', ...parts);
}

/** What a proxy with basic authentication says without the right `user:password`, and the answer with it. */
export function behindBasicAuth(credentials: string, answer: Answer): Answer {
  const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return (response, request) => {
    if (request.headers.authorization === expected) return answer(response, request);
    response.writeHead(401, { 'content-type': 'text/html', 'www-authenticate': 'Basic realm="models"' });
    response.end('<html><h1>401 Authorization Required</h1></html>');
  };
}

/** Serves recorded answers of Ollama by path; those of a chat model are there unless others are given. */
export function startOllamaServer(answers: Record<string, Answer> = {}) {
  return startModelServer({
    '/api/show': replay(200, 'application/json; charset=utf-8', recorded.SHOW),
    '/api/tags': replay(200, 'application/json; charset=utf-8', recorded.TAGS),
    '/api/chat': orJson(
      replay(200, 'application/x-ndjson', ...recorded.CHAT_STOP),
      replay(200, 'application/x-ndjson', ...recorded.CHAT_JSON),
    ),
    '/api/embed': recorded.answerEmbed,
    ...answers,
  });
}
