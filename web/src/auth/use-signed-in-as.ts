import { useEffect, useState } from 'react';
import { SignedInAsDocument } from '../gql/requests/graphql.ts';
import { request } from '../lib/request.ts';
import { useSession } from '../ui/use-api.ts';

/** The address of who is signed in, on a page that is for others too; null for nobody, undefined until it is known. */
export function useSignedInAs(): string | null | undefined {
  const session = useSession();
  const [email, setEmail] = useState<string | null | undefined>(session.owner() ? undefined : null);
  useEffect(() => {
    let isWanted = true;
    const find = async () => (await request(SignedInAsDocument, {}, await session.token())).me.user?.email ?? null;
    // Whose session has ended, or is not known now, signs in.
    const show = (found: string | null) => isWanted && setEmail(found);
    if (session.owner()) find().then(show, () => show(null));
    return () => {
      isWanted = false;
    };
  }, [session]);
  return email;
}
