import { useEffect, useState } from 'react';
import type { TypedDocumentString } from '../gql/requests/graphql.ts';
import { type Failure, toFailure } from '../lib/errors.ts';
import { request } from '../lib/request.ts';

interface Requested<Data> {
  readonly data?: Data;
  readonly failure?: Failure;
}

/** A query of somebody who is not logged in. The variables are to be the same object as long as they are the same. */
export function useRequest<Data, Variables extends object>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Requested<Data> {
  const [result, setResult] = useState<Requested<Data>>({});
  useEffect(() => {
    let isWanted = true;
    const show = (next: Requested<Data>) => isWanted && setResult(next);
    request(document, variables).then(
      (data) => show({ data }),
      (error: unknown) => show({ failure: toFailure(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [document, variables]);
  return result;
}
