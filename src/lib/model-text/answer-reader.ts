import { createBareChannels } from './bare-channels.ts';
import { undisguise } from './brackets.ts';
import { createSentenceCiter, type SentenceCiter } from './citing.ts';
import { createHarmless, quoteHarmless } from './harmless.ts';
import { isNameOfCode } from './indexes.ts';
import { createLexer, type Token } from './lexer.ts';
import { createQuotedTest } from './quoted-brackets.ts';
import { judgeBeginning } from './unseen-thoughts.ts';

/** Reads what a language model writes, and tells what of it is the answer. */
export interface AnswerReader {
  /** Reads on; gives what may be shown now. An opened bracket or tag waits until it is clear, whitespace for what follows. */
  push(text: string): string;
  /** Takes words of a document, which are shown as they are. */
  quote(text: string): string;
  /** Cites a passage by its number. */
  cite(number: number): string;
  /** The rest, once the model has finished; `isCut`: at its limit of tokens. */
  end(options: { isCut: boolean }): string;
  /** The passages that the text so far cites, by number from 1, in the order in which they first appear. */
  cited(): number[];
  /** Whether the answer says anything. */
  readonly hasWords: boolean;
  /** Whether a thought ended that had no opening tag. */
  readonly thinksUnseen: boolean;
  /** What was given was no answer but such a thought. */
  readonly hasLeaked: boolean;
}

/** What the reader knows of the model and of what it was sent. */
export interface AnswerReaderOptions {
  /** The texts that the model was sent; markers are their numbers. */
  readonly passages: readonly string[];
  /** Whether all of it is given at the end. */
  readonly isWhole: boolean;
  /** Whether the model is known to think without an opening tag. */
  readonly thinksUnseen: boolean;
  /** The number of the passage that supports a sentence, which gets its marker where the model gave it none. */
  readonly supporting?: ((sentence: string) => number | null) | undefined;
}

/**
 * A state machine over thought, code and prose. Thoughts and control tokens never come out. Markers become [n] where
 * there is a passage n and vanish where there is none. What stands in code, an index (`args[0]`), a year, or one of the
 * passages' own brackets is text, and comes out as it stands there. Nothing in prose makes a client that shows Markdown
 * ask a host for anything: images become their descriptions, links their texts, tags of HTML go.
 */
export function createAnswerReader(options: AnswerReaderOptions): AnswerReader {
  const { passages, isWhole } = options;
  const lexer = createLexer({
    count: passages.length,
    isIndexed: isNameOfCode,
    isQuoted: createQuotedTest(passages),
    isKnownAddress: (address) => passages.some((passage) => holdsAddress(passage, address)),
  });
  let harmless = createHarmless();
  const channels = createBareChannels();
  let citer = createCiter();
  const cited = new Set<number>();
  let state: 'answer' | 'thought' | 'over' = 'answer';
  let beginning: string | null = '';
  let mayBeThought = options.thinksUnseen;
  let thinksUnseen = false;
  let hasWords = false;
  let hasGiven = false;
  let hasLeaked = false;
  let hasBegun = false;
  let struckOut = 0;
  /** Whitespace that comes out with what follows, if anything does. */
  let gap = '';
  let isBehindGone = false;
  /** Before what is gone. */
  let hasBlank = false;
  let out = '';

  function emit(text: string, isCode = false): void {
    out += harmless.pass(text, { isCode });
    hasBegun ||= out !== '';
  }

  /** The text with the whitespace before it. */
  function afterGap(text: string): string {
    if (isBehindGone && /^[.,;:!?)]/.test(text)) gap = gap.replace(/[ \t]+$/, '');
    const spaced = hasBegun ? gap + text : text.trimStart();
    gap = '';
    isBehindGone = false;
    hasBlank = false;
    return spaced;
  }

  function write(text: string, isCode = false): void {
    hasWords ||= /[\p{L}\p{N}]/u.test(text);
    const spaced = afterGap(text);
    emit(citer?.write(spaced, { isCode }) ?? spaced, isCode);
  }

  /** Spaces on both sides of what is gone are one. */
  function leaveBlank(blank: string): void {
    gap += hasBlank ? blank.replace(/^[ \t]+/, '') : blank;
    if (blank.includes('\n')) hasBlank = false;
  }

  function passOver(): void {
    hasBlank ||= /[ \t]$/.test(gap);
    isBehindGone = true;
  }

  function readCitation(numbers: readonly number[]): void {
    for (const number of numbers) cited.add(number);
    const markers = afterGap(numbers.map((number) => `[${number}]`).join(''));
    citer?.cite(markers);
    emit(markers);
  }

  function createCiter(): SentenceCiter | null {
    const { supporting } = options;
    if (!supporting) return null;
    return createSentenceCiter((sentence) => {
      const number = supporting(sentence);
      if (number !== null) cited.add(number);
      return number;
    });
  }

  function think(): void {
    state = 'thought';
    lexer.setCode(false);
  }

  function answer(): void {
    state = 'answer';
    mayBeThought = false;
    lexer.setCode(true);
  }

  /** All so far was a thought. */
  function forget(): void {
    thinksUnseen = hasBegun;
    if (hasGiven) {
      hasLeaked = true;
      state = 'over';
      return;
    }
    cited.clear();
    citer = createCiter();
    harmless = createHarmless();
    gap = '';
    out = '';
    hasBegun = false;
    hasWords = false;
    answer();
  }

  function readControl({ raw, control: { kind, passage } }: Extract<Token, { type: 'control' }>): void {
    const isStrike = (raw === '<s>' && hasBegun) || (raw === '</s>' && struckOut > 0);
    if (state === 'thought') {
      if (kind === 'close' || kind === 'answer' || raw === '<|end|>') answer();
      else if (kind === 'next') state = 'over';
    } else if (isStrike) {
      // HTML's, and not the beginning and the end of a sequence.
      struckOut += raw === '<s>' ? 1 : -1;
      passOver();
    } else if (hasBegun && gap === '' && ANSWER_TAG.test(raw)) {
      // A type's parameter.
      write(raw);
    } else if (passage !== undefined && passage >= 1 && passage <= passages.length) readCitation([passage]);
    else if (kind === 'open') think();
    else if (kind === 'close') forget();
    else if ((kind === 'end' || kind === 'next') && hasBegun) state = 'over';
  }

  function read(token: Token): void {
    if (state === 'over') return;
    if (token.type === 'control') readControl(token);
    else if (state === 'thought') return;
    else if (token.type === 'text') write(token.raw, token.isCode);
    else if (token.type === 'gone') passOver();
    else if (token.type === 'disguised') write(undisguise(token.raw));
    else if (token.type === 'citation') readCitation(token.numbers);
    else if (token.type === 'space') leaveBlank(token.raw);
    else if (token.type === 'nowhere') gap = gap.replace(/[ \t]+$/, '');
  }

  function judge(text: string): void {
    if (beginning === null) return;
    beginning += text;
    const judged = judgeBeginning(beginning);
    if (judged === 'unclear') return;
    mayBeThought ||= judged === 'thought';
    beginning = null;
  }

  function readText(text: string): void {
    judge(text);
    for (const token of lexer.push(text)) read(token);
  }

  function give(): string {
    // Nothing but markers is no answer.
    if (isWhole || mayBeThought || beginning !== null || hasLeaked || !hasWords) return '';
    return giveAll();
  }

  function giveAll(): string {
    const given = out;
    out = '';
    hasGiven ||= given !== '';
    return given;
  }

  return {
    push: (text) => {
      readText(channels.push(text.replace(CONTROLS, '')));
      return give();
    },
    quote: (text) => {
      beginning = null;
      // It is cited by who quotes.
      citer = null;
      write(quoteHarmless(text), true);
      return give();
    },
    cite: (number) => {
      // A blank before it.
      readText(channels.end());
      readCitation([number]);
      return give();
    },
    end: ({ isCut }) => {
      readText(channels.end());
      for (const token of lexer.end()) read(token);
      // It was cut before the end of the thought could come.
      if (isCut && mayBeThought) forget();
      if (!isCut) emit(citer?.end() ?? '');
      return hasLeaked ? '' : giveAll();
    },
    cited: () => [...cited],
    get hasWords() {
      return hasWords;
    },
    get thinksUnseen() {
      return thinksUnseen;
    },
    get hasLeaked() {
      return hasLeaked;
    },
  };
}

/** Whether an address stands in a text, and not only as the beginning of another host's name. */
function holdsAddress(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at >= 0 && address !== ''; at = text.indexOf(address, at + 1)) {
    if (!/^(?:[\w@:-]|\.\w)/.test(text.slice(at + address.length)) && !/\w$/.test(text.slice(0, at))) return true;
  }
  return false;
}

/** They say nothing to readers, and much to terminals; the overrides turn what stands behind them round. */
const CONTROLS = /(?![\t\n\r])\p{Cc}|[\u202D\u202E]/gu;
const ANSWER_TAG = /^<(?:\w*answer|response|final|output)>$/i;
