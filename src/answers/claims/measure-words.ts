/**
 * What numbers count or measure, in English, German, French and Spanish: a line for each kind, each unit with how many of
 * the kind's smallest it is. Numbers of two kinds say different things, those of two units of a kind may say the same. A
 * word of two kinds may be either.
 */
export const MEASURE_WORDS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  time: {
    'millisecond milliseconds ms msec millisekunde millisekunden milisegundo milisegundos milliseconde millisecondes': 1e-3,
    'second seconds sec secs s sekunde sekunden segundo segundos seconde secondes': 1,
    'minute minutes min mins minuten minuto minutos': 60,
    'hour hours hr hrs h stunde stunden std hora horas heure heures': 3_600,
    'day days tag tage tagen tages día días jour jours jornada jornadas': 86_400,
    'week weeks woche wochen semana semanas semaine semaines': 604_800,
    'fortnight fortnights': 1_209_600,
    'month months monat monate monaten monats mes meses mois': 2_629_800,
    'year years yr yrs jahr jahre jahren jahres jahrs año años ans année années': 31_557_600,
    'decade decades jahrzehnt jahrzehnte jahrzehnten década décadas décennie décennies': 315_576_000,
    'century centuries jahrhundert jahrhunderte jahrhunderten siglo siglos siècle siècles': 3_155_760_000,
  },
  length: {
    'millimetre millimetres millimeter millimeters millimetern mm milímetro milímetros millimètre millimètres': 1e-3,
    'centimetre centimetres centimeter centimeters zentimeter zentimetern cm centímetro centímetros centimètre centimètres': 1e-2,
    'metre metres meter meters metern m metro metros mètre mètres': 1,
    'kilometre kilometres kilometer kilometers kilometern km kilómetro kilómetros kilomètre kilomètres': 1e3,
    'inch inches zoll': 0.0254,
    'foot feet ft fuß': 0.3048,
    'yard yards': 0.9144,
    'mile miles mi meile meilen milla millas': 1_609.344,
  },
  mass: {
    'milligram milligrams milligramme milligramm mg miligramo miligramos milligrammes': 1e-3,
    'gram grams gramme gramm g gramo gramos grammes': 1,
    'kilogram kilograms kilo kilos kilogramm kg kilogramo kilogramos kilogramme kilogrammes': 1e3,
    'tonne tonnes ton tons t tonnen tonelada toneladas': 1e6,
    'ounce ounces oz unze unzen onza onzas': 28.35,
    'pound pounds lb lbs pfund libra libras': 453.6,
  },
  volume: {
    'millilitre millilitres milliliter milliliters millilitern ml mililitro mililitros': 1e-3,
    'litre litres liter liters litern l litro litros': 1,
    'gallon gallons gallonen galón galones': 3.785,
  },
  area: {
    'm² sqm quadratmeter quadratmetern': 1,
    'hectare hectares ha hektar hektare hectárea hectáreas': 1e4,
    'acre acres': 4_046.86,
    'km² quadratkilometer quadratkilometern': 1e6,
  },
  data: {
    'byte bytes octet octets': 1,
    'kb kib kilobyte kilobytes': 1e3,
    'mb mib megabyte megabytes': 1e6,
    'gb gib gigabyte gigabytes': 1e9,
    'tb tib terabyte terabytes': 1e12,
  },
  power: {
    'watt watts vatios': 1,
    'kw kilowatt kilowatts': 1e3,
    'mw megawatt megawatts': 1e6,
    'gw gigawatt gigawatts': 1e9,
  },
  energy: { wh: 1, 'kwh kilowattstunde kilowattstunden': 1e3, 'mwh megawattstunde megawattstunden': 1e6, gwh: 1e9 },
  frequency: { 'hz hertz': 1, 'khz kilohertz': 1e3, 'mhz megahertz': 1e6, 'ghz gigahertz': 1e9 },
  celsius: { '°c': 1 },
  fahrenheit: { '°f': 1 },
  percent: { '% percent prozent': 1, '‰ promille': 0.1 },
  points: { 'prozentpunkt prozentpunkte prozentpunkten': 1 },
  euro: { '€ euro euros eur': 1, 'cent cents céntimo céntimos centime centimes': 0.01 },
  dollar: { '$ dollar dollars usd dólar dólares': 1, 'cent cents centavo centavos': 0.01 },
  sterling: { '£ pound pounds gbp pfund libra libras livre livres': 1, pence: 0.01 },
  yen: { '¥ yen jpy yenes': 1 },
  franc: { 'franc francs franken chf franco francos': 1 },
};
