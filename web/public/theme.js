// Before the first paint, so that a chosen theme does not flash. The policy refuses scripts in the page itself.
try {
  const theme = localStorage.getItem('carrel.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage there is no choice to keep: the system's theme is shown.
}
