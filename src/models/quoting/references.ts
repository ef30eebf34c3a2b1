import { languageOf } from '../../lib/text/language.ts';
import type { Language } from '../../lib/text/stop-words.ts';

/** Tells which sentences of a paragraph can't be understood without the one before them. */
export function referencesIn(paragraph: string): (sentence: string) => boolean {
  const { refers, unless } = patternsOf(languageOf(paragraph));
  // "Sie" and "Ihre" within sentences are the reader: then they are so at the beginning too.
  const isPolite = /(?<=[\p{Ll},] )(?:Sie|Ihnen|Ihre?[mnrs]?)(?!\p{L})/u.test(paragraph);
  return (sentence) => {
    if (UNSPACED.test(sentence)) return true;
    if (isPolite && /^(?:Sie|Ihre?[mnrs]?)(?!\p{L})/u.test(sentence)) return false;
    return refers.test(sentence) && !unless.test(sentence);
  };
}

/** What begins a sentence and means something of the one before it, by language. */
const WORDS: Readonly<Record<Language, string>> = {
  en: 'It|Its|They|Their|Them|He|She|His|Her|This|That|These|Those|Such|Both|Neither|Otherwise|Then|However|Therefore|But|And|So|Instead|Elsewhere|Afterwards|If so|If not|The latter|The former|(?:After|Among|At|Before|By|For|From|In|Of|On|To|Under|With|Without) (?:this|that|these|those|such|it|them)|(?:All|Both|Each|Half|Many|Most|None|One|Some|Two) of (?:it|them|these|those)',
  de: 'Er|Sie|Es|Diese[mnrs]?|Dies|Das (?:gilt|ist|sind|heißt|wird|kann|muss)|Dann|Danach|Sonst|Jedoch|Allerdings|Dabei|Dafür|Davon|Dazu|Daher|Deshalb|Dadurch|Damit|Andernfalls|Ansonsten|Anderswo|Anschließend|Aber|Und|Oder|Ihre?[mnrs]?|Seine?[mnrs]?|(?:An|Auf|Aus|Bei|Durch|Für|In|Mit|Nach|Ohne|Unter|Von|Vor|Wegen|Zu) (?:diese[mnrs]?|ihm|ihr|ihnen)|(?:Alle|Beide|Einige|Viele|Die meisten) (?:davon|von ihnen|dieser)',
  fr: "Il|Elle|Ils|Elles|Ce|C’|C'|Cela|Ceci|Cet|Cette|Ces|Son|Sa|Ses|Leurs?|Mais|Ensuite|Sinon|Ailleurs|Autrement|Cependant|Toutefois|(?:À|Après|Avant|Avec|Dans|De|Parmi|Par|Pour|Sans) (?:ce|cet|cette|ces|cela|eux|elles)",
  es: 'Esto|Esta|Este|Estos|Estas|Es[eao]s?|Ello|Ella|Ellos|Ellas|Él|Sus?|Pero|Luego|Después|Sin embargo|De lo contrario|(?:A|Con|De|En|Entre|Para|Por|Sin) (?:est[eao]s?|es[eao]s?|ell[ao]s?)',
  it: 'Quest[oaei]|Esso|Essa|Ess[ie]|Ma|Poi|Inoltre|Tuttavia|Su[oa]|Suoi|Sue|Loro',
  pt: 'Ist[oa]|Est[ea]s?|Iss[oa]|Ess[ea]s?|Ele|Ela|Eles|Elas|Seus?|Suas?|Mas|Depois|No entanto',
  nl: 'Dit|Deze|Dat|Die|Het (?:is|was|wordt|heeft|kan|moet|mag|geldt)|Zij|Ze|Hij|Zijn|Hun|Maar|Daarna|Echter|Daarom',
  da: 'De[nt]?(?: er| var| har| kan| skal| må| bliver| gælder)|Dette|Disse|Han|Hun|Hans|Hendes|Deres|Men|Derefter|Derfor',
  no: 'De[nt]?(?: er| var| har| kan| skal| må| blir| gjelder)|Dette|Disse|Han|Hun|Hans|Hennes|Deres|Men|Deretter|Derfor',
  sv: 'De[nt]?(?: är| var| har| kan| ska| måste| blir| gäller)|Detta|Denna|Dessa|Han|Hon|Hans|Hennes|Deras|Men|Sedan|Därför',
  fi: 'Se|Ne|Hän|He|Tämä|Nämä|Niiden|Sen|Mutta|Kuitenkin|Siksi',
  pl: 'On|Ona|Ono|Oni|Jego|Jej|Ich|Ten|Ta|To|Te|Ale|Jednak|Potem|Dlatego',
  tr: 'Bu|Bunlar|O|Onlar|Onun|Ama|Ancak|Sonra',
  vi: 'Nó|Họ|Điều này|Những|Nhưng|Sau đó',
  ru: 'Он|Она|Оно|Они|Это|Эти|Этот|Эта|Его|Её|Ее|Их|Но|Однако|Затем|Тогда|Иначе',
  ar: 'هو|هي|هم|هذا|هذه|ذلك|تلك|وهو|وهي|وهذا|وهذه|لكن',
  el: 'Αυτός|Αυτή|Αυτό|Αυτοί|Αυτές|Αυτά|Όμως|Ωστόσο|Έπειτα|Αλλά',
  he: 'הוא|היא|הם|הן|זה|זאת|אלה|אך|אבל|לאחר מכן|לכן',
  hi: 'यह|ये|वह|वे|इसका|इसकी|इसके|उसका|उनका|लेकिन|इसलिए|फिर',
};
const UNSPACED = /^["“「『(]*(?:它|他|她|这|這|该|該|其|但|然而|それ|これ|この|その|彼|しかし|มัน|พวกเขา|แต่)/;

/** The same words where they mean nothing, or what stands behind them, or the document itself. */
const UNLESS: Partial<Record<Language, string>> = {
  en: 'It (?:is|was|may be|can be|has been) (?:\\w+ )?(?:advisable|allowed|believed|best|clear|essential|estimated|forbidden|important|impossible|known|likely|necessary|permitted|possible|prohibited|recommended|required|said|thought|true|unlikely) (?:that|to|for)|(?:Those|Such|He|They) (?:who|whose)|(?:Both|Neither)[^,.;]{1,60} (?:and|nor)|(?:In |Under |For |By )?[Tt]his (?:agreement|contract|document|guide|handbook|lease|manual|notice|page|policy|section)',
  de: 'Es (?:besteht|bestehen|gibt|gilt|gelten|handelt|dürfen|müssen|(?:ist|wird|war) (?:\\p{Ll}+ )?(?:bekannt|empfohlen|erforderlich|erlaubt|möglich|notwendig|nötig|untersagt|verboten|wichtig))|(?:In |Unter |Mit )?[Dd]iese[mnrs]? (?:Anleitung|Dokument|Handbuch|Hausordnung|Richtlinie|Satzung|Seite|Vereinbarung|Vertrag)',
  fr: "Il (?:faut|y a|existe|s[’']agit|convient|est (?:conseillé|essentiel|important|interdit|nécessaire|obligatoire|permis|possible|recommandé))|(?:Dans )?[Cc]e(?:tte)? (?:contrat|document|guide|manuel|page|politique|règlement)",
  es: '(?:En )?[Ee]st[ea] (?:contrato|documento|guía|manual|política|página|póliza|reglamento)',
};

function compile(words: string): RegExp {
  return new RegExp(`^["“„«(]*(?:${words})(?<=['’]|(?![\\p{L}\\p{M}\\p{N}'’-]))`, 'u');
}

interface Patterns {
  readonly refers: RegExp;
  readonly unless: RegExp;
}
const known = new Map<Language, Patterns>();
const IN_OTHER_LETTERS: readonly Language[] = ['ru', 'ar', 'el', 'he', 'hi'];

/** Letters that are not Latin tell their language themselves. */
function patternsOf(language: Language): Patterns {
  const ready = known.get(language);
  if (ready) return ready;
  const made = {
    refers: compile([WORDS[language], ...IN_OTHER_LETTERS.map((each) => WORDS[each])].join('|')),
    unless: compile(UNLESS[language] ?? '(?!)'),
  };
  known.set(language, made);
  return made;
}
