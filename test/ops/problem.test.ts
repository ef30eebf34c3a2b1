import { describe, expect, it } from 'vitest';
import { createProblem } from '../../src/ops/problem.ts';

describe('a problem', () => {
  it('says the status in words, and the detail where there is one', () => {
    expect(createProblem(404)).toEqual({ type: 'about:blank', title: 'Not Found', status: 404 });
    expect(createProblem(503, 'Carrel is starting. Try again in a second.')).toEqual({
      type: 'about:blank',
      title: 'Service Unavailable',
      status: 503,
      detail: 'Carrel is starting. Try again in a second.',
    });
  });
});
