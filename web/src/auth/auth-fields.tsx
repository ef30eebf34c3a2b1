import { Field } from '../ui/field.tsx';
import { messages } from './messages.ts';

/** An e-mail address. */
export function EmailField() {
  return (
    <Field
      label={messages.email}
      name="email"
      type="email"
      autoComplete="username"
      required
      problemOf={(value) => (/^[^\s@]+@[^\s@]+$/.test(value.trim()) ? null : messages.badEmail)}
    />
  );
}

/** The password of an account that there is. */
export function PasswordField() {
  return <Field label={messages.password} name="password" type="password" autoComplete="current-password" required />;
}

/** A password that is being chosen. */
export function NewPasswordField({ label = messages.password }: { readonly label?: string }) {
  return (
    <Field
      label={label}
      name="password"
      type="password"
      autoComplete="new-password"
      required
      minLength={8}
      maxLength={256}
      hint={messages.passwordHint}
      problemOf={(value) => (value.length < 8 ? messages.shortPassword : null)}
    />
  );
}

/** How somebody is called. */
export function NameField() {
  return <Field label={messages.name} name="name" autoComplete="name" hint={messages.optional} maxLength={200} />;
}

/** The text of a field; undefined for an empty one. */
export function textIn(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
