import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import css from './error-boundary.module.css';
import { messages } from './messages.ts';

interface State {
  readonly hasFailed: boolean;
}

/** In place of a page that throws while it is drawn. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div role="alert" className={css.broken}>
        <h1>{messages.brokenTitle}</h1>
        <p>{messages.broken}</p>
        <Button look="primary" onClick={() => location.reload()}>
          {messages.reload}
        </Button>
      </div>
    );
  }
}
