import { fold } from './fold.ts';
import { stemOf } from './stems.ts';
import type { Language } from './stop-words.ts';

/**
 * What questions are made with besides stop words: verbs and nouns of having, getting, needing, costing, lasting, happening
 * and finding, and what is counted by: days, hours, percent. They say what kind of thing is asked for, and a document says it in other words or by a number: "What do
 * posters cost?" is answered by a price. Folded when they are compared, by their stems.
 */
const LIGHT_WORDS: Partial<Record<Language, string>> = {
  de: `kosten kostet koste kostete bekommen bekomme bekommt erhalten erhalte erhält kriegen kriege kriegt brauchen brauche braucht benötigen benötige benötigt
    dauern dauert passieren passiert geschehen bezahlen bezahlt bezahle zahlen zahlt finden finde findet befindet machen mache macht tun tut gehen geht
    dürfen darf darfst dürfte muss müssen müsste soll sollte sollten kann können könnte möchte will wollen heißt heißen gelten gilt steht stehen liegt liegen
    lautet hoch lang lange groß oft teuer weit beträgt betragen vorher nachher eigentlich jemand man etwas erlaubt gestattet tage tagen stunden stunde wochen woche monate monat jahre jahr minuten euro prozent uhr mal personen`,
  es: `costar cuesta cuestan costo coste vale valen pagar pago paga pagan hacer hago hace hacen hago tener tengo tiene tienen necesitar necesito necesita
    recibir recibo recibe recibimos obtener obtengo obtiene encontrar encuentro encuentra encuentran pasar pasa poder puedo puede pueden podemos deber debo debe deben
    quiero quiere querer tardar tarda tardan durar dura duran ocurrir llamar llama llaman estar ir voy usar existe existen sirve saber permitido permite día días hora horas semana semanas mes meses año años minutos euros veces personas`,
  fr: `coûter coûte coûtent payer paye paie paient payons vaut faire fais fait font avoir recevoir reçois reçoit obtenir obtient trouver trouve trouvent trouver
    pouvoir peux peut peuvent puis devoir dois doit doivent faut falloir passe passer arrive arriver durer dure durent prendre prend prends vouloir veux
    aller vais droit besoin existe appelle appeler savoir temps longtemps souvent élevé permis autorisé autorisée jour jours heure heures semaine semaines mois an ans année minutes euros fois personnes`,
  it: `costare costa costano pagare pago paga pagano fare faccio fa fanno avere ottenere ottengo ricevere ricevo riceve trovare trovo trova trovano
    potere posso può possono possiamo dovere devo deve devono bisogna serve servono occorre succede succedere durare dura durano vuole ci vuole volere voglio
    spetta spettano esiste esistono chiama andare vado permesso consentito giorno giorni ora ore settimana settimane mese mesi anno anni minuti euro volte persone`,
  pt: `custar custa custam pagar pago paga pagam fazer faço faz fazem ter tenho tem têm receber recebo recebe obter obtenho encontrar encontro encontra ficar fica
    poder posso pode podem podemos dever devo deve devem preciso precisa precisamos acontece acontecer durar dura demora demoram quer querer existe existem chama ir vou permitido dia dias hora horas semana semanas mês meses ano anos minutos euros vezes pessoas`,
  nl: `kosten kost betalen betaal betaalt krijgen krijg krijgt nodig duren duurt gebeurt gebeuren vinden vind vindt mag mogen moet moeten kan kunnen doen doe doet
    maken maak heet staat bedraagt dag dagen uur uren week weken maand maanden jaar euro keer personen`,
  da: `koster koste betale betaler få får have skal må kan gøre gør ske sker finde finder varer vare hedder brug bruge kræves dag dage timer uger måneder år kroner gange`,
  no: `koster koste betale betaler få får ha skal må kan gjøre gjør skje skjer finne finner varer vare heter trenger trenge kreves dag dager timer uker måneder år kroner ganger`,
  sv: `kostar kosta betala betalar få får ha ska måste kan göra gör händer hända hitta hittar finns varar vara tar heter behöver behöva krävs dag dagar timmar veckor månader år kronor gånger`,
  fi: `maksaa maksavat maksetaan saada saan saa saavat pitää täytyy voi voin voivat voiko tehdä teen tekee tapahtuu löytää löydän löytyy kestää tarvitaan tarvitsen päivää tuntia viikkoa kuukautta vuotta euroa kertaa`,
  pl: `kosztuje kosztują kosztować koszt zapłacić zapłacę płaci płacę dostać dostanę dostaje dostanie otrzymać otrzymam otrzymuje mogę może można możemy mam ma mają
    muszę musi trzeba należy powinienem powinien potrzebuję potrzebne potrzebny potrzebna zrobić robić robię stanie dzieje dzieje wynosi wynoszą trwa trwają znajduje
    znajdę znaleźć wolno odbywa odbywają nazywa dozwolone dozwolony dozwolona dni dzień godzin godziny tygodni tygodnie miesięcy miesiące lat lata minut złotych razy osób`,
  tr: `kosztu ücret tutar ödemek öderim ödenir öder almak alırım alabilir alabilirim yapmak yapmalıyım yapılır yaparım yapabilirim edebilir edebilirim gerekir gerekiyor
    gerek lazım olur oluyor sürer sürüyor bulabilirim bulunur nedir edilir edilebilir miyim miyiz gün günde gündür saat hafta ay yıl dakika lira kez kişi`,
  ru: `стоит стоят стоить стоимость платить плачу заплатить получить получаю получу получает можно могу может могут нужно надо нужен нужна нужны должен должны делать делаю
    сделать будет случится происходит длится занимает занимают находится найти есть составляет составляют положено полагается хочу зовут разрешено разрешается день дня дней час часа часов неделя недель месяц месяцев год года лет минут рублей раз человек`,
  ar: `يكلف تكلف تكلفة يبلغ تبلغ يمكن يمكنني احصل يحصل احتاج يحتاج تحتاج يجب ينبغي افعل نفعل يحدث يستغرق تستغرق اجد يوجد توجد يقع تقع عدد مقدار مسموح يسمح يجوز يوم يوما ايام أيام ساعة ساعات اسبوع أسابيع شهر أشهر شهور سنة سنوات دقيقة دقائق ريال مرة مرات`,
  el: `κοστίζει κοστίζουν πληρώνω παίρνω μπορώ μπορεί πρέπει χρειάζομαι χρειάζεται χρειάζονται κάνω κάνει γίνεται διαρκεί βρίσκεται βρίσκω ισχύει μέρες ημέρες ώρες ώρα εβδομάδες μήνες χρόνια ευρώ φορές`,
  he: `עולה עולים עלות משלמים לשלם מקבלים מקבל לקבל יכול יכולים יכולה מותר צריך צריכים חייב לעשות עושים קורה נמצא נמצאת נמצאים לוקח מגיע מגיעים זמן יום ימים ימי שעה שעות שבוע שבועות חודש חודשים שנה שנים דקות שקלים פעמים`,
  hi: `लगता लगती लगते मिलता मिलती मिलते मिल मिलने करना करते करें करूँ करूं होता होती होते होगा होगी चाहिए सकता सकती सकते देना पड़ता पड़ती खर्च कितना दिन दिनों घंटे घंटा सप्ताह महीने महीना साल वर्ष मिनट रुपये बजे बार`,
};

/** Whether a word is one of these in one of the languages. */
export function isLightWord(word: string, languages: readonly Language[]): boolean {
  return languages.some((language) => stemsOf(language).has(stemOf(word, language)));
}

const stemsByLanguage = new Map<Language, ReadonlySet<string>>();

function stemsOf(language: Language): ReadonlySet<string> {
  const stems = stemsByLanguage.get(language) ?? new Set(wordsOf(language).map((word) => stemOf(word, language)));
  stemsByLanguage.set(language, stems);
  return stems;
}

/**
 * Those that tell a text's language too, folded. Not the shortest, nor such as are words of English, which decide whether a
 * question is read by its meaning.
 */
export function tellingLightWords(language: Language): string[] {
  return wordsOf(language)
    .map(fold)
    .filter((word) => word.length >= SHORTEST_TELLING && !IN_ENGLISH.has(word));
}

const SHORTEST_TELLING = 4;
const IN_ENGLISH = new Set(
  'euro euros lira minutes timer week dure durer existe fare gilt have lang lange serve temps vale vare will'.split(
    ' ',
  ),
);

function wordsOf(language: Language): string[] {
  return LIGHT_WORDS[language]?.trim().split(/\s+/) ?? [];
}
