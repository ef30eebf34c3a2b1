import { chooseTheme, THEMES, theme } from '../lib/theme.ts';
import { messages } from './messages.ts';
import { SelectField } from './select-field.tsx';
import { useStore } from './use-store.ts';

/** The choice of how the client looks, in all its places the same. */
export function ThemeField() {
  return (
    <SelectField
      label={messages.theme}
      value={useStore(theme)}
      options={THEMES.map((each) => [each, messages.themes[each]] as const)}
      onChange={({ target }) => chooseTheme(THEMES.find((each) => each === target.value) ?? 'system')}
    />
  );
}
