import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Section } from '../ui/section.tsx';
import { DeleteOrganization } from './delete-organization.tsx';
import css from './deletion-section.module.css';
import { messages } from './messages.ts';

/** The end of the organisation. */
export function DeletionSection() {
  const [isAsked, setIsAsked] = useState(false);
  return (
    <Section title={messages.delete} hint={messages.deleteHint}>
      <Button look="danger" className={css.button} onClick={() => setIsAsked(true)}>
        {messages.delete}
      </Button>
      {isAsked && <DeleteOrganization onClose={() => setIsAsked(false)} />}
    </Section>
  );
}
