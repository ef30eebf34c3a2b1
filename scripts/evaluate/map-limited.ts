/** `Promise.all` over a list with at most `limit` calls under way; results in the list's order. */
export async function mapLimited<T, R>(
  items: readonly T[],
  limit: number,
  run: (item: T, at: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const entries = items.entries();
  const work = async () => {
    for (const [at, item] of entries) results[at] = await run(item, at);
  };
  await Promise.all(Array.from({ length: limit }, work));
  return results;
}
