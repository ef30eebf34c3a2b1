import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { DocumentPartsFragment } from '../gql/graphql.ts';
import { formatBytes } from '../lib/format-bytes.ts';
import { locale } from '../lib/language.ts';
import { When } from '../ui/when.tsx';
import { AddedBy } from './added-by.tsx';
import css from './document-facts.module.css';
import { DocumentStatus } from './document-status.tsx';
import { messages } from './messages.ts';
import { addressOf } from './use-filter.ts';

const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });

/** What is known of a document beside its text. */
export function DocumentFacts({ document }: { readonly document: DocumentPartsFragment }) {
  const { version, pageCount, sizeBytes, createdAt, documentDate, collection, tags } = document;
  const { containsPii, visibility, status, error } = document;
  return (
    <dl className={css.facts}>
      <Fact name={messages.status}>
        <DocumentStatus document={document} />
        {/* Of what can't be read at all, the page says why. */}
        {status === 'SEARCHABLE' && error && <span className={css.error}>{error}</span>}
      </Fact>
      <Fact name={messages.added}>
        <When at={createdAt} /> <AddedBy document={document} />
      </Fact>
      {documentDate && <Fact name={messages.documentDate}>{day.format(new Date(documentDate))}</Fact>}
      <Fact name={messages.version}>{version}</Fact>
      <Fact name={messages.size}>
        {formatBytes(sizeBytes)}
        {pageCount !== null && ` · ${messages.pages(pageCount)}`}
      </Fact>
      {collection !== null && (
        <Fact name={messages.collection}>
          <Link href={addressOf({ collection })}>{collection}</Link>
        </Fact>
      )}
      {tags.length > 0 && (
        <Fact name={messages.tags}>
          {tags.map((tag) => (
            <Link key={tag} href={addressOf({ tags: [tag] })}>
              #{tag}
            </Link>
          ))}
        </Fact>
      )}
      <Fact name={messages.visibility}>
        {messages.visibilities[visibility]}
        {containsPii && `, ${messages.withPii}`}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
