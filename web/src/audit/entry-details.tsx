import { useMemo } from 'react';
import { Button } from '../ui/button.tsx';
import { actorOf } from './actor.ts';
import { parseDetail } from './detail.ts';
import { DocumentNames } from './document-names.tsx';
import type { AuditEntry } from './entry.tsx';
import css from './entry-details.module.css';
import { messages } from './messages.ts';
import { Moment } from './moment.tsx';
import { outcomeOf } from './outcome.ts';
import { rightsInWords } from './rights.ts';
import { useNames } from './use-names.ts';

interface EntryDetailsProps {
  readonly entry: AuditEntry;
  onActor(actor: string): void;
}

/** All that an entry says. */
export function EntryDetails({ entry, onActor }: EntryDetailsProps) {
  const { question, answer, documents, facts, proof } = useMemo(() => parseDetail(entry.detail), [entry.detail]);
  const { name, filter } = actorOf(entry.actor);
  const outcome = outcomeOf(entry.outcome);
  const target = useNames().get(entry.target ?? '');
  return (
    <div className={css.details}>
      {question !== undefined && (
        <figure className={css.words}>
          <figcaption>{messages.question}</figcaption>
          <p>{question}</p>
        </figure>
      )}
      {answer !== undefined && (
        <figure className={css.words}>
          <figcaption>{messages.answer}</figcaption>
          <p>{answer}</p>
        </figure>
      )}
      <dl className={css.facts}>
        <dt>{messages.when}</dt>
        <dd>
          <Moment at={entry.at} isFull />
        </dd>
        <dt>{messages.actor}</dt>
        <dd>
          {name}{' '}
          <Button look="quiet" onClick={() => onActor(filter)}>
            {messages.onlyActor}
          </Button>
        </dd>
        <dt>{messages.rights}</dt>
        <dd>{rightsInWords(entry.rights)}</dd>
        <dt>{messages.outcome}</dt>
        <dd>{outcome ? messages.outcomeAndCode(outcome.name, entry.outcome) : messages.outcomes.well}</dd>
        {documents.length > 0 && (
          <>
            <dt>{messages.documents}</dt>
            <dd>
              <DocumentNames ids={documents} />
            </dd>
          </>
        )}
        {target && (
          <>
            <dt>{messages.target}</dt>
            <dd>{target}</dd>
          </>
        )}
        <Facts facts={facts} />
      </dl>
      <details className={css.proof}>
        <summary>{messages.proof}</summary>
        <dl className={css.facts}>
          <dt>{messages.id}</dt>
          <dd>{entry.id}</dd>
          <dt>{messages.details.action}</dt>
          <dd>{entry.action}</dd>
          {entry.target && (
            <>
              <dt>{messages.targetId}</dt>
              <dd>{entry.target}</dd>
            </>
          )}
          <Facts facts={proof} />
        </dl>
      </details>
    </div>
  );
}

function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: string])[] }) {
  return facts.flatMap(([name, value]) => [<dt key={`${name} name`}>{name}</dt>, <dd key={name}>{value}</dd>]);
}
