/** The languages of the client. */
export const LANGUAGES = ['en', 'de'] as const;
/** One of `LANGUAGES`. */
export type Language = (typeof LANGUAGES)[number];

const CHOSEN = 'carrel.language';

/** The one that was chosen, else the browser's first that there is. A page has one from its start to its end. */
export const language: Language = chosenLanguage() ?? browserLanguage();

/** How numbers and times are written: as in the browser's own region of the language, where it names one. */
export const locale: string = navigator.languages.find((each) => each.split('-')[0] === language) ?? language;

/** Texts in each language; what one lacks does not compile. */
export function inLanguage<Texts>(texts: Readonly<Record<Language, Texts>>): Texts {
  return texts[language];
}

/** The choice that was made; null for the browser's language. */
export function chosenLanguage(): Language | null {
  return LANGUAGES.find((each) => each === localStorage.getItem(CHOSEN)) ?? null;
}

/** Chooses, for this browser, and begins the page anew. */
export function chooseLanguage(choice: Language | null): void {
  if (choice) localStorage.setItem(CHOSEN, choice);
  else localStorage.removeItem(CHOSEN);
  location.reload();
}

/** The first of the browser's languages that there is. */
export function browserLanguage(): Language {
  const wanted = navigator.languages.map((each) => each.split('-')[0]);
  return wanted.flatMap((each) => LANGUAGES.filter((one) => one === each))[0] ?? 'en';
}
