import type { FileLimitsQuery } from '../gql/graphql.ts';
import { formatBytes } from '../lib/format-bytes.ts';
import { messages } from './messages.ts';

/** Why a file can't be taken, before it is sent; null where it may be. */
export function refusalOf(
  { name, size }: Pick<File, 'name' | 'size'>,
  { maxFileBytes, fileExtensions }: FileLimitsQuery['system']['limits'],
): string | null {
  if (size === 0) return messages.emptyFile;
  if (size > maxFileBytes) return messages.tooLarge(formatBytes(maxFileBytes));
  const isRead = fileExtensions.some((extension) => name.toLowerCase().endsWith(extension));
  return isRead ? null : messages.wrongKind(fileExtensions.join(', '));
}
