import { useQuery } from 'urql';
import { Link } from 'wouter';
import { AuditedDocumentsDocument } from '../gql/graphql.ts';
import css from './document-names.module.css';
import { messages } from './messages.ts';

/** Documents of an entry, by name; those that are gone by their ids, in the entry's order. */
export function DocumentNames({ ids }: { readonly ids: readonly string[] }) {
  const [{ data, fetching }] = useQuery({ query: AuditedDocumentsDocument, variables: { ids: [...ids] } });
  const names = new Map(data?.documents.edges.map(({ node }) => [node.id, node.name]));
  if (!data && fetching) return null;
  return (
    <ul className={css.names}>
      {ids.map((id) => {
        const name = names.get(id);
        return (
          <li key={id}>
            {name === undefined ? messages.goneDocument(id) : <Link href={`/documents/${id}`}>{name}</Link>}
          </li>
        );
      })}
    </ul>
  );
}
