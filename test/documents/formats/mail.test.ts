import { describe, expect, it } from 'vitest';
import { readMail } from '../../../src/documents/parsers/formats/mail.ts';
import { fileBytes, hasFiles, outlineOf, partsOf, refusalOf } from '../../support/parsed.ts';

const outline = async (bytes: Uint8Array) => outlineOf(await partsOf(readMail, bytes));

/** A mail of lines, in which each letter is a byte. */
const mail = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'latin1');

describe.skipIf(!hasFiles)('mails of real programs (skipped where ../shared is not there)', () => {
  it.each([
    [
      'japanese_iso_2022.eml',
      [
        'Title: まみむめも',
        'From: Mikel Lindsaar <raasdnil@gmail.com>; To: みける <raasdnil@gmail.com>',
        'すみません。',
      ],
    ],
    [
      'mime-different-plain-html.eml',
      [
        'Title: Example MIME Email',
        'From: sender@example.com; To: recipient@example.com; Date: 2024-10-01 12:34 -0500',
        'This is the text/plain part.',
        expect.stringMatching(/^Did you know that the first email was sent by Ray Tomlinson in 1971\?.* today\.$/),
        expect.stringMatching(/^Another interesting fact is .* email spam\.$/),
      ],
    ],
    [
      'tiny.mbox',
      [
        '# Öffnungszeiten',
        'From: Ada <ada@example.org>; Date: 2024-01-01 10:00 UTC',
        'The café closes at five. From the counter: bring your card.',
        '# Second',
        'From: Grace <grace@example.org>; Date: 2024-01-02 11:00 UTC',
        'It’s closed on Sundays.',
      ],
    ],
  ])('%s is read as it is written', async (name, lines) => {
    expect(await outline(fileBytes(`eml/${name}`))).toEqual(lines);
  });
});

describe('the text of a mail', () => {
  it('has paragraphs and items, without the signs of a quotation and drawn lines', async () => {
    const read = await outline(
      mail(
        'Subject: Hours',
        '',
        'Hi,',
        'we open',
        '',
        '- at eight',
        '  or so',
        '2) at nine',
        '-----',
        '> > You wrote',
        '> this.',
      ),
    );
    expect(read).toEqual(['Title: Hours', 'Hi, we open', '- at eight or so', '- at nine', 'You wrote this.']);
  });

  it('is that of its HTML where it has no other', async () => {
    const html = mail(
      'From: =?windows-1252?Q?Zo=EB_=80?= <zoe@example.org>',
      'Content-Type: text/html; charset=windows-1252',
      '',
      '<title>No</title><h2>Caf\xe9</h2><script>alert(1)</script><p>It\x92s \x935 \x80\x94',
    );
    expect(await outline(html)).toEqual(['From: Zoë € <zoe@example.org>', '## Café', 'It’s “5 €”']);
  });

  it('is that of its HTML where the other only says to look at that', async () => {
    const both = (text: string) =>
      mail(
        'Subject: News',
        'Content-Type: multipart/alternative; boundary=a',
        '',
        '--a',
        '',
        text,
        '--a',
        'Content-Type: text/html',
        '',
        '<p>The reading room opens at eight in the morning and closes at nine in the evening.',
        '--a--',
      );
    expect(await outline(both('See our page.'))).toEqual([
      'Title: News',
      'The reading room opens at eight in the morning and closes at nine in the evening.',
    ]);
    expect(await outline(both('It opens at eight and closes at nine.'))).toEqual([
      'Title: News',
      'It opens at eight and closes at nine.',
    ]);
  });

  it('is read where nothing says how its letters are encoded, and so are its headers', async () => {
    const headers = ['From: J\xfcrgen <j@example.org>', 'Subject: Gr\xf6\xdfe der Lieferung'];
    const expected = ['Title: Größe der Lieferung', 'From: Jürgen <j@example.org>', 'Die Größe beträgt 7 m².'];
    const text = 'Die Gr\xf6\xdfe betr\xe4gt 7 m\xb2.';
    expect(await outline(mail(...headers, '', text))).toEqual(expected);
    const named = 'Content-Type: text/plain; charset=iso-8859-1';
    expect(await outline(mail(...headers, named, '', text))).toEqual(expected);
  });

  it('tells the appointments of an invitation', async () => {
    const invitation = mail(
      'Subject: Meeting',
      'Content-Type: multipart/alternative; boundary=a',
      '',
      '--a',
      'Content-Type: text/plain',
      '',
      'Please come.',
      '--a',
      'Content-Type: text/calendar; method=REQUEST',
      '',
      'BEGIN:VCALENDAR',
      'BEGIN:VTIMEZONE',
      'DTSTART:19700101T000000',
      'END:VTIMEZONE',
      'BEGIN:VEVENT',
      'DTSTART;TZID="Europe/Oslo: x":20231005T140000',
      'DTEND:20231005T150000Z',
      'SUMMARY:Budget review\\, with',
      '  Ms Okafor',
      'LOCATION:Tower 4',
      'BEGIN:VALARM',
      'DESCRIPTION:Reminder',
      'END:VALARM',
      'END:VEVENT',
      'END:VCALENDAR',
      '--a--',
    );
    expect(await outline(invitation)).toEqual([
      'Title: Meeting',
      'Please come.',
      'Appointment: Budget review, with Ms Okafor; Begins: 2023-10-05 14:00; Ends: 2023-10-05 15:00 UTC; Place: Tower 4',
    ]);
  });

  it('has the mails that came with it behind it, each with who wrote it when', async () => {
    const forwarded = (level: number): string[] => [
      ...['From: boss@example.org', `Subject: Request ${level}`, 'Date: Tue, 3 Mar 2026 09:00:00 +0100'],
      ...[`Content-Type: multipart/mixed; boundary=m${level}`, '', `--m${level}`, '', 'Book room 12.'],
      ...(level < 2 ? [`--m${level}`, 'Content-Type: message/rfc822', '', ...forwarded(level + 1)] : []),
      ...[`--m${level}`, 'Content-Type: message/rfc822', '', 'no mail at all', `--m${level}--`],
    ];
    expect(await outline(mail(...forwarded(0)))).toEqual(
      ['Title: Request 0', '# Request 1', '## Request 2'].flatMap((heading) => [
        heading,
        'From: boss@example.org; Date: 2026-03-03 09:00 +0100',
        'Book room 12.',
      ]),
    );
  });

  it('names attachments, and not the pictures within the text', async () => {
    const read = await outline(
      mail(
        'Subject: Plan',
        'Content-Type: multipart/mixed; boundary=a',
        '',
        '--a',
        'Content-Type: multipart/related; boundary=b',
        '',
        '--b',
        'Content-Type: text/html',
        '',
        '<p>See the plan.</p><img src="cid:logo">',
        '--b',
        'Content-Type: image/png; name=logo.png',
        'Content-ID: <logo>',
        '',
        'x',
        '--b--',
        '--a',
        "Content-Disposition: attachment; filename*=utf-8''Pl%C3%A4ne.pdf",
        'Content-Type: application/pdf',
        '',
        'x',
        '--a',
        'Content-Type: text/csv',
        '',
        'x',
        '--a--',
      ),
    );
    expect(read).toEqual(['Title: Plan', 'See the plan.', 'Attachments: Pläne.pdf, text/csv']);
  });

  it('says when it was written as the clock of its sender did', async () => {
    const dates = ['Mon, 30 Sep 2024 23:30:00 +0530', 'Tue, 1 Oct 2024 00:10 GMT', 'one fine day'];
    const read = await Promise.all(dates.map(async (date) => (await outline(mail(`Date: ${date}`, '', 'x')))[0]));
    expect(read).toEqual(['Date: 2024-09-30 23:30 +0530', 'Date: 2024-10-01 00:10 UTC', 'Date: one fine day']);
  });
});

describe('mailboxes', () => {
  it('of one message are that mail, and lines that only look like a beginning are none', async () => {
    const read = await outline(
      mail(
        'From - Mon Jan  1 10:00:00 2024',
        'Subject: One',
        '',
        'From the counter.',
        '',
        'From now on until 2024',
        '>>From',
      ),
    );
    expect(read).toEqual(['Title: One', 'From the counter.', 'From now on until 2024 From']);
  });
});

describe('what is no mail that can be read', () => {
  it.each([
    ['DAMAGED', mail('Shopping: milk', '', 'bread')],
    ['DAMAGED', Buffer.alloc(3_000, 7)],
    ['NO_TEXT', mail('Mime-Version: 1.0', '', '')],
    [
      'ENCRYPTED',
      mail('Subject: Secret', 'Content-Type: application/pkcs7-mime; smime-type=enveloped-data', '', 'MIIB'),
    ],
    ['TOO_DEEP', mail('Subject: Deep', ...nested(300))],
    [
      'DAMAGED',
      mail('Subject: Long', ...Array.from({ length: 60_000 }, (_, at) => `X-Header-${at}: ${'x'.repeat(40)}`), ''),
    ],
  ])('is refused as %s', async (reason, bytes) => {
    expect(await refusalOf(readMail, bytes)).toBe(reason);
  });
});

function nested(levels: number): string[] {
  return Array.from({ length: levels }, (_, at) => [
    `Content-Type: multipart/mixed; boundary=b${at}`,
    '',
    `--b${at}`,
  ]).flat();
}
