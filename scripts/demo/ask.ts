import {
  AnswerDocument,
  type AnswerPartsFragment,
  type AskInput,
  type SearchFilter,
} from '../../schema/typed/graphql.ts';
import type { Client } from '../../test/support/client.ts';
import type { Checks } from './checks.ts';
import type { DemoQuestion } from './organisations.ts';

/** Speaks with one server for the reader: prints what is asked and what comes, and checks it. */
export interface Reader {
  readonly client: Client;
  readonly checks: Checks;
  write(text: string): void;
}

/** Asks what a document answers, and checks that the answer came piece by piece and from there. */
export async function askKnown(reader: Reader, question: DemoQuestion, filter?: SearchFilter): Promise<void> {
  const { answer, streamed, deltas } = await ask(reader, { question: question.text, ...(filter && { filter }) });
  const { checks } = reader;
  checks.that(`the answer came in ${deltas} pieces, which joined are its text`, deltas > 0 && streamed === answer.text);
  checks.that(
    `${question.file} is among what it was written from`,
    answer.passages.some((passage) => passage.documentName === question.file),
  );
  // What a language model makes of the passages is its own; quotations are exact.
  if (answer.model !== 'quoting') return;
  checks.that(`it says "${question.answer}"`, answer.text.toLowerCase().includes(question.answer));
  checks.that(
    `it cites ${question.file}`,
    answer.citations.some(({ passage }) => passage.documentName === question.file),
  );
}

/** Asks what none of the organisation's documents answers, and checks that it says so. */
export async function askUnknown(reader: Reader, question: string, filter?: SearchFilter): Promise<void> {
  const { answer } = await ask(reader, { question, ...(filter && { filter }) });
  reader.checks.that(
    'it is refused: the documents do not hold the answer',
    !answer.answered && answer.finishReason === 'REFUSED' && answer.citations.length === 0,
  );
}

/** Asks over a WebSocket and prints the tokens as they come, then the sources. */
export async function ask({ client, write }: Reader, input: AskInput) {
  write(`\n  ? ${input.question}\n    `);
  let streamed = '';
  let deltas = 0;
  let answer: AnswerPartsFragment | undefined;
  const events = client.subscribe(AnswerDocument, { input });
  for await (const { data, errors } of events) {
    if (!data) throw new Error(`The question was not taken: ${JSON.stringify(errors)}`);
    const event = data.answer;
    if (event.__typename === 'AnswerFailed') throw new Error(`The answer failed: ${event.message}`);
    if (event.__typename === 'AnswerDelta') {
      write(event.text.replaceAll('\n', '\n    '));
      streamed += event.text;
      deltas++;
    }
    if (event.__typename === 'AnswerCompleted') answer = event.answer;
  }
  if (!answer) throw new Error('The stream ended before the answer was complete.');
  write('\n');
  for (const { marker, passage } of answer.citations) {
    write(`    [${marker}] ${[passage.documentName, ...passage.headings].join(' › ')}\n`);
  }
  return { answer, streamed, deltas };
}
