import { useId } from 'react';
import { Button } from '../ui/button.tsx';
import css from './go-to-page.module.css';
import { messages } from './messages.ts';

interface GoToPageProps {
  readonly pages: number;
  onGo(page: number): void;
}

/** Leads to a page by its number. */
export function GoToPage({ pages, onGo }: GoToPageProps) {
  const id = useId();
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        onGo(Number(new FormData(event.currentTarget).get('page')));
      }}
    >
      <label htmlFor={id}>{messages.page}</label>
      <input id={id} name="page" type="number" min={1} max={pages} required aria-describedby={`${id}-of`} />
      <span id={`${id}-of`}>{messages.ofPages(pages)}</span>
      <Button submit>{messages.go}</Button>
    </form>
  );
}
