/** Whether somebody is called like what was typed, whatever the case. */
export function isFound(find: string, ...names: readonly (string | null | undefined)[]): boolean {
  const part = find.trim().toLowerCase();
  return names.some((name) => name?.toLowerCase().includes(part));
}
