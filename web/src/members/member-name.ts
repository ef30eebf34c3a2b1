import type { MemberPartsFragment } from '../gql/graphql.ts';

/** What a member is called: the name, else the e-mail address. */
export function memberName({ user }: MemberPartsFragment): string {
  return user.name ?? user.email;
}
