/**
 * Puts tags around a thought that is told by words alone: that of a gpt-oss whose server has left out its control tokens,
 * "analysisThe user asks …assistantfinalYou get 25 days.", and that of Granite 3.2. All other text passes as it is.
 */
export interface BareChannels {
  /** Reads on; what may belong to a word that is looked for waits. */
  push(text: string): string;
  /** The rest. */
  end(): string;
}

/** What a thought begins with, what follows that, and what the answer behind it begins with. */
const CHANNELS = [
  { opening: 'analysis', next: /^\p{Lu}/u, answer: 'assistantfinal' },
  { opening: 'commentary', next: /^\p{Lu}/u, answer: 'assistantfinal' },
  { opening: 'assistantanalysis', next: /^./u, answer: 'assistantfinal' },
  { opening: 'Here is my thought process:', next: /^/, answer: 'Here is my response:' },
];

/** Begins at the start of a text. */
export function createBareChannels(): BareChannels {
  let state: 'beginning' | 'thought' | 'text' = 'beginning';
  let answer = '';
  let buffer = '';

  function giveAll(): string {
    const given = buffer;
    buffer = '';
    return given;
  }

  return {
    push: (text) => {
      buffer += text;
      let given = '';
      if (state === 'beginning') {
        const beginning = buffer.trimStart();
        if (CHANNELS.some(({ opening }) => opening.startsWith(beginning))) return '';
        const channel = CHANNELS.find(
          ({ opening, next }) => beginning.startsWith(opening) && next.test(beginning.slice(opening.length)),
        );
        state = channel ? 'thought' : 'text';
        answer = channel?.answer ?? '';
        if (channel) given = '<think>';
      }
      if (state === 'text') return given + giveAll();
      const at = buffer.indexOf(answer);
      if (at < 0) {
        const kept = 1 - answer.length;
        given += buffer.slice(0, kept);
        buffer = buffer.slice(kept);
        return given;
      }
      state = 'text';
      given += `${buffer.slice(0, at)}</think>`;
      buffer = buffer.slice(at + answer.length);
      return given + giveAll();
    },
    end: giveAll,
  };
}
