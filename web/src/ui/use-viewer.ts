import { createContext, use } from 'react';
import type { MeQuery } from '../gql/graphql.ts';

/** Who is logged in, where, and with which rights. */
export type Viewer = MeQuery['me'];

/** Given by the shell, which asks again when rights may have changed. */
export const ViewerContext = createContext<Viewer | null>(null);

/** Who is logged in, on pages behind the login. */
export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (!viewer) throw new Error('Only pages within the shell know who is logged in.');
  return viewer;
}
