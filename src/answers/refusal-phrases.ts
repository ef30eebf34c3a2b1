/** How a language says that documents don't hold an answer. */
interface Phrases {
  /** They say so whatever else the clause holds. */
  readonly always: readonly RegExp[];
  /** So they do in a clause that names no passage; in one that does they are more likely about its content. */
  readonly uncited: readonly RegExp[];
}

const any = (...words: string[]) => `(?:${words.join('|')})`;

/** English: "the passages do not mention …", "there is no information on …", "I could not find …". */
const en = (() => {
  const ours = any(
    'passages?',
    'excerpts?',
    'context',
    '(?:provided|given|supplied|available|retrieved) (?:\\w+ )?\\w+',
  );
  const texts = any('documents?', 'documentation', 'texts?', 'sources?', 'files?', 'materials?', 'information');
  const not = any("do(?:es)?n't", 'do(?:es)? not', "didn't", 'did not', 'never', 'fails? to', 'cannot', "can't");
  const adverbs = '(?:\\s+(?:\\w+ly|even|seem to|appear to|itself|themselves|anywhere))*';
  const say =
    '(?:contain|hold|mention|say|state|specify|include|provide|give|answer|address|discuss|cover|indicate|offer|describe|explain|tell|list|refer|disclose|talk|speak|have(?! to))';
  const nothing = any('no', 'not any', "n't any", 'insufficient', 'not enough', 'little');
  const knowledge = any(
    'information',
    'mention',
    'answer',
    'details?',
    'indication',
    'reference',
    'context',
    'evidence',
  );
  const told =
    '(?:mentioned|specified|stated|provided|given|included|addressed|covered|discussed|described|available|found|listed|answered|contained|disclosed|indicated|explained)';
  return {
    always: [
      `\\b${ours}\\b[^.]{0,60}?\\b${not}${adverbs}\\s+${say}`,
      `\\b${texts}\\b[^.]{0,60}?\\b${not}${adverbs}\\s+${say}\\w*\\s+(?:\\w+\\s+){0,3}?${any(knowledge, 'anything', 'what', 'how', 'whether', 'when', 'who', 'why', 'where', 'which', 'this', 'that question')}\\b`,
      `\\b${any('none', 'neither', 'nothing', 'no')}(?: (?:of|in|from) (?:the|these|those|your))? (?:\\w+ )?${any('passages?', 'documents?', 'sources?', 'excerpts?', 'texts?', 'context')}\\b[^.]{0,30}?\\b${say}`,
      `\\b(?:there(?:'s| is| are| was)|i (?:have|see|found|find)|${any('contains?', 'provides?', 'offers?', 'gives?', 'holds?', 'includes?')}) ${nothing} (?:\\w+ ){0,3}?${knowledge}\\b(?: (?:about|on|of|regarding|concerning|in|for|to|that|as to|provided|available|given|here)\\b|\\s*(?:$|[.,;]))`,
      `\\b(?:is|are|was|were)(?:n't| not)(?: \\w+){0,3}? ${told}\\b[^.]{0,40}?\\b${any(ours, texts)}\\b`,
      `\\bi(?:'m| am| was)? (?:unable|not able|sorry|afraid) (?:to|i) `,
      `\\bi (?:do not|don't) (?:know\\b|have (?:\\w+ ){0,2}?${knowledge})`,
      `\\bi (?:cannot|can't|can not|could not|couldn't|did not|didn't|do not|don't) (?:find|answer|determine|provide|tell|say|locate|help|see|give)\\b`,
      `\\b${any(ours, texts)}\\b[^.]{0,40}?\\b(?:say|says|contains?|mentions?|reveals?|holds?|offers?) (?:nothing|little)\\b`,
      `\\b${any('insufficient', 'not enough', 'no relevant', 'no specific')} ${knowledge}\\b`,
      `\\b${any('it is', "it's")} (?:not possible|impossible|not clear|unclear)[^.]{0,30}?\\b(?:passages?|documents?|context|texts?|determine|answer|say|tell)\\b`,
      `\\bthe answer (?:is|was|cannot be|can't be|could not be)(?:n't| not)?\\b[^.]{0,20}?\\b(?:not\\b|in|from|found|determined|contained)[^.]{0,30}?\\b${any(ours, texts)}\\b`,
    ],
    uncited: [
      `\\b${texts}\\b[^.]{0,60}?\\b${not}${adverbs}\\s+${say}`,
      `\\b(?:is|are|was|were)(?:n't| not)(?: \\w+){0,2}? ${told}\\b`,
      `\\b(?:cannot|can't|can not|could not) be (?:answered|determined|found|inferred|established|confirmed)\\b`,
      '^(?:no (?:information|answer|mention|relevant)\\b|not (?:mentioned|specified|stated|found|available|provided|given|in the)\\b|n/?a\\b|unknown\\b|unclear\\b|none\\W*$)',
      "\\bthe (?:question|query) (?:cannot|can not|can't|could not) be answered\\b",
    ],
  };
})();

const de = (() => {
  const texts =
    '(?:dokument\\p{L}*|unterlagen|passagen?|textstellen?|texte?n?|abschnitte?n?|quellen?|auszügen?|auszüge|kontext|vorliegenden \\p{L}+)';
  const knowledge = '(?:antwort|angaben?|informationen?|hinweise?|auskunft|aussagen?|details|erwähnung)';
  const told =
    '(?:erwähnt|genannt|enthalten|angegeben|beantwortet|hervor|entnehmen|ersichtlich|aufgeführt|finden|beschrieben|erläutert|behandelt|thematisiert)';
  const not = any(
    `kein\\p{L}* (?:\\p{L}+ ){0,2}?${knowledge}`,
    `nicht (?:\\p{L}+ ){0,3}?${told}`,
    'nichts (?:dazu|darüber|davon|über|zu|hierzu)',
  );
  return {
    always: [
      `${texts}[^.]{0,80}?${not}`,
      `${not}[^.]{0,60}?${texts}`,
      `${texts}[^.]{0,40}?(?:geben|gibt|sagen|sagt|nennen|nennt|erwähnen|erwähnt|beantworten|beantwortet|äußern|behandeln)[^.]{0,60}?(?<!\\p{L})(?:nicht|nichts|kein\\p{L}*)(?!\\p{L})`,
      '(?<!\\p{L})ich (?:kann|konnte)[^.]{0,60}? nicht (?:\\p{L}+ )?(?:beantworten|finden|sagen|bestimmen|entnehmen|feststellen)',
      '(?<!\\p{L})ich weiß (?:es |das |die antwort )?nicht',
      `(?<!\\p{L})ich (?:habe|finde|konnte)[^.]{0,40}? keine? (?:\\p{L}+ ){0,2}?${knowledge}`,
    ],
    uncited: [
      `kein\\p{L}* (?:\\p{L}+ ){0,2}?${knowledge}`,
      `(?:wird|werden|ist|sind|wurde|wurden) (?:[^.]{0,40}? )?nicht (?:\\p{L}+ )?${told}`,
      'nicht (?:beantwortet|beantworten)',
    ],
  };
})();

const es = (() => {
  const texts =
    '(?:documentos?|documentación|pasajes?|textos?|fragmentos?|fuentes?|contexto|extractos?|información (?:proporcionada|disponible))';
  const say =
    '(?:contien|contenía|mencion|indic|dice|proporcion|especific|respond|incluy|ofrec|explic|señal|dan?\\b|describ|hac|aparec|figur|abord|detall|inform|hay|tien|se )\\p{L}*';
  const knowledge = '(?:información|respuesta|mención|datos suficientes|detalles|referencia)';
  return {
    always: [
      `${texts}[^.]{0,60}?(?<!\\p{L})no (?:\\p{L}+ ){0,2}?${say}`,
      `(?<!\\p{L})no (?:se |he |hay |existe |tengo |dispongo de |pude |puedo |encuentro |encontré )[^.]{0,60}?(?:${knowledge}|${texts}|responder|contestar|determinar)`,
      `(?<!\\p{L})no ${say}[^.]{0,40}? ${texts}`,
      '(?<!\\p{L})no (?:lo )?sé(?!\\p{L})',
      `(?:ningun[oa]|ningún)(?: de)?(?: l[oa]s)? ${texts}[^.]{0,30}?${say}`,
    ],
    uncited: [
      `(?<!\\p{L})no (?:se |está |están |aparece|figura)[^.]{0,20}?(?:mencion|especific|indic|encuentr|detall|disponible)\\p{L}*`,
      `sin ${knowledge}`,
    ],
  };
})();

const fr = (() => {
  const texts = '(?:documents?|passages?|textes?|extraits?|sources?|contexte|informations? fournies?)';
  const say =
    '(?:contien|mentionn|indiqu|précis|répond|fourni|donn|dis|dit|comport|inclu|permet|évoqu|trait|parl|spécifi|offr|abord|figur|trouv|expliqu|fait|font)\\p{L}*';
  const knowledge = '(?:information|réponse|mention|précision|détail|élément|indication)s?';
  return {
    always: [
      `${texts}[^.]{0,60}?(?:(?<!\\p{L})ne |n')[^.]{0,20}?${say}[^.]{0,15}?(?<!\\p{L})(?:pas|aucune?|rien)(?!\\p{L})`,
      `(?:aucune?|rien)[^.]{0,20}? ${texts}[^.]{0,20}? (?:ne |n')`,
      `il n'(?:y a|existe) (?:pas|aucune?)[^.]{0,30}?${knowledge}`,
      "(?<!\\p{L})je (?:ne (?:peux|sais|trouve|dispose|suis|parviens)|n'ai)[^.]{0,40}?(?<!\\p{L})(?:pas|aucune?|rien)(?!\\p{L})",
      `aucune? ${knowledge}[^.]{0,40}?${texts}`,
    ],
    uncited: [
      "(?:n'(?:est|a été|ont été|sont|apparaît|y a)|ne (?:sont|figure|figurent|se trouve)) (?:pas|aucune?)[^.]{0,30}?(?:mentionn|précis|indiqu|fourn|trouv|disponible|spécifi|donn|dans)\\p{L}*",
      `^aucune? ${knowledge}`,
    ],
  };
})();

const zh = (() => {
  const texts = '(?:文档|文檔|文件|段落|资料|資料|材料|文本|文章|上下文|来源|來源|原文|文中|片段|内容|內容|信息|資訊)';
  const not = '(?:没有|沒有|并没有|並沒有|未|并未|並未|不|没|無法|无法|找不到)';
  const say =
    '(?:提及|提到|说明|說明|包含|包括|回答|答案|信息|資訊|相关|相關|记载|記載|涉及|给出|提供|指出|解释|找到|列出|描述|规定|足够|明确|含)';
  return {
    always: [
      `${texts}[^。]{0,20}?${not}[^。]{0,8}?${say}`,
      `${not}(?:在|从|從)?[^。]{0,15}?${texts}[^。]{0,10}?(?:找到|得知|确定|回答|中|提到|提及)`,
      '我?(?:无法|無法|不能)(?:从|從|根据)?[^。]{0,20}?(?:回答|确定|確定|得知|判断|提供)',
      '我(?:不知道|不清楚|没有找到|沒有找到|找不到)',
      '(?:没有|沒有|缺乏|缺少)(?:找到|任何|足够的?|相关的?|相關的?|关于[^。]{0,20}?的)*(?:信息|資訊|答案|资料|資料|说明|记载|内容)',
    ],
    uncited: ['(?:未|没有|沒有)(?:提及|提到|说明|說明|注明|找到|明确|給出|给出)', '^(?:不知道|未知|不清楚)'],
  };
})();

const ja = (() => {
  const texts = '(?:文書|文章|ドキュメント|資料|パッセージ|段落|テキスト|本文|文脈|提供された|情報源|出典)';
  const nothing =
    '(?:ありません|ない|ございません|見つかりません|見当たりません|含まれて(?:い|お)(?:ません|らず|ない|りません))';
  const told =
    '(?:含まれ|書かれ|触れられ|示され|記載され|述べられ|言及され|記述され|載っ|明記され|触れ|記載し|言及し)て';
  const isNot = '(?:いません|いない|おらず|おりません|いなかった)';
  return {
    always: [
      `${texts}[^。]{0,50}?${told}${isNot}`,
      `(?:記載|記述|言及|情報|答え|回答|説明)(?:は|が|も)[^。、]{0,15}?${nothing}`,
      '(?:お答え|回答|判断|確認|特定)(?:する)?(?:こと)?(?:は|が)?でき(?:ません|ない)',
      `${texts}[^。]{0,40}?(?:わかり|分かり|見つかり|見当たり|答えられ)ません`,
    ],
    uncited: [`${told}${isNot}`, '(?:わかり|分かり|見つかり|見当たり)ません', '^(?:不明|わからない|分からない)'],
  };
})();

const ar = (() => {
  const texts =
    '(?:المستندات|الوثائق|المقاطع|النصوص|النص|الوثيقة|المستند|المصادر|المعلومات|السياق|الفقرات|الملفات|المقطع)';
  const knowledge = '(?:معلومات|معلومة|اجابة|جواب|ذكر|تفاصيل|الاجابة|الجواب|اشارة)';
  const say =
    '(?:تحتوي|يحتوي|تذكر|يذكر|تتضمن|يتضمن|تشير|يشير|توفر|يوفر|تجيب|يجيب|تقدم|يقدم|تشمل|يشمل|توضح|يوضح|تحدد|يحدد|ترد|يرد|تتحدث|تقول|يقول|تعطي|توجد|يوجد|تتوفر|يتوفر|تتناول)';
  return {
    always: [
      `(?:لا|لم)\\s+${say}[^.]{0,40}?(?:${texts}|${knowledge})`,
      '(?:لا|لم)\\s+يتم\\s+(?:ذكر|تحديد|توضيح)',
      `${texts}[^.]{0,40}?(?:لا|لم)\\s+${say}`,
      '(?:لا|لم)\\s+(?:اعرف|اعلم|استطيع|يمكنني|اتمكن|اجد|استطع)',
      `ليس(?:ت)?\\s+(?:هناك|لدي|في)[^.]{0,20}?${knowledge}`,
      'لا\\s+يمكن\\s+(?:الاجابة|تحديد|معرفة)',
    ],
    uncited: [`(?:لا|لم)\\s+${say}`, 'غير\\s+(?:مذكور|محدد|متوفر|موجود|معروف)'],
  };
})();

const th = (() => {
  const texts = '(?:เอกสาร|ข้อความ|บทความ|เนื้อหา|แหล่งข้อมูล|ย่อหน้า|ข้อมูลที่ให้|ข้อมูลที่มี)';
  const say = '(?:ระบุ|กล่าวถึง|กล่าว|บอก|ให้ข้อมูล|มีข้อมูล|ข้อมูล|คำตอบ|ตอบ|พูดถึง|เพียงพอ|อธิบาย|มีคำตอบ|ปรากฏ|มีการ|รายละเอียด)';
  return {
    always: [
      `${texts}[^.]{0,50}?(?:ไม่ได้|ไม่มี|ไม่พบ|ไม่)\\s*${say}`,
      `ไม่(?:มี|พบ)\\s*(?:ข้อมูล|คำตอบ|การกล่าวถึง|รายละเอียด)`,
      'ไม่สามารถ(?:ตอบ|ระบุ|หา|ให้)',
      `(?:ฉัน|ผม|ดิฉัน)\\s*ไม่(?:ทราบ|รู้|พบ)`,
    ],
    uncited: ['ไม่(?:ได้)?(?:ระบุ|กล่าวถึง)', '^ไม่(?:ทราบ|รู้)'],
  };
})();

const ru = (() => {
  const texts = '(?:документ|отрывк|отрывок|фрагмент|текст|пассаж|источник|контекст|материал)\\p{L}*';
  const say =
    '(?:содерж|упомина|упомян|указ|говор|сообща|да[её]т|дают|отвеча|приведен|приводит|описа|найд|раскры|уточня|предостав|сказан|назван|обознач)\\p{L}*';
  const knowledge = '(?:информаци|ответ|сведени|упоминани|данных)\\p{L}*';
  return {
    always: [
      `${texts}[^.]{0,60}?(?<!\\p{L})не ${say}`,
      `(?<!\\p{L})не ${say}[^.]{0,40}?${texts}`,
      `(?<!\\p{L})(?:нет|отсутству\\p{L}*|не найден\\p{L}*|недостаточно)[^.]{0,20}? ?${knowledge}[^.]{0,60}?(?:${texts}|(?<!\\p{L})(?:об?|про|для|по|на)(?!\\p{L})|[.,]|$)`,
      '(?<!\\p{L})я не (?:знаю|могу|наш[её]л|нашла|смог)',
      `${knowledge}[^.]{0,40}?(?:отсутству\\p{L}*|нет(?!\\p{L})|не найден\\p{L}*)`,
    ],
    uncited: [`(?<!\\p{L})не (?:указ|упомина|упомян|назван|найден|сказан)\\p{L}*`, '^(?:неизвестно|нет данных)'],
  };
})();

/** A few more, shortly. */
const others = {
  always: [
    '(?:documentos?|passagens?|textos?|trechos?|fontes?|contexto)[^.]{0,60}?(?<!\\p{L})não (?:\\p{L}+ )?(?:cont[êe]m|menciona|indica|fornece|especifica|responde|inclu|diz|traz|informa|apresenta)\\p{L}*',
    '(?<!\\p{L})não (?:há|encontrei|sei|posso|consigo)[^.]{0,40}?(?:informaç|resposta|responder|documento|passage)\\p{L}*',
    '(?:documenti|documento|passaggi|brani|testi|testo|fonti|contesto)[^.]{0,60}?(?<!\\p{L})non (?:\\p{L}+ )?(?:conten|menzion|indic|fornisc|specific|rispond|includ|dic|riport)\\p{L}*',
    "(?<!\\p{L})non (?:ci sono|c'è|ho trovato|so|posso)[^.]{0,40}?(?:informazion|rispost|rispondere|document|passagg)\\p{L}*",
    '(?:documenten|passages|teksten|bronnen|context)[^.]{0,30}?(?:bevat|vermeld|geef|gev|noem|zegg|beantwoord)\\p{L}*[^.]{0,40}?(?<!\\p{L})(?:geen|niet|niets)(?!\\p{L})',
    '(?:문서|자료|단락|본문|구절|텍스트|정보)[^.]{0,40}?(?:없습니다|않습니다|않았습니다|없다|않는다|없어요)',
  ],
  uncited: [],
};

const compile = ({ always, uncited }: { always: readonly string[]; uncited: readonly string[] }): Phrases => ({
  always: always.map((source) => new RegExp(source, 'iu')),
  uncited: uncited.map((source) => new RegExp(source, 'iu')),
});

export const REFUSAL_PHRASES: readonly Phrases[] = [en, de, es, fr, zh, ja, ar, th, ru, others].map(compile);

/** What stands before a refusal and says nothing by itself. */
export const APOLOGY =
  /^\W*(?:(?:i'm |i am )?(?:sorry|afraid)|i apologi[sz]e|my apologies|unfortunately|leider|(?:es )?tut mir leid|lo siento|lamentablemente|désolée?|je suis désolée?|malheureusement|抱歉|对不起|對不起|很遗憾|很抱歉|申し訳|残念|すみません|عذرا|اسف|للاسف|ขออภัย|ขอโทษ|น่าเสียดาย|к сожалению|извините|простите)/iu;

/** Where a clause ends in which something else may be said. */
export const CLAUSES =
  /(?:[,;:–—]|\s)\s*(?=(?:but|however|although|though|nevertheless|aber|jedoch|allerdings|doch|pero|sin embargo|aunque|mais|cependant|toutefois|но|однако|لكن|ولكن|แต่)(?!\p{L}))|[，,、；;]\s*(?=但|不过|不過|然而|しかし|ただ)|(?<=[。！？])/iu;
