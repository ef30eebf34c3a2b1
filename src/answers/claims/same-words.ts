/**
 * Words that say much the same where one stands in the other's place, by lines. Each is the beginning of a word where it
 * ends in a dash.
 */
export const SAME_WORDS = `
  employee- staff worker- personnel workforce
  company companies firm firms business enterprise- organisation- organization- corporation-
  manager- supervisor- superior- boss
  customer- client clients
  supplier- vendor-
  begin- began begun start- commenc- launch-
  end ends ended finish- conclud-
  get gets got gotten receiv- obtain- grant- given
  stay stays stayed remain-
  buy buys bought purchas-
  need needs needed requir- necessary
  ask asks asked request-
  tell tells told inform- notif- report- assur-
  send sends sent submit- broadcast- transmit- ship shipped
  hand handed give gives gave return-
  keep keeps kept retain- stor-
  leave vacation- holiday-
  car cars vehicle- automobile-
  help- assist- support-
  show shows shown display-
  use uses used using utili- employ
  big large huge
  quick- fast rapid-
  fix fixes fixed repair- mend-
  check checks checked inspect- examin- verif- review-
  job jobs position- post posts
  pay pays paid reimburs- cost costs
  price- fee fees charge-
  salary salaries wage wages pay
  rise rises rose risen increas- grow grows grew grown climb- went
  fall falls fell fallen decreas- declin- drop- reduc- shrank
  choos- chose chosen select- pick-
  build- built construct- erect-
  allow- permit- authori-
  forbid- forbad- prohibit- ban banned
  approv- accept- agree-
  cancel- terminat-
  happen- occur- held
  yearly annual annually
  paper papers document- file files
  contract- agreement-
  trip trips journey- travel-
  phone- telephone-
  laptop- notebook-
  email emails mail
  error- fault- defect- mistake-
  move moves moved relocat- transfer-
  name names named call calls called
  locat- situat- found lie lies stands
  run runs running operat- activat- start-
  fridge- refrigerator-
  old ancient
  open- accessib- availab-
  handl- process- treat- deal dealt
  desk- counter-
  call calls called phone- telephone-
  application- request-
  mak- made plac-
  discard- dispos- throw- thrown threw
  put puts place placed places
  replac- exchang- swap- renew-
  approv- grant- authori-
  tolerat- allow- permit-
  deliver- ship- suppl- provid- offer- furnish-
  party parties side sides
  dispute- conflict- disagree-
  fix fixed freez- frozen set sets
  meeting- assembl- gather- muster
  floor- storey- story stories level-
  outside external-
  inside internal-
  clean- wash-
  visitor- guest-
  apply applies applied ask asks asked request-
  usual- normal- regular- standard- ordinary
  cut cuts reduc- lower-
  photo photos photograph- picture- image-
  sign signs signed register-
  important- key major main principal
  component- part parts
  machine- device- applianc- apparatus
  building- premises facilit-
  department- division-
  study studies research- investigat-
  result- outcome-
  goal- aim aims objective- target-
  problem- issue issues difficult-
  answer- reply replies respon-
  law laws statute- legislation act
  regulation- rule rules guideline- policy policies
  exam exams examination- test tests
  child- kid kids
  city cities town towns
  country countries nation-
  revenue- sales turnover
  earnings profit-
  expense- expenditure- cost costs
  goods product- item items article-
  invoice- bill bills
  incident- accident-
  illness- sick- disease-
  teacher- instructor- trainer-
  train- instruct- educat-
  owner- holder- proprietor-
  consent- approval- permission-
  deadline- limit limits
  period- term terms duration-
  amount- quantit- sum sums
  share shares portion- proportion- part parts
  rest remainder
  whole entire- complete- full total-
  recent- new newest latest
  former- previous- earlier prior
  current- present-
  correct- right accurate-
  safe- secur-
  necessary essential- need- requir-
  hard difficult-
  easy easily simple simply
  mak- made produc- manufactur- creat-
  found- establish- set
  lead leads led head headed heads manage- direct-
  own owns owned possess-
  contain- includ- compris- hold holds held
  carry carries carried transport- convey-
  find finds found discover- detect-
  watch- observ- monitor-
  record- log logs logged note- noted
  delet- remov- eras-
  chang- alter- modif- amend-
  add adds added attach-
  join- combin- merg-
  divid- split-
  shut shuts close closed closes
  install- mount- fit fitted
  switch- turn-
  come comes came arriv- reach-
  decid- determin-
  appoint- nam- designat-
  employ- hire hired hires recruit-
  say says said stat- declar- announc-
  suggest- propos- recommend- advis-
  refus- reject-
  postpon- delay- defer-
  continu- keep keeps kept go goes
  try tries tried attempt-
  beat beats beaten defeat-
  live lives lived resid-
  mitarbeiter- angestellte- beschäftigte- belegschaft arbeitnehmer- personal
  firma firmen unternehmen- betrieb- gesellschaft-
  vorgesetzt- chef- leiter- leitung führungskr-
  kunde- kundin- käufer-
  beginn- begonnen start- gestartet anfang- angefangen
  end- beendet schließt
  erhalt- erhält bekomm-
  kauf- gekauft erwerb- erwirbt erworben
  brauch- benötig- erforder-
  einreich- eingereicht abgeb- abgegeben vorleg- vorgelegt schick- geschickt send- gesendet
  urlaub- ferien
  auto autos wagen fahrzeug- pkw
  prüf- geprüft kontroll- überprüf-
  vertrag- verträge vereinbarung-
  zahl- bezahl- gezahlt übern- träg- trag-
  gehalt- gehälter lohn- löhne
  steig- stieg- gestiegen erhöh- wuchs wächst
  sink- sank- gesunken fall- fiel- fällt verringer-
  erlaub- gestatte- zulässig- genehmig-
  verboten untersag- unzulässig-
  reparier- repariert instand-
  reinig- gereinigt putz- geputzt säuber-
  einreich- eingereicht- abgeb- abgegeben-
  überweis- überwiesen bezahl- zahl-
  übernacht- hotel-
  dienstreise- geschäftsreise-
  ersetz- erstatt- vergüt- bezahl- übern-
  tausch- ausgetauscht wechsel- gewechselt ersetz- ersetzt
  vermerk- notier- eingetragen dokumentier-
  meld- gemeldet mitgeteilt mitteil- informier-
  entfern- abgenommen beseitig-
  defekt- störung- fehler- ausfall ausfälle
  lager- gelagert aufbewahr- liegen liegt
  dauer- läuft
  stattfind- findet
  besuch- gäste gast
  vorher vorab zuvor
  mindestens wenigstens
  höchstens maximal
  genehmig- bewillig- erlaub-
  herstell- produzier- produktion
  liefer- schick- versend-
  abteilung- bereich-
  preis- kosten gebühr-
  rechnung- beleg-
  bewerb- kandidat-
  stell- job- position-
  ändern geändert anpass- angepasst
  zustimm- einwillig- erlaubnis- genehmig-
  streit- konflikt-
  umsatz- erlös-
  gewinn- überschuss-
  salarié- employé- personnel- collaborateur- collaboratric-
  entreprise- société- firme-
  responsable- chef- supérieur-
  commenc- début- démarr-
  reçoi- reçu- obtien- obtenu-
  achet- acquier- acquis- acquér-
  demand- sollicit-
  congé- vacances
  voiture- véhicule-
  contrat- accord-
  contrôl- vérifi- inspect-
  paie- payer- rembours- verse-
  résili- annul- rompu-
  fourni- donn- offr- procur-
  imprim- tir-
  rembours- pay- indemnis-
  prix coût- tarif-
  livr- envoy- expédi- fourni-
  remplac- chang- échang-
  nettoy- lav-
  autoris- permi- permet-
  interdit- défend- prohib-
  réuni- rencontr-
  durée délai période
  signal- déclar- inform-
  choisi- sélectionn-
  termin- fini-
  facture- note
  visiteur- invité- hôte-
  produi- fabri-
  magasin- boutique-
  litige- conflit-
  socio- socia- miembro-
  emplead- trabajador- personal plantilla
  empresa- compañía- firma-
  jefe jefa responsable- superior-
  comienz- comenz- empiez- empez- inici-
  recib- obtien- obten-
  compr- adquir- adquier-
  pid- solicit-
  coche- vehículo- automóvil-
  contrato- acuerdo-
  revis- control- verific- comprueb-
  pag- abon- cuest-
  mostr- present- enseñ-
  realiz- hac- hic- efectú- efectua-
  entreg- da dan dar envi- proporcion-
  devuelv- reembols- devol-
  cambi- sustitu- reemplaz-
  limpi- lav-
  permit- autoriz-
  prohib- vet-
  precio- coste- tarifa-
  plazo- periodo- período-
  arregl- repar-
  tienda- comercio- establecimiento-
  trabajo- empleo- puesto-
  inform- avis- comunic-
  produc- fabric-
  termin- finaliz- acab-
  llev- tom- coger- cog-
  factura- recibo-
  visitante- invitad-`;
