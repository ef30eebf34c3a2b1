/**
 * Words that say opposite things, or one of a few, by sides: what stands on one side of a line doesn't fit what stands on
 * another. Each is the beginning of a word where it ends in a dash.
 */
export const OPPOSITE_WORDS = `
  more most greater : less least fewer fewest smaller little few
  higher highest : lower lowest
  larger largest bigger biggest : smaller smallest
  large big huge : small tiny
  high : low
  long longer longest : short shorter shortest
  older oldest elder : younger youngest newer newest
  old : young new
  early earlier earliest : late later latest
  first initially : last final finally
  faster fastest quickly quicker : slower slowest slowly
  stronger strongest : weaker weakest
  strong : weak
  better best : worse worst
  good : bad
  north northern northward : south southern southward
  northeast : southwest
  northwest : southeast
  east eastern eastward : west western westward
  left : right
  before prior preced- : after afterwards follow- subsequent-
  above over : below under beneath
  inside within indoor- : outside outdoor-
  up upward- upper : down downward- lower
  increas- rise rises rising rose risen grow grows growing grew grown climb- gain- : decreas- fall falls falling fell fallen decline- declining drop- shrink- shrank reduc-
  win wins winning won beat beats beaten defeat- victor- : lose loses losing lost
  succe- : fail-
  accept- approv- allow- permit- legal- lawful- authori- encourag- : reject- refus- forbid- forbad- forbidden ban bans banned prohibit- illegal- unlawful- discourag- deny denied denies
  support- favor- favour- : oppos-
  include- including : exclud-
  open opens opened opening : close closes closed closing shut-
  begin- began begun start- found- establish- : end ends ended ending finish- abolish- dissolv-
  same identical similar- : different differ differs
  always every each all : never none
  all every each always : some sometimes several few partly
  often frequently usually normally commonly generally mostly : rarely seldom hardly
  awake : asleep
  temporar- : permanent-
  complete- entire- whole : partial- partly
  together : alone separately
  possible able can : impossible unable cannot
  ally allies allied : enemy enemies rival-
  top : bottom
  front : back rear
  past : future
  native domestic local : foreign
  voluntar- optional : compulsory mandatory obligatory required
  single : multiple double
  friend- : hostil- enem-
  success- : unsuccessful- failure-
  profit- : loss losses
  surplus : deficit shortage
  love loved loves : hate hated hates
  send sends sent : receiv-
  teach- taught : learn- learned learnt
  ask asks asked : answer-
  visible : invisible hidden
  liquid : solid
  acid- : alkali-
  expand- expansion : contract- contraction
  attract- : repel-
  arrival : departure
  upstream : downstream
  many several numerous : few
  majority : minority
  public- : private-
  rich richer wealth- : poor poorer poverty
  hot hotter warm warmer : cold colder cool cooler
  heavy heavier : light lighter
  dark darker : bright-
  wet humid : dry drier
  male men man boys : female women woman girls
  father : mother
  son : daughter
  brother : sister
  summer : winter : spring : autumn
  day daytime : night nighttime
  morning : evening
  war wartime : peace peacetime
  buy buys bought purchas- : sell sells sold
  import- : export-
  add adds added adding : remov- subtract-
  enter- arriv- : leave leaves leaving depart-
  absorb- : emit- releas-
  internal- : external-
  maximum : minimum
  positive- : negative-
  present : absent
  life alive live lived living : dead death died
  birth born : death died
  guilty : innocent
  true : false
  easy easier simple : difficult- hard harder complex-
  safe safer : dangerous-
  cheap cheaper : expensive costly
  full : empty
  deep deeper : shallow-
  wide wider broad- : narrow-
  thick thicker : thin thinner
  near nearer close closer : far farther distant
  urban : rural
  ancient : modern
  odd : even
  vertical- : horizontal-
  unite- united : divid- separat-
  create- creat- built build- construct- : destroy- demolish-
  attack- : defend-
  push- : pull-
  former- : current-
  twice double doubl- : half halv-
  daily nightly : hourly : weekly : monthly : quarterly : yearly annual annually
  employer- : employee- : contractor- freelancer-
  buyer- customer- client clients purchaser- : seller- vendor- supplier-
  landlord- lessor- : tenant- lessee-
  lender- creditor- : borrower- debtor-
  sender- : recipient- addressee-
  gross : net
  credit credits : debit debits
  written writing : oral orally verbal verbally
  extend- extension- prolong- renew- : cancel- terminat- end ends ended
  raise raised raises : lower lowered lowers cut cuts
  hire hired hires hiring recruit- : dismiss- fired
  continu- : stop stops stopped suspend- interrupt-
  lock locks locked block- : unlock- unblock-
  earliest : latest
  monday mondays : tuesday tuesdays : wednesday wednesdays : thursday thursdays : friday fridays : saturday saturdays : sunday sundays
  mehr meist- : weniger wenigst-
  größer größte- : kleiner kleinste-
  groß große großen : klein kleine kleinen
  höher höchste- hohe hohen hoch : niedriger niedrigste- niedrig niedrige
  älter älteste- : jünger jüngste-
  länger längste- : kürzer kürzeste-
  schwer- : leichter- leichte leichten
  schneller schnellste- : langsamer langsamste-
  stieg steig- gestiegen erhöh- wuchs gewachsen zugenommen : sank sink- gesunken fiel fällt gefallen verringer- gesenkt abgenommen
  gewann gewinn- gewonnen : verlor verliert verloren
  vor bevor : nach nachdem
  nördlich- norden : südlich- süden
  östlich- osten : westlich- westen
  oben über : unten unter
  innerhalb innen : außerhalb außen
  offen geöffnet öffne- : geschlossen gesperrt schließ-
  erlaubt zulässig gestattet erlauben : verboten unzulässig untersagt verbieten
  angenommen genehmigt bewilligt : abgelehnt verweigert
  beginn- begann begonnen anfang : end- beendet
  gebaut errichtet erbaut gegründet : abgerissen zerstört aufgelöst geschlossen
  gekauft kaufen kaufte : verkauft verkaufen verkaufte
  immer stets : nie niemals
  freiwillig- : verpflichtend- vorgeschrieben obligatorisch-
  frühestens : spätestens
  alle jede jeder jedes sämtliche : einige manche etliche
  täglich- nächtlich- : stündlich- : wöchentlich- : monatlich- : vierteljährlich- quartalsweise : jährlich-
  arbeitgeber- : arbeitnehmer- angestellte- mitarbeiter-
  vermieter- : mieter-
  verkäufer- lieferant- : käufer- kunde kunden kundin-
  gläubiger- : schuldner-
  absender- : empfänger-
  brutto- : netto-
  schriftlich- : mündlich-
  verlänger- : kündig- gekündigt
  genehmig- : lehnt ablehn-
  eingeschaltet- : ausgeschaltet- abgeschaltet-
  eingestellt : entlassen
  sommer- : winter- : frühling- frühjahr- : herbst-
  montag- : dienstag- : mittwoch- : donnerstag- : freitag- : samstag- sonnabend- : sonntag-
  plus : moins
  augment- : diminu- baiss-
  avant : après
  supérieur- : inférieur-
  nord : sud
  gagn- : perd-
  ouvert ouverte ouvre : fermé fermée ferme
  autorisé- permis permise : interdit- refusé-
  tous toutes chaque : quelques certains certaines
  inclus- compris comprise : exclus-
  quotidien- : hebdomadaire- : mensuel- : trimestriel- : annuel-
  employeur- : employé- salarié- : stagiaire-
  bailleur- propriétaire- : locataire-
  vendeur- fournisseur- : acheteur- client clients cliente
  brut brute bruts : net nette nets
  écrit écrite : oral orale verbal verbale
  prolong- renouvel- : annul- résili-
  lundi : mardi : mercredi : jeudi : vendredi : samedi : dimanche
  été : hiver : printemps : automne
  más : menos
  mayor mayores : menor menores
  aument- sube subió subieron : dismin- baj- reduc-
  antes : después
  superior- : inferior-
  norte : sur
  gan- : perd-
  abiert- abre abren : cerrad- cierra cierran
  permitid- autorizad- : prohibid-
  todos todas cada : algunos algunas
  incluid- : excluid-
  diari- : semanal- : mensual- : trimestral- : anual-
  empleador- : emplead- trabajador- : becari-
  arrendador- propietari- : inquilin- arrendatari-
  vendedor- proveedor- : comprador- cliente clientes
  bruto bruta brutos : neto neta netos
  escrito escrita : oral verbal
  prorrog- renov- : cancel- rescind-
  lunes : martes : miércoles : jueves : viernes : sábado sábados : domingo domingos
  verano : invierno : primavera : otoño`;
