import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

/** The GraphiQL page, with all that it needs inside: it asks no other host for anything. */
export interface GraphiQL {
  /** Whether a request is a browser that opens the address. */
  wants(request: IncomingMessage): boolean;
  serve(response: ServerResponse): Promise<void>;
}

/** The page is rendered once, at its first use, and compressed off the main thread. */
export function createGraphiQL(): GraphiQL {
  let page: Promise<Buffer> | undefined;
  const render = () =>
    promisify(gzip)(
      renderGraphiQL({ title: 'Carrel', subscriptionsProtocol: 'SSE', defaultTabs: TABS, shouldPersistHeaders: true }),
    );
  return {
    wants: ({ method, headers }) => method === 'GET' && (headers.accept ?? '').includes('text/html'),
    serve: async (response) => {
      page ??= render();
      const body = await page;
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-encoding': 'gzip',
        'content-length': body.byteLength,
        'x-frame-options': 'DENY',
      });
      response.end(body);
    },
  };
}

const HEADERS = JSON.stringify({ authorization: 'Bearer PASTE-YOUR-ACCESS-TOKEN-HERE' }, null, 2);

/** What a newcomer does first, in order. Over SSE the token of the headers tab works for the streamed answer too. */
const TABS = [
  {
    query: `# 1. Register, then copy accessToken into the headers of the other tabs.
mutation Register {
  register(input: { email: "ada@example.com", password: "correct horse", organization: "Example" }) {
    accessToken
    expiresAt
    viewer { tenant { name } role }
  }
}
`,
  },
  {
    query: `# 2. Bring a text in, and wait until it is searchable.
mutation IngestText {
  ingestText(
    input: {
      name: "handbook.md"
      text: "# Handbook\\n\\n## Leave\\n\\nEmployees get 25 days of paid annual leave.\\n\\n## Expenses\\n\\nHand in receipts within 30 days."
      wait: true
    }
  ) {
    document { id name status chunkCount }
    created
  }
}
`,
    headers: HEADERS,
  },
  {
    query: `# 3. Ask, and watch the answer come. The page shows the newest event; the last one holds the whole answer.
subscription Answer {
  answer(input: { question: "How many days of paid leave do I get?" }) {
    __typename
    ... on AnswerStarted { model passages { documentName } }
    ... on AnswerDelta { index text }
    ... on AnswerCompleted {
      answer { text answered citations { marker passage { documentName headings text } } }
    }
    ... on AnswerFailed { code message }
  }
}
`,
    headers: HEADERS,
  },
  {
    query: `# 4. Look around.
query Documents {
  documents(first: 20) {
    totalCount
    edges { node { id name status chunkCount createdAt } }
  }
  search(query: "receipts") {
    answerable
    passages { documentName headings text relevance }
  }
}
`,
    headers: HEADERS,
  },
];
