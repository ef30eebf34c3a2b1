import { createHash } from 'node:crypto';
import {
  css,
  editorWorkerService,
  favicon,
  graphqlWorker,
  js,
  jsonWorker,
} from '@graphql-yoga/render-graphiql/graphiql';
import { LOGIN_SCRIPT } from './graphiql-login.ts';
import { GRAPHIQL_TABS } from './graphiql-tabs.ts';

/** A part of the page, as a browser gets it. */
export interface Asset {
  readonly type: string;
  readonly body: Buffer;
}

/**
 * GraphiQL as a small page and the files that it loads, from this server alone. Yoga's own page holds all of it in one
 * inline script, which no Content-Security-Policy can tell from a script that somebody slipped in. A file's name holds
 * the hash of what it is, so that it can be kept for ever.
 * @param addressOf where the file of a name is, relative to the page
 */
export function createGraphiQLAssets(addressOf: (name: string) => string): {
  readonly page: Asset;
  readonly files: ReadonlyMap<string, Asset>;
} {
  const files = new Map<string, Asset>();
  const add = (name: string, type: string, content: string | Buffer): string => {
    const body = Buffer.from(content);
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 12);
    const [base, extension] = name.split('.');
    const hashed = `${base}-${hash}.${extension}`;
    files.set(hashed, { type, body });
    return addressOf(hashed);
  };
  const script = (name: string, body: string) => add(name, 'text/javascript; charset=utf-8', body);

  const workers = {
    editorWorkerService: script('editor.js', editorWorkerService),
    json: script('json.js', jsonWorker),
    graphql: script('graphql.js', graphqlWorker),
  };
  const styles = add('graphiql.css', 'text/css; charset=utf-8', `${css}\n${STYLE}`);
  const icon = add('icon.ico', 'image/x-icon', Buffer.from(favicon.slice(favicon.indexOf(',') + 1), 'base64'));
  const scripts = [
    script('login.js', LOGIN_SCRIPT),
    script('workers.js', workersScript(workers)),
    script('graphiql.js', js),
    script('start.js', START_SCRIPT),
  ];
  const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Carrel</title>
    <link rel="icon" href="${icon}">
    <link rel="stylesheet" href="${styles}">
${scripts.map((address) => `    <script defer src="${address}"></script>`).join('\n')}
  </head>
  <body class="no-focus-outline">
    <noscript>GraphiQL needs JavaScript.</noscript>
    <div id="root"></div>
  </body>
</html>
`;
  return { page: { type: 'text/html; charset=utf-8', body: Buffer.from(html) }, files };
}

/** Where Monaco, the editor, finds its workers. */
const workersScript = (workers: Readonly<Record<string, string>>) => `self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => (${JSON.stringify(workers)})[label],
};`;

const START_SCRIPT = `YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), ${JSON.stringify({
  title: 'Carrel',
  // Over SSE the token that the page remembers works for the streamed answer too.
  subscriptionsProtocol: 'SSE',
  defaultTabs: GRAPHIQL_TABS,
})});`;

/** A tab's transform from the page's first layout would move it away from under the first click. */
const STYLE = '.graphiql-tab { transform: none !important; }';
