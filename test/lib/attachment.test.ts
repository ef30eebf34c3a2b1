import { describe, expect, it } from 'vitest';
import { attachmentOf } from '../../src/lib/attachment.ts';

describe('the header that has a file saved under a name', () => {
  it.each([
    ['report.pdf', 'report.pdf', 'report.pdf'],
    ['Jahresbericht für Ägypten.md', 'Jahresbericht f_r _gypten.md', 'Jahresbericht%20f%C3%BCr%20%C3%84gypten.md'],
    ['報告🗂️.txt', '____.txt', '%E5%A0%B1%E5%91%8A%F0%9F%97%82%EF%B8%8F.txt'],
    ["it's (new)*.txt", "it's (new)_.txt", 'it%27s%20%28new%29_.txt'],
    ['a"; filename="evil.exe', 'a_; filename=_evil.exe', 'a_%3B%20filename%3D_evil.exe'],
    ['../../etc/passwd', '_.._etc_passwd', '_.._etc_passwd'],
    ['C:\\x\r\nSet-Cookie: a=b', 'C__x__Set-Cookie_ a=b', 'C__x__Set-Cookie_%20a%3Db'],
    ['100%25.txt', '100_25.txt', '100_25.txt'],
    ['half \ud800 pair', 'half _ pair', 'half%20_%20pair'],
    ['.htaccess', 'htaccess', 'htaccess'],
    ['ends with dots. .', 'ends with dots', 'ends%20with%20dots'],
    ['...', 'document', 'document'],
  ])('makes of %j', (name, plain, exact) => {
    expect(attachmentOf(name)).toBe(`attachment; filename="${plain}"; filename*=UTF-8''${exact}`);
  });
});
