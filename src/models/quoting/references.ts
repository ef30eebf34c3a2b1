/** Words that begin a sentence and mean something of the one before it. */
const SPACED = [
  'It|Its|They|Their|Them|He|She|His|Her|This|That|These|Those|Such|Both|Neither|Otherwise|Then|However|Therefore|But|And|So|Instead|If so|If not|After that|Before that|The latter|The former',
  'Er|Sie|Es|Dies|Diese|Dieser|Dieses|Diesen|Diesem|Das (?:gilt|ist|sind|heißt|wird|kann|muss)|Dann|Danach|Sonst|Jedoch|Dabei|Dafür|Davon|Dazu|Daher|Deshalb|Andernfalls|Aber|Und|Oder|Ihre?|Seine?',
  'Il|Elle|Ils|Elles|Ce|Cela|Ceci|Cette|Ces|Leurs?|Mais|Ensuite|Sinon|Il est|Toutefois',
  'Esto|Esta|Este|Estos|Estas|Eso|Ello|Ella|Ellos|Ellas|Él|Sus?|Pero|Luego|Después|Sin embargo',
  'Questo|Questa|Questi|Esso|Essa|Essi|Ma|Poi|Isto|Isso|Ele|Eles|Elas|Mas|Depois|Dit|Deze|Dat|Het|Zij|Maar|Daarna|Den|Det|De|Men',
  'Он|Она|Оно|Они|Это|Эти|Этот|Эта|Его|Её|Ее|Их|Но|Затем|Тогда|Иначе',
  'هو|هي|هم|هذا|هذه|ذلك|تلك|وهو|وهي|وهذا|وهذه|لكن',
].join('|');
const UNSPACED = '它|他|她|这|這|该|該|其|但|それ|これ|この|その|彼|しかし|มัน|พวกเขา|แต่';

const REFERS = new RegExp(`^["“„«(]*(?:(?:${SPACED})(?![\\p{L}\\p{M}\\p{N}'’-])|(?:${UNSPACED}))`, 'u');

/** Whether a sentence can't be understood without the one before it. */
export function refersBack(sentence: string): boolean {
  return REFERS.test(sentence);
}
