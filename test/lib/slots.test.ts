import { describe, expect, it } from 'vitest';
import { createSlots } from '../../src/lib/slots.ts';

describe('slots', () => {
  it('are taken by each key up to its own number, and given back once', () => {
    const slots = createSlots({ perKey: 2 });
    const giveBack = slots.take('ada');
    expect(slots.take('ada')).not.toBeNull();
    expect(slots.take('ada')).toBeNull();
    expect(slots.take('bob')).not.toBeNull();
    giveBack?.();
    giveBack?.();
    expect(slots.take('ada')).not.toBeNull();
    expect(slots.take('ada')).toBeNull();
  });

  it('are taken by all keys up to the number of all', () => {
    const slots = createSlots({ perKey: 2, total: 3 });
    const taken = ['ada', 'bob', 'eve'].map((key) => slots.take(key));
    expect(slots.take('ada')).toBeNull();
    taken[1]?.();
    expect(slots.take('ada')).not.toBeNull();
    expect(slots.take('bob')).toBeNull();
  });
});
