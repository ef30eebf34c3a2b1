import { browserLanguage, chooseLanguage, chosenLanguage, LANGUAGES } from '../lib/language.ts';
import { Section } from '../ui/section.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { ThemeField } from '../ui/theme-field.tsx';
import { messages } from './messages.ts';
import css from './settings.module.css';

const AS_BROWSER = '';

/** How this browser shows the client. A language begins with the page, so choosing one loads it again. */
export function DisplaySection() {
  return (
    <Section title={messages.display} hint={messages.displayHint}>
      <div className={css.beside}>
        <SelectField
          label={messages.language}
          value={chosenLanguage() ?? AS_BROWSER}
          options={[
            [AS_BROWSER, messages.browserLanguage(messages.languages[browserLanguage()])],
            ...LANGUAGES.map((each) => [each, messages.languages[each]] as const),
          ]}
          onChange={({ target }) => chooseLanguage(LANGUAGES.find((each) => each === target.value) ?? null)}
        />
        <ThemeField />
      </div>
    </Section>
  );
}
