import type { ChatResponse } from 'ollama';
import { createWholeCharacters } from '../lib/whole-characters.ts';
import type { AnswerModel, AnswerPart, AnswerRequest, CompletionRequest } from './answer-model.ts';
import { BrokenLineError } from './json-lines.ts';
import { ollamaClient } from './ollama-client.ts';
import { explainOllamaError, isTooLong, tooLong } from './ollama-errors.ts';
import type { OllamaModel } from './ollama-model.ts';
import { buildPrompt } from './prompt.ts';
import { answerTokensIn, fitPrompt, LONGEST_ANSWER, THOUGHT_TOKENS, type TrimmedPrompt } from './prompt-room.ts';
import { answerEach, QUOTE_FIRST, QUOTE_SCHEMA, readQuoteFirst } from './quote-first.ts';
import { createThoughtDetector } from './thought-tags.ts';

/** How long a question waits to learn of a model's context before it is chosen what fits. */
const FACTS_MS = 5_000;

/** What the server says of a model. */
interface ModelFacts {
  readonly contextTokens: number;
  readonly thinks: boolean;
  /** Whether it answers better when it quotes first. */
  readonly isSmall: boolean;
  /** Whether the template has opened a thought when the model begins. */
  readonly beginsInThought: boolean;
}

/**
 * A chat model on an Ollama server, at temperature 0. `numCtx` is the context to ask for, in tokens; a model that can do
 * less gets less. `onTrimmed` is called for each prompt that had to be shortened.
 */
export function createOllamaAnswerModel(
  options: OllamaModel & { numCtx: number; onTrimmed?: (trimmed: TrimmedPrompt) => void },
): AnswerModel {
  const { model, keepAlive, numCtx, onTrimmed } = options;
  let facts: ModelFacts | undefined;
  /** It wrote a thought into an answer, as a model does of which the server does not know that it thinks. */
  let thinksInText = false;

  return {
    id: `ollama:${model}`,
    get contextTokens() {
      return facts?.contextTokens ?? numCtx;
    },
    fit: async (request, { signal }) => {
      signal.throwIfAborted();
      const known = await factsInTime(signal);
      const { contextTokens } = known;
      return fitPrompt(request, { model, contextTokens, tokens: contextTokens - answerTokensOf(known), onTrimmed });
    },
    stream: async function* (request, { signal }) {
      signal.throwIfAborted();
      // Ends the request as well when the reader leaves without aborting.
      const leaving = new AbortController();
      const ending = AbortSignal.any([signal, leaving.signal]);
      try {
        facts ??= await askFacts(ending);
        const { outlines } = request;
        // Thoughts have no place in JSON.
        const quotesFirst = facts.isSmall && !facts.beginsInThought && !thinksInText && !outlines;
        const how = { ...facts, quotesFirst };
        const quoting = (one: AnswerRequest) => readQuoteFirst(chat(one, how, ending), one);
        if (!quotesFirst) yield* chat(request, how, ending);
        else yield* request.parts ? answerEach(request, quoting) : quoting(request);
      } catch (error) {
        signal.throwIfAborted();
        throw explainOllamaError(error, options);
      } finally {
        leaving.abort();
      }
    },
    complete: async (request, { signal }) => {
      signal.throwIfAborted();
      try {
        facts ??= await askFacts(signal);
        return await complete(request, facts, signal);
      } catch (error) {
        signal.throwIfAborted();
        throw explainOllamaError(error, options);
      }
    },
  };

  async function complete(request: CompletionRequest, facts: ModelFacts, signal: AbortSignal): Promise<string> {
    const { system, user, schema, maxTokens } = request;
    const mayThink = facts.beginsInThought || thinksInText;
    const lines = await ollamaClient(options, signal).chat({
      ...shared(facts, maxTokens + (mayThink ? THOUGHT_TOKENS : 0)),
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ],
      format: schema,
    });
    let text = '';
    let received = 0;
    for await (const line of lines) {
      const content = contentOf(line);
      text += content;
      received += content.length || 1;
      if (received > LONGEST_ANSWER) break;
    }
    return text;
  }

  /** What is known of the model; a server that doesn't answer is left to `stream`, which says so. */
  async function factsInTime(signal: AbortSignal): Promise<Pick<ModelFacts, 'contextTokens' | 'beginsInThought'>> {
    try {
      facts ??= await askFacts(AbortSignal.any([signal, AbortSignal.timeout(FACTS_MS)]));
      return facts;
    } catch {
      signal.throwIfAborted();
      return { contextTokens: numCtx, beginsInThought: false };
    }
  }

  async function askFacts(signal: AbortSignal): Promise<ModelFacts> {
    const shown = await ollamaClient(options, signal).show({ model });
    // The package types it as a Map; what arrives is a plain object.
    const info: Record<string, unknown> = { ...shown.model_info };
    const most = Number(info[`${info['general.architecture']}.context_length`]);
    const thinks = shown.capabilities?.includes('thinking') ?? false;
    return {
      contextTokens: most > 0 ? Math.min(numCtx, most) : numCtx,
      thinks,
      isSmall: isSmall(Number(info['general.parameter_count'])),
      beginsInThought: !thinks && OPENED_THOUGHT.test(shown.template ?? ''),
    };
  }

  async function* chat(
    request: AnswerRequest,
    facts: ModelFacts & { quotesFirst: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<AnswerPart> {
    const { contextTokens, beginsInThought, quotesFirst } = facts;
    const answerTokens = answerTokensOf(facts);
    const begin = (tokens: number) => {
      const { messages, isCut, hasRoom } = buildPrompt(request, { tokens, ...(quotesFirst && { task: QUOTE_FIRST }) });
      if (!hasRoom) throw tooLong(options);
      if (isCut) onTrimmed?.({ model, contextTokens, droppedPassages: 0, cutPassages: true });
      return ollamaClient(options, signal).chat({
        ...shared(facts, answerTokens),
        messages,
        ...(quotesFirst && { format: QUOTE_SCHEMA }),
      });
    };

    const tokens = contextTokens - answerTokens;
    const lines = await begin(tokens).catch((error) => {
      if (!isTooLong(error)) throw error;
      // The model cuts this script into smaller pieces than were estimated.
      return begin(Math.floor(tokens / 3));
    });
    if (beginsInThought) yield { type: 'text', text: '<think>' };
    const seesThought = createThoughtDetector();
    const whole = createWholeCharacters();
    let received = 0;
    for await (const line of lines) {
      // Lines that came together are handed out one by one, whatever has happened meanwhile.
      signal.throwIfAborted();
      const text = whole(contentOf(line));
      thinksInText ||= seesThought(text);
      if (text !== '') yield { type: 'text', text };
      if (line.done) yield finishOf(line);
      received += text.length || 1;
      // A server that doesn't heed its limit is left, whether it writes or thinks.
      if (received > LONGEST_ANSWER) return yield { type: 'finished', reason: 'length' };
    }
  }

  /** What all requests have in common. */
  function shared({ contextTokens, thinks }: ModelFacts, maxTokens: number) {
    return {
      model,
      stream: true as const,
      // It is missing from the package's type: without it the server cuts a long prompt silently.
      truncate: false,
      options: { temperature: 0, seed: 1, num_ctx: contextTokens, num_predict: maxTokens },
      // Else the server's own setting holds.
      ...(keepAlive !== undefined && { keep_alive: keepAlive }),
      // Thoughts are not shown, and would use up the tokens of the answer.
      ...(thinks && { think: false }),
    };
  }

  function answerTokensOf({ contextTokens, beginsInThought }: Pick<ModelFacts, 'contextTokens' | 'beginsInThought'>) {
    return answerTokensIn(contextTokens, { thinks: beginsInThought || thinksInText });
  }
}

/** By its parameters; with fewer it can't copy a sentence either, and would refuse all. */
function isSmall(parameters: number): boolean {
  return parameters >= 4e8 && parameters <= 2e9;
}

/** A template that ends with an opened thought, but for its own syntax. */
const OPENED_THOUGHT = /<think>\s*(?:\{\{[^}]*\}\}\s*)*$/;

/** The package types it as there; the line of a model that was only loaded may lack it, and another server may say anything. */
function contentOf(line: ChatResponse): string {
  const content: unknown = (line.message as ChatResponse['message'] | undefined)?.content ?? '';
  if (typeof content !== 'string') throw new BrokenLineError('A line of the answer holds no text.');
  return content;
}

function finishOf(line: ChatResponse): AnswerPart {
  return {
    type: 'finished',
    reason: line.done_reason === 'length' ? 'length' : 'stop',
    promptTokens: line.prompt_eval_count,
    completionTokens: line.eval_count,
  };
}
