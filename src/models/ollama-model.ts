import type { ChosenBy } from './chosen-by.ts';
import type { Route } from './http-request.ts';

/** A model on an Ollama server, and how to reach it. */
export interface OllamaModel {
  /** Base URL; it may hold a user and a password for a proxy's basic authentication, so it is shown to nobody. */
  readonly host: string;
  readonly model: string;
  /** How long the server keeps the model in memory after its use, as its API takes it; its own setting where left out. */
  readonly keepAlive?: string | number | undefined;
  /** A key that a server in the net asks for. */
  readonly apiKey?: string | null | undefined;
  /** How it is reached; where left out, it is waited for as long as the caller waits. */
  readonly route?: Partial<Route> | undefined;
  /** The operator where left out. */
  readonly chosenBy?: ChosenBy | undefined;
  /** Called for each failure, with a sentence for operators: it names the host, but no password. */
  onFailure?(problem: string): void;
}
