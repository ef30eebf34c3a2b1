/**
 * The character that a symbol of Word's is (`w:sym`): its font says what the code means. Empty for drawings that say
 * nothing.
 */
export function symbolText(font: string, code: string): string {
  const at = Number.parseInt(code, 16) & 0xff;
  if (/^symbol/i.test(font)) return SYMBOL.get(at) ?? '';
  if (/^wingdings/i.test(font)) return (/2/.test(font) ? WINGDINGS_2 : WINGDINGS).get(at) ?? '';
  const point = Number.parseInt(code, 16);
  const isText = point > 0x1f && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xf8ff);
  return isText ? String.fromCodePoint(point) : '';
}

/** Characters from a code on. */
const from = (code: number, characters: string): [number, string][] =>
  [...characters].map((character, at) => [code + at, character]);

const SYMBOL = new Map([
  ...from(0x21, '!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼'),
  ...from(0xa0, '€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑'),
]);

/** Marks and boxes of forms, arrows and bullets. */
const WINGDINGS = new Map([
  [0x28, '☎'],
  [0x2a, '✉'],
  [0x6c, '●'],
  [0x6e, '■'],
  [0x6f, '□'],
  [0x71, '❑'],
  [0xa7, '▪'],
  [0xa8, '☐'],
  [0xd8, '➢'],
  [0xdf, '←'],
  [0xe0, '→'],
  [0xe1, '↑'],
  [0xe2, '↓'],
  [0xe8, '→'],
  [0xf0, '⇨'],
  [0xfb, '✗'],
  [0xfc, '✓'],
  [0xfd, '☒'],
  [0xfe, '☑'],
]);

const WINGDINGS_2 = new Map([
  [0x4f, '✗'],
  [0x50, '✓'],
  [0x51, '☒'],
  [0x52, '☑'],
  [0xa3, '☐'],
]);
