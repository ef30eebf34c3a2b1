import type { Phrases } from './phrases.ts';

const dutch = '(?:document|passage|tekst|bron|context|fragment)\\p{L}*';
const nordic =
  '(?:dokument|text|tekst|passag|avsnitt|afsnit|kontext|kontekst|kilde|käll|utdrag|uddrag)(?!\\p{L}{8})\\p{L}*';
const say =
  '(?:nämn|nevn|nævn|finns|findes|finnes|står|innehåll|indehold|innehold|angiv|ange|anger|oppgi|oplys|opplys|svar|besvar|säg|sier|siger|beskriv|omtal)\\p{L}*';
const knowledge = '(?:information|informasjon|oplysning|opplysning|uppgift|svar|omtale)\\p{L}*';

/** How models say in Dutch, Swedish, Danish and Norwegian that the texts don't answer. */
export const germanic: Phrases = {
  always: [
    `${dutch}[^.]{0,40}?(?<!\\p{L})(?:bevat|vermeld|geef|gev|noem|zeg|beantwoord|bied|beschrijf|staa[nt]|gaan? over)\\p{L}*[^.]{0,60}?(?<!\\p{L})(?:niet|niets|geen (?:\\p{L}+ )?(?:informatie|antwoord|vermelding|gegevens|details))(?!\\p{L})`,
    `(?:(?<!\\p{L})niet (?:\\p{L}+ )?in (?:de |het )?|in (?:de |het )?)${dutch}(?: niet)? (?:vermeld|genoemd|gevonden|beschreven|te vinden)`,
    `(?:staat|vind ik|te vinden)[^.]{0,20}?(?<!\\p{L})niet in (?:de |het )?(?:\\p{L}+ )?${dutch}`,
    `(?<!\\p{L})geen (?:enkele? |van (?:de|deze) )?${dutch}[^.]{0,20}?(?:bevat|vermeld|geef|noem|zegt|beantwoord)`,
    `(?:op basis van|met|uit) [^.]{0,25}?${dutch}[^.]{0,40}? niet (?:\\p{L}+ )?(?:worden )?(?:beantwoord|te beantwoorden|bepaald|vastgesteld)`,
    `(?:hierover|daarover|hiervan|daarvan)[^.]{0,30}? ${dutch}[^.]{0,10}? (?:niets|niet)(?!\\p{L})`,
    `(?:informatie|gegevens|antwoord)[^.]{0,20}? (?:ontbreekt|ontbreken) in [^.]{0,15}?${dutch}`,
    '(?<!\\p{L})ik (?:kan|kon|heb|vind|vond)[^.]{0,40}?(?<!\\p{L})(?:niet|geen|niets)(?!\\p{L})[^.]{0,40}?(?:vinden|gevonden|tekst|passage|bron|antwoord|informatie|beantwoorden|zeggen|bepalen|document)',
    '(?<!\\p{L})ik (?:weet|vind|vond) (?:het |dat |daar )?(?:niet|niets)(?!\\p{L})',
    '(?<!\\p{L})er (?:is|zijn|staat) (?:\\p{L}+ )?(?:geen|niets)[^.]{0,20}?(?:informatie|antwoord|vermelding|gegevens)',

    `${nordic}[^.]{0,40}?(?<!\\p{L})${say}[^.]{0,30}?(?<!\\p{L})(?:inte|ikke|ingen|inga|inget|ingenting|intet)(?!\\p{L})`,
    `(?<!\\p{L})(?:inte|ikke|ingenting|intet) (?:\\p{L}+ ){0,2}?${say}[^.]{0,30}? ${nordic}`,
    `${say}[^.]{0,10}?(?<!\\p{L})(?:inte|ikke|ingenting|intet)(?!\\p{L})[^.]{0,15}? (?:i|av|af) (?:\\p{L}+ )?${nordic}`,
    `(?:saknas|mangler)[^.]{0,25}? ${knowledge}|${knowledge} (?:saknas|mangler)`,
    'fr[ae]mgår[^.]{0,15}?(?<!\\p{L})(?:inte|ikke)(?!\\p{L})',
    '(?<!\\p{L})(?:jag|jeg) (?:kan|kunde|kunne|har|finner|hittar|hittade|vet|ved|fandt|fant)[^.]{0,30}?(?<!\\p{L})(?:inte|ikke|ingen|inga|inget)(?!\\p{L})',
    `(?<!\\p{L})d(?:et|er) (?:finns|findes|finnes|er|är) (?:\\p{L}+ )?(?:ingen|inga|inget|ikke noe[nt]?)[^.]{0,15}? ${knowledge}`,
  ],
  uncited: [
    `${knowledge}[^.]{0,20}?(?:inte|ikke) (?:tillgänglig|tilgængelig|tilgjengelig)\\p{L}*`,
    '(?:wordt|worden|is|zijn) [^.]{0,20}?niet (?:\\p{L}+ )?(?:genoemd|vermeld|aangegeven|gespecificeerd|beschreven|bekend|beschikbaar|gevonden)',
    '^(?:onbekend|niet (?:vermeld|bekend|gespecificeerd)|geen (?:informatie|antwoord))',
    `(?<!\\p{L})(?:inte|ikke) (?:\\p{L}+ )?(?:nämn|nevn|nævn|angiv|anges|oppgi|spesifis|specific)\\p{L}*`,
    '^(?:okän[dt]|ukend?t|ukjent|ingen (?:information|oplysninger|informasjon))',
  ],
};
