/**
 * A text as it is compared: without case, compatibility forms, accents, vowel points and soft hyphens, and with the
 * letters that Unicode doesn't take apart as people write them without their keyboard ("Łódź" is "lodz", "Straße" is
 * "strasse"). Digits are 0 to 9.
 */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(MARKS, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(LETTERS, (letter) => ALIKE[letter] ?? letter);
}

const PLAIN = /^[\0-\x7f]*$/;

/** Soft hyphens, accents, the points of Hebrew and Arabic, Hindi's dots below. The voicing marks of kana are none of them: か is not が. */
const MARKS =
  /\u00ad|[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u093c]/g;

const ALIKE: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  // One letter in different hands, in Arabic and Persian.
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
  // Two signs for one sound in Hindi.
  '\u0901': '\u0902',
  ...digits('٠١٢٣٤٥٦٧٨٩'),
  ...digits('۰۱۲۳۴۵۶۷۸۹'),
  ...digits('०१२३४५६७८९'),
  ...digits('๐๑๒๓๔๕๖๗๘๙'),
};

const LETTERS = new RegExp(`[${Object.keys(ALIKE).join('')}]`, 'g');

function digits(zeroToNine: string): Record<string, string> {
  return Object.fromEntries(Array.from(zeroToNine, (digit, value) => [digit, String(value)]));
}
