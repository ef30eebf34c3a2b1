import type { Role } from '../gql/graphql.ts';
import { roleName } from '../ui/role-name.ts';
import { messages } from './messages.ts';

/** As the server writes them. */
const RIGHTS = /^(?<role>VIEWER|EDITOR|ADMIN|OWNER)(?<pii>, personal data)?(?:, in (?<collections>.*))?$/;

/** What somebody was allowed to do and see, in words; those of who was not let in are none. */
export function rightsInWords(rights: string): string {
  const { role, pii, collections } = RIGHTS.exec(rights)?.groups ?? {};
  if (role === undefined) return rights === 'none' ? messages.noRights : rights;
  return [
    roleName(role as Role),
    pii && messages.personalData,
    collections && messages.within(collections === 'no collection' ? messages.noCollection : collections),
  ]
    .filter(Boolean)
    .join(', ');
}
