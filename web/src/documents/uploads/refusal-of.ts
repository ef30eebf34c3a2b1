import type { FileLimitsQuery } from '../../gql/graphql.ts';
import { formatBytes } from '../../lib/format-bytes.ts';
import { messages } from '../messages.ts';

/** What the server says of files that it takes. */
export type FileLimits = FileLimitsQuery['system']['limits'];

/** Why a file can't be taken, before it is sent; null where it may be. */
export function refusalOf(file: Pick<File, 'name' | 'size'>, limits: FileLimits): string | null {
  if (file.size === 0) return messages.emptyFile;
  if (file.size > limits.maxFileBytes) return messages.tooLarge(formatBytes(limits.maxFileBytes));
  return isRead(file, limits) ? null : messages.wrongKind(limits.fileExtensions.join(', '));
}

/** Whether files of its kind can be read. */
export function isRead({ name }: Pick<File, 'name'>, { fileExtensions }: FileLimits): boolean {
  return fileExtensions.some((extension) => name.toLowerCase().endsWith(extension));
}
