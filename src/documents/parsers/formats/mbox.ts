/**
 * The messages of a mailbox in a file (RFC 4155), or the one that a file is. A message begins behind a line
 * `From ada@example.org Mon Jan  1 10:00:00 2024`.
 */
export function splitMbox(bytes: Uint8Array): Uint8Array[] {
  const file = withoutMark(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  if (!isBeginning(file, 0)) return [file];
  const messages: Uint8Array[] = [];
  for (let start = 0; start < file.length; ) {
    const from = endOfLine(file, start);
    const end = nextMessage(file, from);
    const message = file.subarray(from, end).toString('latin1');
    if (message.trim() !== '') messages.push(Buffer.from(message.replace(/^>(>*From )/gm, '$1'), 'latin1'));
    start = end;
  }
  return messages;
}

/** A message whose lines that look like the beginning of one had a `>` put before them ("mboxrd"). */
export function unquoteFrom(message: Uint8Array): Uint8Array {
  const text = Buffer.from(message.buffer, message.byteOffset, message.length).toString('latin1');
  return Buffer.from(text.replace(/^>(>*From )/gm, '$1'), 'latin1');
}

function nextMessage(file: Buffer, from: number): number {
  for (let at = from - 1; ; ) {
    at = file.indexOf('\nFrom ', at);
    if (at < 0) return file.length;
    at += 1;
    if (isBeginning(file, at)) return at;
  }
}

/** Whether the line that a message begins with stands there. */
function isBeginning(file: Buffer, at: number): boolean {
  const line = file.subarray(at, Math.min(endOfLine(file, at), at + LONGEST_LINE)).toString('latin1');
  return line.startsWith('From ') && DATE.test(line);
}

function endOfLine(file: Buffer, at: number): number {
  const end = file.indexOf('\n', at);
  return end < 0 ? file.length : end + 1;
}

const LONGEST_LINE = 1_000;
const DATE = /\d\d:\d\d(?::\d\d)? (?:[\w+-]{1,6} ){0,2}\d{4}\s*$/;

/** Some programs put a byte order mark before a mail. */
function withoutMark(file: Buffer): Buffer {
  return file.subarray(0, 3).equals(Buffer.from('\ufeff')) ? file.subarray(3) : file;
}
