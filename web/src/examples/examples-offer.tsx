import FlaskConical from 'lucide-react/icons/flask-conical';
import { Button } from '../ui/button.tsx';
import { EXAMPLE_FILES } from './example-files.ts';
import css from './examples.module.css';
import { messages } from './messages.ts';
import { useExamples } from './use-examples.ts';

/** Where an organisation has no documents: the way to try it without any. */
export function ExamplesOffer() {
  const { work, state, mayAdd } = useExamples();
  if (!mayAdd || state.type !== 'idle') return null;
  return (
    <div className={css.offer}>
      <Button icon={<FlaskConical size={18} />} onClick={() => void work.add()}>
        {messages.offer}
      </Button>
      <p>{messages.offerHint(Object.keys(EXAMPLE_FILES).length)}</p>
    </div>
  );
}
