import RotateCw from 'lucide-react/icons/rotate-cw';
import { useMemo, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { EntryList } from './entry-list.tsx';
import { Filters } from './filters.tsx';
import { messages } from './messages.ts';
import { toAuditFilter, useFilter } from './use-filter.ts';
import { useNames } from './use-names.ts';

/** What happened in the organisation, the last first. */
export function AuditPage() {
  const [filter, setFilter] = useFilter();
  const names = useNames();
  const [reading, setReading] = useState(0);
  const wanted = useMemo(() => toAuditFilter(filter), [filter]);
  return (
    <Page
      title={messages.title}
      hint={messages.intro}
      aside={
        <Button icon={<RotateCw size={17} />} onClick={() => setReading(reading + 1)}>
          {messages.readAgain}
        </Button>
      }
    >
      <Filters filter={filter} actors={[...new Set(names.values())]} onChange={setFilter} />
      <EntryList
        key={`${JSON.stringify(wanted)} ${reading}`}
        filter={wanted}
        onActor={(actor) => setFilter({ ...filter, actor })}
      />
    </Page>
  );
}
