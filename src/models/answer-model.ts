import type { TenantId } from '../ids.ts';

/** How near a passage is to the question, by the cosine of their vectors, and each of its sentences. */
export interface Closeness {
  readonly cosine: number;
  /** Offsets into the passage's text, in UTF-16 code units, end exclusive; none where there is but one. */
  readonly sentences: readonly { readonly start: number; readonly end: number; readonly cosine: number }[];
}

/** A passage as a model sees it. Its number in the prompt, and in citations, is its place in the list, from 1. */
export interface PromptPassage {
  readonly title: string;
  readonly headings: readonly string[];
  readonly text: string;
  /** 0 to 1; when a prompt is too long the least relevant go first. */
  readonly relevance: number;
  /** Null where that is not known. */
  readonly closeness: Closeness | null;
}

/** A question, and what it is to be answered from. */
export interface AnswerRequest {
  readonly question: string;
  /** As the documents spell it, where words of it were misspelt. */
  readonly spelled?: string | undefined;
  /** The questions that it refers back to, oldest first. */
  readonly refersTo?: readonly string[] | undefined;
  /** What was said before it, oldest first; each is left out before any passage is. */
  readonly earlier?: readonly EarlierTurn[] | undefined;
  readonly passages: readonly PromptPassage[];
  /** The questions that it is made of, in order, where there are several. */
  readonly parts?: readonly QuestionPart[] | undefined;
  /** Where an overview is asked for: the documents that it is of. The passages are the beginnings of their sections. */
  readonly outlines?: readonly Outline[] | undefined;
  /** What an organisation wants of its answers: below Carrel's own rules, which it can't undo. */
  readonly instructions?: string | undefined;
}

/** One of the questions that a question is made of, and what was found for it. */
export interface QuestionPart extends Omit<AnswerRequest, 'parts' | 'earlier'> {
  /** The numbers of its passages among those of the whole question. */
  readonly numbers: readonly number[];
}

/** A question that was asked before, and the answer's text with its markers; null where it is not to be known. */
export interface EarlierTurn {
  readonly question: string;
  readonly answer: string | null;
}

/** The sections of a document, by the headings that each stands under, outermost first. */
export interface Outline {
  /** The document's name. */
  readonly title: string;
  readonly sections: readonly (readonly string[])[];
}

/** A piece of what a model gives, in order. */
export type AnswerPart =
  /** As a language model writes: with markers such as [1], maybe with thoughts and control tokens, cut anywhere. */
  | { readonly type: 'text'; readonly text: string }
  /** Words of a passage, as they stand there: a bracket in them is no marker. */
  | { readonly type: 'quote'; readonly text: string }
  /** A citation of a passage, by its number. */
  | { readonly type: 'citation'; readonly number: number }
  | {
      readonly type: 'finished';
      /** `length`: the answer was cut at the limit of tokens. */
      readonly reason: 'stop' | 'length';
      readonly promptTokens?: number | undefined;
      readonly completionTokens?: number | undefined;
    };

/** A JSON schema, as far as models are held to one: an object with named properties. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Writes an answer from passages. Adapters: `ollama-answer-model.ts` and `quoting/quoting-model.ts`. */
export interface AnswerModel {
  readonly id: string;
  /** Tokens that prompt and answer may have together; null: no limit. */
  readonly contextTokens: number | null;
  /** Whether it is no model that anybody waits for: it answers at once, in this process. */
  readonly runsHere?: boolean;
  /**
   * Which passages the prompt has room for, by their places in the request from 0, in order; the least relevant are left
   * out. A model whose context has no limit is sent all, and leaves this out.
   */
  fit?(request: AnswerRequest, options: { signal: AbortSignal }): Promise<readonly number[]>;
  /**
   * The answer from all passages of the request, as it is generated, then exactly one `finished`; a stream without it is a
   * failed answer. The same request gives the same text. The work stops, and the provider is freed, once the signal aborts.
   * @throws AppError `MODEL_UNAVAILABLE`, or `TOO_LARGE` where the prompt has no room for the passages
   */
  stream(request: AnswerRequest, options: { signal: AbortSignal }): AsyncIterable<AnswerPart>;
  /**
   * A reply in JSON after a schema, as text: whole, unless `maxTokens` were too few for it, and from some servers not quite
   * after the schema, so it is to be parsed with care. It is missing where the model can't; one that turns out not to
   * loses it, so ask for it anew before each call, and do without it where it fails.
   * @throws AppError `MODEL_UNAVAILABLE`, or `TOO_LARGE` where the messages are longer than the model can read
   */
  readonly complete?: ((request: CompletionRequest, options: { signal: AbortSignal }) => Promise<string>) | undefined;
}

/** What is asked of a model other than an answer. */
export interface CompletionRequest {
  readonly system: string;
  readonly user: string;
  readonly schema: JsonSchema;
  /** Of the reply; thoughts before it have their own. */
  readonly maxTokens: number;
}

/** A model and why it was chosen, for the log and the `system` query. */
export interface ChosenAnswerModel {
  readonly model: AnswerModel;
  readonly reason: string;
}

/** The model of an organisation: its own, or the deployment's. */
export interface TenantModel extends ChosenAnswerModel {
  /** The answers of models with the same name here are written in turn. */
  readonly queue: string;
}

/** The models of organisations, each heeding their instructions. */
export interface TenantModels {
  of(id: TenantId, options: { signal?: AbortSignal | undefined }): Promise<TenantModel>;
}

/** Chooses the model to answer with now; `auto` asks again when a minute has passed. */
export interface AnswerModels {
  current(options: { signal?: AbortSignal | undefined }): Promise<ChosenAnswerModel>;
}
