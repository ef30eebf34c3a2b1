import { createStore } from './store.ts';

/** How the client looks: as the system does, or as was chosen. `public/theme.js` applies it before the first paint. */
export const THEMES = ['system', 'light', 'dark'] as const;
/** One of `THEMES`. */
export type Theme = (typeof THEMES)[number];

const CHOSEN = 'carrel.theme';

/** The choice of this browser. */
export const theme = createStore<Theme>(chosenTheme());

/** Chooses and shows it. */
export function chooseTheme(choice: Theme): void {
  if (choice === 'system') localStorage.removeItem(CHOSEN);
  else localStorage.setItem(CHOSEN, choice);
  show(choice);
}

/** What another tab chooses is shown in this one too. */
export function followTheme(): void {
  addEventListener('storage', ({ key }) => {
    if (key === CHOSEN || key === null) show(chosenTheme());
  });
}

function show(choice: Theme): void {
  if (choice === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = choice;
  theme.set(choice);
}

function chosenTheme(): Theme {
  return THEMES.find((each) => each === localStorage.getItem(CHOSEN)) ?? 'system';
}
