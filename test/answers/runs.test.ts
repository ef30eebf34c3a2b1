import { describe, expect, it } from 'vitest';
import type { AnswerEvent } from '../../src/answers/answer.ts';
import { describe as describeRun } from '../../src/answers/runs/run.ts';
import type { AnswerId } from '../../src/ids.ts';

const answerId = 'f'.repeat(32) as AnswerId;
const queued = (position: number): AnswerEvent => ({ type: 'queued', answerId, position });
const searched: AnswerEvent = { type: 'searched', query: 'leave', passages: [] };
const started: AnswerEvent = { type: 'started', answerId, passages: [], told: [], model: 'scripted' };
const delta: AnswerEvent = { type: 'delta', index: 0, text: 'They' };

describe('how far a run is', () => {
  it.each<[string, AnswerEvent[], { status: string; position: number | null }]>([
    ['nothing yet', [], { status: 'QUEUED', position: null }],
    ['a QUICK answer looks at what was found', [started], { status: 'RUNNING', position: null }],
    ['it waits', [started, queued(3), queued(2)], { status: 'QUEUED', position: 2 }],
    ['it is written', [started, queued(1), delta], { status: 'RUNNING', position: null }],
    ['a THOROUGH answer waits', [queued(1)], { status: 'QUEUED', position: 1 }],
    ['it searches', [queued(1), searched], { status: 'RUNNING', position: null }],
    ['it begins', [queued(1), searched, started], { status: 'RUNNING', position: null }],
  ])('is told by its events: %s', (_, events, expected) => {
    expect(describeRun(events, { wasStopped: false })).toMatchObject(expected);
    expect(describeRun(events, { wasStopped: true })).toMatchObject({ status: 'STOPPED', position: null });
  });
});
