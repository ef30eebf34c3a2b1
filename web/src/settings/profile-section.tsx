import { Section } from '../ui/section.tsx';
import { useViewer } from '../ui/use-viewer.ts';
import { messages } from './messages.ts';
import css from './settings.module.css';

/** Who one is here. */
export function ProfileSection() {
  const { user } = useViewer();
  return (
    <Section title={messages.you}>
      <dl className={css.facts}>
        <dt>{messages.name}</dt>
        <dd>{user?.name ?? messages.noName}</dd>
        <dt>{messages.email}</dt>
        <dd>{user?.email}</dd>
      </dl>
    </Section>
  );
}
