/** Does something for each of many, so many at a time, in order. No more is begun once the signal is aborted. */
export async function inParallel<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    // All take from the same iterator, so that each item has one worker.
    for (const item of rest) {
      if (signal.aborted) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
