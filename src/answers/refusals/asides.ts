import { any } from './phrases.ts';

const apologies = any(
  "(?:i'm |i am )?(?:sorry|afraid)|i apologi[sz]e|my apologies|unfortunately",
  'leider|(?:es )?tut mir leid|lo siento|lamentablemente|désolée?|je suis désolée?|malheureusement',
  '抱歉|对不起|對不起|很遗憾|很抱歉|申し訳|残念|すみません',
  'عذرا|اسف|للاسف|ขออภัย|ขอโทษ|น่าเสียดาย|к сожалению|извините|простите',
  'mi dispiace|purtroppo|desculpe|infelizmente|sinto muito|din păcate|îmi pare rău|helaas|het spijt me|tyvärr|beklager|desværre|dessverre',
  'niestety|przykro mi|przepraszam|bohužel|omlouvám se|на жаль|вибачте|valitettavasti|sajnos|sajnálom|üzgünüm|maalesef',
  'δυστυχώς|λυπάμαι|מצטער|לצערי|סליחה|متاسف|माफ़|क्षमा करें|खेद|xin lỗi|rất tiếc|maaf|죄송|유감',
);
const greetings = any(
  '(?:hello|hi|thanks|thank you|hallo|guten tag|danke|vielen dank|hola|gracias|bonjour|merci)(?!\\p{L})',
  'здравствуйте|спасибо|благодарю|مرحبا|شكرا|您好|你好|感谢|感謝|谢谢|謝謝|こんにちは|ありがとう|ご質問|สวัสดี|ขอบคุณ',
);
const only = any(
  '(?:(?:the |these )?(?:\\w+ )?(?:passages?|documents?|texts?|context)|they) (?:only |just |(?:is|are) (?:only )?about )',
  'only [^.]{1,60} (?:is|are) (?:covered|discussed|mentioned|described)',
  '(?:es geht|sie (?:handeln|behandeln))[^.]{0,20} nur|nur [^.]{1,60} (?:wird|werden) (?:erwähnt|behandelt|beschrieben)',
  '(?:sólo|solo|solamente|únicamente) (?:tratan?|hablan?|mencionan?|se)|(?:ils|elles) ne (?:parlent|traitent|mentionnent|concernent) que',
  '(?:они|в них|речь)[^.]{0,20} только|(?:они )?касаются только|(?:تتحدث|تتناول|تذكر) فقط',
  '(?:它们|它們|文档|文檔|段落|资料|資料)?(?:只|仅|僅)(?:涉及|提到|提及|讨论|討論|介绍|介紹)|[^。]{1,40}(?:のみ|だけ)(?:が)?(?:書かれ|記載|述べ|触れ)|มี(?:เพียง|แค่|เฉพาะ)',
);
const no = '(?:no|nein|non|нет|لا|否|不|不是|いいえ|ไม่)';
const answer = '(?:(?:\\p{L}+ )?answer|antwort|respuesta|réponse|ответ|الاجابة|الجواب|答案|回答|答え|คำตอบ)';
const question = '(?:question|frage|pregunta|вопрос|السؤال|问题|質問|คำถาม)';

/** What says nothing by itself: an apology, a greeting, a title, or that the documents are only about something else. */
export const ASIDE = new RegExp(
  `^\\W*(?:${apologies}|${greetings}|${only})|^[^\\p{L}]*(?:${no}|${answer})[^\\p{L}]*$|^[^\\p{L}]*${question}\\s*[:：].*[?？؟]$`,
  'iu',
);

/** So does what the documents are about, where it names none of them. */
export const TOPIC =
  /^\W*(?:(?:the |these )?(?:\w+ )?(?:passages?|excerpts?|documents?|sources?|texts?|context)(?: \d+)?|they) (?:mainly |only )?(?:discuss|describe|outline|address|concern|talks? about|focus(?:es)? on|deals? with)/iu;

/** A list of sources at the end. */
export const SOURCES =
  /\n\s*(?:sources?|references|quellen?|fuentes?|références|источники?|المصادر|المراجع|来源|來源|参考资料|出典|参照|แหล่งที่มา|แหล่งอ้างอิง)\s*[:：][\s\S]*$/iu;
