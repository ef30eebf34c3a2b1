import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentHeadingsDocument, DocumentPagesDocument, DocumentTextDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { createPdf } from '../support/pdf.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const HANDBOOK = readFileSync(new URL('../../web/public/examples/employee-handbook.md', import.meta.url), 'utf8');

describe('the headings and pages of a document', () => {
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
  });
  afterAll(() => server.close());

  const headings = async (name: string, text: string) => {
    const { id } = await ada.ingest(name, text);
    const { document } = await ada.data(DocumentHeadingsDocument, { id });
    return document?.headings;
  };

  it('are the innermost of its sections, in order, each once', async () => {
    const text =
      '# Rules\n\n## Hours\n\nIt opens at eight.\n\n## Fees\n\n### Late\n\nA day is a penny.\n\n## Hours\n\nIt closes at nine.';
    expect(await headings('rules.md', text)).toEqual(['Hours', 'Late']);
    expect((await headings('handbook.md', HANDBOOK))?.slice(0, 3)).toEqual([
      '1. About this handbook',
      '2.1 Hours',
      '2.2 Breaks',
    ]);
  });

  it('are its title where that is all, and none where there is none', async () => {
    expect(await headings('title.md', '# The title\n\nA text of one section.')).toEqual(['The title']);
    expect(await headings('plain.txt', 'A text without any.')).toEqual([]);
  });

  it('begin where their first words stand in the text, in the middle of a paragraph too', async () => {
    const page = (text: string) => [{ text, x: 72, y: 720, size: 12 }];
    const pdf = createPdf([
      page('Boats are hired at the pier,'),
      page('by the hour alone.'),
      [],
      page('Ask Nora.'),
      [],
    ]);
    const { body } = await ada.upload(new Blob([new Uint8Array(pdf)]), 'boats.pdf');
    const id = body.data?.ingestFile.document.id ?? '';
    const { document } = await ada.data(DocumentPagesDocument, { id });
    const { document: read } = await ada.data(DocumentTextDocument, { id });
    const text = read?.text ?? '';
    const [by, ask] = [text.indexOf('by the hour'), text.indexOf('Ask Nora')];
    // Pages without text begin where the next one does, or at the end.
    expect(document).toEqual({ pageCount: 5, pageStarts: [0, by, ask, ask, text.length] });
    expect(by).toBeGreaterThan(0);

    const { id: plain } = await ada.ingest('plain.txt', 'A text without pages.');
    expect((await ada.data(DocumentPagesDocument, { id: plain })).document).toEqual({
      pageCount: null,
      pageStarts: [],
    });
  });
});
