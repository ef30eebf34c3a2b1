import type { Phrases } from './phrases.ts';

const not = '(?:없습니다|않습니다|않았습니다|없다|않는다|없어요|않아요)';

/** How models say in Korean that the texts don't answer. */
export const korean: Phrases = {
  always: [
    `(?:문서|자료|단락|본문|구절|텍스트|정보)[^.]{0,40}?${not}`,
    '모르겠습니다',
    '(?:내용|정보|답|답변|언급)[을를]? ?찾지 못',
    '(?:답을?|답변|정보를?) ?(?:찾|드릴|할|확인할) 수 없',
  ],
  uncited: [
    `(?:언급|내용|설명|정보)[은이] ${not}`,
    `(?:언급|기재|명시|서술|설명)되(?:어 있지|지) ?${not}`,
    `(?:나와|적혀|쓰여) 있지 ?${not}`,
    '^알 수 없',
  ],
};
