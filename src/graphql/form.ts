import type { IncomingMessage } from 'node:http';
import { BODY_LIMITS } from '../limits.ts';
import { unreadable } from './errors.ts';
import { badForm, type FormOptions, type FormParts, readParts } from './form-parts.ts';
import { readJson } from './json-reader.ts';
import { notUtf8, type Unparsed } from './request-text.ts';
import type { UploadedFile } from './uploaded-file.ts';

/**
 * The operation of a form, with its files where the `map` says (GraphQL multipart request specification). A file goes
 * only where the operation holds null already, as the specification asks; nothing is made for a path.
 * @throws GraphQLError `BAD_INPUT`, `TOO_LARGE`
 */
export async function readForm(request: IncomingMessage, options: FormOptions): Promise<Unparsed> {
  const form = await readParts(request, options);
  const text = textOf(form, 'operations');
  return { length: text.length, parse: () => parseForm(form, text) };
}

function parseForm(form: FormParts, text: string): unknown {
  const operations = readJson(text, 'The form field `operations`');
  const map = form.fields.has('map') ? readJson(textOf(form, 'map'), 'The form field `map`') : {};
  if (typeof map !== 'object' || map === null || Array.isArray(map)) throw badForm();
  for (const [name, paths] of Object.entries(map as Record<string, unknown>)) {
    const file = form.files.get(name);
    if (!file || !isPaths(paths)) throw badForm();
    for (const path of paths) place(file, operations, path);
  }
  return operations;
}

function textOf({ fields }: FormParts, name: string): string {
  const text = fields.get(name);
  if (text === undefined) throw badForm();
  // The form's parser has put it in the place of what it could not decode.
  if (text.includes('\uFFFD')) throw notUtf8();
  return text;
}

function isPaths(paths: unknown): paths is string[] {
  if (!Array.isArray(paths) || paths.length > BODY_LIMITS.pathsPerFile) return false;
  return paths.every((path) => typeof path === 'string');
}

function place(file: UploadedFile, operations: unknown, path: string): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce(childOf, operations);
  if (childOf(parent, last) !== null) {
    throw unreadable('BAD_INPUT', 'The form field `map` names a place where `operations` does not hold null.');
  }
  // It has a child, so it is an object.
  (parent as Record<string, unknown>)[last] = file;
}

function childOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
