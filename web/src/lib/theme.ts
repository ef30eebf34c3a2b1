/** How the client looks: as the system does, or as was chosen. `public/theme.js` applies it before the first paint. */
export type Theme = 'system' | 'light' | 'dark';

const CHOSEN = 'carrel.theme';

/** The choice of this browser. */
export function chosenTheme(): Theme {
  const theme = localStorage.getItem(CHOSEN);
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

/** Chooses and shows it. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') {
    localStorage.removeItem(CHOSEN);
    delete document.documentElement.dataset['theme'];
  } else {
    localStorage.setItem(CHOSEN, theme);
    document.documentElement.dataset['theme'] = theme;
  }
}
