import { describe, expect, it } from 'vitest';
import { cutClaims } from '../../src/answers/claims/cut-claims.ts';

const PASSAGES = ['Employees get 25 days.', 'Receipts are due in 30 days, see[7].', 'The office opens at nine.'];

/** The claims as they stand in the text, each with its markers. */
const cut = (text: string) =>
  cutClaims(text, PASSAGES).map(({ start, end, markers }) => [text.slice(start, end), ...markers]);

describe('cutting an answer into claims', () => {
  it.each<[string, string, (string | number)[][]]>([
    ['a marker before the full stop', 'They get 25 days [1].', [['They get 25 days [1].', 1]]],
    [
      'a marker behind the full stop',
      'They get 25 days. [1] It opens at nine. [3]',
      [
        ['They get 25 days. [1]', 1],
        ['It opens at nine. [3]', 3],
      ],
    ],
    ['several markers, each once', 'They do.[1][2] [1]', [['They do.[1][2] [1]', 1, 2]]],
    ['a marker behind a quotation', 'He said “Yes.” [2] Then no.', [['He said “Yes.” [2]', 2], ['Then no.']]],
    ['a marker on a line of its own', 'They get 25 days.\n\n[1]', [['They get 25 days.\n\n[1]', 1]]],
    [
      'list items',
      'They get:\n\n- 25 days [1]\n- lunch. [3]',
      [
        ['- 25 days [1]', 1],
        ['- lunch. [3]', 3],
      ],
    ],
    [
      'table rows without the columns and the rule',
      '| What | When |\n|---|---|\n| Opening | nine [3] |\n| Leave | 25 days [1] |',
      [
        ['| Opening | nine [3] |', 3],
        ['| Leave | 25 days [1] |', 1],
      ],
    ],
    ['a heading, which says nothing', '## Leave\n\nThey get 25 days [1].', [['They get 25 days [1].', 1]]],
    ['a bold heading', '**Leave**\n\nThey get **25** days [1].', [['They get **25** days [1].', 1]]],
    [
      'a block of code, whose brackets are none',
      'Run this:\n\n```js\nrun(args[1]);\nstop();\n```\n\n[2]',
      [['```js\nrun(args[1]);\nstop();\n```\n\n[2]', 2]],
    ],
    ['code in a line, whose brackets are none', 'Use `args[1]` there [2].', [['Use `args[1]` there [2].', 2]]],
    ['a marker of no passage', 'They do [9].', [['They do [9].']]],
    [
      'Chinese',
      '员工有25天年假。[1]办公室九点开门[3]。',
      [
        ['员工有25天年假。[1]', 1],
        ['办公室九点开门[3]。', 3],
      ],
    ],
    ['an answer of markers', '[2]', []],
    ['marks alone', '--- … !', []],
    ['an empty answer', '', []],
  ])('reads %s', (_what, text, expected) => {
    expect(cut(text)).toEqual(expected);
  });

  it("takes a passage's own bracket for text", () => {
    const passages = ['One.', 'Two.', 'The treaty was signed[1] in Rome.'];
    const [claim] = cutClaims('The treaty was signed[1] in Rome. [3]', passages);
    expect(claim?.markers).toEqual([3]);
  });
});
