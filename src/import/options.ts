import { parseArgs } from 'node:util';
import { StartupError } from '../errors.ts';
import { VERSION } from '../version.ts';

/** What `--help` prints. */
export const HELP = `carrel-import ${VERSION}: brings the files of a folder into a Carrel server, as a client of its API.

  npm run import -- FOLDER [options]       in the repository
  carrel-import FOLDER [options]           where it is installed

What is there already, by its path in the folder and its content, is left alone; what has changed is replaced. So it may
be run again at any time, also after it was cut off. What is gone from the folder stays on the server.

  --url URL            the server; CARREL_URL, or http://localhost:4000
  --token TOKEN        an API token of the role EDITOR; better in CARREL_TOKEN, as others see a program's options
  --collection NAME    the collection to put documents into, such as finance/payroll
  --tags A,B           tags for new documents
  --pii                new documents contain personal data
  --parallel N         files at the same time, 1 to 16; 4
  --no-wait            don't wait until the server has read the files
  --watch              go on, and bring in what changes in the folder, until it is stopped
  --json               print what became of each file as JSON
  --help               this

  The exit code is 0 when all files are there, 1 when some are not, 2 when it could not begin.
`;

/** What the command line and the environment say. */
export interface ImportOptions {
  readonly folder: string;
  readonly url: string;
  readonly token: string;
  readonly collection: string | null;
  readonly tags: readonly string[];
  readonly containsPii: boolean;
  readonly parallel: number;
  readonly wait: boolean;
  readonly watch: boolean;
  readonly json: boolean;
}

const FLAG = { type: 'boolean', default: false } as const;
const TEXT = { type: 'string' } as const;

/** What the arguments and the environment say; null where they ask for help. @throws StartupError */
export function parseOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ImportOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new StartupError('Name one folder. --help shows how.');
  const token = values.token ?? env['CARREL_TOKEN'];
  if (!token) {
    throw new StartupError('Set CARREL_TOKEN to an API token, which an administrator makes with createApiToken.');
  }
  return {
    folder,
    token,
    url: parseUrl(values.url ?? (env['CARREL_URL'] || 'http://localhost:4000')),
    collection: values.collection ?? null,
    tags: (values.tags ?? []).flatMap((list) => list.split(',')).map((tag) => tag.trim()),
    containsPii: values.pii,
    parallel: parseParallel(values.parallel),
    wait: !values['no-wait'],
    watch: values.watch,
    json: values.json,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: TEXT,
        token: TEXT,
        collection: TEXT,
        tags: { ...TEXT, multiple: true },
        parallel: { ...TEXT, default: '4' },
        pii: FLAG,
        'no-wait': FLAG,
        watch: FLAG,
        json: FLAG,
        help: FLAG,
      },
    });
  } catch (error) {
    throw new StartupError(`${error instanceof Error ? error.message : error} --help shows how.`, { cause: error });
  }
}

/** Of the API, whether the server's address was given or the API's own. */
function parseUrl(raw: string): string {
  const url = URL.canParse(raw) ? new URL(raw) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new StartupError(`'${raw}' is no address of a server. One looks like https://carrel.example.org.`);
  }
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/graphql$/, '')}/graphql`;
  return url.href;
}

function parseParallel(raw: string): number {
  const parallel = Number(raw);
  if (Number.isInteger(parallel) && parallel >= 1 && parallel <= 16) return parallel;
  throw new StartupError(`--parallel is a number from 1 to 16, not '${raw}'.`);
}
