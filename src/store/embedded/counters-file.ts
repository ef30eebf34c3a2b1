import type { Count, CountedUses } from '../counters.ts';
import type { AttachedFile } from './attached-file.ts';
import { number, text } from './rows.ts';

/** Adds to counts and gives back what they are then; what a crash loses of them nobody misses. */
export function add(file: AttachedFile, counted: readonly CountedUses[]): Map<string, Count> {
  const now = Date.now();
  return file.transaction(
    () => {
      file.run('DELETE FROM counters WHERE ends_at <= ?', now);
      for (const { key, uses, msLeft } of counted) {
        const { changes } = file.run('UPDATE counters SET uses = uses + ? WHERE key = ?', uses, key);
        if (changes > 0 || uses <= 0) continue;
        file.run('INSERT INTO counters (key, uses, ends_at) VALUES (?, ?, ?)', key, uses, now + msLeft);
      }
      const rows = file.all(
        'SELECT * FROM counters WHERE key IN (SELECT value FROM json_each(?))',
        JSON.stringify(counted.map(({ key }) => key)),
      );
      return new Map(
        rows.map((row) => [text(row, 'key'), { uses: number(row, 'uses'), msLeft: number(row, 'ends_at') - now }]),
      );
    },
    { durable: false },
  );
}
