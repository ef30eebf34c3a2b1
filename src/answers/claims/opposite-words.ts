/**
 * Words that say opposite things, by sides: what stands on one side of a line doesn't fit what stands on the other. Each is
 * the beginning of a word where it ends in a dash.
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
  spring : autumn fall
  summer : winter
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
  mehr meist- größer höher älter stieg steigt gewann gewonnen nördlich norden vor : weniger kleiner niedriger jünger sank sinkt verlor verloren südlich süden nach
  östlich osten : westlich westen
  plus augment- avant nord gagn- : moins diminu- après sud perd-
  más mayor aument- antes norte gan- : menos menor dismin- después sur perd-`;
