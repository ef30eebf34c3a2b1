import type { FormatReader } from './parsed.ts';

/** A format whose files are read in a process of their own. */
export interface Format {
  /** The one that documents are listed with. */
  readonly mediaType: string;
  /** Lower case, with the dot. */
  readonly extensions: readonly string[];
  /** Whether its files are texts, whose content doesn't tell which; the others are known by theirs. */
  readonly isText: boolean;
  /** Whether its files say how they are encoded. */
  readonly namesEncoding: boolean;
  /** Loads its reader, and the libraries that it is built on. */
  load(): Promise<FormatReader>;
  /** The same of a reader that recognizes the text of pages that are pictures, where the format has such pages. */
  loadRecognition?(languages: readonly string[]): Promise<FormatReader>;
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument';

/** All of them. To support another, write its reader and add it here. */
export const FORMATS = {
  pdf: {
    ...packed('application/pdf', ['.pdf'], async () => (await import('./pdf/read-pdf.ts')).readPdf),
    loadRecognition: async (languages) => (await import('./pdf/read-scanned-pdf.ts')).createScannedPdfReader(languages),
  },
  docx: packed(
    `${OFFICE}.wordprocessingml.document`,
    ['.docx', '.docm'],
    async () => (await import('./docx/read-docx.ts')).readDocx,
  ),
  pptx: packed(
    `${OFFICE}.presentationml.presentation`,
    ['.pptx', '.pptm', '.ppsx'],
    async () => (await import('./pptx/read-pptx.ts')).readPptx,
  ),
  xlsx: packed(`${OFFICE}.spreadsheetml.sheet`, ['.xlsx', '.xlsm'], async () => (await import('./xlsx.ts')).readXlsx),
  odt: packed(`${OPEN_DOCUMENT}.text`, ['.odt'], readOdf),
  ods: packed(`${OPEN_DOCUMENT}.spreadsheet`, ['.ods'], readOdf),
  odp: packed(`${OPEN_DOCUMENT}.presentation`, ['.odp'], readOdf),
  epub: packed('application/epub+zip', ['.epub'], async () => (await import('./epub.ts')).readEpub),
  html: namingText('text/html', ['.html', '.htm', '.xhtml'], async () => (await import('./html.ts')).readHtml),
  csv: text('text/csv', ['.csv'], readTable),
  tsv: text('text/tab-separated-values', ['.tsv', '.tab'], readTable),
  json: text('application/json', ['.json'], readJson),
  ndjson: text('application/x-ndjson', ['.ndjson', '.jsonl'], readJsonLines),
  eml: namingText('message/rfc822', ['.eml'], readMail),
  mbox: namingText('application/mbox', ['.mbox'], readMail),
} satisfies Record<string, Format>;

/** The name of a format, by which its reader is started. */
export type FormatName = keyof typeof FORMATS;

async function readOdf(): Promise<FormatReader> {
  return (await import('./odf/read-odf.ts')).readOdf;
}

async function readTable(): Promise<FormatReader> {
  return (await import('./csv.ts')).readCsv;
}

async function readJson(): Promise<FormatReader> {
  return (await import('./json.ts')).readJson;
}

async function readJsonLines(): Promise<FormatReader> {
  return (await import('./json.ts')).readJsonLines;
}

async function readMail(): Promise<FormatReader> {
  return (await import('./mail.ts')).readMail;
}

function packed(mediaType: string, extensions: readonly string[], load: Format['load']): Format {
  return { mediaType, extensions, isText: false, namesEncoding: false, load };
}

function text(mediaType: string, extensions: readonly string[], load: Format['load']): Format {
  return { mediaType, extensions, isText: true, namesEncoding: false, load };
}

function namingText(mediaType: string, extensions: readonly string[], load: Format['load']): Format {
  return { ...text(mediaType, extensions, load), namesEncoding: true };
}
