import { Choice, type ChoiceProps } from './choice.tsx';

/** A labelled box to tick. */
export function Checkbox(props: Omit<ChoiceProps, 'type'>) {
  return <Choice type="checkbox" {...props} />;
}
