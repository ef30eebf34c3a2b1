import type { Language } from '../lib/text/stop-words.ts';

/** How a language refers back to what was said. */
export interface ReferringWords {
  /** What a question begins with that goes on with another. */
  readonly openers: RegExp;
  /** Words that stand for something else; small, as "Sie" is a polite "you" and "IT" a trade. */
  readonly pronouns: RegExp;
  /** What makes a noun a known one. */
  readonly definite?: RegExp;
  /** Whether capitals tell nothing of names. */
  readonly capitalizesNouns: boolean;
}

/** By language. Words that mostly stand for nothing are left out: "es gibt", "y a-t-il", "est-ce que". */
export const REFERRING_WORDS: Readonly<Partial<Record<Language, ReferringWords>>> = {
  en: {
    ...words({
      openers: 'and|but|or|so|also|what about|how about|why',
      // A "that" behind a noun begins a clause; "are there" and "one of the" stand for nothing.
      pronouns: `it|its|they|them|their|theirs|he|him|his|she|her|hers|this|these|those|then|former|latter|same|such|others
        |(?<=(?:is|was|are|were|did|does|do|in|at|of|for|from|with|by|to|on|about|against|after|before|like|than) )that
        |that(?=[^\\p{L}\\p{N}]*$)|(?<!(?:is|are|was|were|be) )there(?! (?:is|are|was|were))
        |ones|(?<=(?:the|this|that|which|old|new|other|first|last|next) )one(?! of)|another|other(?! than)`,
    }),
    definite: /(?<!\p{L})the(?!\p{L})/iu,
  },
  de: {
    ...words({
      openers:
        'und|aber|oder|also|auch|was ist mit|wie ist es (?:mit|in|bei)|wie sieht es (?:mit|in|bei)|warum|wieso|weshalb',
      pronouns: `er|ihm|ihn|ihnen|ihre?|ihre[mnrs]|seine[mnrs]?|(?<!gibt )es(?! gibt)|diese[mnrs]?|dies|jene[mnrs]?
        |solche[mnrs]?|dort|dorthin|damals|danach|davor|dar(?:an|aus|in|auf|um|über|unter)|da(?:bei|durch|für|gegen|mit|von|zu)
        |(?<!, )das(?=[^\\p{L}\\p{N}]*$| (?:auch|noch|nicht|nur|immer|denn|eigentlich|genau|für|bei|in|mit|möglich|erlaubt)(?!\\p{L}))
        |deren|dessen|(?:der|die|das)selben?|andere[mnrs]?|letztere[mnrs]?|erstere[mnrs]?|sie`,
    }),
    capitalizesNouns: true,
  },
  es: words({
    openers: 'y|e|pero|o|también|entonces|qué hay de|qué pasa con|qué tal|por qué',
    pronouns: `él|ella|ellos|ellas|ello|sus?|suy[oa]s?|est[eao]s?|es[eao]s?|aquel|aquell[oa]s?|allí|ahí|allá|entonces
      |mism[oa]s?|otr[oa]s?|ambos|ambas`,
  }),
  fr: words({
    openers: "et|mais|ou|aussi|alors|donc|qu[’']en est-il|pourquoi",
    pronouns: `(?<!(?:a-t|existe-t|faut|agit|heure est)-)ils?|elles?|lui|leurs?|eux|s(?:on|a|es)|cet|cette|ces|cela|ça
      |celui|celles?|ceux|(?<!est-)ce(?! (?:qui|que|sont|fut)|[-’'])|y(?! a)|là|alors|mêmes?|autres?`,
  }),
  it: words({
    openers: 'e|ed|ma|o|anche|allora|che ne è di|perché',
    pronouns: `lui|lei|loro|ess[oaie]|suo|sua|suoi|sue|quest[oaie]|quell[oaie]|quel|quei|ciò|lì|là|allora|stess[oaie]|altr[oaie]`,
  }),
  pt: words({
    openers: 'e|mas|ou|também|então|que tal|por que',
    pronouns: `[dn]?el[ea]s?|seus?|suas?|[dn]?iss?to|[dn]?isso|aquilo|[dn]?es[st][ea]s?|[dn]?aquel[ea]s?|lá|ali|então
      |mesm[oa]s?|outr[oa]s?`,
  }),
  nl: words({
    openers: 'en|maar|of|ook|dus|hoe zit het met|waarom',
    pronouns: `hij|hem|zij|ze|haar|hun|hen|dit|dat|deze|die|daar|daar(?:aan|bij|door|in|mee|na|van|voor)|toen|dezelfde
      |hetzelfde|andere?`,
  }),
  ru: words({
    openers: 'и|а|но|или|также|почему',
    pronouns: `он|она|оно|они|н?его|н?её|н?ее|н?их|н?ему|н?ей|н?им|н?ими|нём|нем|эт(?:от|а|о|и|ого|ой|ому|их|им|ими|ом|у)
      |тот|там|тогда|туда|такой|такая|такие|друг(?:ой|ая|ие|их|ого)`,
  }),
};

/** Of scripts without spaces, whose letters tell the language: "那秘鲁呢？", "その博物館". */
export const PRONOUNS_BY_LETTERS =
  /^(?:では|じゃあ?|でも|そして|それでは)[、,]|它|她|(?<!其)他(?![们們]?国)|[这這那](?!霸)|此(?!外)|呢[？?]?\s*$|それ|その|そこ|そちら|これ|この|ここ|彼(?:は|が|の|ら|女)/u;

function words({ openers, pronouns }: { openers: string; pronouns: string }): ReferringWords {
  return {
    openers: new RegExp(`^[\\s¿¡"'“„«(]*(?:${openers})(?![\\p{L}\\p{M}])`, 'iu'),
    pronouns: new RegExp(`(?<![\\p{L}\\p{M}])(?:${pronouns.replace(/\s*\n\s*/g, '')})(?![\\p{L}\\p{M}])`, 'u'),
    capitalizesNouns: false,
  };
}
