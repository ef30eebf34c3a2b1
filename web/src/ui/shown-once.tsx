import { CopyButton } from './copy-button.tsx';
import { Labelled } from './labelled.tsx';
import css from './shown-once.module.css';

interface ShownOnceProps {
  readonly label: string;
  /** The link or token. It is kept nowhere but in what shows it. */
  readonly secret: string;
  /** That it is not shown again, and until when it holds. */
  readonly hint: string;
}

/** A secret that the server says once only, and the way to copy it. */
export function ShownOnce({ label, secret, hint }: ShownOnceProps) {
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => (
        <div className={css.frame}>
          <input {...ids} className={css.secret} readOnly value={secret} onFocus={({ target }) => target.select()} />
          <CopyButton text={() => secret} />
        </div>
      )}
    </Labelled>
  );
}
