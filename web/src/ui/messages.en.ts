/** What primitives say by themselves. */
export const en = {
  tryAgain: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  notFound: 'This does not exist, or you may not see it.',
  offline: 'You are offline.',
  silent: 'Carrel does not answer.',
  wait: (seconds: number) => (seconds === 1 ? 'Try again in 1 second.' : `Try again in ${seconds} seconds.`),
  request: (id: string) => `Request ${id}`,
  loading: 'Loading…',
  showMore: 'Show more',
  copy: 'Copy',
  copied: 'Copied',
};
