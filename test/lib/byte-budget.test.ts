import { describe, expect, it } from 'vitest';
import { createByteBudget } from '../../src/lib/byte-budget.ts';

describe('a byte budget', () => {
  it('gives each holder as much as one may hold, and all together as much as there is', () => {
    const budget = createByteBudget({ total: 10, perHolder: 6 });
    const first = budget.take('ada', 4);
    expect(first).not.toBeNull();
    expect(budget.take('ada', 3)).toBeNull();
    expect(budget.take('bob', 6)).not.toBeNull();
    expect(budget.take('cyd', 1)).toBeNull();
    first?.();
    expect(budget.take('cyd', 4)).not.toBeNull();
  });

  it('takes back once what is given back twice', () => {
    const budget = createByteBudget({ total: 10, perHolder: 10 });
    const release = budget.take('ada', 5);
    expect(budget.take('bob', 5)).not.toBeNull();
    release?.();
    release?.();
    expect(budget.take('ada', 6)).toBeNull();
    expect(budget.take('ada', 5)).not.toBeNull();
  });
});
