import { Document } from '../documents/types.ts';
import { builder } from '../graphql/builder.ts';
import { RESULT_LIMITS } from '../limits.ts';

/** The passages whose headings are read: a section or two each. */
const PASSAGES = 40;

builder.objectField(Document, 'headings', (t) =>
  t.stringList({
    complexity: RESULT_LIMITS.readCost,
    description:
      'What its first sections are about: the innermost heading of each, in order, each once. Empty until it is searchable, and for a text without headings.',
    resolve: async ({ id }, _args, { services, tenant, signal }) => {
      const filter = { documentIds: [id] };
      const passages = await services.search.firstPassages(tenant, { filter, limit: PASSAGES, signal });
      const outer = new Set(passages.flatMap(({ headings }) => headings.slice(0, -1)));
      const inner = new Set(passages.flatMap(({ headings }) => headings.slice(-1)));
      return [...inner].filter((heading) => !outer.has(heading));
    },
  }),
);
