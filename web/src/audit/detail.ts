import { locale } from '../lib/language.ts';
import { messages } from './messages.ts';
import { rightsInWords } from './rights.ts';

/** What an entry says beside who, when and how it ended. */
export interface Detail {
  readonly question?: string;
  readonly answer?: string;
  readonly documents: readonly string[];
  /** What else there is, by name and value, in words. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** What ties the entry to those before it, and to the server's own log. */
  readonly proof: readonly (readonly [name: string, value: string])[];
}

/** By what entries are tied to something, for who checks that. */
const PROOF = ['sequence', 'hash', 'questionSha256', 'answerSha256', 'requestId'];
/** What is shown in a place of its own; the id of a text is that of its answer. */
const OWN_PLACE = ['question', 'answer', 'documents', 'textId'];

/** Reads the JSON of an entry. */
export function parseDetail(json: string | null | undefined): Detail {
  const all = JSON.parse(json ?? '{}') as Record<string, unknown>;
  const inWords = ([key, value]: [string, unknown]) => [nameOf(key), say(key, value)] as const;
  const entries = Object.entries(all);
  const { question, answer, documents } = all;
  return {
    ...(typeof question === 'string' && { question }),
    ...(typeof answer === 'string' && answer !== '' && { answer }),
    documents: Array.isArray(documents) ? documents.map(String) : [],
    facts: entries.filter(([key]) => !PROOF.includes(key) && !OWN_PLACE.includes(key)).map(inWords),
    proof: entries.filter(([key]) => PROOF.includes(key)).map(inWords),
  };
}

const number = new Intl.NumberFormat(locale);

/** A newer server's as it is. */
function nameOf(key: string): string {
  const names: Readonly<Record<string, string>> = messages.details;
  return names[key] ?? key;
}

function say(key: string, value: unknown): string {
  if (key === 'collections' && value === null) return messages.allDocuments;
  if (key === 'durationMs' && typeof value === 'number') return messages.milliseconds(number.format(value));
  if (key === 'role' && typeof value === 'string') return rightsInWords(value);
  if (typeof value === 'boolean') return value ? messages.yes : messages.no;
  if (typeof value === 'number') return number.format(value);
  if (value === null) return messages.none;
  return Array.isArray(value) ? value.join(', ') || messages.none : String(value);
}
