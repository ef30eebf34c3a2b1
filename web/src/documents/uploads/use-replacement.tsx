import { useRef } from 'react';
import type { DocumentPartsFragment } from '../../gql/graphql.ts';
import { useApi } from '../../ui/use-api.ts';
import { uploadsOf } from './uploads.ts';

/** Lets somebody choose a file that is to be a document's new version. `input` stands anywhere on the page. */
export function useReplacement({ id, name }: Pick<DocumentPartsFragment, 'id' | 'name'>) {
  const api = useApi();
  const field = useRef<HTMLInputElement>(null);
  const input = (
    <input
      ref={field}
      type="file"
      hidden
      onChange={({ target }) => {
        const [file] = target.files ?? [];
        if (file) void uploadsOf(api).replace({ id, name }, file);
        // The same file may be chosen again.
        target.value = '';
      }}
    />
  );
  return { input, choose: () => field.current?.click() };
}
