import { fold } from './fold.ts';
import { STOP_WORDS } from './stop-words.ts';

/**
 * What a question wants an overview of: "What is the handbook about?" of "the handbook", "Summarise this" of nothing that
 * it names (''). Null for any other question.
 */
export function overviewSubject(question: string): string | null {
  const asked = bare(question);
  const subject = subjectIn(asked, PATTERNS);
  if (subject !== null) return subject;
  const file = subjectIn(asked, [...OF_FILES, ONE_WORD]);
  return file === '' || (file && /\.[a-z][a-z0-9]{0,4}$/.test(file)) ? file : null;
}

/**
 * What a question wants an overview of if that is a document: "What is in the handbook?" of "the handbook". Where it is none,
 * it asks for something else.
 */
export function likelySubject(question: string): string | null {
  return subjectIn(bare(question), OF_FILES) || null;
}

/** Without what is no word at its ends. */
function bare(question: string): string {
  return fold(question)
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/^[\s¿¡"'“„«(]+|[\s?!.。？！؟:"'”»)]+$/gu, '')
    .replace(POLITE, '');
}

function subjectIn(asked: string, patterns: readonly RegExp[]): string | null {
  for (const pattern of patterns) {
    const match = pattern.exec(asked);
    const named = (match?.[1] ?? match?.[2] ?? '').replace(/^[\s"'“„«`]+|[\s"'”“»`]+$/gu, '');
    if (match) return withoutGeneric(named);
  }
  return null;
}

/** "Can you please …". */
const POLITE =
  /^(?:please |can you |could you |bitte |kannst du |konnen sie |por favor |puedes |peux-tu |pouvez-vous |s'il te plait |per favore |puoi |пожалуйста )+/u;
const SUMMARY =
  '(?:summary|overview|outline|synopsis|gist|abstract|digest|tl;?dr|zusammenfassung|uberblick|ubersicht|kurzfassung|inhaltsangabe|resumen|sintesis|resume|synthese|apercu|riassunto|sintesi|resumo|samenvatting|overzicht|resume|sammendrag|sammanfattning|oversigt|oversikt|yhteenveto|tiivistelma|streszczenie|podsumowanie|ozet|резюме|обзор|краткое содержание|краткий обзор|tom tat)';
const OF =
  "(?:of|about|for|on|from|von|der|des|vom|uber|zu|zum|zur|de|del|de la|sobre|du|d'|sur|di|do|da|van|over|av|af|om|z|по|о)";

/** Of folded questions without punctuation at their ends; the group is what they are about. */
const PATTERNS = [
  // Give me a short summary of X.
  `^(?:[\\p{L}'-]+ ){0,4}?${SUMMARY}(?: ${OF}(?: (?:the|den|die|das|dem|der|el|la|los|las|le|les|il|lo|o|a|het|de))? (.+))?(?: please| bitte)?$`,
  '^(?:summari[sz]e|sum up|outline|recap)(?: (.+?))?(?: for me| briefly| please| in (?:one|two|three|a few|\\d+) (?:sentences?|words|paragraphs?))*$',
  "^(?:and )?what(?:'s| is| are| was)? (.+?) (?:all )?about$",
  '^worum (?:geht|dreht) es(?: sich)?(?: hier| darin| (?:in|im|bei) (.+))?$',
  '^(?:wovon|von was|worüber|woruber) (?:handelt|spricht|ist) (.+)$',
  '^(?:fasse?|fassen sie) (?:mir )?(.+?)(?: kurz)? zusammen$',
  '^resum(?:e|ir|a|en|er|ez)(?:nos|me)? (.+)$',
  '^(?:de que|sobre que|acerca de que) (?:trata|habla|va|es)(?:n)?(?: (.+))?$',
  "^(?:de quoi|sur quoi) (?:parle|traite|porte|s'agit|est-il question)(?:-t-il)?(?: (?:dans )?(.+))?$",
  '^(?:di (?:che )?cosa|di che) (?:parla|tratta)(?: (.+))?$|^cosa dice (.+)$',
  '^(?:riassumi|riassumere|sintetizza) (.+)$',
  '^(?:(?:do|de|sobre) (?:o )?que) (?:trata|fala|e)(?: (.+))?$',
  '^waar (?:gaat|handelt) (.+?) over$|^vat (.+?) samen$',
  '^(?:hvad|hva|vad) handlar?e?r? (.+?) om$|^(?:opsummer|oppsummer|sammanfatta) (.+)$',
  '^(?:mista|mita) (.+?) (?:kertoo|kasittelee)$|^tiivista (.+)$',
  '^(?:podsumuj|stresc) (.+)$|^o czym (?:jest|mowi) (.+)$',
  '^(.+?) ne hakkinda(?:dir)?$|^(.+?) ozetle$',
  '^tom tat (.+)$|^(.+?) noi ve (?:dieu )?gi$',
  '^о (?:чем|чём) (?:этот|эта|это|говорится в|идет речь в|идёт речь в)?(?: ?(.+))?$',
  '^(?:подведи итог|перескажи|резюмируй|обобщи|суммируй|(?:кратко )?(?:изложи|опиши|расскажи о))(?:те)?(?: (.+))?$',
  '^(?:لخص|تلخيص|ملخص|اعطني ملخصا?)(?: (?:عن|ل|ال))?(?: ?(.+))?$',
  '^(?:عن ماذا|عم|ما موضوع)(?: (?:يتحدث|تتحدث))?(?: (.+))?$',
  '^(?:请|請|帮我|幫我)*(?:总结|總結|概括|概述|摘要)(?:一下)?(.*)$|^(.*?)的?(?:总结|總結|摘要|概要|概述)$',
  '^(.+?)(?:主要)?(?:讲|講|说|說|写|寫|关于|關於|是关于|是關於)(?:了|的是|的)*(?:什么|什麼|甚麼)(?:内容|內容|的)?$',
  '^(.*?)(?:を|の)?(?:要約|まとめ|概要)(?:して|を教えて)?(?:ください|下さい|は)?$',
  '^(.+?)は?何(?:について|に関する).*$',
  '^(.*?)(?:을|를|의)? ?(?:요약).*$|^(.+?)(?:은|는)? ?무엇에 (?:관한|대한).*$',
  '^(?:ช่วย)?สรุป(.*)$|^(.+?)(?:เกี่ยวกับ|พูดถึง)อะไร$',
].map(toRegExp);

/** They may as well ask for one thing in a box, so what they name must be a file, or any document. */
const OF_FILES = [
  '^what (?:does|do) (.+?) (?:cover|contain|describe|discuss|say|talk about|deal with)$',
  "^(?:what's|what is|what stands) in (.+)$",
  '^(?:was steht|was sagt) (?:(?:in|im) )?(.+)$',
  '^que (?:dice|contiene|cubre) (.+)$',
  '^(?:que dit|que contient) (.+)$',
  '^что (?:написано|говорится|сказано|есть) в (.+)$',
  '^(.+?)(?:に|には|の中に)(?:は)?何が(?:書|記|載).*$',
  '^ماذا (?:يقول|يحتوي|يوجد في) (.+)$',
].map(toRegExp);

/** Nothing but the name of a file. */
const ONE_WORD = /^(\S+\.[a-z][a-z0-9]{0,4})$/;

/** Questions are folded before they are compared. */
function toRegExp(pattern: string): RegExp {
  return new RegExp(
    pattern
      .split('\\p{L}')
      .map((part) => fold(part))
      .join('\\p{L}'),
    'u',
  );
}

/** Words for any document. */
const GENERIC = new Set(
  `document documents file files text texts page pages paper papers pdf article report note notes doc docs content contents
  everything anything here briefly short main points uploaded attached
  dokument dokumente dokuments datei dateien inhalt alles hier kurz
  documento documentos archivo archivos fichero texto pagina contenido todo aqui
  fichier fichiers texte contenu tout ici documenti testo pagina tutto arquivo conteudo
  bestand tekst inhoud dokumentet dokumenter filen texten asiakirja tiedosto
  документ документа документе документы документах файл файле текст тексте этот этом эта это здесь все
  المستند مستند الوثيقه وثيقه الملف ملف النص نص هذا هذه المستندات
  plik tekst belge dosya tai lieu van ban nay bu`
    .split(/\s+/)
    .map(fold),
);
const GENERIC_UNSPACED =
  /^(?:这|這|该|該|此|本|个|個|份|篇|些|一|的|の|この|その|これ|이|그|는|은|을|를|นี้|ของ)*(?:文档|文檔|文件|文章|文本|内容|內容|资料|資料|ドキュメント|文書|ファイル|書類|テキスト|문서|파일|글|เอกสาร|ไฟล์|ข้อความ)?(?:นี้|は|를|을|은|는)?$/u;

function withoutGeneric(subject: string): string {
  if (GENERIC_UNSPACED.test(subject)) return '';
  const words = subject.match(/[\p{L}\p{M}\p{N}._-]+/gu) ?? [];
  const isGeneric = words.every((word) => GENERIC.has(word) || ALL_STOP_WORDS.has(word));
  return isGeneric ? '' : subject;
}

const ALL_STOP_WORDS = new Set(Object.values(STOP_WORDS).flatMap((words) => [...words]));
