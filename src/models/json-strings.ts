/** A piece of a named string in a JSON object. */
export interface StringPiece {
  readonly name: string;
  readonly text: string;
  /** Whether the string ends with it. */
  readonly isEnd: boolean;
}

/** Reads the strings of one flat JSON object as they come, unescaped, wherever the text is cut. */
export interface JsonStrings {
  push(text: string): StringPiece[];
}

/** Begins before the object. */
export function createJsonStrings(): JsonStrings {
  let buffer = '';
  let name = '';
  let state: 'outside' | 'name' | 'value' = 'outside';
  let isValue = false;

  /** What of a string has come, and where in the buffer it ends; an escape or a pair of surrogates that is not whole waits. */
  function take(): { text: string; isEnd: boolean } {
    const raw = /^(?:[^"\\]|\\(?:u[\da-f]{4}|[^u]))*/i.exec(buffer)?.[0] ?? '';
    const isEnd = buffer.charAt(raw.length) === '"';
    const whole = isEnd ? raw : raw.replace(/(?:[\ud800-\udbff]|\\ud[89ab][\da-f]{2})$/i, '');
    buffer = buffer.slice(whole.length + (isEnd ? 1 : 0));
    return { text: unescaped(whole), isEnd };
  }

  return {
    push: (text) => {
      buffer += text;
      const pieces: StringPiece[] = [];
      for (;;) {
        if (state === 'outside') {
          const quote = buffer.indexOf('"');
          const between = quote < 0 ? buffer : buffer.slice(0, quote);
          if (/[:{,]/.test(between)) isValue = between.includes(':');
          buffer = quote < 0 ? '' : buffer.slice(quote + 1);
          if (quote < 0) return pieces;
          state = isValue ? 'value' : 'name';
          if (!isValue) name = '';
        }
        const { text: taken, isEnd } = take();
        if (state === 'name') name += taken;
        else if (taken !== '' || isEnd) pieces.push({ name, text: taken, isEnd });
        if (!isEnd) return pieces;
        state = 'outside';
      }
    },
  };
}

function unescaped(raw: string): string {
  return raw.replace(/\\(?:u([\da-f]{4})|([^u]))/gi, (_, code?: string, char?: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPES[char ?? ''] ?? char ?? ''),
  );
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
