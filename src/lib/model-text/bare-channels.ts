/**
 * Puts tags around the thought of a gpt-oss whose server has left out its control tokens:
 * "analysisThe user asks …assistantfinalYou get 25 days." All other text passes as it is.
 */
export interface BareChannels {
  /** Reads on; what may belong to a word that is looked for waits. */
  push(text: string): string;
  /** The rest. */
  end(): string;
}

/** Begins at the start of a text. */
export function createBareChannels(): BareChannels {
  let state: 'beginning' | 'thought' | 'text' = 'beginning';
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
        if (MAY_BEGIN.test(buffer)) return '';
        state = THOUGHT.test(buffer) ? 'thought' : 'text';
        if (state === 'thought') given = '<think>';
      }
      if (state === 'text') return given + giveAll();
      const answer = ANSWER.exec(buffer);
      if (!answer) {
        given += buffer.slice(0, -LONGEST_ANSWER);
        buffer = buffer.slice(-LONGEST_ANSWER);
        return given;
      }
      state = 'text';
      given += `${buffer.slice(0, answer.index)}</think>`;
      buffer = buffer.slice(answer.index + answer[0].length);
      return given + giveAll();
    },
    end: giveAll,
  };
}

const MAY_BEGIN = /^\s*(?:a(?:n(?:a(?:l(?:y(?:s(?:is?)?)?)?)?)?)?)?$/;
const THOUGHT = /^\s*analysis\p{Lu}/u;
const ANSWER = /assistantfinal/;
const LONGEST_ANSWER = 'assistantfina'.length;
