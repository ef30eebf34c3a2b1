/**
 * Every limit of what a request may hold and what a caller may keep busy, grouped by what it bounds. Each is counted
 * before the work that it bounds is done. docs/security.md shows them: after a change, `npx vitest run test/limits -u`
 * writes its tables anew.
 */

/** What arrives before anybody looks at it. */
export const HTTP_LIMITS = {
  /** Headers of a request. Browsers send about 20, proxies add 10. */
  headers: 100,
  /** Bytes of all headers with the address; Node's own default, and that of most proxies. */
  headerBytes: 16 * 1024,
  /** Media types of `Accept`, each of which is compared with all that there are. Browsers name up to 8. */
  acceptedTypes: 100,
  /** Requests that a connection may have unanswered: no browser sends one before the answer to the last. */
  unansweredPerConnection: 8,
} as const;

/** Connections of a process, WebSockets among them. */
export const CONNECTION_LIMITS = {
  /** Of the files that a process may have open: for the store's, the database's connections, the libraries. */
  reservedFiles: 160,
  /** Of the others; the rest is for calls to the models, one for each answer. */
  share: 0.75,
  /** However few files a process may have open. */
  atLeast: 16,
  /** However many; each takes some kB. */
  atMost: 50_000,
  /** Milliseconds in which a connection that is not idle must take something of what is sent to it. */
  stalledMs: 30_000,
  /** Milliseconds in which a client may go on to send what is not read, before it sees the answer that says so. */
  lingeringMs: 5_000,
} as const;

/** The body of a request. */
export const BODY_LIMITS = {
  /** Bytes of the body of who has no token; a login needs a few hundred. */
  anonymousBytes: 100_000,
  /** Bytes that one user's unanswered requests hold: of larger bodies, and of documents' texts in answers. Two of the largest bodies where that is more. */
  heldBytesPerUser: 50_000_000,
  /** The same for all users together; eight of the largest bodies where that is more. */
  heldBytes: 200_000_000,
  /** Bytes around the file or text of a body: the operation, its other variables, the frame of a form. */
  aroundFileBytes: 1_000_000,
  /** Pieces in which a body may come, each a chunk or packet: a body of a kB in pieces of a byte. */
  pieces: 1_000,
  /** Bytes for which a body may come in one piece more. Packets have 500 or more; each piece costs microseconds. */
  bytesPerPiece: 200,
  /** Bytes of the `operations` and of the `map` of a form; a text of that size is better sent as JSON. */
  formFieldBytes: 200_000,
  /** Fields of a form beside its files: `operations` and `map`. */
  formFields: 2,
  /** Files of a form. */
  files: 1,
  /** Places of the variables that a file of a form may stand in. */
  pathsPerFile: 10,
} as const;

/** JSON, wherever it comes from: a body, a GET's parameters, a form's fields, a socket's message. */
export const JSON_LIMITS = {
  /** Keys and values in all. The largest filter has about 250. */
  values: 2_000,
  /** Objects and lists within each other. The deepest input has 4. */
  depth: 16,
  /** UTF-16 code units of a key as it is written. Those of inputs have up to 20; variables are named by people. */
  keyLength: 200,
  /** UTF-16 code units of all but the strings above 1,000, which are parsed on their own: so many take some milliseconds. */
  aroundLength: 1_000_000,
} as const;

/** A GraphQL document and its variables, over every transport. */
export const OPERATION_LIMITS = {
  /** UTF-16 code units of the document: as many as a body without a token may have bytes. */
  queryLength: 100_000,
  /** Lexical tokens of the document. GraphiQL's introspection query has about 300. */
  tokens: 1_000,
  /** Fields within each other; introspection needs 12 or so. */
  depth: 12,
  /** Aliases, which repeat a field's work. */
  aliases: 15,
  /** Directives, each of which is checked against all others of its place. */
  directives: 20,
  /** Fields at the root, which run at once. */
  rootFields: 10,
  /** UTF-16 code units of a string among the variables, where it is no document's text. The longest question has 2,000. */
  stringLength: 10_000,
  /** Errors of validation that are looked for: one is enough to refuse. */
  errors: 10,
  /** What an operation may cost: a field is 1, a list multiplies what is below it. */
  cost: 5_000,
  /** The same cost's depth, through fragments. */
  costDepth: 20,
  /** Fields that an operation selects, through fragments. */
  costBreadth: 500,
} as const;

/** A WebSocket. Those of numbers, and of streams, are off where `RATE_LIMITS` is. */
export const SOCKET_LIMITS = {
  /** Bytes of a message: a subscription with the longest question needs about 10,000. */
  messageBytes: 64 * 1024,
  /** Frames of a message, which may be empty. Clients that cut messages do so after some kB. */
  fragments: 256,
  /** Milliseconds until `connection_init` must have come. */
  initMs: 3_000,
  /** Messages before the caller is known, pings among them: `connection_init` is one, and libraries ping now and then. */
  anonymousMessages: 20,
  /** Sockets of an address whose callers are not known yet: an office connects again after a restart. */
  pendingPerAddress: 50,
  /** The same of all addresses. */
  pending: 1_000,
  /** Sockets of a user: tabs and scripts. */
  perUser: 20,
  /** Messages in a second, of which each 4 kB count as one more: a page subscribes again to all it had after a restart. */
  messagesPerSecond: 100,
  /** Bytes that wait to be read by the client; with more, no message of it is taken. */
  unsentBytes: 256 * 1024,
  /** Milliseconds between pings; a client that did not answer one until the next is gone. */
  keepAliveMs: 12_000,
} as const;

/** Subscriptions over SSE and WebSocket. */
export const STREAM_LIMITS = {
  /** Streams of a socket. */
  perSocket: 20,
  /** Streams of a user over everything: some tabs, each with an answer and with the changes of its documents. */
  perUser: 50,
} as const;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Logins and registrations, as `points` in `duration` seconds. An address is an IPv4 address or an IPv6 network (/64). */
export const AUTH_LIMITS = {
  /** Logins of one account at one address, right or wrong: each costs 30 ms of a core that all logins share. */
  loginsOfAccountAtAddress: { points: 30, duration: MINUTE },
  /** Wrong passwords for one account at one address: somebody who has forgotten theirs tries fewer. */
  failedLoginsOfAccountAtAddress: { points: 10, duration: 15 * MINUTE },
  /** Wrong passwords from one address for all accounts that are not known there: an office has many people. */
  failedLoginsAtAddress: { points: 50, duration: 15 * MINUTE },
  /** Wrong passwords for one account from all addresses at which it is not known. Beyond that its logins are slow there, and never refused: that would keep the owner out. */
  failedLoginsOfAccount: { points: 100, duration: HOUR },
  /** Milliseconds that a slow login waits. */
  slowLoginMs: 2_000,
  /** Pairs of an account and an address that are remembered as known: 15 MB or so. */
  knownAddresses: 100_000,
  /** New accounts from one address: a class that registers together, and 100 kB of disk for each of them. */
  registrationsAtAddress: [
    { points: 30, duration: HOUR },
    { points: 60, duration: DAY },
  ],
  /** Registrations that name one e-mail address. */
  registrationsOfEmail: { points: 10, duration: HOUR },
} as const;

/** What a caller, a user or an API token, and all of an organisation together may ask for, as `points` in `duration` seconds. */
export const USE_LIMITS = {
  /** Searches of a caller: 10 a second, as a page that searches while somebody types. */
  searches: { points: 600, duration: MINUTE },
  /** Searches of an organisation: half of what a small server does. */
  searchesOfTenant: { points: 6_000, duration: MINUTE },
  /** Questions of a caller: nobody reads answers faster. */
  questions: { points: 60, duration: MINUTE },
  /** Questions of an organisation. */
  questionsOfTenant: { points: 600, duration: MINUTE },
  /** Documents that a caller brings in: an import of a folder. */
  documents: { points: 1_200, duration: MINUTE },
  /** Documents that an organisation brings in. */
  documentsOfTenant: { points: 3_000, duration: MINUTE },
  /** Uses of refresh tokens from one address: an office whose tabs all wake up. */
  refreshesAtAddress: { points: 600, duration: MINUTE },
} as const;

/** Answers that outlast the connection that they were asked over. Times are in ms. */
export const RUN_LIMITS = {
  /** Answers of one caller that are being written at the same time. */
  perCaller: 100,
  /** A reader whose connection was lost has this long to come back. */
  graceMs: 30_000,
  /** How long an ended one is kept in memory, and needs no read of the store. */
  rememberedMs: 30_000,
  /** How long a process has a run without renewing its lease. */
  leaseMs: 15_000,
  /** How often an answer's events are written for readers in other processes. */
  writeMs: 250,
  /** How often the lease of one without new events is renewed. */
  heartbeatMs: 1_000,
  /** How long it goes on after a reader in another process has left, unless others announce themselves. */
  leavingMs: 750,
  /** How long its events are kept once it has ended. */
  eventsMs: 3_600_000,
} as const;

/** What an answer carries. */
export const RESULT_LIMITS = {
  /** UTF-16 code units of documents' texts in one result: a long novel has a million. */
  textLength: 2_000_000,
  /** The same of one event of a stream, which may be one of hundreds that a caller holds. */
  eventTextLength: 100_000,
  /** What a field costs that asks the store once more, or signs a link, where others cost 1: a tenth of a millisecond of the thread that all callers share, and some more of the store's. */
  readCost: 20,
} as const;

/** What a THOROUGH answer may look up before it is written. */
export const LOOK_UP_LIMITS = {
  /** Searches in the model's own words. */
  lookUps: 3,
  /** Milliseconds for all of them, the model's time with that of the searches. */
  timeMs: 20_000,
  /** Tokens of what the model says is missing. */
  replyTokens: 60,
  /** UTF-16 code units of that. */
  queryLength: 300,
  /** UTF-16 code units of a sentence that the model is shown. */
  sentenceLength: 300,
  /** Passages to answer from: twice `topK`, and no more than these. */
  passages: 12,
} as const;

/** Downloads of originals, of which each holds a piece until its reader has taken it; these count as bodies do. */
export const DOWNLOAD_LIMITS = {
  /** Bytes that are read at once. */
  pieceBytes: 2 * 1024 * 1024,
  /** Milliseconds in which a piece must be taken: with 20 kB a second it is. */
  pieceMs: 100_000,
} as const;

/** The process in which one file is read. */
export const PARSING_LIMITS = {
  /** Milliseconds of the processors; a novel of a thousand pages takes a few seconds. Five times that where others keep them busy. */
  timeMs: 120_000,
  /** Bytes of JavaScript's heap. */
  heapBytes: 400 * 1024 * 1024,
  /** Bytes of the process with all its libraries. */
  rssBytes: 700 * 1024 * 1024,
  /** UTF-16 code units that it may tell: a shelf of novels. */
  characters: 20_000_000,
  /** Such processes at once: one more than an organisation has documents under way. */
  processes: 3,
} as const;

/** The process in which the text of a scanned file is recognized: as above, but for this. */
export const OCR_LIMITS = {
  /** Milliseconds more for each page that was gone through. A page of print takes 4 to 8 seconds of a core, and that core may have to do three other things at once. What a file does not use of it, its crowded pages may. */
  pageMs: 40_000,
  /** Pages of a file: an hour's work or so, and as much text as a thick book has. */
  pages: 500,
  /** Such processes at once, beside those above: each takes a core for as long as it runs. */
  processes: 2,
} as const;

/** The work on documents in the background, which no organisation may fill so that others wait. */
export const INGESTION_LIMITS = {
  /** Chunks of a document, twice what 10 MB of prose make: more is no prose, and takes an hour to embed. */
  chunksPerDocument: 20_000,
  /** Documents of an organisation at once: while one is parsed or written, the other keeps the embedder busy. No second one where more than half of `INGESTION_CONCURRENCY` are under way. */
  documentsPerTenant: 2,
} as const;

/** A packed document (DOCX, PPTX, OpenDocument, EPUB), counted while it is unpacked, whatever it says of itself. */
export const PACKED_LIMITS = {
  /** Parts: a long presentation has some thousands, pictures among them. */
  parts: 10_000,
  /** Bytes of all parts that are read: the text of a book of 2,000 pages has 30 million. */
  unpackedBytes: 256 * 1024 * 1024,
  /** Bytes of one text or tag of a part, and UTF-16 code units of a paragraph or a cell: a long novel has a million. */
  pieceLength: 8_000_000,
  /** Elements within each other: tables in tables in lists need 60 or so. */
  depth: 256,
  /** Columns of a table in a text or on a slide, where a file says how often a cell is repeated or how far it reaches. */
  columns: 256,
  /** Columns of a spreadsheet, which is what programs take. */
  sheetColumns: 16_384,
  /** Rows that come of one that is to be repeated; more of the same say nothing more. */
  repeatedRows: 100,
  /** UTF-16 code units of all cells of a spreadsheet, of which each counts one more: repeated cells take no room in a file. */
  sheetLength: 20_000_000,
} as const;

/** A text with marks in it (HTML, JSON, CSV, mails), which says nothing of its size beforehand. */
export const MARKUP_LIMITS = {
  /** Elements of a page within each other: browsers show no more. */
  htmlDepth: 512,
  /** Objects and arrays of JSON within each other. */
  jsonDepth: 256,
  /** Bytes of a row of CSV: a quotation mark that is never closed makes one of all that follow. */
  csvRowBytes: 1_000_000,
} as const;
