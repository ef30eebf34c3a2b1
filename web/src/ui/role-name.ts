import type { Role } from '../gql/graphql.ts';
import { messages } from './messages.ts';

/** How a role is called. */
export function roleName(role: Role): string {
  return messages.roles[role];
}
