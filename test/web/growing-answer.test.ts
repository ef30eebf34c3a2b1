import type { RootContent } from 'mdast';
import { describe, expect, it } from 'vitest';
import { createGrowingAnswer } from '../../web/src/answers/markdown/growing-answer.ts';
import { parseAnswer } from '../../web/src/answers/markdown/parse-answer.ts';

const ANSWER = `Employees get **25 days** of leave [1].
They plan it
***by March*** [2].
--- so it goes
- a day off [1]
- six days

  of bereavement

- [3]
1. One
2. Two
   - nested
> a quote
lazily continued

| leave | days |
| --- | --- |
| annual | 25 |
study | 5
\`\`\`
leave --days 25

- no list
\`\`\`
# Title
text
===
    code

<b>text</b>
[1]: https://example.com

The end.`;

/** As far as an answer is drawn from it. */
function drawn(node: RootContent, offset: number): unknown {
  const { type, position } = node;
  return {
    type,
    start: offset + (position?.start.offset ?? Number.NaN),
    end: offset + (position?.end.offset ?? Number.NaN),
    ...('value' in node && { value: node.value }),
    ...('children' in node && { children: node.children.map((child) => drawn(child, offset)) }),
  };
}

describe('an answer that grows', () => {
  it('has the blocks at each moment that it has as a whole', () => {
    const growing = createGrowingAnswer();
    for (let length = 1; length <= ANSWER.length; length++) {
      const text = ANSWER.slice(0, length);
      expect(growing.parse(text).map(({ node, offset }) => drawn(node, offset))).toEqual(
        parseAnswer(text).children.map((node) => drawn(node, 0)),
      );
    }
  });

  it('keeps the blocks that are whole as they are', () => {
    const growing = createGrowingAnswer();
    const [first] = growing.parse('One.\n\nTwo.\n');
    const [again, , third] = growing.parse('One.\n\nTwo.\n\nThree.\n');
    expect(again).toBe(first);
    expect(third?.node.type).toBe('paragraph');
  });

  it('begins anew with another text', () => {
    const growing = createGrowingAnswer();
    growing.parse('One.\n\nTwo.\n');
    expect(growing.parse('Other.').map(({ node, offset }) => drawn(node, offset))).toEqual(
      parseAnswer('Other.').children.map((node) => drawn(node, 0)),
    );
  });
});
