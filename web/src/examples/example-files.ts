import type { ExamplesQuery } from '../gql/graphql.ts';

/** Where examples are put; by this and by their hashes they are found again, and nothing that is somebody's own. */
export const COLLECTION = 'Examples';

/** The files of public/examples: texts of our own about two companies that do not exist, with their SHA-256. */
export const EXAMPLE_FILES: Readonly<Record<string, string>> = {
  'employee-handbook.md': '5618fdcdc71b2c2b1b1acf32b71dcf6952e740eedd237c616d2a1a84b70bd532',
  'quarterly-report.md': '1410f37dc9f4d0a1b57b355a01bdca36a8a55496da09b0e959cec74c54db4b94',
  'product-manual.txt': '3e3b7e826d75ca974ece0db7480acfe459dd43943ad02b3d1023a5287a220d8a',
  'travel-policy.pdf': '4a72dd43ff0b12f5da721bd690eef3525de26ebb1a870f7d8d055c5d102be7ae',
  'onboarding.docx': '034657826d990df2fabbe7c6a613abc9b0c53a0e195e5630aad27eec12966b41',
  'equipment.xlsx': 'a545019d7a53e79cb183f82527d1ddc23b1cc12e079c8e3d1acbf485c2d242a3',
  'incident-runbook.md': '84f22887716b709be5a56d3fc735f6f4a356d719c8fded9011bc2a739ca9becb',
};

/** What they answer, in their language. */
export const EXAMPLE_QUESTIONS: readonly string[] = [
  'How many days of annual leave do full-time employees get?',
  'How far ahead are flights booked?',
  'How many electric lorries are in the fleet?',
];

/** A document that is stored. */
export type StoredDocument = ExamplesQuery['documents']['edges'][number]['node'];

/** Whether it is one of them as it was filled in: whatever has another name, place or content belongs to somebody. */
export function isExample({ name, collection, sha256 }: StoredDocument): boolean {
  return collection === COLLECTION && EXAMPLE_FILES[name] === sha256;
}
