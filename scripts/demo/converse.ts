import {
  ConversationDocument,
  CreateConversationDocument,
  DeleteConversationDocument,
} from '../../schema/typed/graphql.ts';
import { ask, type Reader } from './ask.ts';
import type { DemoConversation } from './organisations.ts';

/** Asks a question and one that refers to it, shows what their documents say of each sentence, and deletes it all. */
export async function showConversation(reader: Reader, { first, followUp }: DemoConversation): Promise<void> {
  const { client, checks, write } = reader;
  const { createConversation } = await client.data(CreateConversationDocument);
  const { id } = createConversation.conversation;
  const find = async () => (await client.data(ConversationDocument, { id })).conversation;
  await ask(reader, { question: first.text, conversationId: id });
  const { answer } = await ask(reader, { question: followUp.text, conversationId: id });
  const searchedFor = answer.searchedFor.join(' / ');
  checks.that(`the follow-up was searched for as "${searchedFor}"`, searchedFor !== followUp.text);
  for (const { start, end, support, evidence } of answer.claims) {
    write(`    ${support}: ${oneLine(answer.text.slice(start, end))}\n`);
    for (const { marker, text } of evidence) write(`      [${marker}] says: ${oneLine(text)}\n`);
  }
  if (answer.model === 'quoting') {
    checks.that(`it says "${followUp.answer}"`, answer.text.toLowerCase().includes(followUp.answer));
    checks.that(
      'each sentence is supported by what it cites',
      answer.claims.length > 0 && answer.claims.every(({ support }) => support === 'SUPPORTED'),
    );
  }
  const kept = await find();
  checks.that(`it is kept as "${kept?.title}", with both answers`, kept?.answers.totalCount === 2);
  await client.data(DeleteConversationDocument, { input: { id } });
  checks.that('deleted, it is gone', (await find()) === null);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
