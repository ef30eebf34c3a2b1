import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { withoutC1 } from '../decode-text.ts';
import { complete } from './complete.ts';
import { htmlBlocks } from './html.ts';
import { type Appointment, appointmentsOf } from './mail/appointments.ts';
import { withKnownLetters } from './mail/known-letters.ts';
import { splitMbox, unquoteFrom } from './mbox.ts';
import { oneLine } from './one-line.ts';
import type { ParsedBlock, ParsedPart } from './parsed.ts';
import { plainBlocks } from './plain-text.ts';
import { Unreadable } from './unreadable.ts';

/**
 * Reads mails, one (EML) or many (MBOX): what they are about, who wrote when to whom, what they say, which
 * appointments they bring, and what their attachments are called.
 *
 * @throws Unreadable `DAMAGED` for what is no mail, `ENCRYPTED`, `TOO_DEEP`, or `NO_TEXT`
 */
export function readMail(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  return complete(readMessages(bytes));
}

async function* readMessages(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  const messages = splitMbox(bytes);
  const isOne = messages.length === 1;
  for (const message of messages) {
    const mail = await parseMail(message);
    if (isOne && isEncrypted(mail) && bodyOf(mail).length === 0) throw new Unreadable('ENCRYPTED');
    yield* mailBlocks(mail, isOne ? 0 : 1);
  }
}

/** What a mail says, and then the mails that came with it, each as it would be read by itself. */
async function* mailBlocks(mail: Email, level: number): AsyncGenerator<ParsedBlock> {
  const subject = clean(mail.subject ?? '');
  if (subject !== '') yield { kind: 'heading', level, text: subject };
  yield* paragraph(envelopeOf(mail));
  yield* bodyOf(mail);
  for (const appointment of invitationsOf(mail)) yield* paragraph(sentence(appointment));
  yield* paragraph(attachmentsOf(mail));
  for (const { content } of mail.attachments.filter(isMail)) {
    if (level + 1 > DEEPEST) throw new Unreadable('TOO_DEEP');
    const within = await orNull(() => parseMail(bytesOf(content)));
    if (within) yield* mailBlocks(within, level + 1);
  }
}

/** What is damaged within a mail is no reason to refuse the mail. */
async function orNull<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Unreadable && error.reason === 'DAMAGED') return null;
    throw error;
  }
}

/** Mails within each other. */
const DEEPEST = 10;

function isMail({ mimeType }: Attachment): boolean {
  return mimeType.toLowerCase() === 'message/rfc822';
}

function bytesOf(content: Attachment['content']): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
}

async function parseMail(message: Uint8Array): Promise<Email> {
  const mail = await orUnreadable(async () => PostalMime.parse(await withKnownLetters(unquoteFrom(message)), OPTIONS));
  if (!mail.headers.some(({ key }) => MAIL_HEADERS.has(key))) throw new Unreadable('DAMAGED', 'no headers of a mail');
  return mail;
}

/** Those that came with a mail would be put into its text, in words of this computer's country. */
const OPTIONS = { forceRfc822Attachments: true };

async function orUnreadable<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    throw new Unreadable(/nesting/i.test(detail) ? 'TOO_DEEP' : 'DAMAGED', detail);
  }
}

const MAIL_HEADERS = new Set(['from', 'to', 'subject', 'date', 'received', 'message-id', 'mime-version']);

/**
 * The text, where there is one: what is there as HTML too says the same. A short one may only say that a mail should be
 * shown as HTML.
 */
function bodyOf({ text = '', html = '' }: Email): ParsedBlock[] {
  const plain = plainBlocks(withoutC1(text));
  if (lengthOf(plain) >= ENOUGH) return plain;
  const rich = htmlBlocks(withoutC1(html));
  return lengthOf(plain) < LEAST_SHARE * lengthOf(rich) ? rich : plain;
}

function lengthOf(blocks: readonly ParsedBlock[]): number {
  return blocks.reduce(
    (sum, block) => sum + (block.kind === 'table-row' ? block.cells.join('') : block.text).length,
    0,
  );
}

const ENOUGH = 500;
const LEAST_SHARE = 0.2;

function isEncrypted({ headers }: Email): boolean {
  const type = headers.find(({ key }) => key === 'content-type')?.value ?? '';
  return /multipart\/encrypted|pkcs7-mime(?!.*signed-data)/i.test(type);
}

function envelopeOf({ from, to = [], cc = [], headers }: Email): string {
  const date = headers.find(({ key }) => key === 'date')?.value;
  const fields = [
    ['From', from ? nameOf(from) : ''],
    ['To', to.map(nameOf).join(', ')],
    ['Cc', cc.map(nameOf).join(', ')],
    ['Date', date === undefined ? '' : readable(date)],
  ] as const;
  return sentence(fields);
}

function sentence(fields: Appointment): string {
  return fields.flatMap(([field, value]) => (value === '' ? [] : [`${field}: ${value}`])).join('; ');
}

function nameOf({ name, address, group }: Address): string {
  if (group) return `${name}: ${group.map(nameOf).join(', ')}`;
  return address && name && name !== address ? `${name} <${address}>` : (address ?? name);
}

/** A date as the sender's clock showed it: `2024-10-01 12:34 -0500`. */
function readable(written: string): string {
  const time = Date.parse(written);
  if (Number.isNaN(time)) return written;
  const [zone = '+0000', sign, hours = '0', minutes = '0'] = /([+-])(\d\d)(\d\d)\b/.exec(written) ?? [];
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const local = new Date(time + offset * 60_000);
  if (Number.isNaN(local.getTime())) return written;
  return `${local.toISOString().slice(0, 16).replace('T', ' ')} ${offset === 0 ? 'UTC' : zone}`;
}

function invitationsOf({ attachments }: Email): Appointment[] {
  return attachments.filter(isCalendar).flatMap(({ content }) => appointmentsOf(UTF8.decode(bytesOf(content))));
}

function isCalendar({ mimeType }: Attachment): boolean {
  return mimeType.toLowerCase() === 'text/calendar';
}

const UTF8 = new TextDecoder();

/** Without the pictures in the text, and the attachments that are read themselves. */
function attachmentsOf({ attachments }: Email): string {
  const isReadItself = (attachment: Attachment) =>
    !attachment.filename && (isCalendar(attachment) || isMail(attachment));
  const named = attachments.filter((attachment) => !attachment.related && !isReadItself(attachment));
  const names = named.map(({ filename, mimeType }) => filename ?? mimeType);
  return names.length === 0 ? '' : `Attachments: ${names.join(', ')}`;
}

function* paragraph(text: string): Generator<ParsedBlock> {
  const cleaned = clean(text);
  if (cleaned !== '') yield { kind: 'paragraph', text: cleaned };
}

function clean(text: string): string {
  return oneLine(withoutC1(text));
}
