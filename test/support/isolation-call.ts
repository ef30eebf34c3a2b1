import type { ExecutionResult } from 'graphql';
import type { Client } from './client.ts';
import type { IdArgument, RootField } from './isolation-operation.ts';
import type { TableEntry } from './isolation-table.ts';

export type Variables = Record<string, unknown>;

/**
 * A whole response as text, but for what is another each time: status and body, or all events of a stream.
 * @throws Error where a stream's events over a WebSocket are not those over SSE
 */
export async function call(client: Client, field: RootField, entry: TableEntry, variables: Variables): Promise<string> {
  if (field.kind === 'subscription') return await follow(client, field, entry, variables);
  const headers = { ...(client.token && { authorization: `Bearer ${client.token}` }) };
  const operation = JSON.stringify({ query: field.operation, variables });
  const request = entry.file
    ? { headers, body: formOf(operation, entry.file) }
    : { headers: { ...headers, 'content-type': 'application/json' }, body: operation };
  const response = await fetch(`${client.url}/graphql`, { method: 'POST', ...request });
  return JSON.stringify({ status: response.status, ...withoutChance(await response.json()) });
}

/** Over both transports. Who is not logged in opens no socket, but SSE tells them so. */
async function follow(client: Client, field: RootField, entry: TableEntry, variables: Variables): Promise<string> {
  const open = client.token ? [client.stream, client.subscribe] : [client.stream];
  const [first = '', ...others] = await Promise.all(
    open.map((over) => eventsOf(over<Variables, Variables>(field.operation, variables), entry.events)),
  );
  for (const other of others) {
    if (other !== first) throw new Error(`${field.name} says over SSE ${first}, over a WebSocket ${other}`);
  }
  return first;
}

/** A refusal is one event. */
async function eventsOf(stream: AsyncIterable<ExecutionResult>, wanted = Number.POSITIVE_INFINITY): Promise<string> {
  const events: Variables[] = [];
  for await (const event of stream) {
    events.push(withoutChance(event));
    if (events.length === wanted) break;
  }
  const refused = events.find((event) => 'errors' in event);
  return JSON.stringify(refused ?? { events });
}

function formOf(operations: string, file: Blob): FormData {
  const form = new FormData();
  form.set('operations', operations);
  form.set('map', JSON.stringify({ 0: ['variables.input.file'] }));
  form.set('0', file, 'note.txt');
  return form;
}

/** Request ids, signed addresses and the times of answers are others each time. */
function withoutChance(response: unknown): Variables {
  const text = JSON.stringify(response, (key, value) => {
    if (key === 'requestId') return undefined;
    if (key === 'answer' && value?.createdAt) return { ...value, createdAt: null };
    return key === 'downloadUrl' && typeof value === 'string' ? value.replace(/\?.*/, '') : value;
  });
  return JSON.parse(text) as Variables;
}

/** What a field is called with, before an id is put on top. */
export function variablesOf({ variables }: TableEntry, caller: { readonly email: string }): Variables {
  return typeof variables === 'function' ? variables(caller) : variables;
}

/** The variables with an id where the argument takes it; in a list, behind others. */
export function withId(
  variables: Variables,
  { path, isList }: IdArgument,
  id: string,
  others: readonly string[] = [],
): Variables {
  return withValue(variables, path, isList ? [...others, id] : id);
}

/** The variables with a value at a path, such as `input.filter`. */
export function withValue(variables: Variables, path: string, value: unknown): Variables {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...variables, [head]: value };
  const within = variables[head];
  const inner = typeof within === 'object' && within !== null ? (within as Variables) : {};
  return { ...variables, [head]: withValue(inner, rest.join('.'), value) };
}

/** At the place of a cursor, with an id that nothing bears. */
export function forgedCursor(cursor: string): string {
  const [time] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [number];
  return Buffer.from(JSON.stringify([time, UNKNOWN_ID])).toString('base64url');
}

/** An id that nothing bears. */
export const UNKNOWN_ID = 'a'.repeat(32);

/** Whether a response is what somebody gets who sees the object: no error, or the one that says how the object is. */
export function isServed(response: string, { refusal }: TableEntry): boolean {
  const { errors } = JSON.parse(response);
  return refusal ? errors?.[0].extensions.code === refusal : errors === undefined;
}
