import type { Language } from './stop-words.ts';

/** Abbreviations that sentences go on behind, without their last full stop; there may be blanks behind those within. */
const BY_LANGUAGE: Partial<Record<Language, string>> = {
  en: `Mr Mrs Ms Dr Prof Co Rev Hon St Mt Gen Col Capt Lt Sgt Sen Rep Gov Pres vs cf e.g i.e viz al ca approx Fig Figs Eq Eqs Sec
    Secs Ch Nos Vol Vols vol vols p pp ed eds Dept Univ Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec`,
  de: `Dr Prof med Co Hr Hrn Fr Frl St Abs Art Nr Nrn Ziff Kap Bd Abb Tab Aufl Anm Buchst lit Hrsg Hg Jh Jhd Mio Mrd Tsd Str Tel
    gem ggf bzw bspw evtl inkl exkl zzgl abzgl vgl sog ca max min mind höchst insb einschl lt jew entspr ausschl rd geb
    gest verh urspr bes allg Inh Std Min Sek Jan Feb Apr Aug Sep Sept Okt Nov Dez
    z.B d.h u.a i.d.R i.S.d i.V.m o.g o.ä s.o s.u v.a z.T z.Z u.U m.E n.Chr v.Chr`,
  es: `Sr Sra Sres Sras Srta D Dña Dr Dra Dres Prof Profa Ing Lic Arq Ud Uds Vd Vds art arts cap núm núms nº pág págs p pp
    fig figs tel aprox ed eds vol vols ej p.ej a.C d.C EE Av Avda Gral Cía Dpto`,
  fr: `M MM Dr Pr Me Mgr St Ste art al chap fig p pp vol n no éd env av apr janv févr avr juil sept oct nov déc cf ex
    p.ex c.-à-d tél`,
  it: `Sig Sigg sig sigg sig.ra p.zza co Dott dott Prof prof Avv avv Ing ing Arch Geom Rag On art artt cap pag pagg p pp fig n nn vol ed es p.es ca cfr tel a.C d.C`,
  pt: `Sr Sra Srs Sras Dr Dra Prof Profa Eng Exmo Exma art arts cap fig p pp pág págs nº núm vol ed ex p.ex a.C d.C tel Av`,
  nl: `Dhr Mevr Mw dhr mevr mw dr drs ir mr prof art nr blz p pp fig ca bijv bv d.w.z m.b.t t.a.v o.a i.v.m max min incl excl jl`,
  da: 'hr fr dr prof nr stk kap s ca bl.a f.eks dvs jf pkt',
  no: 'hr fr dr prof nr kap s ca bl.a f.eks dvs jf pkt',
  sv: 'hr fr dr prof nr kap s ca bl.a t.ex dvs jfr st',
  fi: 'esim ks n nro s t.s ts vrt mm',
  pl: 'np m.in tzn tj prof inż mgr ul al nr str godz r św ok',
  tr: 'vb vs örn Örn bkz Bkz md Prof Av Cad Sok',
  ru: 'см рис табл стр ст ч п пп гл ул пр пл пер д корп кв оф каб тел им проф акад напр т.е т.к т.н т.зв вул буд',
};

/** Titles in Arabic and Hindi. Other single letters end sentences: years are "AD" by one. */
const OTHER_TITLES = /(?:^|\s)(?:[دأ]|डॉ|प्रो|श्री)\.\s*$/;

/** Thai ends no sentence by a full stop: "17.00 น.", "พ.ศ.", "ดร." are consonants alone. */
const THAI = /(?:^|[\s\p{Nd}(])(?:[ก-ฮ]{1,3}\.)+\s*$/u;

/** In texts of any language. */
const TITLES = 'Mr Mrs Ms Dr Prof St Sr Sra Dra Hr Dhr Mme Mmes Mlle dott avv Ing Inż Mgr ThS TS PGS Tn Ny';

/** Before a number they are abbreviations in any text: a line in law's language may hold no word that tells its own. */
const BEFORE_NUMBERS =
  /(?:^|[\s(（「§])(?:pp?|Abs|Art|Nr|Ziff|Kap|Rn|Abb|Tab|[Nn]o|[Nn]úm|[Aa]rt|[Pp]ágs?|[Pp]ag|[Ff]ig|[Cc]ap|[Ss]tk|[Kk]l|[Tt]el|[Ee]xt|[Nn]r|[Uu]st|[Pp]kt|poz|[Čč]l|[Oo]dst|[Čč]|[Mm]d|lit|[Ππ]αρ|[Αα]ρ|ст|п|рис|стр|табл|гл)\.\s*$/;

const ENDS_WITH: ReadonlyMap<Language, RegExp> = new Map(
  Object.entries(BY_LANGUAGE).map(([language, list]) => {
    const forms = `${TITLES} ${list}`
      .trim()
      .split(/\s+/)
      .map((form) =>
        form.replaceAll('.', '\\.\\s?').replace(/^\p{Ll}(?=\p{Ll})/u, (first) => `[${first}${first.toUpperCase()}]`),
      );
    return [language as Language, new RegExp(`(?:^|[\\s(["'’“‘„«])(?:${forms.join('|')})\\.\\s*$`)];
  }),
);

/** Units and eras stand at the ends of sentences too. */
const MAY_END = /(?:Mio|Mrd|Tsd|Std|Min|Sek|Jhd?|Chr|u\.\s?a|o\.\s?ä|[CcUu])\.\s*$/;

/** Whether a sentence goes on, since what ends before a full stop is an abbreviation. */
export function endsWithAbbreviation(before: string, after: string, language: Language): boolean {
  if ((/^\s*\d/.test(after) && BEFORE_NUMBERS.test(before)) || OTHER_TITLES.test(before)) return true;
  if (THAI.test(before)) return true;
  // Stop words tell the languages of Latin letters alone.
  const own = /\p{Script=Cyrillic}[^\p{L}]*$/u.test(before) ? 'ru' : language;
  const isAbbreviation = (ENDS_WITH.get(own) ?? ENDS_WITH.get('en'))?.test(before) ?? false;
  return isAbbreviation && !(MAY_END.test(before) && STARTS_SENTENCE.test(after));
}

/** German and its neighbours write ordinals with a full stop: "am 1. Januar", "im 19. Jahrhundert". */
export function endsWithOrdinal(before: string, after: string, language: Language): boolean {
  if (!/(?:^|[\s(])\d{1,3}\.\s*$/.test(before)) return false;
  if (MONTH.test(after)) return true;
  return (
    language === 'de' &&
    /(?:^|\s)(?:am|ab|ab dem|bis zum|de[mnrs]|die|das|im|[zv]om|zu[mr]|jede[nrs]?|seinem|ihrem|beim)\s\d{1,3}\.\s*$/i.test(
      before,
    )
  );
}

const MONTH = /^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b/;

/** Words that begin sentences, and stand behind a full stop within them hardly ever. */
export const STARTS_SENTENCE = new RegExp(
  `^["'“‘„«([]*(?:${[
    'A|An|And|As|At|But|By|For|From|He|Her|His|However|I|If|In|It|Its|On|She|So|That|The|Their|Then|There|These|They|This|Those|We|What|When|Where|While|With|You',
    'Aber|Als|Am|Auch|Auf|Bei|Bis|Da|Damit|Dann|Das|Dem|Den|Der|Des|Die|Dies|Diese|Dieser|Dieses|Ein|Eine|Einen|Er|Es|Für|Im|Ist|Mit|Nach|Seit|Sie|Sind|So|Um|Und|Von|Was|Wenn|Wer|Wie|Wir|Zu|Zum',
    'El|La|Los|Las|Un|Una|En|Es|Se|Su|Sus|Al|Con|Para|Pero|Por|Si|Este|Esta|Estos|Ese',
    'Le|Les|Une|Il|Elle|Ils|Elles|On|Ce|Cette|Ces|Dans|De|Des|Du|Pour|Mais|Lo|Gli|Nel|Per|Os|As|Em|Het|Een|De|Det|Den',
    'Это|Он|Она|Они|Оно|Мы|Вы|Но|На|При|По|Если|Как|Для|После|Все|Его|Их|Так',
  ].join('|')})(?![\\p{L}\\p{M}])`,
  'u',
);
