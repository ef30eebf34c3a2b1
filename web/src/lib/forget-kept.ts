/** Forgets what this browser keeps for somebody, such as drafts: all under whose name the id of the user is. */
export function forgetKeptOf(userId: string): void {
  for (const storage of [localStorage, sessionStorage]) {
    for (const key of Object.keys(storage)) {
      if (key.split('.').includes(userId)) storage.removeItem(key);
    }
  }
}
