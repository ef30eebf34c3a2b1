import { setTimeout as sleep } from 'node:timers/promises';
import type { Script } from '../../support/scripted-model.ts';

/** Says a text word by word, as slowly as a small model does. */
export function saysSlowly(text: string, everyMs = 40): Script {
  return async function* (_request, { signal }) {
    const words = text.split(/(?<=\s)/);
    for (const word of words) {
      await sleep(everyMs, undefined, { signal });
      yield { type: 'text', text: word };
    }
    yield { type: 'finished', reason: 'stop', promptTokens: 7, completionTokens: words.length };
  };
}

/** What a document may have talked a model into: markup, scripts, addresses of all kinds. */
export const HOSTILE = [
  'It is so [1].',
  '<img src="https://evil.example/a.png" onerror="window.hacked = 1">',
  '<script>window.hacked = 2</script>',
  '<iframe src="https://evil.example/"></iframe>',
  '![alt](https://evil.example/b.png)',
  '[click](javascript:window.hacked=3)',
  '<https://evil.example/auto>',
  '[1]: https://evil.example/definition',
].join('\n\n');
