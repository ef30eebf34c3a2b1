/** Forgets what this browser keeps for somebody, such as drafts: all under whose name the id of the user is. */
export function forgetKeptOf(userId: string): void {
  for (const key of Object.keys(localStorage)) {
    if (key.split('.').includes(userId)) localStorage.removeItem(key);
  }
}
