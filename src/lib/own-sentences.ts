import { type AskedLanguage, askedLanguage } from './text/asked-language.ts';

/** What Carrel says itself, and not a document or a model, in the language of a question. */
export interface OwnSentences {
  /** The documents don't hold the answer: what a model is told to say, too. */
  readonly refusal: string;
  /** What stands before and behind the name of a document whose outline follows. */
  readonly outline: readonly [before: string, behind: string];
  /** Which of several documents a question means: `{total}` and `{names}` are filled in. */
  readonly which: string;
}

/** The refusal in English. */
export const REFUSAL = 'The documents do not hold the answer to this question.';

/** What Carrel says in the language that a question is in (`lib/text/asked-language.ts`). */
export function ownSentences(question: string): OwnSentences {
  return ownSentencesIn(askedLanguage(question));
}

/** What Carrel says in a language. */
export function ownSentencesIn(language: AskedLanguage): OwnSentences {
  return BY_LANGUAGE[language];
}

const BY_LANGUAGE = {
  en: {
    refusal: REFUSAL,
    outline: ['This is an outline of ', ', made of its headings and first sentences:'],
    which:
      'Which document do you mean? There are {total}: {names}. Ask again with its name, or choose it by the filter.',
  },
  de: {
    refusal: 'Die Dokumente enthalten keine Antwort auf diese Frage.',
    outline: ['Dies ist eine Übersicht über ', ' aus den Überschriften und ersten Sätzen:'],
    which:
      'Welches Dokument ist gemeint? Es gibt {total}: {names}. Bitte mit dem Namen noch einmal fragen oder es über den Filter auswählen.',
  },
  es: {
    refusal: 'Los documentos no contienen la respuesta a esta pregunta.',
    outline: ['Este es un esquema de ', ', hecho con sus títulos y primeras frases:'],
    which:
      '¿A qué documento se refiere? Hay {total}: {names}. Pregunte de nuevo con su nombre o elíjalo con el filtro.',
  },
  fr: {
    refusal: 'Les documents ne contiennent pas la réponse à cette question.',
    outline: ['Voici un plan de ', ', fait de ses titres et de ses premières phrases :'],
    which:
      'De quel document s’agit-il ? Il y en a {total} : {names}. Reposez la question avec son nom, ou choisissez-le par le filtre.',
  },
  it: {
    refusal: 'I documenti non contengono la risposta a questa domanda.',
    outline: ['Questo è uno schema di ', ', fatto dei suoi titoli e delle prime frasi:'],
    which:
      'Quale documento si intende? Ce ne sono {total}: {names}. Ripetere la domanda con il nome, oppure sceglierlo con il filtro.',
  },
  pt: {
    refusal: 'Os documentos não contêm a resposta a esta pergunta.',
    outline: ['Este é um esquema de ', ', feito dos seus títulos e primeiras frases:'],
    which: 'A que documento se refere? Há {total}: {names}. Pergunte de novo com o nome ou escolha-o pelo filtro.',
  },
  nl: {
    refusal: 'De documenten bevatten geen antwoord op deze vraag.',
    outline: ['Dit is een overzicht van ', ', gemaakt van de koppen en eerste zinnen:'],
    which:
      'Welk document wordt bedoeld? Er zijn er {total}: {names}. Stel de vraag opnieuw met de naam, of kies het met het filter.',
  },
  da: {
    refusal: 'Dokumenterne indeholder ikke svaret på dette spørgsmål.',
    outline: ['Dette er en oversigt over ', ' af overskrifter og første sætninger:'],
    which: 'Hvilket dokument menes der? Der er {total}: {names}. Spørg igen med navnet, eller vælg det med filteret.',
  },
  no: {
    refusal: 'Dokumentene inneholder ikke svaret på dette spørsmålet.',
    outline: ['Dette er en oversikt over ', ' av overskrifter og første setninger:'],
    which: 'Hvilket dokument menes? Det finnes {total}: {names}. Spør igjen med navnet, eller velg det med filteret.',
  },
  sv: {
    refusal: 'Dokumenten innehåller inte svaret på den här frågan.',
    outline: ['Detta är en översikt över ', ' av rubriker och första meningar:'],
    which: 'Vilket dokument menas? Det finns {total}: {names}. Fråga igen med namnet, eller välj det med filtret.',
  },
  fi: {
    refusal: 'Asiakirjat eivät sisällä vastausta tähän kysymykseen.',
    outline: ['Tämä on jäsennys asiakirjasta ', ', tehty sen otsikoista ja ensimmäisistä virkkeistä:'],
    which:
      'Mitä asiakirjaa tarkoitat? Niitä on {total}: {names}. Kysy uudelleen sen nimellä tai valitse se suodattimella.',
  },
  pl: {
    refusal: 'Dokumenty nie zawierają odpowiedzi na to pytanie.',
    outline: ['To jest konspekt dokumentu ', ', złożony z nagłówków i pierwszych zdań:'],
    which:
      'O który dokument chodzi? Jest ich {total}: {names}. Zapytaj ponownie, podając nazwę, lub wybierz go filtrem.',
  },
  tr: {
    refusal: 'Belgeler bu sorunun cevabını içermiyor.',
    outline: ['Başlıklarından ve ilk cümlelerinden oluşan özet: ', ''],
    which: 'Hangi belgeyi kastediyorsunuz? {total} belge var: {names}. Adıyla yeniden sorun ya da filtreyle seçin.',
  },
  vi: {
    refusal: 'Các tài liệu không chứa câu trả lời cho câu hỏi này.',
    outline: ['Đây là dàn ý của ', ', gồm các tiêu đề và câu đầu tiên:'],
    which: 'Bạn muốn nói đến tài liệu nào? Có {total}: {names}. Hãy hỏi lại kèm tên, hoặc chọn bằng bộ lọc.',
  },
  ru: {
    refusal: 'В документах нет ответа на этот вопрос.',
    outline: ['Это план документа ', ' из его заголовков и первых предложений:'],
    which:
      'Какой документ имеется в виду? Всего их {total}: {names}. Спросите ещё раз с названием или выберите его фильтром.',
  },
  uk: {
    refusal: 'У документах немає відповіді на це запитання.',
    outline: ['Це план документа ', ' з його заголовків і перших речень:'],
    which:
      'Який документ мається на увазі? Усього їх {total}: {names}. Запитайте ще раз із назвою або виберіть його фільтром.',
  },
  el: {
    refusal: 'Τα έγγραφα δεν περιέχουν την απάντηση σε αυτή την ερώτηση.',
    outline: ['Αυτό είναι ένα διάγραμμα του ', ', από τους τίτλους και τις πρώτες προτάσεις του:'],
    which: 'Ποιο έγγραφο εννοείτε; Υπάρχουν {total}: {names}. Ρωτήστε ξανά με το όνομά του ή επιλέξτε το με το φίλτρο.',
  },
  he: {
    refusal: 'המסמכים אינם מכילים תשובה לשאלה זו.',
    outline: ['זהו מתאר של ', ', מתוך הכותרות והמשפטים הראשונים:'],
    which: 'לאיזה מסמך הכוונה? יש {total}: {names}. אפשר לשאול שוב עם שמו, או לבחור אותו במסנן.',
  },
  ar: {
    refusal: 'لا تحتوي المستندات على إجابة عن هذا السؤال.',
    outline: ['هذا مخطط للمستند ', ' من عناوينه وجمله الأولى:'],
    which: 'أي مستند تقصد؟ يوجد {total}: {names}. اسأل مرة أخرى باسمه، أو اختره بالمرشح.',
  },
  fa: {
    refusal: 'پاسخ این پرسش در اسناد وجود ندارد.',
    outline: ['این طرح کلی ', ' از عنوان‌ها و نخستین جمله‌های آن است:'],
    which: 'منظورتان کدام سند است؟ {total} سند هست: {names}. دوباره با نام آن بپرسید یا با صافی انتخابش کنید.',
  },
  hi: {
    refusal: 'दस्तावेज़ों में इस प्रश्न का उत्तर नहीं है।',
    outline: ['यह ', ' की रूपरेखा है, उसके शीर्षकों और पहले वाक्यों से:'],
    which: 'आपका मतलब किस दस्तावेज़ से है? कुल {total} हैं: {names}। उसके नाम के साथ फिर से पूछें, या फ़िल्टर से चुनें।',
  },
  zh: {
    refusal: '文档中没有这个问题的答案。',
    outline: ['以下是 ', ' 的大纲，由其标题和首句组成：'],
    which: '您指的是哪个文档？共有 {total} 个：{names}。请带上文档名称再问一次，或用筛选条件选择。',
  },
  'zh-Hant': {
    refusal: '文件中沒有這個問題的答案。',
    outline: ['以下是 ', ' 的大綱，由其標題和首句組成：'],
    which: '您指的是哪份文件？共有 {total} 份：{names}。請附上文件名稱再問一次，或用篩選條件選擇。',
  },
  ja: {
    refusal: '文書にはこの質問の答えが含まれていません。',
    outline: ['', ' の概要です。見出しと最初の文から作りました：'],
    which:
      'どの文書のことですか。{total} 件あります：{names}。名前を添えてもう一度質問するか、フィルターで選んでください。',
  },
  ko: {
    refusal: '문서에 이 질문에 대한 답이 없습니다.',
    outline: ['', '의 개요입니다. 제목과 첫 문장으로 만들었습니다:'],
    which: '어느 문서를 말씀하시나요? 모두 {total}개입니다: {names}. 문서 이름을 넣어 다시 묻거나 필터로 고르세요.',
  },
  th: {
    refusal: 'เอกสารไม่มีคำตอบสำหรับคำถามนี้',
    outline: ['นี่คือโครงร่างของ ', ' จากหัวข้อและประโยคแรก:'],
    which: 'หมายถึงเอกสารใด มีทั้งหมด {total} ฉบับ: {names} โปรดถามอีกครั้งพร้อมชื่อเอกสาร หรือเลือกด้วยตัวกรอง',
  },
} satisfies Readonly<Record<string, OwnSentences>>;
